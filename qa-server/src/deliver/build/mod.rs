//! Builders of the site: each is called when what is public changed, so that the built pages say it too.
//!
//! Each has a lane of its own, `build:NAME`. When a call is due is decided where it is caused
//! ([`crate::domain::build`]).
//!
//! **Invariants:** a call ends everything that waited for one: after a builder was away it is called once.
//! The address is a secret, so that no error tells it.

pub mod config;

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::json;

use self::config::{BuildConfig, BuildKind};
use super::webhook::signature::Key;
use super::{Delivery, Target, http};
use crate::app::App;
use crate::clock::{Millis, SECOND, rfc3339};
use crate::outward::{Call, Credentials, OutwardError, Reach};
use crate::store::Tx;
use crate::store::outbox::{LeasedRow, update_outbox_covered};

/// How long a builder may take to say that it will build.
const PATIENCE: Duration = Duration::from_secs(20);
/// What GitHub calls the event.
const EVENT_TYPE: &str = "postil";
/// What is written at calls that another one made superfluous.
const COVERED: &str = "another call was for this too";

/// One builder.
pub struct Build {
    config: BuildConfig,
    name: String,
}

impl Build {
    /// The builder of `config`, which [`BuildConfig::problem`] found nothing wrong with.
    pub fn new(config: BuildConfig) -> Self {
        Self { name: config.builder().name, config }
    }

    async fn send(&self, app: &Arc<App>, row: &LeasedRow) -> Delivery {
        let Some(call) = self.call(app, row) else {
            return Delivery::Off("its url in the configuration is no address".to_owned());
        };
        let at = app.now();
        let answer = match app.outward.send(call).await {
            Ok(answer) => answer,
            Err(error) => return unanswered(&error),
        };
        match answer.status {
            200..=299 => {
                self.cover(app, row, at).await;
                Delivery::Sent
            }
            410 => Delivery::Off("it answered 410: it wants to be told nothing more".to_owned()),
            status => http::later(&answer, app.now())
                .unwrap_or_else(|| Delivery::Retry { error: format!("it answered {status}"), after: None }),
        }
    }

    fn call(&self, app: &App, row: &LeasedRow) -> Option<Call<'_>> {
        let call = Call::post(self.config.address()?).patience(PATIENCE).without_body();
        let call = call.reach(if self.config.own_network { Reach::Anywhere } else { Reach::Public });
        let secret = self.config.secret.as_ref();
        Some(match self.config.kind {
            BuildKind::Plain => {
                let token = secret.map_or(Credentials::None, |secret| Credentials::Bearer(secret.expose()));
                call.credentials(token).json(&json!({}))
            }
            BuildKind::Github => call
                .credentials(Credentials::Bearer(secret?.expose()))
                .header("accept", "application/vnd.github+json")
                .header("x-github-api-version", "2022-11-28")
                .json(&json!({ "event_type": EVENT_TYPE })),
            BuildKind::Signed => {
                let body = json!({ "type": "site.changed", "timestamp": rfc3339(row.created_at), "data": {} });
                let body = body.to_string().into_bytes();
                let timestamp = app.now() / SECOND;
                let signature = Key::parse(secret?.expose())?.sign(&row.id, timestamp, &body);
                call.header("webhook-id", &row.id)
                    .header("webhook-timestamp", timestamp.to_string())
                    .header("webhook-signature", signature)
                    .body("application/json", body)
            }
        })
    }

    /// Ends what was due when the builder was called; what cannot be ended now is one call too many.
    async fn cover(&self, app: &App, row: &LeasedRow, at: Millis) {
        let (lane, id) = (self.name.clone(), row.id.clone());
        let covered = app.store.write(move |tx: &mut Tx| {
            Box::pin(async move { update_outbox_covered(tx, &lane, &id, at, COVERED).await })
        });
        if let Err(error) = covered.await {
            tracing::warn!(%error, target = self.name, "a builder is called more often than it had to be");
        }
    }
}

impl Target for Build {
    fn name(&self) -> &str {
        &self.name
    }

    fn deliver<'a>(&'a self, app: &'a Arc<App>, row: &'a LeasedRow) -> BoxFuture<'a, Delivery> {
        self.send(app, row).boxed()
    }
}

/// The same as elsewhere, in words that leave out the address.
fn unanswered(error: &OutwardError) -> Delivery {
    match error {
        OutwardError::Insecure(_) | OutwardError::Forbidden(_) => {
            Delivery::Off("its url is not a public address that begins with https://".to_owned())
        }
        OutwardError::Unreachable { cause, .. } => {
            Delivery::Retry { error: format!("it cannot be reached: {cause}"), after: None }
        }
        OutwardError::TooSlow(_) => Delivery::Retry { error: "it did not answer in time".to_owned(), after: None },
    }
}
