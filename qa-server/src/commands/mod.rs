//! What the program does when it is called: one file for each command.
//!
//! `main` hands over what was parsed; what a command prints on the standard output is what was asked for.

pub(crate) mod account;
pub(crate) mod backup;
pub(crate) mod config;
pub(crate) mod copy;
pub(crate) mod doctor;
pub(crate) mod exchange;
pub(crate) mod logs;
pub(crate) mod migrate;
pub(crate) mod outbox;
pub(crate) mod reconcile;
pub(crate) mod serve;
