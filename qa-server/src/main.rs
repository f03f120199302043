//! The qa-server command.

mod commands;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use qa_server::config::command_line::{Cli, Command};
use qa_server::config::settings::LogFormat;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse().command).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<ExitCode> {
    if !matches!(command, Command::Serve(_)) {
        // How a server writes its logs is part of its configuration.
        commands::logs::start(LogFormat::Text);
    }
    match command {
        Command::Serve(args) => commands::serve::serve(args).await,
        Command::Outbox(command) => commands::outbox::outbox(command).await,
        Command::Account(command) => commands::account::account(command).await,
        Command::Config(command) => commands::config::config(command),
        Command::Doctor(args) => commands::doctor::doctor(args).await,
        Command::Migrate(data) => commands::migrate::migrate(data).await,
        Command::Backup(args) => commands::backup::backup(args).await,
        Command::Restore(args) => commands::backup::restore(args).await,
        Command::Copy(args) => commands::copy::copy(args).await,
        Command::Export(args) => commands::exchange::export(args).await,
        Command::Import(args) => commands::exchange::import(*args).await,
        Command::Reconcile(args) => return Ok(commands::reconcile::reconcile(*args).await),
    }?;
    Ok(ExitCode::SUCCESS)
}
