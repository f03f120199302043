//! People with an account.

use qa_api::thread::{Author, Role, Viewer};

/// Somebody who has proven an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The account's id.
    pub id: String,
    /// The proven address; leaves the server only in mail.
    pub address: String,
    /// The display name.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

impl Account {
    /// The account as its owner sees it.
    pub fn viewer(&self) -> Viewer {
        Viewer { name: self.name.clone(), role: self.role }
    }

    /// Whether the account signs in by link, since a code of six digits is too little for its role.
    pub fn needs_link(&self) -> bool {
        self.role > Role::Member
    }
}

/// The name of an account that was erased; nobody else's is empty.
pub const ERASED_NAME: &str = "";
/// How somebody who has left is called beside their posts.
const LEFT: &str = "Deleted user";

/// The role beside a name: a member's is not told.
pub fn badge(role: Role) -> Option<Role> {
    (role > Role::Member).then_some(role)
}

/// The author of a post, as stored with it: no address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostAuthor {
    /// The account's id.
    pub id: String,
    /// The display name.
    pub name: String,
    /// The account's role.
    pub role: Role,
}

impl PostAuthor {
    /// What everybody calls the author.
    pub fn shown_name(&self) -> &str {
        if self.name == ERASED_NAME { LEFT } else { &self.name }
    }

    /// The author as everybody may know them, below a question of account `asker`.
    pub fn public(&self, asker: &str) -> Author {
        let left = self.name == ERASED_NAME;
        Author {
            name: self.shown_name().to_owned(),
            badge: badge(self.role),
            asker: self.id == asker,
            person: (!left).then(|| self.id.clone()),
        }
    }
}

/// Something that was done to an account, in words of this server and ids alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountAct {
    /// The entry's id.
    pub id: String,
    /// Who acted; absent for the operator and the server itself.
    pub actor_id: Option<String>,
    /// To whose account.
    pub account_id: String,
    /// What was done, such as `role:moderator`.
    pub act: String,
    /// Why, perhaps empty.
    pub reason: String,
}
