//! A page's HTML with its holes while the other pages are read.
//!
//! All pages are in memory at once, and their HTML is most of that.
//! A small site keeps it as it is; beyond [`MOST_PLAIN`] bytes of one run it is compressed, which costs about a tenth of
//! what parsing does and halves it.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::component::Component;
use super::fragment::{Fragment, Hole, components, has_code};

/// So many bytes of HTML stay as they are: those of some eight thousand pages.
const MOST_PLAIN: usize = 64 * 1024 * 1024;

/// How much HTML a run keeps as it is.
#[derive(Debug, Default)]
pub struct Room(AtomicUsize);

/// A page's HTML with its holes, perhaps compressed.
#[derive(Debug)]
pub struct Packed {
    html: Html,
    holes: Box<[(usize, Hole)]>,
}

#[derive(Debug)]
enum Html {
    Plain(Box<str>),
    /// LZ4 behind the length of what it holds.
    Compressed(Box<[u8]>),
}

impl Packed {
    /// Packs `content`, as it is while there is `room`.
    pub fn new(content: Fragment, room: &Room) -> Self {
        let Fragment { html, holes } = content;
        let html = if room.0.fetch_add(html.len(), Ordering::Relaxed) < MOST_PLAIN {
            Html::Plain(html.into_boxed_str())
        } else {
            Html::Compressed(lz4_flex::compress_prepend_size(html.as_bytes()).into_boxed_slice())
        };
        Self { html, holes: holes.into_boxed_slice() }
    }

    /// The content as it was.
    pub fn html(&self) -> std::borrow::Cow<'_, str> {
        match &self.html {
            Html::Plain(html) => html.as_ref().into(),
            Html::Compressed(bytes) => {
                let html = lz4_flex::decompress_size_prepended(bytes).expect("what was compressed here is whole");
                String::from_utf8(html).expect("it was a text").into()
            }
        }
    }

    /// What is missing in the HTML, ordered by place.
    pub fn holes(&self) -> &[(usize, Hole)] {
        &self.holes
    }

    /// Whether there is a code block in it.
    pub fn has_code(&self) -> bool {
        has_code(&self.holes)
    }

    /// Every component, outer ones before those in their bodies.
    pub fn components<'page>(&'page self, visit: &mut dyn FnMut(&'page Component)) {
        components(&self.holes, visit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_comes_out_as_it_went_in_with_room_and_without() {
        let room = Room::default();
        for html in ["", "<p>ü</p>", &"<p>text</p>".repeat(1000)] {
            let pack = |room: &Room| Packed::new(Fragment { html: html.to_owned(), holes: Vec::new() }, room);
            assert_eq!(pack(&room).html(), html);
            let compressed = pack(&Room(AtomicUsize::new(MOST_PLAIN)));
            assert!(matches!(compressed.html, Html::Compressed(_)));
            assert_eq!(compressed.html(), html);
        }
    }
}
