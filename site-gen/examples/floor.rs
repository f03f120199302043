//! `floor CONTENT OUT`: reads every Markdown file, parses it, writes its HTML, on two threads, and does nothing else.
//!
//! What a generator takes on top of this is what its features cost; `cargo xtask bench site` prints the ratio.

use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(content), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err(std::io::Error::other("floor CONTENT OUT"));
    };
    rayon::ThreadPoolBuilder::new().num_threads(2).build_global().map_err(std::io::Error::other)?;
    let files: Vec<PathBuf> = walkdir::WalkDir::new(&content)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.par_iter().try_for_each(|file| convert(file, &content, &out))
}

fn convert(file: &Path, content: &Path, out: &Path) -> std::io::Result<()> {
    let text = fs::read_to_string(file)?;
    let body = text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n")).map_or(&*text, |(_, body)| body);
    let mut page = String::with_capacity(body.len() * 2);
    html::push_html(&mut page, Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES));
    let folder = out.join(file.strip_prefix(content).unwrap_or(file).with_extension(""));
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("index.html"), page)
}
