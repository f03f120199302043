//! The inputs of the forms, each with its label, hint and error, tied together for screen readers.

use leptos::prelude::*;
use qa_api::escape_html;

use super::field::Field;
use crate::messages;

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
    let shown = format!("{}-preview", field.id);
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
        <button
            class="qa-tool qa-tool--script"
            type="button"
            aria-pressed="false"
            aria-controls=shown.clone()
            data-qa-preview=shown.clone()
        >
            {messages::PREVIEW}
        </button>
        <div class="qa-preview qa-body" id=shown role="region" aria-label=messages::PREVIEW_LABEL dir="auto" hidden></div>
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
