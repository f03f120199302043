//! What the widget of a page knows, and how it is drawn.
//!
//! **Invariant:** every change goes through [`Widget::update`], which draws it before it comes back; so whoever looks
//! for an element afterwards finds it.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::HtmlElement;

use super::place::Place;
use super::server;
use crate::state::{Page, Sending, Slot};

/// The widget of one page.
#[derive(Clone)]
pub(super) struct Widget(Rc<Parts>);

struct Parts {
    /// The placeholder.
    section: HtmlElement,
    page: RefCell<Page>,
    places: RefCell<Vec<Place>>,
}

impl Widget {
    /// A widget that has not drawn anything yet.
    pub(super) fn new(section: HtmlElement, page: Page) -> Self {
        Self(Rc::new(Parts { section, page: RefCell::new(page), places: RefCell::default() }))
    }

    /// The placeholder.
    pub(super) fn section(&self) -> &HtmlElement {
        &self.0.section
    }

    /// Takes something from what is known.
    pub(super) fn read<T>(&self, take: impl FnOnce(&Page) -> T) -> T {
        take(&self.0.page.borrow())
    }

    /// Changes what is known, and draws it.
    pub(super) fn update(&self, change: &mut dyn FnMut(&mut Page)) {
        change(&mut self.0.page.borrow_mut());
        self.draw();
    }

    /// Draws a place from now on.
    pub(super) fn add(&self, place: Place) {
        self.0.places.borrow_mut().push(place);
    }

    /// Draws no place any more of which `stays` says no.
    #[cfg(feature = "member")]
    pub(super) fn retain(&self, stays: &mut dyn FnMut(&Place) -> bool) {
        self.0.places.borrow_mut().retain(stays);
    }

    /// How a form stands.
    pub(super) fn sending(&self, slot: &Slot) -> Sending {
        self.read(|page| page.sending(slot))
    }

    /// Changes how a form stands; nothing happens to one that is gone.
    pub(super) fn update_sending(&self, slot: &Slot, change: &mut dyn FnMut(&mut Sending)) {
        self.update(&mut |page| {
            if let Some(sending) = page.sending_mut(slot) {
                change(sending);
            }
        });
    }

    /// Says that a form is on its way; false if it was already.
    pub(super) fn begin(&self, slot: &Slot) -> bool {
        let begins = !self.sending(slot).busy;
        self.update_sending(slot, &mut |sending| sending.busy = true);
        begins
    }

    fn draw(&self) {
        let page = self.0.page.borrow();
        for place in self.0.places.borrow_mut().iter_mut() {
            place.draw(&page);
        }
        server::lead(&self.0.section);
    }
}
