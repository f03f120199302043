//! Who in this process waits for a page to change, or for work in the outbox, and telling them.
//!
//! A notice only makes it faster: whoever waits looks at the database now and then all the same, so that a lost one
//! does no harm. **Invariant:** what is told of is committed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::sync::{Notify, watch};

use crate::clock::Millis;

/// Something that others are told of once it is committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// A page changed in what everybody sees, at the time that [`super::page_changes`] has.
    Page { page: String, at: Millis },
    /// Something in the outbox is due.
    Outbox,
}

impl Change {
    /// As one line, for other servers.
    pub(super) fn to_line(&self) -> String {
        match self {
            Self::Page { page, at } => format!("{at} {page}"),
            Self::Outbox => OUTBOX.to_owned(),
        }
    }

    /// The change that `line` says.
    pub(super) fn parse(line: &str) -> Option<Self> {
        if line == OUTBOX {
            return Some(Self::Outbox);
        }
        let (at, page) = line.split_once(' ')?;
        Some(Self::Page { page: page.to_owned(), at: at.parse().ok()? })
    }
}

/// The line that says that something in the outbox is due.
const OUTBOX: &str = "outbox";

/// Waits for notices of one page: when it last changed, or zero when that has to be looked up.
pub type Notice = watch::Receiver<Millis>;

/// See the module.
#[derive(Default)]
pub(super) struct Notices {
    pages: Mutex<HashMap<String, watch::Sender<Millis>>>,
    outbox: Arc<Notify>,
}

impl Notices {
    /// Waits for `page` from now on.
    pub(super) fn subscribe(&self, page: &str) -> Notice {
        let mut pages = self.lock();
        pages.retain(|_, sender| sender.receiver_count() > 0);
        pages.entry(page.to_owned()).or_default().subscribe()
    }

    /// What the outbox's worker waits for.
    pub(super) fn outbox(&self) -> Arc<Notify> {
        self.outbox.clone()
    }

    /// Tells those whom the change is of use to.
    pub(super) fn tell(&self, change: &Change) {
        match change {
            Change::Page { page, at } => {
                if let Some(sender) = self.lock().get(page) {
                    sender.send_replace(*at);
                }
            }
            Change::Outbox => self.outbox.notify_one(),
        }
    }

    /// Has everybody look for themselves, since something may have gone unheard.
    pub(super) fn tell_all(&self) {
        for sender in self.lock().values() {
            sender.send_replace(0);
        }
        self.outbox.notify_one();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, watch::Sender<Millis>>> {
        self.pages.lock().expect("no thread panics while it tells of a change")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_those_are_told_who_wait_for_the_page_and_none_is_kept_who_left() {
        let notices = Notices::default();
        let (mut here, elsewhere) = (notices.subscribe("here"), notices.subscribe("elsewhere"));
        notices.tell(&Change::Page { page: "here".to_owned(), at: 7 });
        assert!(here.has_changed().unwrap() && !elsewhere.has_changed().unwrap());
        assert_eq!(*here.borrow_and_update(), 7);
        notices.tell_all();
        assert!(here.has_changed().unwrap() && elsewhere.has_changed().unwrap());
        drop((here, elsewhere));
        let _new = notices.subscribe("new");
        assert_eq!(notices.lock().len(), 1);
    }

    #[test]
    fn a_change_is_a_line() {
        for change in [Change::Page { page: "user-feedback".to_owned(), at: 1_790_000_000_000 }, Change::Outbox] {
            assert_eq!(Change::parse(&change.to_line()), Some(change));
        }
        assert_eq!(Change::parse("nonsense"), None);
    }
}
