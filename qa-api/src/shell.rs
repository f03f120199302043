//! The shell: the theme's page with slots, as `public/postil/shell.html`.
//!
//! qa-server fills it for sign-in, moderation and problems, so that they look like the site.

use crate::html::escape_html;

/// Inside `<title>`.
pub const TITLE_SLOT: &str = "<!--qa:title-->";
/// At the end of `<head>`.
pub const HEAD_SLOT: &str = "<!--qa:head-->";
/// Where the page's text goes, inside `<main>`.
pub const BODY_SLOT: &str = "<!--qa:body-->";

/// Serves when the site has no shell of its own.
pub const PLAIN: &str = include_str!("shell.html");

/// Whether `shell` has every slot exactly once.
pub fn is_complete(shell: &str) -> bool {
    [TITLE_SLOT, HEAD_SLOT, BODY_SLOT].iter().all(|slot| shell.matches(slot).count() == 1)
}

/// `shell` with `title` (plain text), `head` and `body` (HTML) filled in.
pub fn fill(shell: &str, title: &str, head: &str, body: &str) -> String {
    let mut page = String::with_capacity(shell.len() + head.len() + body.len() + title.len());
    let mut rest = shell;
    for (slot, content) in [(TITLE_SLOT, escape_html(title).as_str()), (HEAD_SLOT, head), (BODY_SLOT, body)] {
        let Some((before, after)) = rest.split_once(slot) else { continue };
        page.push_str(before);
        page.push_str(content);
        rest = after;
    }
    page.push_str(rest);
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_shell_is_complete_and_content_is_not_searched_for_slots() {
        assert!(is_complete(PLAIN));
        let page = fill(PLAIN, "A & B", "", "<!--qa:head--> stays");
        assert!(page.contains("<title>A &amp; B</title>"));
        assert!(page.contains("<!--qa:head--> stays"));
    }
}
