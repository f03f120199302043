//! What the OpenAPI document says of one route of the API.

use qa_api::problem::Code;
use schemars::{JsonSchema, Schema, SchemaGenerator};

/// Makes the schema of one type.
pub(in crate::http) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// What a route takes, gives and refuses.
pub struct Operation {
    /// One sentence on what it does.
    pub summary: &'static str,
    pub(in crate::http) takes: Option<SchemaOf>,
    pub(in crate::http) query: &'static [(&'static str, &'static str)],
    pub(in crate::http) gives: Vec<Reply>,
    pub(in crate::http) refuses: &'static [Code],
}

/// A reply to a request that was not refused.
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    pub(in crate::http) body: Option<(&'static str, SchemaOf)>,
}

impl Operation {
    /// An operation that takes and gives nothing yet.
    pub(super) fn new(summary: &'static str) -> Self {
        Self { summary, takes: None, query: &[], gives: Vec::new(), refuses: &[] }
    }

    /// Takes a `T` as JSON.
    pub(super) fn takes<T: JsonSchema>(mut self) -> Self {
        self.takes = Some(SchemaGenerator::subschema_for::<T>);
        self
    }

    /// Takes these fields in the query: name and meaning.
    pub(super) fn query(mut self, fields: &'static [(&'static str, &'static str)]) -> Self {
        self.query = fields;
        self
    }

    /// Gives a `T` as JSON with this status.
    pub(super) fn gives<T: JsonSchema>(self, status: u16) -> Self {
        self.replies(status, Some(("application/json", SchemaGenerator::subschema_for::<T>)))
    }

    /// Gives nothing but this status.
    pub(super) fn gives_nothing(self, status: u16) -> Self {
        self.replies(status, None)
    }

    /// Gives events for as long as the client stays.
    pub(super) fn gives_events(self) -> Self {
        self.replies(200, Some(("text/event-stream", SchemaGenerator::subschema_for::<String>)))
    }

    /// Refuses by these codes, beside those that follow from the rest of the row.
    pub(super) fn refuses(mut self, codes: &'static [Code]) -> Self {
        self.refuses = codes;
        self
    }

    fn replies(mut self, status: u16, body: Option<(&'static str, SchemaOf)>) -> Self {
        self.gives.push(Reply { status, body });
        self
    }
}
