//! The table of routes: the only place where a path meets its handler.
//!
//! [`super::router`] is made of it, the OpenAPI document describes its part below `/_qa/api/`, and a test walks every
//! role over every row of it. A row says what a route needs and, where it writes, what limits it.
//!
//! **Invariant:** nothing is routed but from here: `.route(` stands in this file alone.

mod api;
mod forms;
mod open;
mod operation;
mod outbox;
mod pages;

pub use self::operation::{Operation, Reply};

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodRouter, get, post};

use super::problem::nothing_here;
use crate::app::App;
use crate::domain::capability::Capability;
use crate::domain::limit::Limit;

/// One method of one path.
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// The path, with `{names}` for its parts.
    pub path: String,
    /// Who gets more than a refusal.
    pub needs: Needs,
    /// What limits it; absent for what only reads.
    pub writes: Option<Writes>,
    /// What the OpenAPI document says of it; absent outside of the API.
    pub operation: Option<Operation>,
    /// Whether requests that another site made are let through.
    pub from_anywhere: bool,
    handler: MethodRouter<Arc<App>>,
}

/// Who gets more than a refusal from a route. Services decide; this is what they are held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nobody has to be signed in.
    Nothing,
    /// Whoever knows a code or token that was mailed, or made for one browser.
    Secret,
    /// An account, and it is the account's own things that are seen and changed.
    Account,
    /// An account with this capability.
    Capability(Capability),
    /// Whoever wrote the post or did the act at hand, or somebody with this capability.
    OwnOr(Capability),
    /// What the act that the request names needs: [`Capability::Act`].
    Act,
}

/// What holds back somebody who writes too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writes {
    /// Each of these.
    Limited(&'static [Limit]),
    /// Nothing, and why.
    Unlimited(&'static str),
}

impl Route {
    /// A route that changes nothing.
    pub(in crate::http) fn read<H, T>(path: impl Into<String>, needs: Needs, handler: H) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        Self::new(Method::GET, path.into(), needs, None, get(handler))
    }

    /// A route that changes something, as often as `limits` allow.
    pub(in crate::http) fn write<H, T>(
        path: impl Into<String>,
        needs: Needs,
        limits: &'static [Limit],
        handler: H,
    ) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        Self::new(Method::POST, path.into(), needs, Some(Writes::Limited(limits)), post(handler))
    }

    /// A route that changes something however often, for the reason `why`.
    pub(in crate::http) fn write_unlimited<H, T>(
        path: impl Into<String>,
        needs: Needs,
        why: &'static str,
        handler: H,
    ) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        Self::new(Method::POST, path.into(), needs, Some(Writes::Unlimited(why)), post(handler))
    }

    fn new(
        method: Method,
        path: String,
        needs: Needs,
        writes: Option<Writes>,
        handler: MethodRouter<Arc<App>>,
    ) -> Self {
        Self { method, path, needs, writes, operation: None, from_anywhere: false, handler }
    }

    /// Lets through what another site made the browser send.
    fn open_to_anywhere(mut self) -> Self {
        self.from_anywhere = true;
        self
    }

    /// Describes it.
    fn is(mut self, operation: Operation) -> Self {
        self.operation = Some(operation);
        self
    }
}

/// Every route; with `mail_folder`, also those that show the mails in it.
pub fn table(mail_folder: Option<PathBuf>) -> Vec<Route> {
    let mut table = api::routes();
    table.extend(outbox::routes());
    table.extend(forms::routes());
    table.extend(pages::routes());
    table.extend(open::routes());
    table.extend(mail_folder.map(super::pages::dev_mail).into_iter().flatten());
    table
}

/// A router of the rows that `which` picks.
pub(super) fn router(table: &[Route], which: impl Fn(&Route) -> bool) -> Router<Arc<App>> {
    let picked = table.iter().filter(|route| which(route));
    picked.fold(Router::new(), |router, route| router.route(&route.path, route.handler.clone()))
}

/// What is below `/_qa/` and in no row.
pub(super) fn nothing_else() -> Router<Arc<App>> {
    Router::new().route("/_qa/{*rest}", get(nothing_here).fallback(nothing_here))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn nothing_is_routed_past_the_table() {
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http")];
        let mut found = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in folder.read_dir().unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if std::fs::read_to_string(&path).unwrap().lines().any(|line| line.contains(".route(")) {
                    found.push(path);
                }
            }
        }
        assert!(found.len() == 1 && found[0].ends_with("routes/mod.rs"), "{found:?}");
    }

    #[test]
    fn what_writes_is_limited_or_says_why_not() {
        for route in table(None) {
            match route.writes {
                None => assert_eq!(route.method, Method::GET, "{}", route.path),
                Some(Writes::Limited(limits)) => assert!(!limits.is_empty(), "{}", route.path),
                Some(Writes::Unlimited(why)) => assert!(!why.is_empty(), "{}", route.path),
            }
        }
    }

    #[test]
    fn the_api_is_described_and_nothing_else_is() {
        for route in table(None) {
            assert_eq!(route.path.starts_with("/_qa/api/"), route.operation.is_some(), "{}", route.path);
        }
    }
}
