//! `bundle-widget MODULE LOADER FOLDER`: turns the compiled widget into the files that a server sends.
//!
//! Run by `cargo xtask widget`, and a program of its own because what it depends on takes a minute to compile.
//!
//! | file | is |
//! |---|---|
//! | `loader.js` | what a page names; imports the two others when the reader comes near |
//! | `qa-HASH.js` | the glue between module and browser |
//! | `qa-HASH.wasm` | the module |
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

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

/// Bytes of the hash in a file's name.
const HASH_BYTES: usize = 8;

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    ensure!(arguments.len() == 3, "usage: bundle-widget MODULE LOADER FOLDER");
    let (module, loader, folder) = (&arguments[0], &arguments[1], &arguments[2]);
    let (glue, module) = bind(module)?;
    let hash = hash(&[glue.as_bytes(), &module]);
    let glue_name = format!("qa-{hash}.js");
    let module_name = format!("qa-{hash}.wasm");
    let source = fs::read_to_string(loader).with_context(|| format!("cannot read {}", loader.display()))?;
    let loader = loader::fill(&source, &glue_name, &module_name)?;

    empty(folder)?;
    write(folder, &module_name, &module)?;
    write(folder, &glue_name, glue.as_bytes())?;
    write(folder, "loader.js", loader.as_bytes())
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

/// Writes the file's compressed copies, then the file.
fn write(folder: &Path, name: &str, content: &[u8]) -> Result<()> {
    let files = [(format!("{name}.br"), compress::brotli(content)?), (format!("{name}.gz"), compress::gzip(content)?)];
    for (name, content) in
        files.iter().map(|(name, content)| (name.as_str(), content.as_slice())).chain([(name, content)])
    {
        let path = folder.join(name);
        fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
