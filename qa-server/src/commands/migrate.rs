//! `qa-server migrate`.

use std::sync::Arc;

use anyhow::Result;
use qa_server::clock::SystemClock;
use qa_server::config::command_line::DataArgs;
use qa_server::random::SystemRandom;
use qa_server::server::open_data;

pub(crate) async fn migrate(data: DataArgs) -> Result<()> {
    let app = open_data(data.into_config()?, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    let release = app.store.find_release().await?;
    app.store.close().await;
    eprintln!("the tables are up to date: {release} changes in all");
    Ok(())
}
