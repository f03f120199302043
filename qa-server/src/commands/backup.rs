//! `qa-server backup` and `qa-server restore`.

use anyhow::Result;
use qa_server::backup::{Manifest, restore as restoring, take};
use qa_server::clock::{Clock, SystemClock};
use qa_server::config::command_line::{BackupArgs, RestoreArgs};

pub(crate) async fn backup(args: BackupArgs) -> Result<()> {
    let settings = args.data.settings()?.to_yaml();
    let manifest = take::take(&args.data.into_config()?, &settings, &args.to, SystemClock.now()).await?;
    eprintln!("{} holds {}", args.to.display(), told(&manifest));
    Ok(())
}

pub(crate) async fn restore(args: RestoreArgs) -> Result<()> {
    let config = args.data.into_config()?;
    let manifest = restoring::restore(&args.from, &config).await?;
    eprintln!("{} holds {}", config.data.display(), told(&manifest));
    eprintln!(
        "start a server with the same --data; its configuration without secrets is {}/qa.yaml",
        args.from.display()
    );
    Ok(())
}

fn told(manifest: &Manifest) -> String {
    let made_at = &manifest.made_at;
    match manifest.holds {
        Some(holds) => format!(
            "{} accounts, {} questions, {} replies, as of {made_at}",
            holds.accounts, holds.questions, holds.replies
        ),
        None => format!("a dump of PostgreSQL, as of {made_at}"),
    }
}
