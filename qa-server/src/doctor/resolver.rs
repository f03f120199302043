//! Asking a name server for the records that the machine's own resolver does not give: MX and TXT.
//!
//! Over UDP, and over TCP where an answer is longer than a datagram. It follows no referrals; the server that is asked
//! does that, as resolvers of machines and companies do.
//!
//! **Invariant:** all questions together end by the deadline.

use std::fs;
use std::io::{self, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use simple_dns::rdata::RData;
use simple_dns::{CLASS, Name, Packet, PacketFlag, Question, RCODE, TYPE};

/// How long all questions may take together.
const PATIENCE: Duration = Duration::from_secs(5);
/// After how long a datagram is sent again.
const AGAIN: Duration = Duration::from_millis(1500);
/// Where machines say which server they ask.
const SETTINGS: &str = "/etc/resolv.conf";
/// The port of name servers.
const PORT: u16 = 53;

/// See the module.
pub(super) struct Resolver {
    server: SocketAddr,
    deadline: Instant,
}

impl Resolver {
    /// Asks `server`, or the one that this machine asks; nothing when it names none.
    pub(super) fn new(server: Option<SocketAddr>) -> Option<Self> {
        let server = server.or_else(|| named(&fs::read_to_string(SETTINGS).ok()?))?;
        Some(Self { server, deadline: Instant::now() + PATIENCE })
    }

    /// The server that is asked.
    pub(super) fn server(&self) -> SocketAddr {
        self.server
    }

    /// The texts at `name`, each in one piece.
    pub(super) fn texts(&self, name: &str) -> io::Result<Vec<String>> {
        let answers = self.ask(name, TYPE::TXT)?;
        Ok(answers
            .into_iter()
            .filter_map(|answer| if let RData::TXT(text) = answer { text.try_into().ok() } else { None })
            .collect())
    }

    /// The servers that take mail for `name`; the empty name says that none does (RFC 7505).
    pub(super) fn exchanges(&self, name: &str) -> io::Result<Vec<String>> {
        let answers = self.ask(name, TYPE::MX)?;
        Ok(answers
            .into_iter()
            .filter_map(|answer| if let RData::MX(mx) = answer { Some(mx.exchange.to_string()) } else { None })
            .collect())
    }

    /// Whether `name` is a machine.
    pub(super) fn has_address(&self, name: &str) -> io::Result<bool> {
        let is_address = |answer: &RData<'_>| matches!(answer, RData::A(_) | RData::AAAA(_));
        Ok(self.ask(name, TYPE::A)?.iter().any(is_address) || self.ask(name, TYPE::AAAA)?.iter().any(is_address))
    }

    fn ask(&self, name: &str, kind: TYPE) -> io::Result<Vec<RData<'static>>> {
        // The socket takes answers of this server alone, so the number only tells questions apart.
        let mut query = Packet::new_query(u16::from(kind));
        query.set_flags(PacketFlag::RECURSION_DESIRED);
        let name = Name::new(name).map_err(io::Error::other)?;
        query.questions.push(Question::new(name, kind.into(), CLASS::IN.into(), false));
        let query = query.build_bytes_vec().map_err(io::Error::other)?;
        let answer = self.by_datagram(&query)?;
        match read(&query, &answer)? {
            Some(records) => Ok(records),
            None => read(&query, &self.by_stream(&query)?)?.ok_or_else(|| io::Error::other("its answer is cut off")),
        }
    }

    fn by_datagram(&self, query: &[u8]) -> io::Result<Vec<u8>> {
        let own = if self.server.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
        let socket = UdpSocket::bind(own)?;
        socket.connect(self.server)?;
        let mut buffer = [0; 4096];
        loop {
            socket.send(query)?;
            socket.set_read_timeout(Some(self.left()?.min(AGAIN)))?;
            match socket.recv(&mut buffer) {
                Ok(length) if buffer[..length].starts_with(&query[..2]) => return Ok(buffer[..length].to_vec()),
                Ok(_) => {}
                Err(error) if is_late(&error) => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn by_stream(&self, query: &[u8]) -> io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect_timeout(&self.server, self.left()?)?;
        stream.set_write_timeout(Some(self.left()?))?;
        let length = u16::try_from(query.len()).map_err(io::Error::other)?;
        stream.write_all(&[&length.to_be_bytes(), query].concat())?;
        let mut answer = Vec::new();
        // The server may keep the stream open, so what is read is counted.
        while answer.len() < 2 || answer.len() < 2 + usize::from(u16::from_be_bytes([answer[0], answer[1]])) {
            stream.set_read_timeout(Some(self.left()?))?;
            let mut buffer = [0; 4096];
            match stream.read(&mut buffer)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                length => answer.extend(&buffer[..length]),
            }
        }
        Ok(answer.split_off(2))
    }

    fn left(&self) -> io::Result<Duration> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

/// The records of an answer; nothing when it is cut off. A name that does not exist has none.
fn read(query: &[u8], answer: &[u8]) -> io::Result<Option<Vec<RData<'static>>>> {
    let packet = Packet::parse(answer).map_err(io::Error::other)?;
    if !answer.starts_with(&query[..2]) || !packet.has_flags(PacketFlag::RESPONSE) {
        return Err(io::Error::other("its answer is to something else"));
    }
    match packet.rcode() {
        RCODE::NoError | RCODE::NameError => {}
        other => return Err(io::Error::other(format!("it answers {other:?}"))),
    }
    if packet.has_flags(PacketFlag::TRUNCATION) {
        return Ok(None);
    }
    Ok(Some(packet.answers.into_iter().map(|record| record.rdata.into_owned()).collect()))
}

/// The first server that the machine's settings name.
fn named(settings: &str) -> Option<SocketAddr> {
    let servers = settings.lines().filter_map(|line| line.trim().strip_prefix("nameserver"));
    let server: IpAddr = servers.filter_map(|server| server.trim().parse().ok()).next()?;
    Some(SocketAddr::new(server, PORT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_says_whom_it_asks() {
        let settings =
            "# nameserver 10.0.0.1\nsearch a.example\nnameserver fe80::1%eth0\nnameserver ::1\nnameserver 10.0.0.2\n";
        assert_eq!(named(settings), Some("[::1]:53".parse().unwrap()));
        assert_eq!(named("options edns0\n"), None);
    }
}
