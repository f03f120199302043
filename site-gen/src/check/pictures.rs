//! The picture that stands for a page where its link is shared: whether it is there, and where.
//!
//! [`crate::site`] asks what is wrong, the output for the address.

use super::{Code, Diagnostic, Problem};
use crate::library::index::Target;
use crate::library::{Library, Page};
use crate::markdown::fragment::is_external;
use crate::source::site::{self, SiteConfig};

/// Where a picture is.
#[derive(Debug, PartialEq, Eq)]
pub enum Place {
    /// A file of the site: its path, without the base path.
    Path(String),
    /// Elsewhere.
    Url(String),
}

/// Pictures that pages or the site name, and that are not there.
pub fn missing(library: &Library, config: &SiteConfig) -> Vec<Diagnostic> {
    let about = |target: &str| format!("there is no image `{target}`");
    let hint = "add the file, or correct its name";
    let of_page = |(index, page): (usize, &Page)| {
        let target = page.front.image.as_deref()?;
        let is_missing = resolve(library, index, target).is_none();
        is_missing
            .then(|| page.front_matter_diagnostic(Code::MissingImage, "image", about(target), Some(hint.to_owned())))
    };
    let mut diagnostics: Vec<_> = library.pages.iter().enumerate().filter_map(of_page).collect();
    if let Some(target) = &config.image
        && !library.pages.is_empty()
        && resolve(library, 0, &from_root(target)).is_none()
    {
        let problem = Problem::new(Code::MissingImage, site::find(&config.text, target), about(target)).hint(hint);
        diagnostics.push(Diagnostic::at(site::FILE, &config.text, problem));
    }
    diagnostics
}

/// Where the picture of the page at `index` is: its own, or else the site's.
pub fn of_page(library: &Library, index: usize, config: &SiteConfig) -> Option<Place> {
    match &library.pages[index].front.image {
        Some(target) => resolve(library, index, target),
        None => resolve(library, index, &from_root(config.image.as_deref()?)),
    }
}

/// What `site.yaml` names is seen from the content folder.
fn from_root(target: &str) -> String {
    if is_external(target) || target.starts_with('/') { target.to_owned() } else { format!("/{target}") }
}

fn resolve(library: &Library, index: usize, target: &str) -> Option<Place> {
    if is_external(target) {
        return Some(Place::Url(target.to_owned()));
    }
    match library.index.resolve(&library.pages, index, target) {
        Target::Path(path) => Some(Place::Path(path)),
        Target::Page { .. } | Target::Server | Target::Nowhere(_) => None,
    }
}
