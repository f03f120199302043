//! The fingerprint of the rendered shape.
//!
//! A page carries it in `data-qa-build`; a widget of another build mounts anew instead of hydrating, since hydration
//! only works on exactly the markup that the same components would make.
//! It covers the components' own sources and the version of Leptos, which puts the marker comments between them.
//! **Invariant:** every file under `components` is listed here, and [`LEPTOS`] is the locked version; tests check both.

/// The version of Leptos that the markup depends on.
const LEPTOS: &str = "0.8.23";

/// File name and text of everything that shapes the markup.
const SOURCES: &[(&str, &str)] = &[
    ("account.rs", include_str!("components/account.rs")),
    ("ask_form.rs", include_str!("components/ask_form.rs")),
    ("case.rs", include_str!("components/case.rs")),
    ("case_tickets.rs", include_str!("components/case_tickets.rs")),
    ("code_entry.rs", include_str!("components/code_entry.rs")),
    ("connections.rs", include_str!("components/connections.rs")),
    ("edit_form.rs", include_str!("components/edit_form.rs")),
    ("field.rs", include_str!("components/field.rs")),
    ("flag.rs", include_str!("components/flag.rs")),
    ("follows.rs", include_str!("components/follows.rs")),
    ("identity.rs", include_str!("components/identity.rs")),
    ("inbox.rs", include_str!("components/inbox.rs")),
    ("input.rs", include_str!("components/input.rs")),
    ("mod.rs", include_str!("components/mod.rs")),
    ("moderator_bar.rs", include_str!("components/moderator_bar.rs")),
    ("more_acts.rs", include_str!("components/more_acts.rs")),
    ("notice.rs", include_str!("components/notice.rs")),
    ("outbox.rs", include_str!("components/outbox.rs")),
    ("outcome.rs", include_str!("components/outcome.rs")),
    ("page_view.rs", include_str!("components/page_view.rs")),
    ("people.rs", include_str!("components/people.rs")),
    ("person.rs", include_str!("components/person.rs")),
    ("post_tools.rs", include_str!("components/post_tools.rs")),
    ("problem.rs", include_str!("components/problem.rs")),
    ("profile.rs", include_str!("components/profile.rs")),
    ("question_list.rs", include_str!("components/question_list.rs")),
    ("question_page.rs", include_str!("components/question_page.rs")),
    ("reply.rs", include_str!("components/reply.rs")),
    ("reply_form.rs", include_str!("components/reply_form.rs")),
    ("report.rs", include_str!("components/report.rs")),
    ("report_link.rs", include_str!("components/report_link.rs")),
    ("share.rs", include_str!("components/share.rs")),
    ("sign_in.rs", include_str!("components/sign_in.rs")),
    ("signed.rs", include_str!("components/signed.rs")),
    ("similar.rs", include_str!("components/similar.rs")),
    ("solved.rs", include_str!("components/solved.rs")),
    ("thread.rs", include_str!("components/thread.rs")),
    ("times.rs", include_str!("components/times.rs")),
    ("unsubscribe.rs", include_str!("components/unsubscribe.rs")),
    ("versions.rs", include_str!("components/versions.rs")),
    ("messages.rs", include_str!("messages.rs")),
];

const DIGITS: [u8; 16] = fingerprint();

/// Identifies the rendered shape: sixteen hexadecimal digits that differ when the components do.
pub const BUILD: &str = match str::from_utf8(&DIGITS) {
    Ok(digits) => digits,
    Err(_) => panic!("hexadecimal digits are UTF-8"),
};

/// FNV-1a, 64 bits: short enough to run at compile time; nothing here needs to resist an attacker.
const fn fingerprint() -> [u8; 16] {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    let mut hash = absorb(OFFSET, LEPTOS.as_bytes());
    let mut index = 0;
    while index < SOURCES.len() {
        hash = absorb(hash, SOURCES[index].1.as_bytes());
        index += 1;
    }
    let mut digits = [0; 16];
    let mut position = 0;
    while position < digits.len() {
        digits[position] = b"0123456789abcdef"[(hash >> (60 - 4 * position)) as usize & 0xf];
        position += 1;
    }
    digits
}

const fn absorb(mut hash: u64, bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x0100_0000_01b3;
    let mut index = 0;
    while index < bytes.len() {
        hash = (hash ^ bytes[index] as u64).wrapping_mul(PRIME);
        index += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_component_counts() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/components");
        let present: BTreeSet<String> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        let listed: BTreeSet<String> =
            SOURCES.iter().map(|(name, _)| (*name).to_owned()).filter(|name| name != "messages.rs").collect();
        assert_eq!(listed, present);
    }

    #[test]
    fn the_locked_leptos_is_the_one_that_counts() {
        let lock = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock")).unwrap();
        assert!(lock.contains(&format!("name = \"leptos\"\nversion = \"{LEPTOS}\"\n")));
    }

    #[test]
    fn it_is_a_plain_attribute_value() {
        assert_eq!(BUILD.len(), 16);
        assert!(BUILD.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}
