//! A page as a reader without JavaScript has it: text, and forms that can be filled in and sent.
//!
//! It is read by the parser that browsers specify, so broken markup shows as it would there.

use scraper::{ElementRef, Html, Selector};
use url::Url;

/// A page that was opened.
#[derive(Clone, Debug)]
pub struct Page {
    /// The HTTP status it came with.
    pub status: u16,
    /// Where it was found in the end.
    pub url: Url,
    /// Its HTML, as it came.
    pub html: String,
}

/// A form of a page, with what stands in its fields.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it is sent to.
    pub action: Url,
    /// Its fields in order, filled in as far as they are.
    pub fields: Vec<(String, String)>,
    buttons: Vec<(String, String)>,
}

impl Page {
    /// The text that a reader sees, with one space between words.
    pub fn text(&self) -> String {
        words(Html::parse_document(&self.html).root_element())
    }

    /// The texts of everything that matches the CSS selector.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        Html::parse_document(&self.html).select(&parse(selector)).map(words).collect()
    }

    /// The HTML inside of everything that matches the CSS selector.
    pub fn inner(&self, selector: &str) -> Vec<String> {
        Html::parse_document(&self.html).select(&parse(selector)).map(|element| element.inner_html()).collect()
    }

    /// The value of an attribute of everything that matches the CSS selector.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let html = Html::parse_document(&self.html);
        html.select(&parse(selector)).filter_map(|element| element.attr(name).map(str::to_owned)).collect()
    }

    /// The first form that posts to path `action`.
    ///
    /// # Panics
    /// When the page has none, showing the page's text.
    pub fn form(&self, action: &str) -> Form {
        self.find_form(action, |_| true)
    }

    /// The form that posts to `action` and has field `name` with `value`.
    ///
    /// # Panics
    /// When the page has none, showing the page's text.
    pub fn form_with(&self, action: &str, name: &str, value: &str) -> Form {
        self.find_form(action, |form| form.value(name) == Some(value))
    }

    /// The form that posts to `action`, has field `name` with `value`, and a button `button` with `pressed`.
    ///
    /// # Panics
    /// When the page has none, showing the page's text.
    pub fn form_with_button(&self, action: &str, (name, value): (&str, &str), (button, pressed): (&str, &str)) -> Form {
        self.find_form(action, |form| form.value(name) == Some(value) && form.has_button(button, pressed))
            .press(button, pressed)
    }

    /// Whether a form posts to `action`.
    pub fn has_form(&self, action: &str) -> bool {
        self.forms().iter().any(|form| form.action.path() == action)
    }

    fn find_form(&self, action: &str, fits: impl Fn(&Form) -> bool) -> Form {
        self.forms().into_iter().find(|form| form.action.path() == action && fits(form)).unwrap_or_else(|| {
            panic!("no such form to {action} on {} ({}), which reads: {}", self.url, self.status, self.text())
        })
    }

    fn forms(&self) -> Vec<Form> {
        let html = Html::parse_document(&self.html);
        html.select(&parse("form[method=post]")).map(|element| Form::read(&self.url, element)).collect()
    }
}

impl Form {
    fn read(page: &Url, element: ElementRef<'_>) -> Self {
        let action = page.join(element.attr("action").unwrap_or_default()).expect("an action is a URL");
        let (mut fields, mut buttons) = (Vec::new(), Vec::new());
        for field in element.select(&parse("input[name], textarea[name], select[name], button[name]")) {
            let name = field.attr("name").unwrap_or_default().to_owned();
            let value = match field.value().name() {
                "textarea" => field.text().collect(),
                "select" => chosen(field),
                _ => field.attr("value").unwrap_or_default().to_owned(),
            };
            if field.value().name() == "button" { &mut buttons } else { &mut fields }.push((name, value));
        }
        Self { action, fields, buttons }
    }

    /// What stands in field `name`.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Whether it can be sent by a button `name` with `value`.
    pub fn has_button(&self, name: &str, value: &str) -> bool {
        self.buttons.iter().any(|(button, pressed)| button == name && pressed == value)
    }

    /// With `value` typed into field `name`.
    ///
    /// # Panics
    /// When there is no such field.
    #[must_use]
    pub fn fill(mut self, name: &str, value: &str) -> Self {
        let field = self.fields.iter_mut().find(|(field, _)| field == name);
        let (_, text) = field.unwrap_or_else(|| panic!("the form to {} has no field {name}", self.action));
        value.clone_into(text);
        self
    }

    /// To be sent by button `name` with `value`.
    ///
    /// # Panics
    /// When there is no such button.
    #[must_use]
    pub fn press(mut self, name: &str, value: &str) -> Self {
        assert!(self.has_button(name, value), "the form to {} has no button {name}={value}", self.action);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// The value of the option that is selected, or else of the first.
fn chosen(select: ElementRef<'_>) -> String {
    let find = |selector| select.select(&parse(selector)).next().and_then(|option| option.attr("value"));
    find("option[selected]").or_else(|| find("option")).unwrap_or_default().to_owned()
}

fn parse(selector: &str) -> Selector {
    Selector::parse(selector).unwrap_or_else(|error| panic!("{selector} is no selector: {error}"))
}

fn words(element: ElementRef<'_>) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}
