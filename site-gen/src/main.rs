//! `site-gen`: the command line of the site generator.
//!
//! Exit status: 0 when all is well, 1 when the sources have errors (or warnings, under `--strict`),
//! 2 when the arguments or the folders they name cannot be used.

mod cli;

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use site_gen::check::Severity;
use site_gen::check::format::{self, Format};
use site_gen::check::sarif::sarif;
use site_gen::external::Limits;
use site_gen::observer::Observer;
use site_gen::serve::Server;
use site_gen::{Options, Publish, Report};
use time::OffsetDateTime;

use crate::cli::progress::progress;

/// Renders a folder of Markdown to a static site.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the site, unless its sources have errors.
    Build {
        #[command(flatten)]
        sources: Sources,
        /// Folder for the site; replaced as a whole.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Build again on every change, and go on until interrupted.
        #[arg(long)]
        watch: bool,
        /// With --watch: make the search index anew with every build, which takes longer than all the rest.
        #[arg(long, requires = "watch")]
        search: bool,
        /// Say where the time went: stages, templates, slowest pages.
        #[arg(long)]
        timings: bool,
    },
    /// Show the site in a browser while it is written: every save is built and shown, with what is wrong with it.
    Serve {
        #[command(flatten)]
        sources: Sources,
        /// The port of this machine to serve on; 0 for any that is free.
        #[arg(long, default_value_t = 4100)]
        port: u16,
        /// Make the search index anew with every build, which takes longer than all the rest.
        #[arg(long)]
        search: bool,
    },
    /// Find everything that is wrong, and write nothing.
    Check {
        #[command(flatten)]
        sources: Sources,
        /// Ask the servers of all external links whether these are still there.
        #[arg(long)]
        external: bool,
    },
    #[command(flatten)]
    Writer(cli::WriterCommand),
}

#[derive(Args)]
struct Sources {
    /// Folder of Markdown files.
    content: PathBuf,
    /// Where the site is published, instead of `base_url` in site.yaml.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Origin of the server, where that is not the site's own, instead of `server` in site.yaml.
    #[arg(long, value_name = "URL")]
    server: Option<String>,
    /// Folder of a theme, instead of `theme` in site.yaml.
    #[arg(long, value_name = "DIR")]
    theme: Option<PathBuf>,
    /// Where pages can be edited, with `{path}`, instead of `edit_url` in site.yaml.
    #[arg(long, value_name = "PATTERN")]
    edit_url: Option<String>,
    /// Q&A snapshot to bake in: a file, or a server's URL.
    #[arg(long, value_name = "URL|FILE")]
    qa: Option<String>,
    /// Manifest of the site as it was published before, so that moved pages keep their ids.
    #[arg(long, value_name = "FILE")]
    previous: Option<PathBuf>,
    /// Where to write what the server alone is told: teams, duties, rules of moderation, canned replies.
    #[arg(long, value_name = "FILE")]
    server_data: Option<PathBuf>,
    /// Fail on warnings too.
    #[arg(long)]
    strict: bool,
    /// Build drafts too.
    #[arg(long)]
    drafts: bool,
    /// How to print what is wrong.
    #[arg(long, value_enum, default_value = "human")]
    format: FormatName,
}

#[derive(Clone, Copy, ValueEnum)]
enum FormatName {
    Human,
    Json,
    Sarif,
    Github,
}

impl Sources {
    fn options(&self) -> Options {
        Options {
            base_url: self.base_url.clone(),
            server: self.server.clone(),
            theme: self.theme.clone(),
            edit_url: self.edit_url.clone(),
            qa: self.qa.clone(),
            previous: self.previous.clone(),
            server_data: self.server_data.clone(),
            strict: self.strict,
            drafts: self.drafts,
            ..Options::new(&self.content, OffsetDateTime::now_utc())
        }
    }

    /// The content folder as seen from where the program runs, for formats that name files from there.
    fn folder(&self) -> String {
        self.content.to_string_lossy().trim_start_matches("./").trim_end_matches('/').to_owned()
    }

    fn format(&self) -> Format {
        match self.format {
            FormatName::Human => Format::Human,
            FormatName::Json => Format::Json,
            FormatName::Sarif => Format::Sarif,
            FormatName::Github => Format::Github,
        }
    }
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Whether the sources are as they should be.
fn run(cli: &Cli) -> anyhow::Result<bool> {
    match &cli.command {
        Command::Writer(command) => cli::run(command),
        Command::Build { sources, out, watch: false, timings, .. } => {
            let observer = Observer::new(Some(progress()));
            let options = Options { observer: observer.clone(), search: true, ..sources.options() };
            let report = site_gen::build(&options, out, Publish::Swap)?;
            print(&report, sources, Some(out))?;
            if *timings {
                write!(std::io::stderr(), "\n{}", observer.timings())?;
            }
            Ok(!report.failed)
        }
        Command::Build { sources, out, watch: true, search, .. } => {
            let tell = |outcome: Result<Report, _>| {
                let printed = match &outcome {
                    Ok(report) => print(report, sources, Some(out)),
                    Err(error) => writeln!(std::io::stderr(), "error: {error}"),
                };
                // A closed terminal is no reason to stop building.
                drop(printed);
            };
            let options = Options { search: *search, ..sources.options() };
            site_gen::watch::watch(&options, out, OffsetDateTime::now_utc, tell)?;
            Ok(true)
        }
        Command::Serve { sources, port, search } => {
            let options = Options { search: *search, ..sources.options() };
            let server = Server::bind(&options, *port)?;
            writeln!(std::io::stderr(), "Serving http://localhost:{}/ – Ctrl-C ends it.", server.address().port())?;
            let tell = |outcome: Result<Report, _>| {
                let printed = match &outcome {
                    Ok(report) => print(report, sources, None),
                    Err(error) => writeln!(std::io::stderr(), "error: {error}"),
                };
                // A closed terminal is no reason to stop serving.
                drop(printed);
            };
            server.run(OffsetDateTime::now_utc, tell)?;
            Ok(true)
        }
        Command::Check { sources, external } => {
            let limits = external.then(Limits::default);
            let report = site_gen::check(&Options { external: limits, ..sources.options() })?;
            print(&report, sources, None)?;
            Ok(!report.failed)
        }
    }
}

/// Diagnostics for people go to standard error, for programs to standard output.
fn print(report: &Report, sources: &Sources, out: Option<&Path>) -> std::io::Result<()> {
    let mut stderr = std::io::stderr().lock();
    match sources.format() {
        Format::Human => {
            let colour = stderr.is_terminal() && std::env::var_os("NO_COLOR").is_none();
            stderr.write_all(format::human(&report.diagnostics, colour).as_bytes())?;
        }
        Format::Json => std::io::stdout().lock().write_all(format::json(&report.diagnostics).as_bytes())?,
        Format::Sarif => {
            std::io::stdout().lock().write_all(sarif(&report.diagnostics, &sources.folder()).as_bytes())?;
        }
        Format::Github => {
            std::io::stdout().lock().write_all(format::github(&report.diagnostics, &sources.folder()).as_bytes())?;
        }
    }
    writeln!(stderr, "{}", summary(report, out))
}

/// `12 pages, 3 quotes left out, 0.03 s → public`
fn summary(report: &Report, out: Option<&Path>) -> String {
    let counted = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let mut parts = vec![counted(report.pages, "page")];
    for (severity, name) in [(Severity::Error, "error"), (Severity::Warning, "warning")] {
        if report.count(severity) > 0 {
            parts.push(counted(report.count(severity), name));
        }
    }
    if report.quotes_left_out() > 0 {
        parts.push(format!("{} left out", counted(report.quotes_left_out(), "quote")));
    }
    parts.push(format!("{:.2} s", report.elapsed.as_secs_f64()));
    let end = match out {
        Some(_) if report.failed => " → nothing written".to_owned(),
        Some(out) => format!(" → {}", out.display()),
        None => String::new(),
    };
    parts.join(", ") + &end
}
