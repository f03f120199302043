//! A client of HTTP/1.1 that keeps its connection: just enough to measure servers by.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};

const PATIENCE: Duration = Duration::from_secs(30);

/// What is asked: the whole request but `Host` and the length of its body.
#[derive(Clone, Debug, Default)]
pub(super) struct Request {
    /// `GET` where there is no body, else `POST`.
    pub(super) path: String,
    /// Header lines, each with its line's end.
    pub(super) headers: String,
    /// JSON, if any.
    pub(super) body: Option<String>,
}

impl Request {
    /// `GET path`.
    pub(super) fn get(path: &str) -> Self {
        Self { path: path.to_owned(), ..Self::default() }
    }
}

/// A reply.
#[derive(Debug)]
pub(super) struct Reply {
    /// The HTTP status.
    pub(super) status: u16,
    /// The body.
    pub(super) body: Vec<u8>,
}

/// A connection to a port of this machine, opened again when the server closes it.
pub(super) struct Client {
    port: u16,
    stream: Option<BufReader<TcpStream>>,
}

impl Client {
    pub(super) fn new(port: u16) -> Self {
        Self { port, stream: None }
    }

    /// Sends `request` and reads the reply; on a kept connection that was closed meanwhile, once more on a new one.
    pub(super) fn send(&mut self, request: &Request) -> Result<Reply> {
        let kept = self.stream.is_some();
        match self.exchange(request) {
            Err(_) if kept => {
                self.stream = None;
                self.exchange(request)
            }
            result => result,
        }
    }

    fn exchange(&mut self, request: &Request) -> Result<Reply> {
        let stream = match &mut self.stream {
            Some(stream) => stream,
            none => none.insert(connect(self.port)?),
        };
        let Request { path, headers, body } = request;
        let method = if body.is_some() { "POST" } else { "GET" };
        let body = body.as_deref().unwrap_or_default();
        let text = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost:{}\r\n{headers}Content-Length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        );
        stream.get_mut().write_all(text.as_bytes())?;
        let (status, length, chunked, closes) = head(stream)?;
        let mut body = Vec::new();
        match length {
            _ if chunked => chunks(stream, &mut body)?,
            Some(length) => {
                body.resize(length, 0);
                stream.read_exact(&mut body)?;
            }
            None if closes => drop(stream.read_to_end(&mut body)?),
            None => {}
        }
        if closes {
            self.stream = None;
        }
        Ok(Reply { status, body })
    }
}

fn connect(port: u16) -> Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), PATIENCE)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(BufReader::with_capacity(64 << 10, stream))
}

/// The status, the body's length, whether it comes in chunks, and whether the connection ends after it.
fn head(stream: &mut BufReader<TcpStream>) -> Result<(u16, Option<usize>, bool, bool)> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no HTTP reply")?;
    let (mut length, mut chunked, mut closes) = (None, false, line.starts_with("HTTP/1.0"));
    loop {
        line.clear();
        if stream.read_line(&mut line)? == 0 {
            bail!("the reply ends within its head");
        }
        let lower = line.trim().to_ascii_lowercase();
        match lower.split_once(':').map(|(name, value)| (name, value.trim())) {
            None => return Ok((status, length, chunked, closes)),
            Some(("content-length", value)) => length = Some(value.parse()?),
            Some(("transfer-encoding", "chunked")) => chunked = true,
            Some(("connection", "close")) => closes = true,
            Some(_) => {}
        }
    }
}

fn chunks(stream: &mut BufReader<TcpStream>, body: &mut Vec<u8>) -> Result<()> {
    let mut line = String::new();
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        let length = usize::from_str_radix(line.trim(), 16).context("a chunk has no length")?;
        let start = body.len();
        body.resize(start + length, 0);
        stream.read_exact(&mut body[start..])?;
        line.clear();
        stream.read_line(&mut line)?;
        if length == 0 {
            return Ok(());
        }
    }
}
