//! Texts made by chance from real ones, as many as the time allows: `cargo xtask fuzz`.
//!
//! A text that breaks something is kept in cargo's folder for tests, and its path is printed with the seed.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use site_gen::markdown::component::tag_at;
use site_gen::markdown::parse;
use site_gen::source::front_matter;

use crate::harness::files_below;
use crate::properties::{PIECES, is_whole};

/// Longer texts only repeat what shorter ones show.
const LONGEST: usize = 6000;
/// No text of that length may take so long, unoptimised and on a busy machine.
const SOON: Duration = Duration::from_secs(10);
/// Pieces of front matter, beside those of Markdown.
const KEYS: &[&str] = &[
    "---\n",
    "title: ",
    "aliases: [",
    "tags:\n  - ",
    "weight: 1\n",
    "&a ",
    "*a",
    "{",
    "\"",
    "'",
    "|\n  ",
    "!!str ",
    "\u{feff}",
    "\r\n",
    "- ",
    "? ",
    "<<: *a\n",
];

/// Numbers that look random and come from a seed (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit.max(1) as u64).unwrap()
    }

    fn place(&mut self, text: &str) -> usize {
        text.floor_char_boundary(self.below(text.len() + 1))
    }
}

fn corpus() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = [folder.join("tests/fixtures"), folder.join("../content")].map(|folder| files_below(&folder));
    let texts = files.into_iter().flatten().filter(|(path, _)| path.ends_with(".md") || path.ends_with(".yaml"));
    texts.filter_map(|(_, bytes)| String::from_utf8(bytes).ok()).collect()
}

/// One of `texts` with a few things done to it.
fn mutate(texts: &[String], numbers: &mut Numbers) -> String {
    let mut text = texts[numbers.below(texts.len())].clone();
    for _ in 0..=numbers.below(8) {
        let (a, b) = (numbers.place(&text), numbers.place(&text));
        let (start, end) = (a.min(b), a.max(b));
        match numbers.below(6) {
            0 => text.replace_range(start..end, ""),
            1 => {
                let twice = text[start..end].to_owned();
                text.insert_str(start, &twice);
            }
            2 => text.insert_str(start, PIECES[numbers.below(PIECES.len())]),
            3 => text.insert_str(start, KEYS[numbers.below(KEYS.len())]),
            4 => {
                let other = &texts[numbers.below(texts.len())];
                let (from, to) = (numbers.place(other), numbers.place(other));
                text.insert_str(start, &other[from.min(to)..from.max(to)]);
            }
            _ => {
                text.insert(start, char::from_u32(u32::try_from(numbers.below(0x3000)).unwrap()).unwrap_or('\u{fffd}'));
            }
        }
        text.truncate(text.floor_char_boundary(LONGEST));
    }
    text
}

/// Gives `target` texts until the time is over.
fn fuzz(name: &str, target: impl Fn(&str)) {
    let number = |variable| std::env::var(variable).ok()?.parse().ok();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    let seed: u64 = number("POSTIL_FUZZ_SEED").unwrap_or(now.as_secs());
    let time = Duration::from_secs(number("POSTIL_FUZZ_SECONDS").unwrap_or(5));
    let (texts, mut numbers, started) = (corpus(), Numbers(seed), Instant::now());
    let mut count = 0_u64;
    while started.elapsed() < time {
        let text = mutate(&texts, &mut numbers);
        let began = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            target(&text);
            assert!(began.elapsed() < SOON, "this took {:?}", began.elapsed());
        }));
        if let Err(panic) = outcome {
            let kept = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{name}-{seed}-{count}.txt"));
            fs::write(&kept, &text).unwrap();
            eprintln!("{name}: seed {seed}, text {count}, kept as {}", kept.display());
            resume_unwind(panic);
        }
        count += 1;
    }
    eprintln!("{name}: {count} texts from seed {seed}");
}

#[test]
#[ignore = "runs as long as it is told: cargo xtask fuzz"]
fn front_matter_of_any_text() {
    fuzz("front-matter", |text| {
        let (front, body, problems) = front_matter::read(text);
        assert!(text.get(body).is_some());
        for key in ["title", "aliases", "slug", "tags"] {
            assert!(text.get(front.place(key)).is_some(), "{key}");
        }
        for problem in problems {
            assert!(text.get(problem.span.clone()).is_some(), "{problem:?}");
        }
    });
}

#[test]
#[ignore = "runs as long as it is told: cargo xtask fuzz"]
fn component_tags_of_any_text() {
    fuzz("component-tags", |text| {
        for (at, _) in text.match_indices('<') {
            let Some(tag) = tag_at(text, at) else { continue };
            assert!(text.get(at..tag.end).is_some_and(|tag| tag.ends_with('>')));
            assert!(text.get(tag.name).is_some());
            for attribute in tag.attributes {
                assert!(text.get(attribute.span).is_some());
            }
        }
    });
}

#[test]
#[ignore = "runs as long as it is told: cargo xtask fuzz"]
fn markdown_of_any_text() {
    fuzz("markdown", |text| {
        let (front, body, _) = front_matter::read(text);
        let (document, content) = parse(text, body, front.title.as_deref(), true);
        assert!(is_whole(&content, &document));
        for problem in &document.problems {
            assert!(text.get(problem.span.clone()).is_some(), "{problem:?}");
        }
    });
}
