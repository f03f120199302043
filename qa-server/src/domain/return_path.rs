//! Where somebody goes back to after signing in: a path of this site, whatever an address says.

/// Most bytes of such a path.
const MOST_BYTES: usize = 512;

/// `path`, if a browser can take it for nothing but a path of this site.
///
/// Two slashes at its beginning would name another host, and browsers read a backslash as a slash (URL Standard, section 4.4).
pub fn return_path(path: &str) -> Option<&str> {
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let here = path.starts_with('/') && !path.starts_with("//");
    // Signing in again, or out, is nowhere to go back to.
    let again = path.starts_with("/_qa/sign-in") || path.starts_with("/_qa/form/") || path.starts_with("/_qa/code/");
    (plain && here && !again && path.len() <= MOST_BYTES).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_gone_back_to() {
        for path in ["/", "/guide/cleaning/?a=b#question-1", "/_qa/profile"] {
            assert_eq!(return_path(path), Some(path));
        }
        let long = format!("/{}", "a".repeat(MOST_BYTES));
        for path in [
            "",
            "guide/",
            "//evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "https://evil.example",
            "/a\nb",
            "/a b",
            "javascript:alert(1)",
            "/_qa/sign-in",
            "/_qa/form/act",
            &long,
        ] {
            assert_eq!(return_path(path), None, "{path}");
        }
    }
}
