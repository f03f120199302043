//! Problem replies: RFC 9457 `application/problem+json` with a stable code.

use serde::{Deserialize, Serialize};

/// Media type of a [`Problem`] (RFC 9457, section 3).
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What went wrong, for programs. Codes are never renamed or reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The request is not of the form that this address takes.
    BadRequest,
    /// One or more fields cannot be accepted; `fields` says which and why.
    InvalidInput,
    /// The manifest lists no such page, or its questions are off.
    UnknownPage,
    /// Nothing is here, or nothing that this reader may see.
    NotFound,
    /// The address exists and does not take this method.
    MethodNotAllowed,
    /// The thing is no longer in the state that the act expected; `state` says what it is now.
    Conflict,
    /// The request body is larger than any text may be.
    TooLarge,
    /// Too many requests; `retry_after` says when to come back.
    RateLimited,
    /// Signing in is needed.
    SignedOut,
    /// The account's role does not allow this.
    Forbidden,
    /// A moderator keeps the account from posting for a while; the detail says until when and why.
    Banned,
    /// The request came from another site.
    CrossSite,
    /// The code is wrong; `tries_left` says how often it can still be entered.
    WrongCode,
    /// The code or link has expired, was used, or was tried too often.
    ExpiredCode,
    /// The database or the machine cannot take this now; try again.
    Unavailable,
    /// A fault of the server.
    Internal,
}

impl Code {
    /// Every code, in the order of the documentation.
    pub const ALL: [Self; 16] = [
        Self::BadRequest,
        Self::InvalidInput,
        Self::UnknownPage,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Conflict,
        Self::TooLarge,
        Self::RateLimited,
        Self::SignedOut,
        Self::Forbidden,
        Self::Banned,
        Self::CrossSite,
        Self::WrongCode,
        Self::ExpiredCode,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The HTTP status that carries this code.
    pub fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::SignedOut => 401,
            Self::Forbidden | Self::Banned | Self::CrossSite => 403,
            Self::UnknownPage | Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Conflict => 409,
            Self::ExpiredCode => 410,
            Self::TooLarge => 413,
            Self::InvalidInput | Self::WrongCode => 422,
            Self::RateLimited => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// A short sentence that is the same for every problem of this code.
    pub fn title(self) -> &'static str {
        match self {
            Self::BadRequest => "The request could not be read",
            Self::InvalidInput => "Something needs to be corrected",
            Self::UnknownPage => "This page takes no questions",
            Self::NotFound => "There is nothing here",
            Self::MethodNotAllowed => "This address does not take that method",
            Self::Conflict => "Somebody was faster",
            Self::TooLarge => "That is too much text",
            Self::RateLimited => "Too many requests",
            Self::SignedOut => "Please sign in first",
            Self::Forbidden => "Your role does not allow this",
            Self::Banned => "You cannot post for now",
            Self::CrossSite => "The request came from another site",
            Self::WrongCode => "That code is not right",
            Self::ExpiredCode => "That code is no longer valid",
            Self::Unavailable => "The server is busy",
            Self::Internal => "Something went wrong on the server",
        }
    }
}

/// What is wrong with one field of the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldProblem {
    /// The field's name in the request.
    pub field: String,
    /// A sentence for the person who filled it in.
    pub message: String,
}

/// A problem reply (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// Always `about:blank#` followed by the code: the code is the type.
    #[serde(rename = "type")]
    pub kind: String,
    /// [`Code::title`].
    pub title: String,
    /// The HTTP status, again.
    pub status: u16,
    /// What happened this time and what to do next.
    pub detail: String,
    /// What went wrong, for programs.
    pub code: Code,
    /// The fields to correct, for [`Code::InvalidInput`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    /// Seconds to wait, for [`Code::RateLimited`] and [`Code::Unavailable`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// The present state, for [`Code::Conflict`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// How often the code can still be entered, for [`Code::WrongCode`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tries_left: Option<u32>,
}

impl Problem {
    /// A problem of `code` with a sentence on this occurrence.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        let name = serde_json::to_value(code).expect("a code is a string");
        Self {
            kind: format!("about:blank#{}", name.as_str().expect("a code is a string")),
            title: code.title().to_owned(),
            status: code.status(),
            detail: detail.into(),
            code,
            fields: Vec::new(),
            retry_after: None,
            state: None,
            tries_left: None,
        }
    }

    /// [`Code::InvalidInput`] with the fields to correct.
    pub fn invalid(fields: Vec<FieldProblem>) -> Self {
        let mut problem = Self::new(Code::InvalidInput, "Correct what is marked and send again; nothing is lost.");
        problem.fields = fields;
        problem
    }

    /// What is wrong with `field`, if anything is.
    pub fn field(&self, field: &str) -> Option<&str> {
        self.fields.iter().find(|problem| problem.field == field).map(|problem| problem.message.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_name_a_client_error_or_server_error_status_and_a_title() {
        for code in Code::ALL {
            assert!((400..600).contains(&code.status()), "{code:?}");
            assert!(!code.title().is_empty());
        }
    }
}
