//! `bundle-widget VISITOR MEMBER LOADER FOLDER`: turns the compiled widget into the files that a server sends.
//!
//! Run by `cargo xtask widget`, and a program of its own because what it depends on takes a minute to compile.
//!
//! | file | is |
//! |---|---|
//! | `loader.js` | what a page names; imports one pair of the others when the reader comes near |
//! | `visitor-HASH.wasm`, `visitor-HASH.js` | a visitor's module, and the glue between it and the browser |
//! | `member-HASH.wasm`, `member-HASH.js` | the same for whoever is signed in |
//!
//! Each has a copy compressed by Brotli (`.br`) and by gzip (`.gz`) beside it.
//! **Invariants:** `HASH` is of glue and module together, so that each name stands for its content for ever.
//! `loader.js` is written last, so that a folder with one is complete.

mod compress;
mod loader;
mod prune;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

/// Bytes of the hash in a file's name.
const HASH_BYTES: usize = 8;

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [visitor, member, loader, folder] = arguments.as_slice() else {
        bail!("usage: bundle-widget VISITOR MEMBER LOADER FOLDER");
    };
    let source = fs::read_to_string(loader).with_context(|| format!("cannot read {}", loader.display()))?;
    // Compressing at its best is most of the work.
    let (visitor, member) = thread::scope(|scope| {
        let visitor = scope.spawn(|| Part::make("visitor", visitor));
        let member = Part::make("member", member);
        (visitor.join().expect("a part is made without panicking"), member)
    });
    let (visitor, member) = (visitor?, member?);
    let loader = loader::fill(&source, &visitor.name, &member.name)?;

    empty(folder)?;
    for file in
        visitor.files.iter().chain(&member.files).chain(&compressed("loader.js".to_owned(), loader.into_bytes())?)
    {
        let path = folder.join(&file.0);
        fs::write(&path, &file.1).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// A module with its glue.
struct Part {
    /// What the names of its files begin with.
    name: String,
    files: Vec<File>,
}

impl Part {
    fn make(name: &str, module: &Path) -> Result<Self> {
        let (glue, module) = bind(module)?;
        let name = format!("{name}-{}", hash(&[glue.as_bytes(), &module]));
        let mut files = compressed(format!("{name}.wasm"), module)?;
        files.extend(compressed(format!("{name}.js"), glue.into_bytes())?);
        Ok(Self { name, files })
    }
}

/// Name and content of a file.
type File = (String, Vec<u8>);

/// A file after its compressed copies.
fn compressed(name: String, content: Vec<u8>) -> Result<Vec<File>> {
    Ok(vec![
        (format!("{name}.br"), compress::brotli(&content)?),
        (format!("{name}.gz"), compress::gzip(&content)?),
        (name, content),
    ])
}

/// The glue, and the module as the glue expects it.
fn bind(module: &Path) -> Result<(String, Vec<u8>)> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(module)
        .out_name("qa")
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(true)
        .web(true)?;
    let mut output = bindgen.generate_output().with_context(|| {
        format!("{} is not a module that this version of wasm-bindgen understands", module.display())
    })?;
    let module = prune::module(output.wasm_mut());
    Ok((prune::glue(output.js()), module))
}

fn hash(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    parts.iter().for_each(|part| hasher.update(part));
    hasher.finalize().iter().take(HASH_BYTES).map(|byte| format!("{byte:02x}")).collect()
}

/// Makes the folder, or removes the files of another build from it.
fn empty(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    Ok(())
}
