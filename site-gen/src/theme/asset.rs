//! Files of the theme that browsers fetch.

use crate::markdown::heading::hash;

/// A file for the site's `assets/` folder.
#[derive(Debug)]
pub struct Asset {
    /// The name in the theme.
    pub name: String,
    /// The path on the site. Style sheets and scripts have their content's hash in it, so that they can be cached for ever.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
}

impl Asset {
    pub(super) fn new(name: &str, bytes: Vec<u8>) -> Self {
        let path = match name.rsplit_once('.') {
            Some((stem, extension @ ("css" | "js"))) => {
                format!("assets/{stem}.{}.{extension}", &hash(&bytes)[..12])
            }
            _ => format!("assets/{name}"),
        };
        Self { name: name.to_owned(), path, bytes }
    }
}
