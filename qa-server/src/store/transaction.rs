//! One transaction while it runs, and what it will have changed once it is committed.
//!
//! It stands for its connection wherever a statement is run; [`super::Store::write`] commits it.

use std::ops::{Deref, DerefMut};

use sqlx::{Database, Transaction};

use super::StoreError;
use super::notices::Change;

/// See the module.
pub struct Running<DB: Database> {
    transaction: Transaction<'static, DB>,
    changes: Vec<Change>,
}

impl<DB: Database> Running<DB> {
    pub(super) fn new(transaction: Transaction<'static, DB>) -> Self {
        Self { transaction, changes: Vec::new() }
    }

    /// Commits it; gives what others are to be told of.
    pub(super) async fn commit(self) -> Result<Vec<Change>, StoreError> {
        self.transaction.commit().await?;
        Ok(self.changes)
    }

    /// What it has changed so far.
    pub(super) fn changes(&mut self) -> &mut Vec<Change> {
        &mut self.changes
    }
}

impl<DB: Database> Deref for Running<DB> {
    type Target = DB::Connection;

    fn deref(&self) -> &Self::Target {
        &self.transaction
    }
}

impl<DB: Database> DerefMut for Running<DB> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.transaction
    }
}
