//! Webhooks: every event as a signed POST, by the rules of Standard Webhooks (standardwebhooks.com).
//!
//! Each has a lane of its own, `webhook:NAME`.
//!
//! **Invariants:** the message's id is the outbox row's, so that a receiver can tell a repeat.
//! An address in this server's own network is called only if the operator says so, and no redirect is followed.

mod body;
pub mod config;
pub(super) mod signature;

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use self::body::Body;
use self::config::WebhookConfig;
use self::signature::Key;
use super::{Delivery, Target, http};
use crate::app::App;
use crate::clock::SECOND;
use crate::domain::event::{Level, Reach, TargetSpec};
use crate::outward;
use crate::service::telling::tell;
use crate::store::outbox::LeasedRow;

/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// One webhook.
pub struct Webhook {
    config: WebhookConfig,
    name: String,
    keys: Vec<Key>,
}

impl Webhook {
    /// The webhook of `config`, which [`WebhookConfig::problem`] found nothing wrong with.
    pub fn new(config: WebhookConfig) -> Self {
        let keys = config.secrets.iter().filter_map(|secret| Key::parse(secret.expose())).collect();
        Self { name: format!("webhook:{}", config.name), keys, config }
    }

    async fn send(&self, app: &Arc<App>, row: &LeasedRow) -> Delivery {
        let event = match super::event(row, self.specs().first()) {
            Ok(event) => event,
            Err(delivery) => return delivery,
        };
        let told = match tell(app, &event).await {
            Ok(told) => told,
            Err(error) => return error.into(),
        };
        let body = Body::new(&event, &told, row.created_at, |path| app.url(path));
        let body = serde_json::to_vec(&body).expect("a body serialises to JSON");
        let timestamp = app.now() / SECOND;
        let signatures: Vec<_> = self.keys.iter().map(|key| key.sign(&row.id, timestamp, &body)).collect();
        let reach = if self.config.own_network { outward::Reach::Anywhere } else { outward::Reach::Public };
        let Some(url) = self.config.address() else {
            return Delivery::Off("its url in the configuration is no address".to_owned());
        };
        let call = outward::Call::post(url)
            .header("webhook-id", &row.id)
            .header("webhook-timestamp", timestamp.to_string())
            .header("webhook-signature", signatures.join(" "))
            .body("application/json", body)
            .reach(reach)
            .patience(PATIENCE)
            .without_body();
        let answer = match app.outward.send(call).await {
            Ok(answer) => answer,
            Err(error) => return http::unanswered(&error),
        };
        match answer.status {
            200..=299 => Delivery::Sent,
            410 => Delivery::Off("it answered 410: it wants to be told nothing more".to_owned()),
            status => {
                http::later(&answer, app.now()).unwrap_or_else(|| Delivery::retry(format!("it answered {status}")))
            }
        }
    }
}

impl Target for Webhook {
    fn name(&self) -> &str {
        &self.name
    }

    fn specs(&self) -> Vec<TargetSpec> {
        let WebhookConfig { level, private, .. } = self.config;
        let spec = TargetSpec { name: self.name.clone(), reach: Reach::Everything, level, private };
        if level == Level::Off { Vec::new() } else { vec![spec] }
    }

    fn deliver<'a>(&'a self, app: &'a Arc<App>, row: &'a LeasedRow) -> BoxFuture<'a, Delivery> {
        self.send(app, row).boxed()
    }
}
