//! `qa-server reconcile`: where questions and their tickets in other systems do not agree.
//!
//! Ends with 0 when all agree, with 1 when some do not, and with 2 when that could not be found out.
//! Mending is left to the worker, so a server has to run for it; what is not mended within a minute is still to come.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use qa_server::Server;
use qa_server::clock::SystemClock;
use qa_server::config::command_line::ReconcileArgs;
use qa_server::random::SystemRandom;
use qa_server::service::tickets::reconcile::{count_under_way, mend, table};

/// How long is waited for what is being mended.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_secs(2);

pub(crate) async fn reconcile(args: ReconcileArgs) -> ExitCode {
    match compare(args).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Says whether all agree in the end.
#[expect(clippy::print_stdout, reason = "the table is what was asked for")]
async fn compare(args: ReconcileArgs) -> Result<bool> {
    let config = args.serve.into_start()?.config;
    let server = Server::start(config, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    let app = server.app();
    if app.desks.is_empty() {
        bail!("no system that keeps tickets is configured; name one under targets: in the configuration file");
    }
    let drift = app.desks.drift(&app).await?;
    if drift.is_empty() {
        eprintln!("every question agrees with its tickets");
        return Ok(true);
    }
    print!("{}", table(&drift));
    if !args.mend {
        eprintln!("{} to mend; a running server does it after `qa-server reconcile --mend`", drift.len());
        return Ok(false);
    }
    let effects = mend(&app, &drift).await?;
    // The other systems count every question that they are asked, so they are compared with once more, at the end.
    let mut waited = Duration::ZERO;
    while count_under_way(&app, &effects).await? > 0 && waited < PATIENCE {
        tokio::time::sleep(PAUSE).await;
        waited += PAUSE;
    }
    let drift = app.desks.drift(&app).await?;
    if drift.is_empty() {
        eprintln!("mended {}", effects.len());
        return Ok(true);
    }
    eprintln!("{} still to mend; is a server running? `qa-server reconcile` says what is left", drift.len());
    Ok(false)
}
