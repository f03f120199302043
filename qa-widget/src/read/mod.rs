//! Reading what the API sends into the types of `qa_api`, without serde.
//!
//! The browser parses JSON itself; what is left is to pick fields, and serde's generated code for that is several
//! times as large as everything here.
//! Called by `browser`; natively by the tests only, which send every type through serde and back through here.
//! **Invariant:** what serde writes of a type is read here as the same value.

#[cfg(test)]
mod tests;
#[cfg(feature = "member")]
mod thread;

use qa_api::problem::{Code, FieldProblem, Problem};
use qa_api::reader::{Similar, SimilarQuestion, SimilarSection};
use qa_api::request::Challenge;

#[cfg(feature = "member")]
pub(crate) use self::thread::{changed, page_view, posted, viewer};

/// Parsed JSON.
pub(crate) trait Value: Sized {
    /// The field of an object; nothing when it is absent or null.
    fn get(&self, key: &str) -> Option<Self>;
    /// A string.
    fn text(&self) -> Option<String>;
    /// A whole number that is not negative.
    fn number(&self) -> Option<u64>;
    /// Whether it is `true`.
    fn is_true(&self) -> bool;
    /// The elements of an array; none when it is not one.
    fn items(&self) -> Vec<Self>;
}

/// Whether it names somebody who is signed in.
pub(crate) fn is_signed_in(value: &impl Value) -> bool {
    value.get("viewer").is_some()
}

/// When the server sent [`qa_api::request::Me`].
pub(crate) fn stamp(value: &impl Value) -> Option<String> {
    text(value, "stamp")
}

/// The code that a post waits for, when it does.
pub(crate) fn draft(value: &impl Value) -> Option<Challenge> {
    challenge(value).filter(|_| text(value, "outcome").as_deref() == Some("draft"))
}

/// A code that is waited for.
pub(crate) fn challenge(value: &impl Value) -> Option<Challenge> {
    Some(Challenge {
        challenge: text(value, "challenge")?,
        email: text(value, "email")?,
        expires_in: value.get("expires_in")?.number()?,
    })
}

/// What may answer a question.
pub(crate) fn similar<V: Value>(value: &V) -> Option<Similar> {
    let section = |value: &V| {
        let (title, page_title) = (text(value, "title")?, text(value, "page_title")?);
        Some(SimilarSection { title, page_title, url: text(value, "url")? })
    };
    let question = |value: &V| {
        let replies = value.get("replies")?.number()?.try_into().ok()?;
        let (title, url) = (text(value, "title")?, text(value, "url")?);
        Some(SimilarQuestion { title, url, replies, resolved: flag(value, "resolved") })
    };
    Some(Similar { sections: list(value, "sections", section)?, questions: list(value, "questions", question)? })
}

/// What a text will look like.
pub(crate) fn preview(value: &impl Value) -> Option<String> {
    text(value, "html")
}

/// A refusal.
pub(crate) fn problem<V: Value>(value: &V) -> Option<Problem> {
    let field = |value: &V| Some(FieldProblem { field: text(value, "field")?, message: text(value, "message")? });
    let number = |key| value.get(key).and_then(|value| value.number());
    Some(Problem {
        kind: text(value, "type")?,
        title: text(value, "title")?,
        status: number("status").and_then(|status| status.try_into().ok())?,
        detail: text(value, "detail")?,
        code: code(&text(value, "code")?)?,
        fields: list(value, "fields", field)?,
        retry_after: number("retry_after"),
        state: text(value, "state"),
        tries_left: number("tries_left").and_then(|tries| tries.try_into().ok()),
    })
}

fn code(name: &str) -> Option<Code> {
    Some(match name {
        "bad_request" => Code::BadRequest,
        "invalid_input" => Code::InvalidInput,
        "unknown_page" => Code::UnknownPage,
        "not_found" => Code::NotFound,
        "method_not_allowed" => Code::MethodNotAllowed,
        "conflict" => Code::Conflict,
        "too_large" => Code::TooLarge,
        "rate_limited" => Code::RateLimited,
        "signed_out" => Code::SignedOut,
        "forbidden" => Code::Forbidden,
        "banned" => Code::Banned,
        "cross_site" => Code::CrossSite,
        "wrong_code" => Code::WrongCode,
        "expired_code" => Code::ExpiredCode,
        "unavailable" => Code::Unavailable,
        "internal" => Code::Internal,
        _ => return None,
    })
}

fn text(value: &impl Value, key: &str) -> Option<String> {
    value.get(key)?.text()
}

fn flag(value: &impl Value, key: &str) -> bool {
    value.get(key).is_some_and(|value| value.is_true())
}

/// Every element of the array, or none when one of them cannot be read; an absent array is an empty one.
fn list<V: Value, T>(value: &V, key: &str, read: impl Fn(&V) -> Option<T>) -> Option<Vec<T>> {
    value.get(key).map_or(Some(Vec::new()), |value| value.items().iter().map(read).collect())
}
