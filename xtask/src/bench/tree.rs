//! Trees of Markdown as a large handbook has them: sections, prose, tables, code, links, images, from a seed.
//!
//! The same seed and number of pages give the same bytes, so that two runs measure the same work.
//! Only links and front matter differ between [`Dialect`]s, each program's own way of linking pages being used.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Pages of a section, each section having a sidebar of its own.
pub(super) const PAGES_PER_SECTION: usize = 100;

/// Whose way of linking pages is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Relative links to files, and a sidebar for each section.
    Postil,
    /// `relref`, which Hugo checks.
    Hugo,
    /// Relative links to files, the title as a heading, and no front matter.
    Plain,
}

const WORDS: &str = "team page question answer reader writer review change service budget report customer travel \
    office access account policy request owner weekly support process build release incident document meeting plan \
    project quarter goal signal metric learning feedback handbook onboarding contract payment invoice holiday the a of \
    and to in is for with on as by from at this that every each when before after without should may must can will not \
    we they you it one two several most some clear short open early late simple careful regular shared written agreed";

/// Numbers that look random and are always the same (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).expect("less than a usize")
    }
}

/// Writes a tree of `pages` pages into `folder`.
pub(super) fn write(folder: &Path, pages: usize, dialect: Dialect) -> Result<()> {
    let words: Vec<&'static str> = WORDS.split_whitespace().collect();
    let sections = pages.div_ceil(PAGES_PER_SECTION);
    for section in 0..sections {
        let place = folder.join(section_name(section));
        fs::create_dir_all(&place).with_context(|| format!("cannot write {}", place.display()))?;
        fs::write(place.join("figure.svg"), FIGURE)?;
        for page in section * PAGES_PER_SECTION..pages.min((section + 1) * PAGES_PER_SECTION) {
            let mut writer =
                Writer { numbers: Numbers(page as u64 + 1), words: &words, pages, dialect, text: String::new() };
            writer.page(page);
            let name = if dialect == Dialect::Hugo { hugo_name(&file_name(page)) } else { file_name(page) };
            fs::write(place.join(name), writer.text)?;
        }
    }
    Ok(())
}

const FIGURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"320\"><rect width=\"640\" \
    height=\"320\" fill=\"#dfe7e2\"/></svg>\n";

/// Where a page's file is, below the content folder.
pub(super) fn path(page: usize) -> String {
    format!("{}/{}", section_name(page / PAGES_PER_SECTION), file_name(page))
}

/// Hugo's pages of a section have another name.
fn hugo_name(path: &str) -> String {
    path.replace("index.md", "_index.md")
}

fn section_name(section: usize) -> String {
    format!("section-{section:03}")
}

fn file_name(page: usize) -> String {
    if page.is_multiple_of(PAGES_PER_SECTION) { "index.md".to_owned() } else { format!("page-{page:05}.md") }
}

struct Writer<'words> {
    numbers: Numbers,
    words: &'words [&'static str],
    pages: usize,
    dialect: Dialect,
    text: String,
}

impl Writer<'_> {
    fn page(&mut self, page: usize) {
        let section = page / PAGES_PER_SECTION;
        let name = self.phrase(3);
        let description = self.phrase(12);
        if self.dialect == Dialect::Plain {
            let _ = write!(self.text, "# Page {page} about {name}\n\n{description}\n\n");
        } else {
            let _ = write!(
                self.text,
                "---\ntitle: Page {page} about {name}\ndescription: {description}\nweight: {}\n",
                page + 1
            );
            if self.dialect == Dialect::Postil {
                let _ = writeln!(self.text, "sidebar: Section {section}");
            }
            self.text.push_str("---\n\n");
        }
        self.paragraph();
        for part in 0..6 {
            let heading = self.phrase(3);
            let _ =
                write!(self.text, "## {} {part}: {heading}\n\n", ["Why", "How", "When", "Who", "Where", "What"][part]);
            self.paragraph();
            match part {
                0 | 3 => self.list(),
                1 => self.table(),
                2 => self.text.push_str("![A figure](figure.svg)\n\n"),
                4 => self.text.push_str("> Ask before you change this, and write down what was agreed.\n\n"),
                _ => {}
            }
            if part % 2 == 0 {
                self.code(page + part);
            }
            self.paragraph();
        }
    }

    /// Two to four sentences with emphasis, code and two links.
    fn paragraph(&mut self) {
        for sentence in 0..4 {
            let start = self.phrase(8);
            let _ = write!(self.text, "The {start} ");
            match sentence {
                0 => self.link(),
                1 => {
                    let strong = self.phrase(2);
                    let _ = write!(self.text, "**{strong}** ");
                }
                2 => {
                    let code = self.word();
                    let _ = write!(self.text, "`{code}.value` ");
                }
                _ => {
                    let emphasis = self.phrase(2);
                    let _ = write!(self.text, "*{emphasis}* ");
                }
            }
            let end = self.phrase(6);
            let _ = writeln!(self.text, "{end}.");
        }
        self.text.push('\n');
    }

    fn link(&mut self) {
        let to = self.numbers.below(self.pages);
        let (path, name) = (path(to), self.phrase(2));
        let _ = match self.dialect {
            Dialect::Postil | Dialect::Plain => write!(self.text, "[{name}](../{path}) "),
            Dialect::Hugo => write!(self.text, "[{name}]({{{{< relref \"/{}\" >}}}}) ", hugo_name(&path)),
        };
    }

    fn list(&mut self) {
        for _ in 0..5 {
            let item = self.phrase(9);
            let _ = writeln!(self.text, "- {item}");
        }
        self.text.push('\n');
    }

    fn table(&mut self) {
        self.text.push_str("| what | who | when |\n|:-----|:---:|-----:|\n");
        for _ in 0..6 {
            let (what, who, when) = (self.phrase(3), self.word(), self.numbers.below(100));
            let _ = writeln!(self.text, "| {what} | {who} | {when} |");
        }
        self.text.push('\n');
    }

    /// A block of code in one of six languages.
    fn code(&mut self, number: usize) {
        let (name, other, value) = (self.word(), self.word(), self.numbers.below(1000));
        let block = match number % 6 {
            0 => format!(
                "rust\n/// Counts each {name}.\npub fn count_{name}({other}: &[u64]) -> u64 {{\n    let mut total = {value};\n    \
                 for entry in {other} {{\n        total += entry * 2; // twice\n    }}\n    total\n}}"
            ),
            1 => format!(
                "python\ndef {name}_of({other}, limit={value}):\n    \"\"\"What is below the limit.\"\"\"\n    \
                 return [entry for entry in {other} if entry < limit]"
            ),
            2 => format!(
                "javascript\nexport async function {name}({other}) {{\n  const answer = await fetch(`/api/${{{other}}}?limit={value}`);\n  \
                 return answer.ok ? answer.json() : null;\n}}"
            ),
            3 => format!(
                "bash\nset -euo pipefail\nfor {name} in {other}/*.txt; do\n  echo \"${name}\" | head -n {value}\ndone"
            ),
            4 => format!("yaml\n{name}:\n  {other}: {value}\n  open: true\n  list:\n    - one\n    - \"two\""),
            _ => format!("json\n{{\n  \"{name}\": {value},\n  \"{other}\": [true, null, \"text\"]\n}}"),
        };
        let _ = write!(self.text, "```{block}\n```\n\n");
    }

    fn phrase(&mut self, words: usize) -> String {
        (0..words).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    fn word(&mut self) -> &'static str {
        self.words[self.numbers.below(self.words.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_tree_comes_out_twice_with_pages_of_the_size_that_is_promised() {
        let read = || {
            let folder = tempfile::tempdir().unwrap();
            write(folder.path(), 120, Dialect::Postil).unwrap();
            (0..120).map(|page| fs::read_to_string(folder.path().join(path(page))).unwrap()).collect::<Vec<_>>()
        };
        let pages = read();
        assert_eq!(pages, read());
        assert!(pages.iter().all(|page| (6_000..8_000).contains(&page.len())), "{:?}", pages[0].len());
    }
}
