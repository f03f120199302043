//! HTTPS to other systems: identity providers, chat, tickets, webhooks.
//!
//! **Invariants:** plain HTTP goes to this machine alone.
//! No redirect is followed, no call lasts longer than [`PATIENCE`], and no answer is read beyond [`MOST_BYTES`], unless
//! the call says another bound.

mod call;
mod reach;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Limited};
use hyper::header::{HeaderName, HeaderValue};
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};

pub use self::call::{Call, Credentials};
pub use self::reach::Reach;

use self::reach::is_public;

/// How long a call may take, from the first byte to the last.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// Most bytes of an answer.
pub const MOST_BYTES: usize = 256 * 1024;

/// What was answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers with a text as value, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The whole body; empty where the call did not ask for it.
    pub body: Vec<u8>,
}

impl Answer {
    /// Whether it is a success: 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The header of this name, which is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// When it is something else.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }
}

/// Why there is no answer. Of addresses it tells scheme and host alone: the rest may be a secret.
#[derive(Debug, thiserror::Error)]
pub enum OutwardError {
    /// Secrets would go over the network in the clear.
    #[error("{0} is neither https:// nor on this machine")]
    Insecure(Origin),
    /// The host is where a call of this reach may not go.
    #[error("{0} is not a public address of the internet")]
    Forbidden(Origin),
    /// The other side cannot be reached, or breaks off.
    #[error("{url} cannot be reached: {cause}")]
    Unreachable {
        /// What was asked.
        url: Origin,
        /// What went wrong.
        cause: String,
    },
    /// It took too long.
    #[error("{0} did not answer in time")]
    TooSlow(Origin),
}

/// Scheme, host and port of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// Those of `url`.
    pub fn of(url: &Url) -> Self {
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        Self(format!("{}://{}{port}", url.scheme(), url.host_str().unwrap_or_default()))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl OutwardError {
    /// Whether it stays so until somebody mends the address.
    pub fn is_lasting(&self) -> bool {
        matches!(self, Self::Insecure(_) | Self::Forbidden(_))
    }
}

/// Whether secrets may go to `url`: by TLS, or without leaving this machine.
pub fn is_safe(url: &Url) -> bool {
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && here)
}

/// A client.
#[derive(Clone)]
pub struct Outward {
    tls: TlsConnector,
}

impl Default for Outward {
    fn default() -> Self {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring speaks the versions of TLS that rustls calls safe")
            .with_root_certificates(roots)
            .with_no_client_auth();
        Self { tls: TlsConnector::from(Arc::new(config)) }
    }
}

impl Outward {
    /// Calls.
    ///
    /// # Errors
    /// When there is no whole answer; one with another status than 200 is no error.
    pub async fn send(&self, call: Call<'_>) -> Result<Answer, OutwardError> {
        if !is_safe(&call.url) {
            return Err(OutwardError::Insecure(Origin::of(&call.url)));
        }
        match tokio::time::timeout(call.patience, self.connect_and_send(&call)).await {
            Err(_) => Err(OutwardError::TooSlow(Origin::of(&call.url))),
            Ok(Err(Fault::Forbidden)) => Err(OutwardError::Forbidden(Origin::of(&call.url))),
            Ok(Err(Fault::Other(cause))) => {
                Err(OutwardError::Unreachable { cause: cause.to_string(), url: Origin::of(&call.url) })
            }
            Ok(Ok(answer)) => Ok(answer),
        }
    }

    async fn connect_and_send(&self, call: &Call<'_>) -> Result<Answer, Fault> {
        let url = &call.url;
        let host = url.host_str().ok_or("the address names no host")?.trim_matches(['[', ']']);
        let port = url.port_or_known_default().ok_or("the address names no port")?;
        // The addresses that were looked at are the ones that are connected to, so that no second look-up says otherwise.
        let addresses: Vec<_> = lookup_host((host, port)).await?.collect();
        if call.reach == Reach::Public && !addresses.iter().all(|address| is_public(address.ip())) {
            return Err(Fault::Forbidden);
        }
        let stream = TcpStream::connect(&addresses[..]).await?;
        if url.scheme() == "https" {
            let name = ServerName::try_from(host.to_owned())?;
            send(self.tls.connect(name, stream).await?, call).await
        } else {
            send(stream, call).await
        }
    }
}

/// Why a call failed.
enum Fault {
    Forbidden,
    Other(Box<dyn std::error::Error + Send + Sync>),
}

impl<E: Into<Box<dyn std::error::Error + Send + Sync>>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

async fn send<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(stream: S, call: &Call<'_>) -> Result<Answer, Fault> {
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    // Ends with the answer, or with the task that asks.
    let _connection = AbortOnDrop(tokio::spawn(connection));
    let response = sender.send_request(call.request()?).await?;
    let status = response.status().as_u16();
    let text = |(name, value): (&HeaderName, &HeaderValue)| Some((name.to_string(), value.to_str().ok()?.to_owned()));
    let headers = response.headers().iter().filter_map(text).collect();
    let body = match call.wants_body {
        true => Limited::new(response.into_body(), call.most_bytes).collect().await?.to_bytes().to_vec(),
        false => Vec::new(),
    };
    Ok(Answer { status, headers, body })
}

struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_error_tells_no_more_of_an_address_than_its_host() {
        for url in ["http://hooks.example.org/services/T1/hunter2?token=hunter2", "http://127.0.0.1:1/hunter2"] {
            let error = Outward::default().send(Call::get(Url::parse(url).unwrap())).await.unwrap_err();
            let host = url.split("/services").next().unwrap().trim_end_matches("/hunter2");
            let told = format!("{error} {error:?}");
            assert!(told.contains(host) && !told.contains("hunter2"), "{told}");
        }
    }

    #[test]
    fn secrets_leave_this_machine_by_tls_alone() {
        for safe in ["https://id.example.org/", "http://127.0.0.1:3000/a", "http://localhost:1/", "http://[::1]:2/"] {
            assert!(is_safe(&Url::parse(safe).unwrap()), "{safe}");
        }
        for unsafe_ in
            ["http://id.example.org/", "http://localhost.example.org/", "ftp://localhost/", "http://10.0.0.1/"]
        {
            assert!(!is_safe(&Url::parse(unsafe_).unwrap()), "{unsafe_}");
        }
    }
}
