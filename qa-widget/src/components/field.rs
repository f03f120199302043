//! A labelled input with its hint and its error, tied together for screen readers.
//!
//! Every input that a person fills in goes through here, so that ids, `aria-describedby` and `aria-invalid` agree.

use leptos::prelude::*;
use qa_api::escape_html;
use qa_api::problem::Problem;

/// What a field is, apart from which kind of input it has.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    id: String,
    name: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    error: Option<String>,
    invalid: bool,
    elsewhere: Option<String>,
    required: bool,
    value: String,
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

    fn hint_id(&self) -> Option<String> {
        self.hint.map(|_| format!("{}-hint", self.id))
    }

    fn error_id(&self) -> Option<String> {
        self.error.as_ref().map(|_| format!("{}-error", self.id))
    }

    fn described_by(&self) -> Option<String> {
        let ids: Vec<String> =
            [self.elsewhere.clone(), self.error_id(), self.hint_id()].into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn aria_invalid(&self) -> Option<&'static str> {
        self.invalid.then_some("true")
    }
}

/// The id of the input called `name` in the form whose ids begin with `prefix`.
pub(crate) fn field_id(prefix: &str, name: &str) -> String {
    format!("{prefix}-{name}")
}

/// A field of one line.
#[component]
pub(crate) fn LineInput(
    /// What the field is.
    field: Field,
    /// The input's type.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    autocomplete: &'static str,
    /// Most characters.
    maxlength: usize,
    /// Fewest characters.
    #[prop(optional)]
    minlength: Option<usize>,
    /// Which keyboard to show on a touch screen.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// What the text has to match.
    #[prop(optional)]
    pattern: Option<&'static str>,
    /// The input's class.
    #[prop(default = "qa-input")]
    class: &'static str,
) -> impl IntoView {
    let described_by = field.described_by();
    let input = view! {
        <input
            class=class
            type=kind
            id=field.id.clone()
            name=field.name
            value=field.value.clone()
            required=field.required
            minlength=minlength
            maxlength=maxlength
            autocomplete=autocomplete
            inputmode=inputmode
            pattern=pattern
            dir="auto"
            aria-invalid=field.aria_invalid()
            aria-describedby=described_by
        />
    };
    frame(field, input)
}

/// A field of many lines.
///
/// It has no `maxlength`: a browser would cut a long paste without a word, whereas the server says how much too long
/// the text is and gives all of it back.
#[component]
pub(crate) fn TextInput(
    /// What the field is.
    field: Field,
    /// Lines to show.
    rows: u32,
) -> impl IntoView {
    let described_by = field.described_by();
    let text = textarea_html(&field.value);
    let input = view! {
        <textarea
            class="qa-input"
            id=field.id.clone()
            name=field.name
            required=field.required
            rows=rows
            dir="auto"
            aria-invalid=field.aria_invalid()
            aria-describedby=described_by
            inner_html=text
        ></textarea>
    };
    frame(field, input)
}

fn frame(field: Field, input: impl IntoView) -> impl IntoView {
    let class = if field.error.is_some() { "qa-field qa-field--error" } else { "qa-field" };
    let hint_id = field.hint_id();
    let error_id = field.error_id();
    view! {
        <div class=class>
            <label class="qa-label" for=field.id>
                {field.label}
            </label>
            {field
                .hint
                .map(|hint| {
                    view! {
                        <p class="qa-hint" id=hint_id>
                            {hint}
                        </p>
                    }
                })}
            {field
                .error
                .map(|error| {
                    view! {
                        <p class="qa-error" id=error_id>
                            {error}
                        </p>
                    }
                })}
            {input}
        </div>
    }
}

/// The escaped content of a `<textarea>`.
///
/// Escaped here and not by Leptos, which writes a space for an empty text.
/// A parser drops a newline that comes first (HTML, section 13.2.6.4.7), so one more stands before it.
fn textarea_html(text: &str) -> String {
    let escaped = escape_html(text);
    if escaped.starts_with('\n') { format!("\n{escaped}") } else { escaped }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_textarea_keeps_every_line_and_closes_nothing() {
        assert_eq!(textarea_html(""), "");
        assert_eq!(textarea_html("\n\na"), "\n\n\na");
        assert_eq!(textarea_html("</textarea>"), "&lt;/textarea&gt;");
    }
}
