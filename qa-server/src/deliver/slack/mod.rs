//! Slack: a question is announced in a channel, replies and its resolution go below it, and the announcement keeps
//! up with the question.
//!
//! Rows are addressed to `slack`, the channel for everybody, or `slack:CHANNEL`, a team's.
//! What was written about which post is remembered, so that it is changed and not repeated.
//!
//! **Invariant:** whatever Slack shows about a post is made from it as it is when Slack is called.

mod api;
pub mod config;
mod pace;
pub mod signature;
mod words;

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use url::Url;

use self::api::{Bot, Posted, Trouble};
use self::config::SlackConfig;
use self::pace::Pace;
use self::words::Words;
use super::{Delivery, Target};
use crate::app::App;
use crate::config::Secret;
use crate::domain::event::{Event, EventKind, Level, Reach, TargetSpec};
use crate::service::telling::{About, Told, tell};
use crate::store::outbox::LeasedRow;
use crate::store::slack_messages::{SlackMessage, delete_slack_message, find_slack_message, insert_slack_message};
use crate::store::{StoreError, Tx};

/// The name of the lane.
pub const NAME: &str = "slack";

/// Slack.
pub struct Slack {
    config: SlackConfig,
    /// Where the Web API is, and the bot's token.
    bot: Option<(Url, Secret)>,
    pace: Pace,
}

/// One delivery under way.
struct Errand<'a> {
    app: &'a Arc<App>,
    bot: Bot<'a>,
    event: &'a Event,
    target: &'a str,
    channel: &'a str,
}

/// Why an errand ends early.
enum End {
    Delivery(Delivery),
    Store(StoreError),
}

impl From<StoreError> for End {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Trouble> for End {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Ends(delivery) => Self::Delivery(delivery),
            Trouble::Lost => Self::Delivery(Delivery::Dropped("what it is about is gone from Slack")),
        }
    }
}

impl Slack {
    /// Slack as `config` says.
    pub fn new(config: SlackConfig) -> Self {
        let bot = config.api_url().zip(config.token.clone());
        Self { config, bot, pace: Pace::default() }
    }

    async fn send(&self, app: &Arc<App>, row: &LeasedRow) -> Delivery {
        let event = match super::event(row) {
            Ok(event) => event,
            Err(delivery) => return delivery,
        };
        let channel = row.target.split_once(':').map(|(_, channel)| channel).or(self.config.channel.as_deref());
        if let Err(until) = self.pace.turn(channel.unwrap_or_default(), &row.id, app.now()) {
            return Delivery::Postponed { until, reason: "one message a second to each channel" };
        }
        let told = match tell(app, &event).await {
            Ok(told) => told,
            Err(error) => return Delivery::Retry { error: error.to_string(), after: None },
        };
        match (&self.bot, &self.config.webhook, channel) {
            (Some((api, token)), _, Some(channel)) => {
                let bot = Bot { outward: &app.outward, api, token: token.expose() };
                let errand = Errand { app, bot, event: &event, target: &row.target, channel };
                match errand.run(&told).await {
                    Ok(delivery) | Err(End::Delivery(delivery)) => delivery,
                    Err(End::Store(error)) => Delivery::Retry { error: error.to_string(), after: None },
                }
            }
            (_, Some(webhook), _) => match words_alone(event.kind(), &told) {
                Ok(words) => api::post_by_webhook(&app.outward, webhook.expose(), &words).await,
                Err(reason) => Delivery::Dropped(reason),
            },
            _ => Delivery::Off("there is neither a token with a channel nor a webhook in the configuration".to_owned()),
        }
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

impl Errand<'_> {
    async fn run(&self, told: &Told) -> Result<Delivery, End> {
        match told {
            Told::Held(waiting) => {
                let words = words::waiting(waiting);
                self.announce(&words).await
            }
            Told::Gone => self.take_back().await,
            Told::Published(about) => self.keep_up(about).await,
        }
    }

    /// Writes the announcement, or changes it.
    async fn announce(&self, words: &Words) -> Result<Delivery, End> {
        if let Some(posted) = self.find(self.event.question()).await? {
            match self.bot.update(&posted, words).await {
                Ok(_) => return Ok(Delivery::Sent),
                // Somebody deleted it, so that it is written anew.
                Err(Trouble::Lost) => self.forget(self.event.question()).await?,
                Err(trouble) => return Err(trouble.into()),
            }
        }
        let posted = self.bot.post(self.channel, None, words).await?;
        self.remember(self.event.question(), posted).await?;
        Ok(Delivery::Sent)
    }

    /// Takes the words of what left its page out of Slack.
    async fn take_back(&self) -> Result<Delivery, End> {
        let (post, what) = match self.event.reply() {
            Some(reply) if self.event.kind() == EventKind::ReplyHidden => (reply, "reply"),
            _ => (self.event.question(), "question"),
        };
        let Some(posted) = self.find(post).await? else {
            return Ok(Delivery::Dropped("Slack was never told of it"));
        };
        self.bot.update(&posted, &words::gone(what)).await?;
        Ok(Delivery::Sent)
    }

    async fn keep_up(&self, about: &About) -> Result<Delivery, End> {
        let announcement = words::announcement(about);
        match self.event.kind() {
            EventKind::ReplyPublished | EventKind::PostEdited if about.reply.is_some() => {
                self.reply(about, &announcement).await
            }
            EventKind::ReplyHidden => self.take_back().await,
            EventKind::QuestionResolved | EventKind::QuestionReopened => {
                let Some(posted) = self.find(self.event.question()).await? else {
                    return Ok(Delivery::Dropped("Slack was never told of the question"));
                };
                self.bot.update(&posted, &announcement).await?;
                let words = match self.event.kind() {
                    EventKind::QuestionResolved => words::resolution(about, false),
                    _ => words::reopening(about),
                };
                self.bot.post(self.channel, Some(&posted.ts), &words).await?;
                Ok(Delivery::Sent)
            }
            EventKind::QuestionMoved | EventKind::PostEdited => match self.find(self.event.question()).await? {
                Some(posted) => {
                    self.bot.update(&posted, &announcement).await?;
                    Ok(Delivery::Sent)
                }
                None => Ok(Delivery::Dropped("Slack was never told of the question")),
            },
            _ => self.announce(&announcement).await,
        }
    }

    /// A reply goes below the announcement, which is written first where there is none.
    async fn reply(&self, about: &About, announcement: &Words) -> Result<Delivery, End> {
        let reply = self.event.post();
        let words = words::reply(about, false);
        if let Some(posted) = self.find(reply).await? {
            self.bot.update(&posted, &words).await?;
            return Ok(Delivery::Sent);
        }
        if self.event.kind() == EventKind::PostEdited {
            return Ok(Delivery::Dropped("Slack was never told of the reply"));
        }
        if self.find(self.event.question()).await?.is_none() {
            self.announce(announcement).await?;
        }
        let thread = self.find(self.event.question()).await?.map(|posted| posted.ts);
        let posted = self.bot.post(self.channel, thread.as_deref(), &words).await?;
        self.remember(reply, posted).await?;
        Ok(Delivery::Sent)
    }

    async fn find(&self, post: &str) -> Result<Option<Posted>, StoreError> {
        let found = find_slack_message(&mut self.app.store.read().await?, self.target, post).await?;
        Ok(found.map(|message| Posted { channel: message.channel, ts: message.ts }))
    }

    async fn remember(&self, post: &str, posted: Posted) -> Result<(), StoreError> {
        let message = SlackMessage {
            target: self.target.to_owned(),
            post_id: post.to_owned(),
            question_id: self.event.question().to_owned(),
            channel: posted.channel,
            ts: posted.ts,
        };
        let now = self.app.now();
        self.app
            .store
            .write(move |tx: &mut Tx| Box::pin(async move { insert_slack_message(tx, &message, now).await }))
            .await
    }

    async fn forget(&self, post: &str) -> Result<(), StoreError> {
        let (target, post) = (self.target.to_owned(), post.to_owned());
        self.app
            .store
            .write(move |tx: &mut Tx| Box::pin(async move { delete_slack_message(tx, &target, &post).await }))
            .await
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
