//! One delivery to a channel by the bot: what is written there about a post, changed, or taken out again.
//!
//! Called by [`super::Slack`]. What was written about which post is remembered, so that it is changed and not repeated;
//! each message by itself, so that a delivery which breaks off goes on from there.
//!
//! **Invariant:** of a question that is on no page, no message has words of anybody; neither has one of a reply.

use std::sync::Arc;

use super::api::{Bot, Posted, Trouble};
use super::words::{self, Words};
use crate::app::App;
use crate::deliver::Delivery;
use crate::domain::event::{Event, EventKind};
use crate::domain::post::Published;
use crate::service::telling::{About, Told, Waiting, waits};
use crate::store::replies::find_reply;
use crate::store::slack_messages::{
    SlackMessage, delete_slack_message, find_slack_message, insert_slack_message, list_slack_messages,
};
use crate::store::{StoreError, Tx};

const LOST: Delivery = Delivery::Dropped("what it is about is gone from Slack");
const NEVER_TOLD: Delivery = Delivery::Dropped("Slack was never told of it");

/// One delivery under way.
pub(super) struct Errand<'a> {
    pub app: &'a Arc<App>,
    pub bot: Bot<'a>,
    pub event: &'a Event,
    pub target: &'a str,
    pub channel: &'a str,
    /// Whether only people who moderate read the channel.
    pub private: bool,
}

/// Why an errand ends early.
pub(super) enum End {
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
            Trouble::Lost => Self::Delivery(LOST),
        }
    }
}

impl From<End> for Delivery {
    fn from(end: End) -> Self {
        match end {
            End::Delivery(delivery) => delivery,
            End::Store(error) => error.into(),
        }
    }
}

impl Errand<'_> {
    /// Brings Slack to what `told` says.
    pub(super) async fn run(&self, told: &Told) -> Result<Delivery, End> {
        match told {
            Told::Held(waiting) => self.notice(waiting).await,
            Told::Gone => self.take_out_everything().await,
            Told::Published(about) => self.keep_up(about).await,
        }
    }

    async fn keep_up(&self, about: &About) -> Result<Delivery, End> {
        use EventKind::{
            PostEdited, QuestionDeclined, QuestionHeld, QuestionMoved, QuestionPublished, QuestionRemoved,
            QuestionReopened, QuestionResolved, QuestionRestored, ReplyDecided, ReplyHeld, ReplyHidden, ReplyPublished,
        };
        match self.event.kind() {
            ReplyHeld | ReplyDecided | ReplyPublished | ReplyHidden => self.reply(about).await,
            PostEdited if self.event.reply().is_some() => self.reply(about).await,
            PostEdited | QuestionMoved | QuestionDeclined => {
                let Some(message) = self.find(self.event.question()).await? else { return Ok(NEVER_TOLD) };
                let changed = self.change(&message, &words::announcement(about), false).await?;
                Ok(if changed { Delivery::Sent } else { LOST })
            }
            QuestionResolved | QuestionReopened => self.note(about).await,
            QuestionHeld | QuestionPublished | QuestionRemoved | QuestionRestored => self.announce(about).await,
        }
    }

    /// Says that a post waits for a moderator: a reply below the announcement of its question.
    async fn notice(&self, waiting: &Waiting) -> Result<Delivery, End> {
        let thread = match self.event.reply() {
            Some(_) => self.find(self.event.question()).await?.map(|message| message.ts),
            None => None,
        };
        self.show(self.event.post(), thread.as_deref(), &words::waiting(waiting)).await?;
        Ok(Delivery::Sent)
    }

    /// Writes the announcement, or changes it, and brings back below it what was taken out with it.
    async fn announce(&self, about: &About) -> Result<Delivery, End> {
        self.show(self.event.question(), None, &words::announcement(about)).await?;
        let gone = |message: &SlackMessage| message.gone && message.post_id != message.question_id;
        for message in self.messages().await?.iter().filter(|message| gone(message)) {
            self.bring_back(about, message).await?;
        }
        Ok(Delivery::Sent)
    }

    /// Brings the words of a reply back, if that is on the page again, or waits where one may know of that.
    async fn bring_back(&self, about: &About, message: &SlackMessage) -> Result<(), End> {
        let reply = find_reply(&mut self.app.store.read().await?, &message.post_id).await?;
        let Some(reply) = reply else { return Ok(()) };
        let waiting = waits(self.app, about.question.get(), Some(&reply)).filter(|_| self.private);
        let words = match (Published::reply(reply, &about.question), waiting) {
            (Some(reply), _) => {
                let reply_author = Some(reply.get().author.shown_name().to_owned());
                words::reply(&About { reply: Some(reply), reply_author, ..about.clone() }, false)
            }
            (None, Some(waiting)) => words::waiting(&waiting),
            (None, None) => return Ok(()),
        };
        self.change(message, &words, false).await?;
        Ok(())
    }

    /// A reply goes below the announcement, which is written first where there is none.
    async fn reply(&self, about: &About) -> Result<Delivery, End> {
        let (post, question) = (self.event.post(), self.event.question());
        let known = self.find(post).await?;
        let (here, elsewhere) = match known {
            Some(message) if message.question_id == question => (Some(message), None),
            elsewhere => (None, elsewhere),
        };
        if about.reply.is_none() {
            let Some(message) = here else { return Ok(NEVER_TOLD) };
            self.take_out(&message).await?;
            return Ok(Delivery::Sent);
        }
        let words = words::reply(about, false);
        if let Some(message) = here {
            if !self.change(&message, &words, false).await? {
                return Ok(LOST);
            }
            // It names the author, who may be called something else by now.
            if let Some(note) = self.find(&SlackMessage::note_id(true, post)).await? {
                self.change(&note, &words::resolution(about, false), false).await?;
            }
            return Ok(Delivery::Sent);
        }
        if self.event.kind() != EventKind::ReplyPublished {
            return Ok(NEVER_TOLD);
        }
        // It came from another question: what stands below that one's announcement goes.
        if let Some(message) = elsewhere {
            self.take_out(&message).await?;
        }
        if self.find(question).await?.is_none() {
            self.announce(about).await?;
        }
        let thread = self.find(question).await?.map(|message| message.ts);
        let posted = self.bot.post(self.channel, thread.as_deref(), &words).await?;
        self.remember(post, posted).await?;
        Ok(Delivery::Sent)
    }

    /// Says below the announcement that the question is answered, or open again: the same once.
    async fn note(&self, about: &About) -> Result<Delivery, End> {
        let Some(message) = self.find(self.event.question()).await? else { return Ok(NEVER_TOLD) };
        if !self.change(&message, &words::announcement(about), false).await? {
            return Ok(LOST);
        }
        let resolved = self.event.kind() == EventKind::QuestionResolved;
        let words = if resolved { words::resolution(about, false) } else { words::reopening(about) };
        let id = SlackMessage::note_id(resolved, self.event.post());
        if let Some(before) = self.find(&id).await? {
            self.delete(&before).await?;
        }
        let posted = self.bot.post(self.channel, Some(&message.ts), &words).await?;
        self.remember(&id, posted).await?;
        Ok(Delivery::Sent)
    }

    /// Takes the words of a question that left its page, and those of all replies, out of Slack.
    async fn take_out_everything(&self) -> Result<Delivery, End> {
        let mut messages = self.messages().await?;
        if messages.is_empty() {
            return Ok(NEVER_TOLD);
        }
        messages.sort_by_key(|message| !message.is_note());
        for message in &messages {
            self.take_out(message).await?;
        }
        Ok(Delivery::Sent)
    }

    /// Takes the words of a message out, with the note that the reply answers its question.
    async fn take_out(&self, message: &SlackMessage) -> Result<(), End> {
        if message.is_note() {
            return self.delete(message).await;
        }
        let is_question = message.post_id == message.question_id;
        if !message.gone {
            self.change(message, &words::gone(if is_question { "question" } else { "reply" }), true).await?;
        }
        match self.find(&SlackMessage::note_id(true, &message.post_id)).await? {
            Some(note) => self.delete(&note).await,
            None => Ok(()),
        }
    }

    /// Writes about a post of the question, or changes what is written; anew where somebody deleted that.
    async fn show(&self, post: &str, thread: Option<&str>, words: &Words) -> Result<(), End> {
        if let Some(message) = self.find(post).await?
            && self.change(&message, words, false).await?
        {
            return Ok(());
        }
        let posted = self.bot.post(self.channel, thread, words).await?;
        Ok(self.remember(post, posted).await?)
    }

    /// Gives a message other words; false where somebody deleted it, which is then known.
    async fn change(&self, message: &SlackMessage, words: &Words, gone: bool) -> Result<bool, End> {
        match self.bot.update(&posted(message), words).await {
            Ok(_) if message.gone == gone => Ok(true),
            Ok(_) => {
                self.write_down(SlackMessage { gone, ..message.clone() }).await?;
                Ok(true)
            }
            Err(Trouble::Lost) => {
                self.forget(&message.post_id).await?;
                Ok(false)
            }
            Err(trouble) => Err(trouble.into()),
        }
    }

    async fn delete(&self, message: &SlackMessage) -> Result<(), End> {
        match self.bot.delete(&posted(message)).await {
            Ok(_) | Err(Trouble::Lost) => Ok(self.forget(&message.post_id).await?),
            Err(trouble) => Err(trouble.into()),
        }
    }

    async fn find(&self, post: &str) -> Result<Option<SlackMessage>, StoreError> {
        find_slack_message(&mut self.app.store.read().await?, self.target, post).await
    }

    async fn messages(&self) -> Result<Vec<SlackMessage>, StoreError> {
        list_slack_messages(&mut self.app.store.read().await?, self.target, self.event.question()).await
    }

    async fn remember(&self, post: &str, posted: Posted) -> Result<(), StoreError> {
        self.write_down(SlackMessage {
            target: self.target.to_owned(),
            post_id: post.to_owned(),
            question_id: self.event.question().to_owned(),
            channel: posted.channel,
            ts: posted.ts,
            gone: false,
        })
        .await
    }

    async fn write_down(&self, message: SlackMessage) -> Result<(), StoreError> {
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

fn posted(message: &SlackMessage) -> Posted {
    Posted { channel: message.channel.clone(), ts: message.ts.clone() }
}
