//! What an operator's graphs are drawn from: counted in memory ([`requests`]), read from the database when asked for
//! ([`gather`]), and told in the words of Prometheus ([`text`]).
//!
//! **Invariant:** a label is one of a few words of this program, or the name of a target: never what somebody sent.

pub mod requests;

mod gather;
mod text;

use std::sync::Arc;

use self::requests::Requests;
use self::text::Text;
use crate::app::App;
use crate::store::StoreError;

/// What is counted since the server started.
#[derive(Default)]
pub struct Metrics {
    /// Requests and how long they took.
    pub requests: Requests,
}

/// Everything in the text format of Prometheus, version 0.0.4.
///
/// # Errors
/// When the database is away.
pub async fn tell(app: &Arc<App>) -> Result<String, StoreError> {
    let mut text = Text::default();
    text.gauge("postil_build_info", "The release that runs.", &[("release", env!("CARGO_PKG_VERSION"))], 1);
    app.metrics.requests.write(&mut text);
    gather::write(app, &mut text).await?;
    Ok(text.into_string())
}
