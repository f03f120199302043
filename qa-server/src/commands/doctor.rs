//! `qa-server doctor`.

use anyhow::{Result, bail};
use qa_server::clock::{Clock, SystemClock};
use qa_server::config::command_line::ServeArgs;
use qa_server::doctor::{State, examine};

#[expect(clippy::print_stdout, reason = "the findings are what was asked for")]
pub(crate) async fn doctor(args: ServeArgs) -> Result<()> {
    let start = args.into_start()?;
    let findings = examine(&start.config, start.listen, SystemClock.now()).await;
    for finding in &findings {
        let state = match finding.state {
            State::Good => "good",
            State::Doubtful => "look",
            State::Bad => "BAD ",
        };
        println!("{state}  {:<8}  {}", finding.subject, finding.told);
    }
    match findings.iter().filter(|finding| finding.state == State::Bad).count() {
        0 => Ok(()),
        bad => bail!("{bad} of {} things need mending", findings.len()),
    }
}
