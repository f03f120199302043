//! How large images are, read from the first bytes of their files, so that pages do not jump while they load.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::StaticFile;

/// An SVG says its size within its first bytes.
const SVG_HEAD: u64 = 4096;

/// What the names of images end with, as far as their sizes can be read.
const EXTENSIONS: [&str; 7] = ["bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"];

/// The sizes of a site's images, each read when it is first asked for.
#[derive(Debug, Default)]
pub struct Sizes {
    /// Path below the content folder → file.
    files: HashMap<String, PathBuf>,
    known: Mutex<HashMap<String, Option<(u32, u32)>>>,
}

impl Sizes {
    /// The sizes of those of `files` that are images.
    pub fn new(files: &[StaticFile]) -> Self {
        let is_image = |file: &&StaticFile| {
            let extension = file.path.rsplit('.').next().unwrap_or_default();
            EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
        };
        let files = files.iter().filter(is_image).map(|file| (file.path.clone(), file.from.clone())).collect();
        Self { files, known: Mutex::default() }
    }

    /// Width and height of the image at `path`, in pixels.
    pub fn get(&self, path: &str) -> Option<(u32, u32)> {
        let file = self.files.get(path)?;
        if let Some(known) = self.known.lock().expect("no holder panics").get(path) {
            return *known;
        }
        let size = read(file);
        self.known.lock().expect("no holder panics").insert(path.to_owned(), size);
        size
    }
}

/// Width and height of the image in the file, if it says so.
fn read(path: &Path) -> Option<(u32, u32)> {
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg")) {
        let mut head = Vec::new();
        File::open(path).ok()?.take(SVG_HEAD).read_to_end(&mut head).ok()?;
        return svg_size(&String::from_utf8_lossy(&head));
    }
    let size = imagesize::size(path).ok()?;
    let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
    (width > 0 && height > 0).then_some((width, height))
}

/// `width` and `height` of the `<svg>` element, or else those of its `viewBox`.
fn svg_size(text: &str) -> Option<(u32, u32)> {
    let start = text.find("<svg")?;
    let tag = text[start..].split('>').next()?;
    let attribute = |name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=")).or_else(|| tag.split_once(&format!("\n{name}=")))?;
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        rest[1..].split(quote).next()
    };
    let pixels = |text: &str| {
        let number: f64 = text.trim().trim_end_matches("px").parse().ok()?;
        (number.is_finite() && number >= 0.5 && number < f64::from(u32::MAX)).then(|| number.round() as u32)
    };
    let own = || Some((pixels(attribute("width")?)?, pixels(attribute("height")?)?));
    let view_box = || {
        let mut numbers = attribute("viewBox")?.split([' ', ',']).filter(|number| !number.is_empty()).skip(2);
        Some((pixels(numbers.next()?)?, pixels(numbers.next()?)?))
    };
    own().or_else(view_box)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_says_its_size_in_either_way() {
        assert_eq!(svg_size("<?xml?>\n<svg width=\"10px\" height='20.4'>"), Some((10, 20)));
        assert_eq!(svg_size("<svg\nviewBox=\"0 0 640 480\" width=\"100%\">"), Some((640, 480)));
        assert_eq!(svg_size("<svg>"), None);
        assert_eq!(svg_size("<svg width=\"-1\" height=\"nan\">"), None);
    }
}
