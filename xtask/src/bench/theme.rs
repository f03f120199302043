//! The theme that makes site-gen's pages bare, for runs beside programs with bare pages.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Writes a theme that shows the text of each page and nothing around it.
pub(super) fn write_bare(folder: &Path) -> Result<()> {
    let templates = folder.join("templates");
    fs::create_dir_all(&templates).context("cannot write the bare theme")?;
    let page = |body: &str| {
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Page</title></head>\n<body>\n{body}\n</body></html>\n"
        )
    };
    fs::write(templates.join("page.html"), page("<h1>{{ page.title }}</h1>\n{{ page.content | safe }}"))?;
    fs::write(
        templates.join("shell.html"),
        page("{{ slots.title | safe }}{{ slots.head | safe }}{{ slots.body | safe }}"),
    )?;
    for name in ["404.html", "redirect.html", "tag.html", "tags.html"] {
        fs::write(templates.join(name), page("<h1>Page</h1>"))?;
    }
    fs::write(templates.join("sidebar.html"), "")?;
    Ok(())
}
