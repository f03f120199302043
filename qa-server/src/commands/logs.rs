//! What the program writes down while it runs: to the standard error output, as lines for people or as JSON.

use qa_server::config::settings::LogFormat;
use tracing_subscriber::EnvFilter;

/// Begins to write down what happens; `RUST_LOG` says how much.
pub(crate) fn start(format: LogFormat) {
    let filter = EnvFilter::builder().with_default_directive(tracing::Level::INFO.into()).from_env_lossy();
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().flatten_event(true).init(),
    }
}
