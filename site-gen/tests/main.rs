//! The generator tried as its users would, one module per promise.

mod approval;
mod diagnostics;
mod golden;
mod harness;
mod identity;
mod publishing;
mod questions;
mod watching;
