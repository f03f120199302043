//! What Zendesk publishes that it takes, as far as it makes sense here; anything else is refused.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TokenRequest {
    pub grant_type: String,
    pub client_id: String,
    pub client_secret: String,
    pub scope: String,
    pub expires_in: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserRequest {
    pub user: UserBody,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserBody {
    pub name: String,
    pub email: String,
    #[serde(default)]
    pub skip_verify_email: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Create {
    pub ticket: NewTicket,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTicket {
    pub subject: String,
    pub comment: CommentBody,
    pub external_id: Option<String>,
    #[serde(default)]
    pub tags: Vec<String>,
    pub priority: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub requester_id: Option<u64>,
    pub group_id: Option<u64>,
    #[serde(rename = "brand_id")]
    pub _brand: Option<u64>,
    #[serde(rename = "ticket_form_id")]
    pub _form: Option<u64>,
    pub via_followup_source_id: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CommentBody {
    pub body: String,
    #[serde(default = "yes")]
    pub public: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Update {
    pub ticket: Change,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    pub status: Option<String>,
    pub priority: Option<String>,
    pub comment: Option<CommentBody>,
    pub metadata: Option<BTreeMap<String, Value>>,
    #[serde(default)]
    pub safe_update: bool,
    pub updated_stamp: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListQuery {
    pub external_id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageQuery {
    #[serde(rename = "page[size]")]
    pub size: usize,
    #[serde(rename = "page[after]")]
    pub after: Option<usize>,
    pub include: Option<String>,
}

fn yes() -> bool {
    true
}
