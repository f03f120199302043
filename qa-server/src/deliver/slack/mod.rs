//! Slack: a question is announced in a channel, replies and its resolution go below it, and the announcement keeps
//! up with the question ([`errand`]).
//!
//! Rows are addressed to `slack`, the channel for everybody, or `slack:CHANNEL`, a team's.
//!
//! **Invariant:** whatever Slack shows about a post is made from it as it is when Slack is called.

mod api;
pub mod config;
mod errand;
mod pace;
pub mod signature;
mod words;

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use url::Url;

use self::api::Bot;
use self::config::SlackConfig;
use self::errand::Errand;
use self::pace::Pace;
use self::words::Words;
use super::{Delivery, Target};
use crate::app::App;
use crate::config::Secret;
use crate::domain::event::{EventKind, Level, Reach, TargetSpec};
use crate::service::telling::{Told, tell};
use crate::store::outbox::LeasedRow;

/// The name of the lane.
pub const NAME: &str = "slack";

/// Slack.
pub struct Slack {
    config: SlackConfig,
    /// Where the Web API is, and the bot's token.
    bot: Option<(Url, Secret)>,
    pace: Pace,
}

impl Slack {
    /// Slack as `config` says.
    pub fn new(config: SlackConfig) -> Self {
        let bot = config.api_url().zip(config.token.clone());
        Self { config, bot, pace: Pace::default() }
    }

    async fn send(&self, app: &Arc<App>, row: &LeasedRow) -> Delivery {
        let spec = self.spec(&row.target);
        let event = match super::event(row, spec.as_ref()) {
            Ok(event) => event,
            Err(delivery) => return delivery,
        };
        let channel = row.target.split_once(':').map(|(_, channel)| channel).or(self.config.channel.as_deref());
        if let Err(until) = self.pace.turn(channel.unwrap_or_default(), &row.id, app.now()) {
            return Delivery::Postponed { until, reason: "one message a second to each channel" };
        }
        let told = match tell(app, &event).await {
            Ok(told) => told,
            Err(error) => return error.into(),
        };
        match (&self.bot, &self.config.webhook, channel) {
            (Some((api, token)), _, Some(channel)) => {
                let bot = Bot { outward: &app.outward, api, token: token.expose(), now: app.now() };
                let private = spec.is_some_and(|spec| spec.private);
                let errand = Errand { app, bot, event: &event, target: &row.target, channel, private };
                errand.run(&told).await.unwrap_or_else(Delivery::from)
            }
            (_, Some(webhook), _) => match words_alone(event.kind(), &told) {
                Ok(words) => api::post_by_webhook(&app.outward, webhook.expose(), &words, app.now()).await,
                Err(reason) => Delivery::Dropped(reason),
            },
            _ => Delivery::Off("there is neither a token with a channel nor a webhook in the configuration".to_owned()),
        }
    }

    /// How the channel of a row is told now.
    fn spec(&self, target: &str) -> Option<TargetSpec> {
        let reach = if target.contains(':') { Reach::Teams } else { Reach::Everything };
        self.specs().into_iter().find(|spec| spec.reach == reach)
    }
}

/// What an incoming webhook says, which can only add to what it said.
fn words_alone(kind: EventKind, told: &Told) -> Result<Words, &'static str> {
    match (told, kind) {
        (Told::Held(waiting), _) => Ok(words::waiting(waiting)),
        (Told::Published(about), EventKind::QuestionPublished | EventKind::QuestionRestored) => {
            Ok(words::announcement(about))
        }
        (Told::Published(about), EventKind::ReplyPublished) if about.reply.is_some() => Ok(words::reply(about, true)),
        (Told::Published(about), EventKind::QuestionResolved) => Ok(words::resolution(about, true)),
        (Told::Gone, _) => Err("it is no longer on its page"),
        _ => Err("an incoming webhook cannot change what it said"),
    }
}

impl Target for Slack {
    fn name(&self) -> &str {
        NAME
    }

    fn specs(&self) -> Vec<TargetSpec> {
        let spec = |reach, level, private| TargetSpec { name: NAME.to_owned(), reach, level, private };
        let mut specs = vec![spec(Reach::Everything, self.config.level, self.config.private)];
        if self.config.token.is_some() {
            specs.push(spec(Reach::Teams, self.config.teams, self.config.teams_private));
        }
        specs.retain(|spec| spec.level != Level::Off);
        specs
    }

    fn deliver<'a>(&'a self, app: &'a Arc<App>, row: &'a LeasedRow) -> BoxFuture<'a, Delivery> {
        self.send(app, row).boxed()
    }
}
