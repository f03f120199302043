//! What every request and task works with: made once at start, shared from then on.

use std::net::IpAddr;
use std::sync::Arc;

use tokio::sync::Notify;
use url::Url;

use crate::clock::{Clock, Millis};
use crate::config::Retention;
use crate::deliver::desks::Desks;
use crate::deliver::slack::config::SlackConfig;
use crate::domain::build::Builder;
use crate::domain::event::TargetSpec;
use crate::identity::Providers;
use crate::keys::Keys;
use crate::markdown::Renderer;
use crate::metrics::Metrics;
use crate::outward::Outward;
use crate::random::{Ids, Random};
use crate::rules::Rules;
use crate::service::fragments::Fragments;
use crate::service::live::Live;
use crate::site::Site;
use crate::store::Store;

/// The running server's state.
pub struct App {
    /// The database.
    pub store: Store,
    /// The present time.
    pub clock: Arc<dyn Clock>,
    /// Unpredictable bytes.
    pub random: Arc<dyn Random>,
    /// Ids, in the order they are asked for.
    pub ids: Ids,
    /// The server's secret.
    pub keys: Keys,
    /// The built site.
    pub site: Site,
    /// Rules of moderation, teams and their duties.
    pub rules: Rules,
    /// Where readers reach the site, without a slash at its end.
    pub base_url: Url,
    /// Other origins whose pages may use this server, as browsers send them.
    pub site_origins: Vec<String>,
    /// Whether this is a server for trying things out on one's own machine.
    pub dev: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Providers that people can sign in by.
    pub providers: Providers,
    /// The systems that are told what happens to questions.
    pub targets: Vec<TargetSpec>,
    /// Builders of the site, which are told when what is public changed.
    pub builders: Vec<Builder>,
    /// Addresses that get a summary every week.
    pub weekly_summary: Vec<String>,
    /// What the operator says about Slack, for what comes from there.
    pub slack: Option<SlackConfig>,
    /// Those of them that keep tickets.
    pub desks: Desks,
    /// Calls to other systems.
    pub outward: Outward,
    /// After how long without a word a question is locked, if ever.
    pub lock_after: Option<Millis>,
    /// How long what need not be kept for ever is kept.
    pub retention: Retention,
    /// What is counted since the server started.
    pub metrics: Metrics,
    /// Renders users' Markdown.
    pub renderer: Renderer,
    /// Rendered threads of pages.
    pub fragments: Fragments,
    /// Those who watch a page live.
    pub live: Live,
    /// Has the outbox's worker look; what is put into the outbox does that by itself.
    pub outbox_wake: Arc<Notify>,
}

impl App {
    /// The present time.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// A new id.
    pub fn new_id(&self) -> String {
        self.ids.next(self.random.as_ref(), self.now())
    }

    /// The full URL of `path`, which begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url.as_str().trim_end_matches('/'))
    }

    /// The full URL of a page, or of the server's own view of it when the site no longer has it.
    pub fn page_url(&self, page: &str) -> String {
        let path = self.site.contents().page(page).map(|page| page.path.clone());
        self.url(&path.unwrap_or_else(|| qa_api::paths::personal_page(page)))
    }
}
