//! The rules of the community, as types and functions.
//!
//! **Invariant:** nothing here does I/O, knows the time, or draws randomness; all of that comes in as arguments.

pub mod account;
pub mod build;
pub mod capability;
pub mod digest;
pub mod edit;
pub mod event;
pub mod follow;
pub mod home;
pub mod inbox;
pub mod limit;
pub mod mention;
pub mod outbound;
pub mod policy;
pub mod post;
pub mod profile;
pub mod report;
pub mod return_path;
pub mod rotation;
pub mod search;
pub mod signals;
pub mod status;
pub mod text;
pub mod ticket;
pub mod trace;
pub mod transition;
