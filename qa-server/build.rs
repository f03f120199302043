//! Puts the browser's files of the widget into the program, if `cargo xtask widget` has made them.
//!
//! They are looked for in `POSTIL_WIDGET_DIR`, else in `widget` below cargo's target folder.
//! Without them the program is complete but for the widget, and says so when it starts.

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

const VARIABLE: &str = "POSTIL_WIDGET_DIR";
/// Written last by `cargo xtask widget`: a folder without it is no widget.
const LOADER: &str = "loader.js";

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names the output folder"));
    let folder = match env::var_os(VARIABLE) {
        Some(folder) => PathBuf::from(folder),
        None => default_folder(&out)?,
    };
    println!("cargo::rerun-if-changed={}", folder.display());
    let names = if folder.join(LOADER).is_file() { names(&folder)? } else { Vec::new() };
    fs::write(out.join("widget_files.rs"), table(&folder, &names))
}

/// `widget` in cargo's target folder, which is the one with the tag for backup programs.
///
/// Made when missing, because cargo runs this again on every build while a folder to watch is not there.
fn default_folder(out: &Path) -> std::io::Result<PathBuf> {
    let target = out.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file()).unwrap_or(out);
    let folder = target.join("widget");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The files that have both compressed copies beside them.
fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let Ok(name) = entry?.file_name().into_string() else { continue };
        let is_copied = |extension: &str| folder.join(format!("{name}.{extension}")).is_file();
        if is_copied("br") && is_copied("gz") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The Rust expression for the files.
fn table(folder: &Path, names: &[String]) -> String {
    let mut table = String::from("&[\n");
    for name in names {
        let path = |extension: &str| folder.join(format!("{name}{extension}"));
        let include = |extension: &str| format!("include_bytes!({:?})", path(extension));
        writeln!(
            table,
            "    File {{ name: {name:?}, plain: {}, brotli: {}, gzip: {} }},",
            include(""),
            include(".br"),
            include(".gz")
        )
        .expect("a string takes all text");
    }
    table.push(']');
    table
}
