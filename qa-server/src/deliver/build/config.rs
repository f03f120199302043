//! What the operator says about a builder of the site.

use std::num::NonZeroU16;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use super::super::webhook::signature::Key;
use crate::clock::MINUTE;
use crate::config::Secret;
use crate::domain::build::Builder;
use crate::outward::is_safe;

/// A service that builds the site anew, with the threads in its pages, when it is called.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BuildConfig {
    /// What the server and its staff call it: letters a to z, digits and hyphens.
    pub name: String,
    /// The address that is called, by POST; `https://`. Whoever knows a build hook's address can call it, so it is kept
    /// as a secret.
    pub url: Secret,
    /// How it is called.
    #[serde(default)]
    pub kind: BuildKind,
    /// For `signed` the key, `whsec_…`; for `github` a token that may write the repository's contents; for `plain` a
    /// token for those that ask for one.
    #[serde(default)]
    pub secret: Option<Secret>,
    /// Most often it is called once in so many minutes; when something left a page, once in a minute.
    #[serde(default = "five")]
    pub every_minutes: NonZeroU16,
    /// Whether the address may be one of this machine's or of its network, where others cannot reach.
    #[serde(default)]
    pub own_network: bool,
}

/// How a builder is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum BuildKind {
    /// With an empty JSON object: build hooks of Netlify, Vercel, Cloudflare Pages and others.
    #[default]
    Plain,
    /// With an event, `site.changed`, by the rules of Standard Webhooks.
    Signed,
    /// As `repository_dispatch` of GitHub, with the event type `postil`.
    Github,
}

fn five() -> NonZeroU16 {
    const { NonZeroU16::new(5).expect("five is not zero") }
}

impl BuildConfig {
    /// Where it is called, if it may be called there.
    pub(super) fn address(&self) -> Option<Url> {
        Url::parse(self.url.expose()).ok().filter(is_safe)
    }

    /// As calls to it are planned.
    pub fn builder(&self) -> Builder {
        Builder { name: format!("build:{}", self.name), pause: i64::from(self.every_minutes.get()) * MINUTE }
    }

    /// What does not fit together, and what to do.
    pub fn problem(&self) -> Option<String> {
        let Self { name, kind, secret, .. } = self;
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() || !name.chars().all(is_name) {
            return Some(format!("targets.builds: {name:?} is no name; use letters a to z, digits and hyphens"));
        }
        if self.address().is_none() {
            return Some(format!("targets.builds: the url of {name} is no address that begins with https://"));
        }
        match (kind, secret) {
            (BuildKind::Github, None) => Some(format!("targets.builds: {name} needs a token in secret")),
            (BuildKind::Signed, None) => Some(format!("targets.builds: {name} needs a key in secret")),
            (BuildKind::Signed, Some(secret)) if Key::parse(secret.expose()).is_none() => Some(format!(
                "targets.builds: the key of {name} is not `whsec_` and 24 to 64 bytes in Base64; \
                 make one with: echo whsec_$(openssl rand -base64 32)"
            )),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(kind: BuildKind, url: &str, secret: Option<&str>) -> BuildConfig {
        BuildConfig {
            name: "site".to_owned(),
            url: Secret::from(url.to_owned()),
            kind,
            secret: secret.map(|secret| Secret::from(secret.to_owned())),
            every_minutes: five(),
            own_network: false,
        }
    }

    #[test]
    fn what_cannot_work_is_told_and_never_with_the_address() {
        let hook = "https://api.netlify.com/build_hooks/5up3rs3cret";
        assert_eq!(config(BuildKind::Plain, hook, None).problem(), None);
        for wrong in [
            config(BuildKind::Github, hook, None),
            config(BuildKind::Signed, hook, None),
            config(BuildKind::Signed, hook, Some("5up3rs3cret")),
            config(BuildKind::Plain, "http://builds.example.org/5up3rs3cret", None),
            BuildConfig { name: "My site".to_owned(), ..config(BuildKind::Plain, hook, None) },
        ] {
            let problem = wrong.problem().unwrap();
            assert!(problem.starts_with("targets.builds: ") && !problem.contains("5up3rs3cret"), "{problem}");
        }
    }
}
