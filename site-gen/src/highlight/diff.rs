//! Diffs, for which a grammar would be too much: the first character of a line says what it is.

use super::{Part, Token};

pub(super) fn parts(code: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        let end = start + line.trim_end_matches('\n').len();
        let token = match line.as_bytes()[0] {
            _ if line.starts_with("+++") || line.starts_with("---") => Some(Token::Comment),
            b'+' => Some(Token::Added),
            b'-' => Some(Token::Removed),
            b'@' => Some(Token::Function),
            _ => None,
        };
        parts.extend(token.map(|token| Part { start, end, token }));
        start += line.len();
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_by_their_first_character() {
        let code = "--- a\n@@ -1 +1 @@\n-old\n+new\n same\n";
        let found: Vec<_> = parts(code).iter().map(|part| (&code[part.start..part.end], part.token)).collect();
        assert_eq!(
            found,
            [
                ("--- a", Token::Comment),
                ("@@ -1 +1 @@", Token::Function),
                ("-old", Token::Removed),
                ("+new", Token::Added)
            ]
        );
    }
}
