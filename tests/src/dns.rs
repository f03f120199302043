//! A name server with records of its own, on this machine.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::sync::Arc;
use std::thread;

use simple_dns::rdata::{A, MX, RData, TXT};
use simple_dns::{CLASS, CharacterString, Name, Packet, PacketFlag, QTYPE, RCODE, ResourceRecord, TYPE};

/// Longest answer that goes into a datagram.
const DATAGRAM: usize = 512;

/// What a name has.
#[derive(Clone, Debug)]
pub enum Record {
    /// A server that takes its mail.
    Exchange(&'static str),
    /// A text.
    Text(String),
    /// An address.
    Address,
}

/// The server; it ends with the test's process.
pub struct Dns {
    address: SocketAddr,
}

impl Dns {
    /// Starts one that knows `records`, and answers that every other name does not exist.
    ///
    /// # Panics
    /// When no port is free for it.
    pub fn start(records: &[(&str, Record)]) -> Self {
        let mut known: HashMap<String, Vec<Record>> = HashMap::new();
        for (name, record) in records {
            known.entry((*name).to_owned()).or_default().push(record.clone());
        }
        let known = Arc::new(known);
        // The same port for datagrams and streams.
        let (socket, listener) = (0..100)
            .find_map(|_| {
                let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).ok()?;
                let listener = TcpListener::bind(socket.local_addr().ok()?).ok()?;
                Some((socket, listener))
            })
            .expect("a port is free for both");
        let address = socket.local_addr().expect("a bound socket has an address");
        let of_datagrams = known.clone();
        thread::spawn(move || {
            let mut buffer = [0; 1024];
            while let Ok((length, from)) = socket.recv_from(&mut buffer) {
                let mut reply = answer(&of_datagrams, &buffer[..length], false);
                if reply.len() > DATAGRAM {
                    reply = answer(&of_datagrams, &buffer[..length], true);
                }
                // Whoever asked may be gone.
                let _ = socket.send_to(&reply, from);
            }
        });
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut length = [0; 2];
                let _ = stream.read_exact(&mut length);
                let mut query = vec![0; usize::from(u16::from_be_bytes(length))];
                if stream.read_exact(&mut query).is_ok() {
                    let reply = answer(&known, &query, false);
                    let length = u16::try_from(reply.len()).expect("records are short").to_be_bytes();
                    let _ = stream.write_all(&[&length, &reply[..]].concat());
                }
            }
        });
        Self { address }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

fn answer(known: &HashMap<String, Vec<Record>>, query: &[u8], is_cut: bool) -> Vec<u8> {
    let query = Packet::parse(query).expect("a question");
    let mut reply = Packet::new_reply(query.id());
    reply.set_flags(PacketFlag::RESPONSE);
    let question = query.questions.first().expect("a question").clone();
    let name = question.qname.to_string();
    reply.questions.push(question.clone());
    let Some(records) = known.get(&name) else {
        *reply.rcode_mut() = RCODE::NameError;
        return reply.build_bytes_vec().expect("an answer can be written");
    };
    if is_cut {
        reply.set_flags(PacketFlag::TRUNCATION);
    } else {
        let fitting = records.iter().filter_map(|record| data(record, question.qtype));
        reply.answers.extend(fitting.map(|data| ResourceRecord::new(question.qname.clone(), CLASS::IN, 60, data)));
    }
    reply.build_bytes_vec().expect("an answer can be written")
}

fn data(record: &Record, asked: QTYPE) -> Option<RData<'_>> {
    match record {
        Record::Exchange(name) if asked == TYPE::MX.into() => {
            Some(RData::MX(MX { preference: 10, exchange: Name::new_unchecked(name) }))
        }
        Record::Address if asked == TYPE::A.into() => Some(RData::A(A { address: Ipv4Addr::LOCALHOST.into() })),
        Record::Text(text) if asked == TYPE::TXT.into() => {
            let mut data = TXT::new();
            // A string has at most 255 bytes; longer texts have several.
            for part in text.as_bytes().chunks(250) {
                data.add_char_string(CharacterString::new(part).expect("it is short"));
            }
            Some(RData::TXT(data))
        }
        _ => None,
    }
}
