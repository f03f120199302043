//! `qa-server export` and `qa-server import`.

use std::sync::Arc;

use anyhow::Result;
use qa_server::clock::SystemClock;
use qa_server::config::command_line::{ExchangeArgs, ImportArgs};
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

#[expect(clippy::print_stdout, reason = "the report is what was asked for")]
pub(crate) async fn import(args: ImportArgs) -> Result<()> {
    let folder = args.markdown.clone();
    let (data, order) = args.into_order()?;
    let app = open_data(data, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    if let Some(order) = order {
        let report = exchange::foreign::import(&app, &order).await?;
        println!("{report}");
    } else if let Some(folder) = folder {
        let taken = exchange::import::import(&app, &folder).await?;
        eprintln!("took in {taken} threads from {}", folder.display());
    }
    app.store.close().await;
    Ok(())
}
