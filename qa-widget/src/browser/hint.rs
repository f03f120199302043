//! The hint by which the loader chooses: whether somebody was signed in here when the page was last open.
//!
//! It is only about what is fetched. A wrong hint costs a second module or some bytes too many; what a reader may see
//! is decided by the server alone.

use super::dom;

/// The hint's name, which the loader knows.
const NAME: &str = "qaMember";

/// Says whether somebody is signed in.
pub(super) fn set(signed_in: bool) {
    if let Some(storage) = dom::storage() {
        // A full or forbidden storage keeps nothing, which is a wrong hint.
        let _ = if signed_in { storage.set_item(NAME, "1") } else { storage.remove_item(NAME) };
    }
}
