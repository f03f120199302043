//! The qa-server command.

mod commands;

use std::process::ExitCode;

use clap::Parser;
use qa_server::config::command_line::{Cli, Command};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::builder().with_default_directive(tracing::Level::INFO.into()).from_env_lossy();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let result = match Cli::parse().command {
        Command::Serve(args) => commands::serve::serve(args).await,
        Command::Outbox(command) => commands::outbox::outbox(command).await,
        Command::Account(command) => commands::account::account(command).await,
        Command::Config(command) => commands::config::config(command),
        Command::Reconcile(args) => return commands::reconcile::reconcile(*args).await,
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
