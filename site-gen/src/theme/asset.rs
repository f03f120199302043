//! Files of the theme that browsers fetch, each with its content's hash in its name, so that it can be cached for ever.

use std::collections::BTreeMap;

use crate::markdown::heading::hash;

/// A file for the site's `assets/` folder.
#[derive(Debug)]
pub struct Asset {
    /// The name in the theme.
    pub name: String,
    /// The path on the site.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// Names the files of a theme's `assets` folder by their content.
///
/// Style sheets and scripts come last, because they name other files: `url(…)` and `from "./…"` follow those.
pub(super) fn fingerprint(files: Vec<(String, Vec<u8>)>) -> Vec<Asset> {
    let (texts, others): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(name, _)| name.ends_with(".css") || name.ends_with(".js"));
    let mut assets: Vec<Asset> = others.into_iter().map(|(name, bytes)| named(name, bytes)).collect();
    let names: BTreeMap<String, String> =
        assets.iter().map(|asset| (asset.name.clone(), asset.path["assets/".len()..].to_owned())).collect();
    for (name, bytes) in texts {
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => with_new_names(&text, &names).into_bytes(),
            Err(error) => error.into_bytes(),
        };
        assets.push(named(name, bytes));
    }
    assets.sort_by(|a, b| a.name.cmp(&b.name));
    assets
}

fn named(name: String, bytes: Vec<u8>) -> Asset {
    let hash = &hash(&bytes)[..12];
    let path = match name.rsplit_once('.') {
        Some((stem, extension)) if !extension.contains('/') => format!("assets/{stem}.{hash}.{extension}"),
        _ => format!("assets/{name}.{hash}"),
    };
    Asset { name, path, bytes }
}

/// `text` with the new names of the files that it names as `url(name)`, `url("name")` or `"./name"`.
fn with_new_names(text: &str, names: &BTreeMap<String, String>) -> String {
    let mut new = text.to_owned();
    for (old, path) in names {
        for (before, after) in [("url(", ")"), ("url(\"", "\")"), ("url('", "')"), ("\"./", "\""), ("'./", "'")] {
            let wanted = format!("{before}{old}{after}");
            if new.contains(&wanted) {
                new = new.replace(&wanted, &format!("{before}{path}{after}"));
            }
        }
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_its_hash_and_style_sheets_follow() {
        let files = [("a.css", "@font-face { src: url(\"f/x.woff2\") }"), ("f/x.woff2", "font"), ("plain", "p")];
        let assets = fingerprint(files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).to_vec());
        let font = assets.iter().find(|asset| asset.name == "f/x.woff2").unwrap();
        assert!(font.path.starts_with("assets/f/x.") && font.path.ends_with(".woff2"), "{}", font.path);
        let css = String::from_utf8(assets[0].bytes.clone()).unwrap();
        assert!(css.contains(&format!("url(\"{}\")", &font.path["assets/".len()..])), "{css}");
        assert_eq!(assets[2].path.len(), "assets/plain.".len() + 12);
    }
}
