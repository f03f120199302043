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

/// The author of a post, as stored with it: no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostAuthor {
    /// The account's id.
    pub id: String,
    /// The display name.
    pub name: String,
    /// The account's role.
    pub role: Role,
}

impl PostAuthor {
    /// The author as everybody may know them, below a question of account `asker`.
    pub fn public(&self, asker: &str) -> Author {
        Author {
            name: self.name.clone(),
            badge: (self.role > Role::Member).then_some(self.role),
            asker: self.id == asker,
        }
    }
}

/// A role's name in the database.
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Member => "member",
        Role::Moderator => "moderator",
        Role::Staff => "staff",
    }
}
