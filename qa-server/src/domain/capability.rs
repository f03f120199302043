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
    /// Seeing what did not arrive, and trying it again.
    SeeOutbox,
    /// Making moderators of members, and members of moderators.
    GrantRoles,
    /// Voting for a post of somebody else.
    Vote,
    /// Changing the text of a post that is not one's own, and one's own at any time.
    EditOthers,
    /// Saying how urgent a question is, whatever its topic says.
    Prioritise,
    /// Acting on a question or reply.
    Act(Act),
    /// Taking back an act of anybody.
    Undo,
}

/// Who is needed for a capability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Needs {
    /// The lowest role that always has it, if any has.
    role: Option<Role>,
    /// Whether whoever asked the question, or wrote the reply, has it too.
    own: bool,
}

fn needs(capability: Capability) -> Needs {
    let (role, own) = match capability {
        Capability::PostUnheld
        | Capability::SeeUnpublished
        | Capability::SeeQueue
        | Capability::SeeReports
        | Capability::EditOthers
        | Capability::Undo => (Some(Role::Moderator), false),
        Capability::SeeAddresses | Capability::SeeOutbox | Capability::GrantRoles | Capability::Prioritise => {
            (Some(Role::Staff), false)
        }
        Capability::Vote => (Some(Role::Member), false),
        Capability::Act(Act::Resolve | Act::Reopen) => (Some(Role::Moderator), true),
        // What somebody wrote is theirs to delete; others can only decide whether the page shows it.
        Capability::Act(Act::Delete | Act::Undelete) => (None, true),
        Capability::Act(
            Act::Publish
            | Act::Reject
            | Act::Archive
            | Act::Hide
            | Act::Restore
            | Act::Pin
            | Act::Unpin
            | Act::Lock
            | Act::Unlock
            | Act::Claim
            | Act::Release
            | Act::Wait
            | Act::Unwait
            | Act::Move
            | Act::Merge
            | Act::Split
            | Act::AcceptEdit
            | Act::RefuseEdit
            | Act::Confirm,
        ) => (Some(Role::Moderator), false),
    };
    Needs { role, own }
}

/// Whether somebody of `role` (none: signed out) has `capability`.
///
/// `own` says whether the post at hand is theirs; for resolving and reopening that is the question, even at a reply.
pub fn allows(role: Option<Role>, own: bool, capability: Capability) -> bool {
    let needs = needs(capability);
    role.is_some_and(|role| needs.role.is_some_and(|least| role >= least) || (own && needs.own))
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
            Capability::Vote,
            Capability::EditOthers,
            Capability::Prioritise,
            Capability::Undo,
        ];
        all.extend(Act::ALL.map(Capability::Act));
        all
    }

    /// Who has each capability, written out: signed out, member, member whose post it is, moderator, staff.
    fn expected(capability: Capability) -> [bool; 5] {
        match capability {
            Capability::SeeAddresses | Capability::GrantRoles | Capability::Prioritise => {
                [false, false, false, false, true]
            }
            Capability::Act(Act::Resolve | Act::Reopen) => [false, false, true, true, true],
            Capability::Act(Act::Delete | Act::Undelete) => [false, false, true, false, false],
            Capability::Vote => [false, true, true, true, true],
            _ => [false, false, false, true, true],
        }
    }

    #[test]
    fn the_table_says_what_the_manual_says() {
        for capability in all() {
            let author = allows(Some(Role::Member), true, capability);
            let found = ROLES.map(|role| allows(role, false, capability));
            assert_eq!([found[0], found[1], author, found[2], found[3]], expected(capability), "{capability:?}");
        }
    }

    #[test]
    fn a_higher_role_may_all_that_a_lower_one_may() {
        for capability in all() {
            for own in [false, true] {
                for pair in ROLES.windows(2) {
                    assert!(
                        !allows(pair[0], own, capability) || allows(pair[1], own, capability),
                        "{capability:?} {pair:?}"
                    );
                }
            }
        }
    }
}
