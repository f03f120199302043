//! What a provider says about itself (OpenID Connect Discovery 1.0): its endpoints and its keys.

use jsonwebtoken::jwk::JwkSet;
use serde::Deserialize;
use url::Url;

use super::IdentityError;
use super::config::ProviderConfig;
use crate::clock::Millis;
use crate::outward::{Call, Origin, Outward, OutwardError, is_safe};

/// What is known of a provider.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) authorization_endpoint: Url,
    pub(super) token_endpoint: Url,
    pub(super) userinfo_endpoint: Option<Url>,
    pub(super) takes_basic: bool,
    pub(super) keys: JwkSet,
    pub(super) read_at: Millis,
}

#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    userinfo_endpoint: Option<String>,
    jwks_uri: String,
    #[serde(default = "basic_alone")]
    token_endpoint_auth_methods_supported: Vec<String>,
}

/// What holds when a provider says nothing of it (section 3).
fn basic_alone() -> Vec<String> {
    vec!["client_secret_basic".to_owned()]
}

/// Asks the provider.
pub(super) async fn discover(outward: &Outward, config: &ProviderConfig, now: Millis) -> Result<Known, IdentityError> {
    let odd = |cause: String| IdentityError::Odd { provider: config.id.clone(), cause };
    let issuer = config.issuer.as_str();
    let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let address = Url::parse(&address).map_err(|error| odd(format!("{address}: {error}")))?;
    let metadata: Metadata = read(outward, &address).await?.map_err(&odd)?;
    // Section 4.3: otherwise one provider could speak for another.
    if metadata.issuer != issuer {
        return Err(odd(format!("it calls itself {:?}, the configuration {issuer:?}", metadata.issuer)));
    }
    let endpoint = |text: &str| -> Result<Url, IdentityError> {
        let url = Url::parse(text).map_err(|error| odd(format!("{text}: {error}")))?;
        if is_safe(&url) { Ok(url) } else { Err(OutwardError::Insecure(Origin::of(&url)).into()) }
    };
    let keys: JwkSet = read(outward, &endpoint(&metadata.jwks_uri)?).await?.map_err(&odd)?;
    let methods = &metadata.token_endpoint_auth_methods_supported;
    Ok(Known {
        takes_basic: methods.iter().any(|method| method == "client_secret_basic"),
        authorization_endpoint: endpoint(&metadata.authorization_endpoint)?,
        token_endpoint: endpoint(&metadata.token_endpoint)?,
        userinfo_endpoint: metadata.userinfo_endpoint.as_deref().map(endpoint).transpose()?,
        keys,
        read_at: now,
    })
}

async fn read<T: serde::de::DeserializeOwned>(outward: &Outward, url: &Url) -> Result<Result<T, String>, OutwardError> {
    let answer = outward.send(Call::get(url.clone())).await?;
    if answer.status != 200 {
        return Ok(Err(format!("{url} answers {}", answer.status)));
    }
    Ok(serde_json::from_slice(&answer.body).map_err(|error| format!("{url}: {error}")))
}
