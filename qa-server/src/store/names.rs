//! The names under which roles and states are stored, read back.

use qa_api::thread::{QuestionState, ReplyState, Role};

use super::StoreError;

pub(super) fn role(text: &str) -> Result<Role, StoreError> {
    qa_api::request::role_from_name(text).ok_or_else(|| unknown("accounts.role", text))
}

pub(super) fn question_state(text: &str) -> Result<QuestionState, StoreError> {
    QuestionState::from_name(text).ok_or_else(|| unknown("questions.state", text))
}

pub(super) fn reply_state(text: &str) -> Result<ReplyState, StoreError> {
    ReplyState::from_name(text).ok_or_else(|| unknown("replies.state", text))
}

pub(super) fn unknown(column: &'static str, value: &str) -> StoreError {
    StoreError::Unknown { column, value: value.to_owned() }
}
