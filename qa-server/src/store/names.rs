//! The names under which roles and states are stored, read back.

use qa_api::thread::{QuestionState, ReplyState, Role};

use super::StoreError;

pub(super) fn role(text: &str) -> Result<Role, StoreError> {
    qa_api::request::role_from_name(text).ok_or_else(|| unknown("accounts.role", text))
}

pub(super) fn question_state(text: &str) -> Result<QuestionState, StoreError> {
    match text {
        "held" => Ok(QuestionState::Held),
        "published" => Ok(QuestionState::Published),
        "rejected" => Ok(QuestionState::Rejected),
        "archived" => Ok(QuestionState::Archived),
        _ => Err(unknown("questions.state", text)),
    }
}

pub(super) fn reply_state(text: &str) -> Result<ReplyState, StoreError> {
    match text {
        "held" => Ok(ReplyState::Held),
        "published" => Ok(ReplyState::Published),
        "hidden" => Ok(ReplyState::Hidden),
        _ => Err(unknown("replies.state", text)),
    }
}

pub(super) fn unknown(column: &'static str, value: &str) -> StoreError {
    StoreError::Unknown { column, value: value.to_owned() }
}
