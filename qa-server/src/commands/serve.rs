//! `qa-server serve`.

use std::sync::Arc;

use anyhow::{Context, Result};
use qa_server::Server;
use qa_server::clock::SystemClock;
use qa_server::config::command_line::ServeArgs;
use qa_server::random::SystemRandom;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

pub(crate) async fn serve(args: ServeArgs) -> Result<()> {
    let (config, listen) = args.into_config()?;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen}; stop what uses it, or choose another with --listen"))?;
    let base_url = config.base_url.clone();
    let server = Server::start(config, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let shutdown = async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
    };
    tracing::info!(%listen, %base_url, "serving");
    server.run(listener, shutdown).await;
    Ok(())
}
