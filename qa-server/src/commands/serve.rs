//! `qa-server serve`.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context, Result};
use qa_server::Server;
use qa_server::clock::SystemClock;
use qa_server::config::command_line::ServeArgs;
use qa_server::config::settings::Start;
use qa_server::random::SystemRandom;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::logs;

pub(crate) async fn serve(args: ServeArgs) -> Result<()> {
    let Start { config, listen, metrics_listen, log_format } = args.into_start()?;
    logs::start(log_format);
    let listener = bind(listen, "--listen").await?;
    let metrics = match metrics_listen {
        Some(address) => Some(bind(address, "--metrics-listen").await?),
        None => None,
    };
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
    server.with_metrics(metrics).run(listener, shutdown).await;
    Ok(())
}

async fn bind(address: SocketAddr, option: &str) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}; stop what uses it, or choose another with {option}"))
}
