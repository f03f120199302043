//! What the grammars found, kept in one file beside the output folder, or only in memory for a preview.
//!
//! The file is read once, at the start, and written once, at the end of a run that found something new.
//! It may be damaged, cut short or gone at any time: whatever in it makes no sense is found anew.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sha2::{Digest, Sha256};

use super::{Part, Token};

/// The file's name.
const FILE: &str = "highlight.bin";
/// The first bytes of the file. To be changed with the grammars, the kinds of tokens and the form of the file.
const MAGIC: &[u8; 8] = b"pstlhl01";
/// The file does not grow beyond this.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// More blocks than this are not remembered besides those of the file.
const MOST_FRESH: usize = 1_000_000;

/// The hash of language and code.
type Key = [u8; 16];

#[derive(Debug)]
pub(super) struct Cache {
    /// Nowhere for a cache in memory.
    file: Option<PathBuf>,
    /// The file as it was found, after its magic.
    stored: Vec<u8>,
    index: HashMap<Key, Range<usize>>,
    fresh: Mutex<BTreeMap<Key, Vec<u8>>>,
}

impl Cache {
    /// Reads the cache in `folder`, if there is one.
    pub(super) fn open(folder: &Path) -> Self {
        let file = folder.join(FILE);
        let bytes = fs::read(&file).unwrap_or_default();
        let stored = bytes.strip_prefix(MAGIC).map(<[u8]>::to_vec).unwrap_or_default();
        let index = index(&stored);
        Self { file: Some(file), stored, index, fresh: Mutex::default() }
    }

    /// An empty cache that is never written down.
    pub(super) fn in_memory() -> Self {
        Self { file: None, stored: Vec::new(), index: HashMap::new(), fresh: Mutex::default() }
    }

    /// The parts of `code`, remembered or found by `find`; none, and not for good, when `find` gives up.
    pub(super) fn get_or_find(
        &self,
        language: &str,
        code: &str,
        find: impl FnOnce() -> Option<Vec<Part>>,
    ) -> Vec<Part> {
        let key = key(language, code);
        if let Some(parts) = self.index.get(&key).and_then(|range| decode(&self.stored[range.clone()], code)) {
            return parts;
        }
        let found = self.fresh.lock().expect("no holder panics").get(&key).and_then(|entry| decode(entry, code));
        if let Some(parts) = found {
            return parts;
        }
        let Some(parts) = find() else { return Vec::new() };
        let mut fresh = self.fresh.lock().expect("no holder panics");
        // Only a preview that goes on for weeks gets there.
        if fresh.len() >= MOST_FRESH {
            fresh.clear();
        }
        fresh.insert(key, encode(&parts));
        parts
    }

    /// Writes what is known by now; what is old goes when there is too much.
    pub(super) fn save(&self) -> io::Result<()> {
        let fresh = self.fresh.lock().expect("no holder panics");
        let Some(file) = self.file.as_deref().filter(|_| !fresh.is_empty()) else { return Ok(()) };
        let mut bytes = MAGIC.to_vec();
        for (key, entry) in fresh.iter() {
            push(&mut bytes, key, entry);
            if bytes.len() > MOST_BYTES {
                break;
            }
        }
        if bytes.len() + self.stored.len() <= MOST_BYTES {
            // By its place in the file, so that the same blocks make the same file.
            let mut old: Vec<_> = self.index.iter().filter(|(key, _)| !fresh.contains_key(*key)).collect();
            old.sort_unstable_by_key(|(_, range)| range.start);
            for (key, range) in old {
                push(&mut bytes, key, &self.stored[range.clone()]);
            }
        }
        let folder = file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        fs::write(folder.join(".gitignore"), "*\n")?;
        let new = file.with_extension("new");
        fs::write(&new, bytes)?;
        fs::rename(new, file)
    }
}

fn key(language: &str, code: &str) -> Key {
    let digest = Sha256::new().chain_update(language).chain_update([0]).chain_update(code).finalize();
    let mut key = Key::default();
    key.copy_from_slice(&digest[..16]);
    key
}

/// An entry: its key, its length in four bytes, its parts.
fn push(bytes: &mut Vec<u8>, key: &Key, entry: &[u8]) {
    let Ok(length) = u32::try_from(entry.len()) else { return };
    bytes.extend_from_slice(key);
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(entry);
}

/// Where each entry stands, as far as the file can be read.
fn index(stored: &[u8]) -> HashMap<Key, Range<usize>> {
    let mut index = HashMap::new();
    let mut at = 0;
    while let Some((key, rest)) = stored[at..].split_first_chunk::<16>()
        && let Some((length, rest)) = rest.split_first_chunk::<4>()
    {
        let length = u32::from_le_bytes(*length) as usize;
        if length > rest.len() {
            break;
        }
        at += 16 + 4;
        index.insert(*key, at..at + length);
        at += length;
    }
    index
}

/// Each part as the distance from the one before, its length, and its token.
fn encode(parts: &[Part]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(parts.len() * 3);
    let mut end = 0;
    for part in parts {
        push_number(&mut bytes, part.start - end);
        push_number(&mut bytes, part.end - part.start);
        bytes.push(part.token as u8);
        end = part.end;
    }
    bytes
}

/// The parts behind `bytes`; `None` when they cannot be those of `code`.
fn decode(bytes: &[u8], code: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::with_capacity(bytes.len() / 3);
    let mut rest = bytes;
    let mut end = 0_usize;
    while !rest.is_empty() {
        let start = end.checked_add(take_number(&mut rest)?)?;
        end = start.checked_add(take_number(&mut rest)?)?;
        let (&token, after) = rest.split_first()?;
        rest = after;
        let token = *Token::ALL.get(usize::from(token))?;
        if !code.is_char_boundary(start) || !code.is_char_boundary(end) {
            return None;
        }
        parts.push(Part { start, end, token });
    }
    Some(parts)
}

/// Seven bits a byte, the lowest first.
fn push_number(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take_number(rest: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..28).step_by(7) {
        let (&byte, after) = rest.split_first()?;
        *rest = after;
        number |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: [Part; 2] =
        [Part { start: 0, end: 2, token: Token::Keyword }, Part { start: 300, end: 500, token: Token::Removed }];

    #[test]
    fn parts_survive_the_file_and_damage_is_found_anew() {
        let folder = tempfile::TempDir::new().unwrap();
        let code = "x".repeat(600);
        let cache = Cache::open(folder.path());
        assert_eq!(cache.get_or_find("rust", &code, || Some(PARTS.to_vec())), PARTS);
        cache.save().unwrap();

        let again = Cache::open(folder.path());
        assert_eq!(again.get_or_find("rust", &code, || panic!("it is known")), PARTS);
        assert_eq!(again.get_or_find("go", &code, || None), []);
        assert_eq!(again.get_or_find("go", &code, || Some(PARTS.to_vec())), PARTS, "giving up is not remembered");

        let file = folder.path().join(FILE);
        let mut bytes = fs::read(&file).unwrap();
        let last = bytes.len() - 1;
        bytes[last] = 0xff;
        fs::write(&file, &bytes).unwrap();
        assert_eq!(Cache::open(folder.path()).get_or_find("rust", &code, || Some(Vec::new())), []);
        fs::write(&file, &bytes[..20]).unwrap();
        assert_eq!(Cache::open(folder.path()).get_or_find("rust", &code, || Some(Vec::new())), []);
    }

    #[test]
    fn parts_that_split_a_letter_are_refused() {
        assert_eq!(decode(&encode(&[Part { start: 0, end: 1, token: Token::Text }]), "ü"), None);
    }
}
