//! Live updates: telling those who look at a page that it has changed, and nothing of what has.
//!
//! A watcher has a cursor, the time of the last change it knows of ([`crate::store::page_changes`]); whoever comes back
//! with an older one is told at once.
//! **Invariants:** there are never more watchers than [`MOST`], nor more of one machine or network than
//! [`MOST_PER_CLIENT`]; every one ends after [`LIFE`], and all of them before the server waits for its requests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use qa_api::problem::{Code, Problem};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::Refusal;
use crate::app::App;
use crate::clock::Millis;
use crate::store::page_changes::find_page_changed;
use crate::store::{Notice, StoreError};

/// Watchers at the same time. Half as many as there may be connections, so that the others always find one.
pub const MOST: usize = 2048;
/// Watchers of one machine or network at the same time.
pub const MOST_PER_CLIENT: usize = 64;
/// How often a watcher that hears nothing gives a sign of life, and looks by itself.
const HEARTBEAT: Duration = Duration::from_secs(25);
/// How long a watcher lasts. Browsers come back by themselves.
const LIFE: Duration = Duration::from_secs(60 * 60);
/// Seconds until somebody who found no place may look again.
const FULL_RETRY: u64 = 60;

/// The places of watchers, taken and free.
pub struct Live {
    places: Arc<Mutex<Places>>,
    end: watch::Sender<bool>,
}

#[derive(Default)]
struct Places {
    taken: usize,
    by_client: HashMap<String, usize>,
}

impl Default for Live {
    fn default() -> Self {
        Self { places: Arc::default(), end: watch::Sender::new(false) }
    }
}

impl Live {
    /// Ends every watcher, and those that still come.
    pub fn end(&self) {
        self.end.send_replace(true);
    }

    /// How many watch now.
    pub fn count(&self) -> usize {
        lock(&self.places).taken
    }

    /// A place for a watcher of `client`.
    ///
    /// # Errors
    /// When all are taken, or all of this client's.
    pub fn take_place(&self, client: &str) -> Result<Place, Refusal> {
        let mut places = lock(&self.places);
        if places.taken >= MOST {
            tracing::warn!("every place of a live page is taken");
            let detail = "Too many people watch this site live. Load the page again to see what is new.";
            let mut problem = Problem::new(Code::Unavailable, detail);
            problem.retry_after = Some(FULL_RETRY);
            return Err(problem.into());
        }
        if places.by_client.get(client).is_some_and(|taken| *taken >= MOST_PER_CLIENT) {
            return Err(Refusal::rate_limited(FULL_RETRY));
        }
        places.taken += 1;
        *places.by_client.entry(client.to_owned()).or_default() += 1;
        Ok(Place { places: self.places.clone(), client: client.to_owned() })
    }
}

/// A place that is taken for as long as this lives.
pub struct Place {
    places: Arc<Mutex<Places>>,
    client: String,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut places = lock(&self.places);
        places.taken -= 1;
        if let Some(taken) = places.by_client.get_mut(&self.client) {
            *taken -= 1;
            if *taken == 0 {
                places.by_client.remove(&self.client);
            }
        }
    }
}

fn lock(places: &Mutex<Places>) -> MutexGuard<'_, Places> {
    places.lock().expect("no thread panics while it counts places")
}

/// What a watcher has to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It watches; nothing has changed since this cursor.
    Begun(Millis),
    /// The page has changed, last at this cursor.
    Changed(Millis),
    /// It still watches.
    Alive,
}

/// Somebody who looks at a page.
pub struct Watcher {
    app: Arc<App>,
    page: String,
    cursor: Millis,
    first: Option<Sign>,
    notice: Notice,
    end: watch::Receiver<bool>,
    until: Instant,
    _place: Place,
}

/// Watches `page` for `client`, who knows of every change up to the cursor `after`, if of any.
///
/// # Errors
/// When there is no such page, no place, or no database.
pub async fn watch(app: &Arc<App>, client: &str, page: &str, after: Option<Millis>) -> Result<Watcher, Refusal> {
    let place = app.live.take_place(client)?;
    // Before looking, so that no change falls in between.
    let notice = app.store.subscribe(page);
    let changed_at = changed_at(app, page).await?;
    if changed_at == 0 && app.site.contents().page(page).is_none() {
        return Err(Refusal::not_found());
    }
    let first = match after {
        Some(after) if after < changed_at => Sign::Changed(changed_at),
        _ => Sign::Begun(changed_at),
    };
    Ok(Watcher {
        app: app.clone(),
        page: page.to_owned(),
        cursor: changed_at,
        first: Some(first),
        notice,
        end: app.live.end.subscribe(),
        until: Instant::now() + LIFE,
        _place: place,
    })
}

impl Watcher {
    /// Waits for the next thing to tell; nothing when the watcher has to leave.
    pub async fn next(&mut self) -> Option<Sign> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        let heartbeat = Instant::now() + HEARTBEAT;
        loop {
            let told = tokio::select! {
                _ = self.end.wait_for(|ends| *ends) => return None,
                () = sleep_until(self.until) => return None,
                heard = self.notice.changed() => {
                    heard.ok()?;
                    Some(*self.notice.borrow_and_update()).filter(|at| *at > 0)
                }
                () = sleep_until(heartbeat) => None,
            };
            let changed_at = match told {
                Some(at) => at,
                // A database that is away is no reason to leave: it is asked again.
                None => changed_at(&self.app, &self.page).await.unwrap_or(self.cursor),
            };
            if changed_at > self.cursor {
                self.cursor = changed_at;
                return Some(Sign::Changed(changed_at));
            }
            if Instant::now() >= heartbeat {
                return Some(Sign::Alive);
            }
        }
    }
}

async fn changed_at(app: &App, page: &str) -> Result<Millis, StoreError> {
    let mut tx = app.store.read().await?;
    find_page_changed(&mut tx, page).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_bounded_for_one_and_for_all_and_are_free_again() {
        let live = Live::default();
        let mut one: Vec<_> = (0..MOST_PER_CLIENT).map(|_| live.take_place("one").ok().unwrap()).collect();
        assert!(live.take_place("one").is_err());
        let rest = MOST - MOST_PER_CLIENT;
        let others: Vec<_> = (0..rest).map(|number| live.take_place(&number.to_string()).ok().unwrap()).collect();
        assert!(live.take_place("another").is_err());
        one.pop();
        assert!(live.take_place("one").is_ok());
        drop((one, others));
        let places = lock(&live.places);
        assert!(places.taken == 0 && places.by_client.is_empty());
    }
}
