//! `qa-server outbox`: looking at what did not arrive, trying it again, discarding it.

use std::sync::Arc;

use anyhow::{Result, bail};
use qa_server::clock::{SystemClock, rfc3339};
use qa_server::config::command_line::{DataArgs, LetterArgs, OutboxCommand};
use qa_server::random::SystemRandom;
use qa_server::server::open_data;
use qa_server::service::dead_letters::{LetterAct, act_by_operator, every_letter, overview};

/// Does what `command` says.
pub(crate) async fn outbox(command: OutboxCommand) -> Result<()> {
    match command {
        OutboxCommand::List(data) => list(data).await,
        OutboxCommand::Retry(args) => act(args, LetterAct::Retry).await,
        OutboxCommand::Drop(args) => act(args, LetterAct::Discard).await,
    }
}

#[expect(clippy::print_stdout, reason = "the list is what was asked for")]
async fn list(data: DataArgs) -> Result<()> {
    let app = open_data(data.into_config()?, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    let overview = overview(&app).await?;
    app.store.close().await;
    for letter in &overview.letters {
        let at = rfc3339(letter.finished_at.unwrap_or(letter.created_at));
        let error = letter.last_error.as_deref().unwrap_or_default();
        println!("{}\t{at}\t{}\t{}\t{} tries\t{error}", letter.id, letter.target, letter.kind, letter.attempts);
    }
    for off in &overview.off {
        eprintln!("{} is off since {}: {}", off.target, rfc3339(off.at), off.reason);
    }
    eprintln!("{} did not arrive, {} on their way", overview.dead, overview.waiting);
    Ok(())
}

async fn act(args: LetterArgs, deed: LetterAct) -> Result<()> {
    let app = open_data(args.data.into_config()?, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    let letters = match args.all {
        true => every_letter(&app).await?,
        false => args.letters,
    };
    let done = act_by_operator(&app, &letters, deed).await?;
    app.store.close().await;
    let (what, next) = match deed {
        LetterAct::Retry => ("are tried again", "; the server does that"),
        LetterAct::Discard => ("are discarded", ""),
    };
    eprintln!("{done} of {} {what}{next}", letters.len());
    if done < letters.len() {
        bail!("{} are not there, or not dead; see `qa-server outbox list`", letters.len() - done);
    }
    Ok(())
}
