//! Places: elements whose whole content is one view, taken over as it was rendered or filled afresh.
//!
//! Each kind of place costs the browser code of its own, so there are few.

use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::{PositionState, Render, RenderHtml};
use web_sys::Element;

use crate::state::Page;

/// A place that is drawn again whenever something changes.
pub(super) struct Place {
    /// The element.
    #[cfg(feature = "member")]
    pub(super) host: Element,
    draw: Box<dyn FnMut(&Page)>,
}

impl Place {
    /// Takes over what is in `host`; nothing when `view` has nothing to show.
    ///
    /// Traps when something else is in there than the server renders.
    pub(super) fn hydrate<V>(host: Element, page: &Page, view: impl Fn(&Page) -> Option<V> + 'static) -> Option<Self>
    where
        V: RenderHtml,
        V::State: 'static,
    {
        let state = view(page)?.hydrate::<true>(&Cursor::new(host.clone()), &PositionState::default());
        Some(Self::new(host, state, view))
    }

    /// Fills `host`, which is empty.
    #[cfg(feature = "member")]
    pub(super) fn fill<V>(host: Element, page: &Page, view: impl Fn(&Page) -> Option<V> + 'static) -> Option<Self>
    where
        V: Render,
        V::State: 'static,
    {
        use leptos::tachys::view::Mountable;

        let mut state = view(page)?.build();
        state.mount(&host, None);
        Some(Self::new(host, state, view))
    }

    fn new<V>(
        #[cfg_attr(not(feature = "member"), expect(unused_variables, reason = "a visitor's places stay"))]
        host: Element,
        mut state: V::State,
        view: impl Fn(&Page) -> Option<V> + 'static,
    ) -> Self
    where
        V: Render,
        V::State: 'static,
    {
        let draw = Box::new(move |page: &Page| {
            if let Some(view) = view(page) {
                view.rebuild(&mut state);
            }
        });
        Self {
            #[cfg(feature = "member")]
            host,
            draw,
        }
    }

    /// Shows what has changed.
    pub(super) fn draw(&mut self, page: &Page) {
        (self.draw)(page);
    }
}
