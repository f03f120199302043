//! Who in this process waits for a page to change, and telling them.
//!
//! A notice only makes it faster: whoever waits looks at the database now and then all the same, so that a lost one
//! does no harm. **Invariant:** what is told of is committed.

use std::collections::HashMap;
use std::sync::Mutex;

use tokio::sync::watch;

use crate::clock::Millis;

/// A page that changed in what everybody sees, and when, as [`super::page_changes`] has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) page: String,
    pub(super) at: Millis,
}

impl Change {
    /// As one line, for other servers.
    pub(super) fn to_line(&self) -> String {
        format!("{} {}", self.at, self.page)
    }

    /// The change that `line` says.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let (at, page) = line.split_once(' ')?;
        Some(Self { page: page.to_owned(), at: at.parse().ok()? })
    }
}

/// Waits for notices of one page: when it last changed, or zero when that has to be looked up.
pub type Notice = watch::Receiver<Millis>;

/// See the module.
#[derive(Default)]
pub(super) struct Notices(Mutex<HashMap<String, watch::Sender<Millis>>>);

impl Notices {
    /// Waits for `page` from now on.
    pub(super) fn subscribe(&self, page: &str) -> Notice {
        let mut pages = self.lock();
        pages.retain(|_, sender| sender.receiver_count() > 0);
        pages.entry(page.to_owned()).or_default().subscribe()
    }

    /// Tells those who wait for the page.
    pub(super) fn tell(&self, change: &Change) {
        if let Some(sender) = self.lock().get(&change.page) {
            sender.send_replace(change.at);
        }
    }

    /// Has everybody look for themselves, since something may have gone unheard.
    pub(super) fn tell_all(&self) {
        for sender in self.lock().values() {
            sender.send_replace(0);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, watch::Sender<Millis>>> {
        self.0.lock().expect("no thread panics while it tells of a change")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_those_are_told_who_wait_for_the_page_and_none_is_kept_who_left() {
        let notices = Notices::default();
        let (mut here, elsewhere) = (notices.subscribe("here"), notices.subscribe("elsewhere"));
        notices.tell(&Change { page: "here".to_owned(), at: 7 });
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
        let change = Change { page: "user-feedback".to_owned(), at: 1_790_000_000_000 };
        assert_eq!(Change::parse(&change.to_line()), Some(change));
        assert_eq!(Change::parse("nonsense"), None);
    }
}
