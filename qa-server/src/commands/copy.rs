//! `qa-server copy`: moving house between the two databases.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use qa_server::backup::{KEY, SQLITE};
use qa_server::clock::SystemClock;
use qa_server::config::DataConfig;
use qa_server::config::command_line::CopyArgs;
use qa_server::random::SystemRandom;
use qa_server::server::open_data;
use qa_server::store::Store;
use qa_server::store::copy::copy as copy_rows;

pub(crate) async fn copy(args: CopyArgs) -> Result<()> {
    let config = args.data.into_config()?;
    if !config.data.join(KEY).exists() {
        bail!("there is no server's data in {}; name its folder by --data", config.data.display());
    }
    let app = open_data(config.clone(), Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    let url = args.to.expose();
    let target = if url.contains("://") { Store::open_postgres(url).await } else { open_folder(&config, url).await? };
    let target = target.context("the other database cannot be used")?;
    let copied = copy_rows(&app.store, &target).await?;
    target.close().await;
    app.store.close().await;
    let rows: u64 = copied.iter().map(|(_, rows)| rows).sum();
    eprintln!("copied {rows} rows of {} tables", copied.len());
    eprintln!(
        "{}",
        if url.contains("://") {
            "start the server with --database and the same --data, where its key is".to_owned()
        } else {
            format!("start the server with --data {url} and without --database")
        }
    );
    Ok(())
}

/// A new data folder with a SQLite database and the same key, so that links in people's mails still work.
async fn open_folder(config: &DataConfig, folder: &str) -> Result<Result<Store, qa_server::store::StoreError>> {
    let folder = Path::new(folder);
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let key = folder.join(KEY);
    if !key.exists() {
        fs::copy(config.data.join(KEY), &key).with_context(|| format!("cannot write {}", key.display()))?;
    } else if fs::read(&key)? != fs::read(config.data.join(KEY))? {
        bail!("{} is the key of another server; name an empty folder", key.display());
    }
    Ok(Store::open_sqlite(&folder.join(SQLITE)).await)
}
