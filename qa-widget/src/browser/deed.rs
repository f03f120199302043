//! One request after another, all in the same way: begin, send, finish, go where the work goes on.
//!
//! What differs is how each begins and finishes.

use web_sys::Element;

pub(super) use super::api::Reply;
use super::events::Fields;
use super::widget::Widget;
use super::{api, focus, who};

/// What became of a form that was sent.
pub(super) enum Begun {
    /// It is none that is handled here, and is sent as it would be without scripts.
    Elsewhere,
    /// It was on its way already, or there is nothing to send it to.
    Nothing,
    /// It is on its way.
    Deed(Deed),
}

impl From<Option<Deed>> for Begun {
    fn from(deed: Option<Deed>) -> Self {
        deed.map_or(Self::Nothing, Self::Deed)
    }
}

/// A request that has begun.
pub(super) struct Deed {
    /// Where it goes.
    pub(super) path: String,
    /// Shows what came of it.
    pub(super) finish: Box<dyn FnOnce(Reply) -> Next>,
}

/// How it goes on after that.
#[derive(Default)]
pub(super) struct Next {
    /// Whether the page is old and has to be loaded again.
    pub(super) loads: bool,
    /// Where the reader goes.
    pub(super) focus: Focus,
}

/// Where the reader goes.
#[derive(Default)]
pub(super) enum Focus {
    /// Nowhere.
    #[default]
    Stay,
    /// To the element with this id.
    Id(String),
    /// To the first of these selectors that the element has.
    Within(Option<Element>, &'static [&'static str]),
}

impl Focus {
    /// Goes to the first field of `form` to correct, or to what is wrong with all of it.
    pub(super) fn problem(form: &Element) -> Self {
        Self::Within(Some(form.clone()), &["[aria-invalid=true]", ".qa-problem"])
    }
}

impl From<Focus> for Next {
    fn from(focus: Focus) -> Self {
        Self { loads: false, focus }
    }
}

/// Sends `fields` and sees the deed through.
pub(super) fn run(widget: &Widget, deed: Deed, fields: &Fields) {
    let Deed { path, finish } = deed;
    let widget = widget.clone();
    let then = move |reply| {
        let Next { loads, focus } = finish(reply);
        if loads {
            who::load(&widget, Box::new(|| focus::go(focus)));
        } else {
            focus::go(focus);
        }
    };
    api::post(&path, fields.request(), Box::new(then));
}
