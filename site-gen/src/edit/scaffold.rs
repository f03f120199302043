//! `site-gen new`: a site to begin with, and pages.

use std::fs;
use std::path::Path;

use super::{EditError, content_folder};
use crate::library::identity::from_name;

/// The files of a new site.
const SITE: [(&str, &str); 5] = [
    ("site.yaml", include_str!("new/site.yaml")),
    ("index.md", include_str!("new/index.md")),
    ("handbook/_index.md", include_str!("new/handbook/_index.md")),
    ("handbook/index.md", include_str!("new/handbook/index.md")),
    ("handbook/first-week.md", include_str!("new/handbook/first-week.md")),
];

/// Writes a small site into `folder`, and says which files it has.
///
/// # Errors
/// When the folder is there and not empty.
pub fn site(folder: &Path) -> Result<Vec<&'static str>, EditError> {
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file() {
        return Err(EditError::refused(format!("{} is not empty", folder.display())));
    }
    for (path, text) in SITE {
        write(&folder.join(path), text)?;
    }
    Ok(SITE.map(|(path, _)| path).to_vec())
}

/// Writes a page with front matter at `path`, called `title` or else like its file.
///
/// # Errors
/// When the file is there already, or is not below a site's content folder.
pub fn page(path: &Path, title: Option<&str>) -> Result<(), EditError> {
    let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if path.extension().is_none_or(|extension| extension != "md") || name.is_empty() {
        return Err(EditError::refused("a page is a file that ends in `.md`"));
    }
    let Some(content) = content_folder(path) else {
        return Err(EditError::refused("there is no site.yaml in a folder around this page"));
    };
    if path.symlink_metadata().is_ok() {
        return Err(EditError::refused(format!("{} is there already; choose another name", path.display())));
    }
    let absolute = std::path::absolute(path).map_err(EditError::file(path))?;
    let folder = absolute.parent().filter(|folder| *folder != content).and_then(Path::file_name);
    let stands_for_folder = name.eq_ignore_ascii_case("index") || name.eq_ignore_ascii_case("readme");
    let name = folder.filter(|_| stands_for_folder).map_or(name, |folder| folder.to_string_lossy().into_owned());
    let title = title.map_or_else(|| from_name(&name), str::to_owned);
    let quoted = serde_json::to_string(&title).expect("a text is JSON");
    write(path, &format!("---\ntitle: {quoted}\n---\n\nWhat readers should know first.\n"))
}

fn write(path: &Path, text: &str) -> Result<(), EditError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(EditError::file(folder))?;
    }
    let mut file = fs::File::create_new(path).map_err(EditError::file(path))?;
    std::io::Write::write_all(&mut file, text.as_bytes()).map_err(EditError::file(path))
}
