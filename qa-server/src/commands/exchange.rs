//! `qa-server export` and `qa-server import`.

use std::sync::Arc;

use anyhow::Result;
use qa_server::clock::SystemClock;
use qa_server::config::command_line::ExchangeArgs;
use qa_server::exchange::{self, export::Exported};
use qa_server::random::SystemRandom;
use qa_server::server::open_data;

pub(crate) async fn export(args: ExchangeArgs) -> Result<()> {
    let app = open_data(args.data.into_config()?, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    let exported = exchange::export::export(&app, &args.markdown).await?;
    app.store.close().await;
    let Exported { written, removed } = exported;
    eprintln!("wrote {written} threads into {}, removed {removed} that are gone", args.markdown.display());
    Ok(())
}

pub(crate) async fn import(args: ExchangeArgs) -> Result<()> {
    let app = open_data(args.data.into_config()?, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    let taken = exchange::import::import(&app, &args.markdown).await?;
    app.store.close().await;
    eprintln!("took in {taken} threads from {}", args.markdown.display());
    Ok(())
}
