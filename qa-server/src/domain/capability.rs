//! Who may do what: the one table.

use qa_api::thread::{Act, Role};

/// Something that not everybody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// Posting that nobody looks at first.
    PostUnheld,
    /// Seeing posts that are not published, other than one's own.
    SeeUnpublished,
    /// Seeing what waits for a decision.
    SeeQueue,
    /// Seeing what readers let writers know.
    SeeReports,
    /// Seeing e-mail addresses.
    SeeAddresses,
    /// Making moderators of members, and members of moderators.
    GrantRoles,
    /// Acting on a question or reply.
    Act(Act),
    /// Taking back an act of anybody.
    Undo,
}

/// Who is needed for a capability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Needs {
    /// The lowest role that always has it.
    role: Role,
    /// Whether the asker of the question has it too.
    asker: bool,
}

fn needs(capability: Capability) -> Needs {
    let (role, asker) = match capability {
        Capability::PostUnheld => (Role::Moderator, false),
        Capability::SeeUnpublished => (Role::Moderator, false),
        Capability::SeeQueue => (Role::Moderator, false),
        Capability::SeeAddresses | Capability::GrantRoles => (Role::Staff, false),
        Capability::SeeReports => (Role::Moderator, false),
        Capability::Undo => (Role::Moderator, false),
        Capability::Act(Act::Resolve | Act::Reopen) => (Role::Moderator, true),
        Capability::Act(Act::Publish | Act::Reject | Act::Archive | Act::Hide | Act::Restore) => {
            (Role::Moderator, false)
        }
    };
    Needs { role, asker }
}

/// Whether somebody of `role` (none: signed out), who is or is not the `asker` of the question at hand, has `capability`.
pub fn allows(role: Option<Role>, asker: bool, capability: Capability) -> bool {
    let needs = needs(capability);
    role.is_some_and(|role| role >= needs.role || (asker && needs.asker))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Option<Role>; 4] = [None, Some(Role::Member), Some(Role::Moderator), Some(Role::Staff)];

    fn all() -> Vec<Capability> {
        let mut all = vec![
            Capability::PostUnheld,
            Capability::SeeUnpublished,
            Capability::SeeQueue,
            Capability::SeeReports,
            Capability::SeeAddresses,
            Capability::GrantRoles,
            Capability::Undo,
        ];
        all.extend(Act::ALL.map(Capability::Act));
        all
    }

    /// Who has each capability, written out: signed out, member, member who asked, moderator, staff.
    fn expected(capability: Capability) -> [bool; 5] {
        match capability {
            Capability::SeeAddresses | Capability::GrantRoles => [false, false, false, false, true],
            Capability::Act(Act::Resolve | Act::Reopen) => [false, false, true, true, true],
            _ => [false, false, false, true, true],
        }
    }

    #[test]
    fn the_table_says_what_the_manual_says() {
        for capability in all() {
            let member_asker = allows(Some(Role::Member), true, capability);
            let found = ROLES.map(|role| allows(role, false, capability));
            assert_eq!([found[0], found[1], member_asker, found[2], found[3]], expected(capability), "{capability:?}");
        }
    }

    #[test]
    fn a_higher_role_may_all_that_a_lower_one_may() {
        for capability in all() {
            for asker in [false, true] {
                for pair in ROLES.windows(2) {
                    assert!(
                        !allows(pair[0], asker, capability) || allows(pair[1], asker, capability),
                        "{capability:?} {pair:?}"
                    );
                }
            }
        }
    }
}
