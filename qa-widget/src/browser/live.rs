//! Live updates: the server tells that the page has changed, for as long as somebody looks at it.
//!
//! A hidden page hears nothing, since a browser has few connections to one site; once it is seen again it goes on
//! from where it was. What has changed is fetched by whoever the module is for.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::document;
use qa_api::paths;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, EventSource, EventTarget, MessageEvent};

use super::widget::Widget;
use super::{dom, server, who};

/// The kinds of events: where things stand at first, and that they have changed.
const KINDS: [&str; 2] = ["begun", "changed"];
/// How long after a change it is fetched, at least; one's own deed is told of by its reply before.
const FEWEST_MS: f64 = 200.0;
/// What is added to it by chance, so that not all readers of a page ask in the same moment.
const SPREAD_MS: f64 = 600.0;
/// How long after a refusal it is tried again, and what cannot be shown now is shown.
const RETRY_MS: u64 = 30_000;

struct Live {
    widget: Widget,
    /// What the module has drawn; once it is replaced, another one listens.
    root: Element,
    source: RefCell<Option<EventSource>>,
    /// The last event's id, at first that of what was baked into the page.
    cursor: RefCell<String>,
    is_fetching: Cell<bool>,
}

/// Listens from now on.
pub(super) fn begin(widget: &Widget, root: &Element) {
    let live = Rc::new(Live {
        widget: widget.clone(),
        root: root.clone(),
        source: RefCell::default(),
        cursor: RefCell::new(server::baked()),
        is_fetching: Cell::default(),
    });
    live.look();
    hear(&document(), "visibilitychange", move |_| live.look());
}

impl Live {
    /// Listens if the page is seen, and does not if it is hidden.
    fn look(self: &Rc<Self>) {
        let before = self.source.take();
        if document().hidden() || !self.root.is_connected() {
            before.iter().for_each(EventSource::close);
            return;
        }
        let is_open = before.as_ref().is_some_and(|source| source.ready_state() != EventSource::CLOSED);
        *self.source.borrow_mut() = if is_open { before } else { self.open() };
    }

    fn open(self: &Rc<Self>) -> Option<EventSource> {
        let page = self.widget.read(|page| page.id.clone());
        let address = format!("{}{}?after={}", server::origin(), paths::page_events(&page), self.cursor.borrow());
        let source = EventSource::new(&address).ok()?;
        for kind in KINDS {
            let live = self.clone();
            hear(&source, kind, move |event| live.note(&event));
        }
        let live = self.clone();
        // A lost connection comes back by itself; a refused one does not.
        hear(&source, "error", move |_| {
            let live = live.clone();
            dom::after(RETRY_MS, move || live.look());
        });
        Some(source)
    }

    fn note(self: &Rc<Self>, event: &MessageEvent) {
        *self.cursor.borrow_mut() = event.last_event_id();
        if event.type_() == KINDS[1] && !self.is_fetching.replace(true) {
            self.fetch_after(FEWEST_MS + js_sys::Math::random() * SPREAD_MS);
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a second and no less than nothing")]
    fn fetch_after(self: &Rc<Self>, milliseconds: f64) {
        let live = self.clone();
        dom::after(milliseconds as u64, move || {
            if !live.root.is_connected() {
                return live.look();
            }
            live.is_fetching.set(false);
            if !who::changed(&live.widget) && !live.is_fetching.replace(true) {
                live.fetch_after(RETRY_MS as f64);
            }
        });
    }
}

/// Calls `act` with every event of this kind.
fn hear(target: &EventTarget, kind: &str, act: impl Fn(MessageEvent) + 'static) {
    let closure = Closure::<dyn Fn(MessageEvent)>::new(act).into_js_value();
    // The one way to fail is a listener that is not a function.
    let _ = target.add_event_listener_with_callback(kind, closure.unchecked_ref());
}
