//! `qa-server config`: what a server would be started with, and what the file may say.

use anyhow::Result;
use qa_server::config::command_line::{ConfigCommand, ServeArgs};
use qa_server::config::reference;

pub(crate) fn config(command: ConfigCommand) -> Result<()> {
    match command {
        ConfigCommand::Check(args) => check(*args),
        ConfigCommand::Schema => schema(),
    }
}

#[expect(clippy::print_stdout, reason = "the settings are what was asked for")]
fn check(args: ServeArgs) -> Result<()> {
    let dev = args.dev;
    let settings = args.settings()?;
    print!("{}", settings.to_yaml());
    let start = settings.into_start(dev)?;
    eprintln!("a server for {} could be started with this, on {}", start.config.base_url, start.listen);
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the schema is what was asked for")]
fn schema() -> Result<()> {
    print!("{}", reference::schema());
    Ok(())
}
