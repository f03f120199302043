//! HTTP: the only module that knows axum.
//!
//! [`routes`] has every route with what it needs, and [`openapi`] describes those of the API.
//! [`api`] speaks JSON, [`form`] speaks to browsers without JavaScript; both call [`crate::service`] and decide nothing.
//! [`pages`] are whole pages of the server, in the site's shell; [`questions`] are permalinks, lists and feeds; [`site`] is the built site with its threads;
//! [`widget`] is what brings the threads to life; [`metrics`] counts all of it.
//!
//! **Invariants:** everything of the server's own is below `/_qa/`, but what is public below `/questions/`.
//! GET changes nothing; a search that finds nothing is counted.
//! What depends on who asks is never stored by anybody in between.

pub mod connection;
pub mod metrics;
pub mod routes;

mod api;
mod client;
mod cookies;
mod extract;
mod form;
mod headers;
mod health;
mod hook;
mod openapi;
mod origins;
mod pages;
mod problem;
mod protect;
mod questions;
mod session;
mod shell;
mod site;
mod widget;

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use qa_api::limits;
use tower_http::compression::CompressionLayer;

use crate::app::App;

/// The routes of [`routes::table`] with what is around them, and the site where none of them is.
pub fn router(app: Arc<App>, mail_folder: Option<PathBuf>) -> Router {
    let table = routes::table(mail_folder);
    let guarded = routes::router(&table, |route| !route.from_anywhere)
        .layer(protect::layer(&app))
        .layer(from_fn_with_state(app.clone(), protect::keep_text));
    if !widget::is_built_in() {
        tracing::warn!("built without the widget: questions are read and asked by plain forms only");
    }
    guarded
        .merge(routes::router(&table, |route| route.from_anywhere))
        .merge(routes::nothing_else())
        .method_not_allowed_fallback(problem::method_not_allowed)
        .fallback(site::get_site)
        .layer(from_fn(problem::of_libraries))
        .layer(DefaultBodyLimit::max(limits::REQUEST_MAX_BYTES))
        .layer(from_fn_with_state(app.clone(), origins::share))
        .layer(from_fn(headers::secure))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), metrics::count))
        .with_state(app)
}
