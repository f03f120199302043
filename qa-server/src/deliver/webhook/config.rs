//! What the operator says about a webhook.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};
use url::Url;

use super::signature::Key;
use crate::config::Secret;
use crate::config::secret::HIDDEN;
use crate::domain::event::Level;
use crate::outward::is_safe;

/// An address that is told what happens to questions, by the rules of Standard Webhooks.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookConfig {
    /// What the server and its staff call it: letters a to z, digits and hyphens.
    pub name: String,
    /// Where events are posted to; `https://`. What comes after the host is not printed, since it may be a secret.
    #[serde(serialize_with = "host_alone")]
    pub url: String,
    /// The keys that sign, `whsec_…`: one, and while keys change the old one after the new one.
    pub secrets: Vec<Secret>,
    /// How much it is told: `off`, `alert` (new questions) or `mirror` (everything that becomes of them).
    #[serde(default)]
    pub level: Level,
    /// Whether only people who moderate see what it gets. Then it is told of what waits for them too.
    #[serde(default)]
    pub private: bool,
    /// Whether the address may be one of this machine's or of its network, where others cannot reach.
    #[serde(default)]
    pub own_network: bool,
}

/// Many receivers tell who calls by a token in the address.
fn host_alone<S: Serializer>(url: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let shown = Url::parse(url).ok().map(|url| {
        let origin = url.origin().ascii_serialization();
        if url.path() == "/" && url.query().is_none() { origin } else { format!("{origin}/{HIDDEN}") }
    });
    serializer.serialize_str(shown.as_deref().unwrap_or(HIDDEN))
}

impl WebhookConfig {
    /// Where events are posted to, if events may go there.
    pub(super) fn address(&self) -> Option<Url> {
        Url::parse(&self.url).ok().filter(is_safe)
    }

    /// What does not fit together, and what to do.
    pub fn problem(&self) -> Option<String> {
        let Self { name, secrets, .. } = self;
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() || !name.chars().all(is_name) {
            return Some(format!("targets.webhooks: {name:?} is no name; use letters a to z, digits and hyphens"));
        }
        if self.address().is_none() {
            return Some(format!("targets.webhooks: the url of {name} is no address that begins with https://"));
        }
        if secrets.is_empty() {
            return Some(format!("targets.webhooks: {name} needs a key in secrets"));
        }
        if secrets.iter().any(|secret| Key::parse(secret.expose()).is_none()) {
            return Some(format!(
                "targets.webhooks: a key of {name} is not `whsec_` and 24 to 64 bytes in Base64; \
                 make one with: echo whsec_$(openssl rand -base64 32)"
            ));
        }
        (self.level == Level::TwoWay).then(|| format!("targets.webhooks: {name} cannot be two-way; use mirror"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_secret_in_an_address_is_not_printed() {
        for (url, shown) in [
            ("https://hooks.example.org/T1/hunter2", "https://hooks.example.org/(secret)"),
            ("https://qa:hunter2@hooks.example.org:8443/?token=hunter2", "https://hooks.example.org:8443/(secret)"),
            ("https://hooks.example.org", "https://hooks.example.org"),
            ("hunter2", "(secret)"),
        ] {
            let text = format!("{{ name: erp, url: \"{url}\", secrets: [] }}");
            let config: WebhookConfig = serde_yaml::from_str(&text).unwrap();
            assert_eq!(serde_json::to_value(&config).unwrap()["url"], shown);
        }
    }
}
