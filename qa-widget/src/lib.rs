//! Questions and answers at the bottom of a page, as Leptos components.
#![recursion_limit = "256"]
