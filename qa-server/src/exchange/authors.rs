//! Accounts of those who wrote what is imported: members whom nobody can sign in as, and who get no mail.

use std::collections::BTreeMap;

use qa_api::follow::Stopped;
use qa_api::thread::Role;

use crate::app::App;
use crate::domain::account::{Account, PostAuthor};
use crate::keys::Purpose;
use crate::store::accounts::{find_account_by_address, insert_account};
use crate::store::imported_addresses::insert_imported_address;
use crate::store::suppressions::insert_suppression;
use crate::store::{StoreError, Tx};

/// The accounts that one unit of work has found or made so far.
pub(super) struct Authors<'a> {
    app: &'a App,
    known: BTreeMap<String, PostAuthor>,
}

/// What is known of an author.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Author {
    /// The name beside the posts.
    pub(super) name: String,
    /// The address, in lower case, that the other system has; it may have taken anybody's word for it.
    pub(super) address: Option<String>,
}

impl<'a> Authors<'a> {
    pub(super) fn new(app: &'a App) -> Self {
        Self { app, known: BTreeMap::new() }
    }

    /// The account of an author in `system`: one for each address, or for each name without one, however often and in
    /// however many runs it is asked for.
    pub(super) async fn of(&mut self, tx: &mut Tx, system: &str, author: &Author) -> Result<PostAuthor, StoreError> {
        let who = match &author.address {
            Some(address) => format!("address\0{address}"),
            None => format!("{system}\0{}", author.name),
        };
        if let Some(known) = self.known.get(&who) {
            return Ok(known.clone());
        }
        let address = unusable_address(self.app, &who);
        let account = match find_account_by_address(tx, &address).await? {
            Some(account) => account,
            None => self.insert(tx, address, author).await?,
        };
        let found = PostAuthor { id: account.id, name: account.name, role: account.role };
        self.known.insert(who, found.clone());
        Ok(found)
    }

    async fn insert(&self, tx: &mut Tx, address: String, author: &Author) -> Result<Account, StoreError> {
        let now = self.app.now();
        let account = Account { id: self.app.new_id(), address, name: author.name.clone(), role: Role::Member };
        insert_account(tx, &account, now).await?;
        insert_suppression(tx, &account.address, Stopped::Asked, now).await?;
        if let Some(address) = &author.address {
            insert_imported_address(tx, &account.id, address).await?;
        }
        Ok(account)
    }
}

/// An address that nobody can have (RFC 2606, section 2), the same for the same author.
fn unusable_address(app: &App, who: &str) -> String {
    let digest = app.keys.digest(Purpose::Imported, who);
    let plain: String = digest.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("{plain}@imported.invalid")
}
