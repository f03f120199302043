//! The two escapings that the placeholder and the shell need.

use serde::Serialize;

/// Escapes `text` for HTML text and double-quoted attributes.
pub fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// `value` as JSON that is safe inside `<script type="application/json">`.
///
/// `<`, `>`, `&` and the two line separators that JavaScript once refused become `\u` escapes,
/// which only ever occur inside JSON strings.
///
/// # Panics
/// If `value` cannot be JSON (a map with keys that are not strings): a mistake of the type, not of the data.
pub fn json_for_script<T: Serialize>(value: &T) -> String {
    let json = serde_json::to_string(value).expect("contract types serialise to JSON");
    let mut safe = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            _ => safe.push(character),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_data_cannot_close_its_script() {
        let json = json_for_script(&"</script><!--\u{2028}");
        assert_eq!(json, "\"\\u003c/script\\u003e\\u003c!--\\u2028\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), "</script><!--\u{2028}");
    }
}
