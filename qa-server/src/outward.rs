//! HTTPS to other systems: identity providers so far.
//!
//! **Invariants:** plain HTTP goes to this machine alone.
//! No redirect is followed, no call lasts longer than [`PATIENCE`], and no answer is read beyond [`MOST_BYTES`].

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};

/// How long a call may take, from the first byte to the last.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// Most bytes of an answer.
pub const MOST_BYTES: usize = 256 * 1024;

/// What was answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The whole body.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum OutwardError {
    /// Secrets would go over the network in the clear.
    #[error("{0} is neither https:// nor on this machine")]
    Insecure(Url),
    /// The other side cannot be reached, or breaks off.
    #[error("{url} cannot be reached: {cause}")]
    Unreachable {
        /// What was asked.
        url: Url,
        /// What went wrong.
        cause: String,
    },
    /// It took too long.
    #[error("{0} did not answer in time")]
    TooSlow(Url),
}

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub enum Credentials<'a> {
    /// Nobody in particular.
    None,
    /// A name and a password (RFC 7617).
    Basic(&'a str, &'a str),
    /// Whoever holds the token (RFC 6750).
    Bearer(&'a str),
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
    /// GETs `url`.
    ///
    /// # Errors
    /// When there is no whole answer; one with another status than 200 is no error.
    pub async fn get(&self, url: &Url, credentials: Credentials<'_>) -> Result<Answer, OutwardError> {
        self.call(Method::GET, url, credentials, String::new()).await
    }

    /// POSTs `fields` as a form to `url`.
    ///
    /// # Errors
    /// As [`Outward::get`].
    pub async fn post_form(
        &self,
        url: &Url,
        credentials: Credentials<'_>,
        fields: &[(&str, &str)],
    ) -> Result<Answer, OutwardError> {
        let body = serde_urlencoded::to_string(fields).expect("pairs of strings make a form");
        self.call(Method::POST, url, credentials, body).await
    }

    async fn call(
        &self,
        method: Method,
        url: &Url,
        credentials: Credentials<'_>,
        body: String,
    ) -> Result<Answer, OutwardError> {
        if !is_safe(url) {
            return Err(OutwardError::Insecure(url.clone()));
        }
        let called = tokio::time::timeout(PATIENCE, self.connect_and_send(method, url, credentials, body)).await;
        let answer = called.map_err(|_| OutwardError::TooSlow(url.clone()))?;
        answer.map_err(|cause| OutwardError::Unreachable { url: url.clone(), cause: cause.to_string() })
    }

    async fn connect_and_send(
        &self,
        method: Method,
        url: &Url,
        credentials: Credentials<'_>,
        body: String,
    ) -> Result<Answer, Box<dyn std::error::Error + Send + Sync>> {
        let host = url.host_str().ok_or("the address names no host")?;
        let port = url.port_or_known_default().ok_or("the address names no port")?;
        let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
        let mut request = Request::builder()
            .method(method)
            .uri(target)
            .header(HOST, &url[url::Position::BeforeHost..url::Position::AfterPort])
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, concat!("postil/", env!("CARGO_PKG_VERSION")));
        match credentials {
            Credentials::None => {}
            Credentials::Basic(name, password) => {
                let pair = STANDARD.encode(format!("{name}:{password}"));
                request = request.header(AUTHORIZATION, format!("Basic {pair}"));
            }
            Credentials::Bearer(token) => request = request.header(AUTHORIZATION, format!("Bearer {token}")),
        }
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let request = request.body(Full::new(Bytes::from(body)))?;
        let stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).await?;
        if url.scheme() == "https" {
            let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned())?;
            send(self.tls.connect(name, stream).await?, request).await
        } else {
            send(stream, request).await
        }
    }
}

async fn send<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    request: Request<Full<Bytes>>,
) -> Result<Answer, Box<dyn std::error::Error + Send + Sync>> {
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    // Ends with the answer, or when the sender is dropped.
    let connection = tokio::spawn(connection);
    let response = sender.send_request(request).await?;
    let status = response.status().as_u16();
    let body = Limited::new(response.into_body(), MOST_BYTES).collect().await?.to_bytes().to_vec();
    connection.abort();
    Ok(Answer { status, body })
}

#[cfg(test)]
mod tests {
    use super::*;

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
