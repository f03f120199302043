//! What a field of a form is, apart from which kind of input it has.
//!
//! Made by the forms, drawn by `input`.
//! Every field that a person fills in is one of these, so that ids, `aria-describedby` and `aria-invalid` agree.

use qa_api::problem::Problem;

/// A labelled field with its hint, its error and what was typed.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: Option<&'static str>,
    pub(super) error: Option<String>,
    invalid: bool,
    elsewhere: Option<String>,
    pub(super) required: bool,
    pub(super) value: String,
}

impl Field {
    /// An empty, optional field; `prefix` is the form's own part of every id in it.
    pub(crate) fn new(prefix: &str, name: &'static str, label: &'static str) -> Self {
        Self {
            id: field_id(prefix, name),
            name,
            label,
            hint: None,
            error: None,
            invalid: false,
            elsewhere: None,
            required: false,
            value: String::new(),
        }
    }

    /// With a sentence on what belongs here.
    pub(crate) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// With what was typed so far.
    pub(crate) fn value(mut self, value: String) -> Self {
        self.value = value;
        self
    }

    /// Must be filled in.
    pub(crate) fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// With what `problem` says about this field, if anything.
    pub(crate) fn error(mut self, problem: Option<&Problem>) -> Self {
        self.error = problem.and_then(|problem| problem.field(self.name)).map(str::to_owned);
        self.invalid = self.error.is_some();
        self
    }

    /// Wrong as a whole, as the element with the id `described_by` says.
    pub(crate) fn invalid_because(mut self, described_by: Option<String>) -> Self {
        self.invalid |= described_by.is_some();
        self.elsewhere = described_by;
        self
    }

    /// The id of the hint, if there is one.
    pub(super) fn hint_id(&self) -> Option<String> {
        self.hint.map(|_| format!("{}-hint", self.id))
    }

    /// The id of the error, if there is one.
    pub(super) fn error_id(&self) -> Option<String> {
        self.error.as_ref().map(|_| format!("{}-error", self.id))
    }

    /// What `aria-describedby` says: first what is wrong, then the hint.
    pub(super) fn described_by(&self) -> Option<String> {
        let ids: Vec<String> =
            [self.elsewhere.clone(), self.error_id(), self.hint_id()].into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// What `aria-invalid` says.
    pub(super) fn aria_invalid(&self) -> Option<&'static str> {
        self.invalid.then_some("true")
    }
}

/// The id of the input called `name` in the form whose ids begin with `prefix`.
pub(crate) fn field_id(prefix: &str, name: &str) -> String {
    format!("{prefix}-{name}")
}
