//! `qa-server account`: roles and bans, by the one who has the machine.

use std::sync::Arc;

use anyhow::{Result, bail};
use qa_api::request::role_name;
use qa_server::clock::SystemClock;
use qa_server::config::command_line::{AccountCommand, BanArgs, DataArgs, GrantArgs, UnbanArgs};
use qa_server::random::SystemRandom;
use qa_server::server::open_data;
use qa_server::service::accounts;

pub(crate) async fn account(command: AccountCommand) -> Result<()> {
    match command {
        AccountCommand::Grant(args) => grant(args).await,
        AccountCommand::List(data) => list_accounts(data).await,
        AccountCommand::Ban(args) => ban(args).await,
        AccountCommand::Unban(args) => unban(args).await,
    }
}

#[expect(clippy::print_stdout, reason = "the link is what was asked for")]
async fn grant(args: GrantArgs) -> Result<()> {
    let Ok(address) = qa_api::limits::email(&args.address) else {
        bail!("{:?} is not an e-mail address", args.address);
    };
    let name = args.name.unwrap_or_else(|| address.split('@').next().unwrap_or_default().to_owned());
    let name = qa_api::limits::name(&name).map_err(|problem| anyhow::anyhow!("--name: {}", problem.message))?;
    let app = open_data(args.data.into_config()?, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    let account = accounts::grant(&app, &address, &name, args.role.into()).await?;
    eprintln!("{address} is {:?} now", account.role);
    if args.sign_in_link {
        println!("{}", accounts::sign_in_link(&app, &account).await?);
    }
    app.store.close().await;
    Ok(())
}

async fn ban(args: BanArgs) -> Result<()> {
    let reason =
        qa_api::limits::reason(&args.reason).map_err(|problem| anyhow::anyhow!("--reason: {}", problem.message))?;
    let app = open_data(args.data.into_config()?, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    let banned = accounts::ban(&app, &args.address, args.days, &reason).await?;
    app.store.close().await;
    let Some(account) = banned else { bail!("no account has the address {:?}", args.address) };
    eprintln!(
        "{} ({}) may not post for {} days; the mail about it goes out with the server",
        account.name, account.address, args.days
    );
    Ok(())
}

async fn unban(args: UnbanArgs) -> Result<()> {
    let app = open_data(args.data.into_config()?, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    let lifted = accounts::unban(&app, &args.address).await?;
    app.store.close().await;
    if lifted == 0 {
        bail!("no ban of {:?} holds", args.address);
    }
    eprintln!("{} may post again", args.address);
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the list is what was asked for")]
async fn list_accounts(data: DataArgs) -> Result<()> {
    let app = open_data(data.into_config()?, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    for account in accounts::list(&app).await? {
        println!("{}\t{}\t{}\t{}", account.id, role_name(account.role), account.address, account.name);
    }
    app.store.close().await;
    Ok(())
}
