//! The commands of the program that help with writing and build nothing. Part of the program, not of the library.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use serde::Serialize;
use site_gen::check::{Diagnostic, format};
use site_gen::schema::Subject;
use site_gen::{Options, gallery, quotes};
use time::OffsetDateTime;

/// Commands for writers.
#[derive(Subcommand)]
pub(crate) enum WriterCommand {
    /// List every component with its parameters and an example.
    Components {
        /// Folder of Markdown files.
        content: PathBuf,
        /// Folder of a theme, instead of `theme` in site.yaml.
        #[arg(long, value_name = "DIR")]
        theme: Option<PathBuf>,
        /// How to print the list.
        #[arg(long, value_enum, default_value = "human")]
        format: ListFormat,
    },
    /// Say of every quote whether it is shown, and if not, why.
    Quotes {
        /// Folder of Markdown files.
        content: PathBuf,
        /// Folder of a theme, instead of `theme` in site.yaml.
        #[arg(long, value_name = "DIR")]
        theme: Option<PathBuf>,
        /// An approval that ends within so many days is about to expire.
        #[arg(long, value_name = "DAYS", default_value_t = 30)]
        expiring: u16,
        /// How to print the list.
        #[arg(long, value_enum, default_value = "human")]
        format: ListFormat,
    },
    /// Print a JSON Schema, for editors that complete and check as you type.
    Schema {
        /// What the schema is of.
        #[arg(value_enum)]
        subject: SubjectName,
    },
}

/// How a list is printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people.
    Human,
    /// For programs.
    Json,
}

/// What there is a schema of.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum SubjectName {
    /// What stands at the top of a page.
    FrontMatter,
    /// What stands in `_index.md`.
    FolderDefaults,
    /// `site.yaml`.
    Site,
    /// `_data/testimonials.yaml`.
    Testimonials,
}

/// Runs `command`, and says whether the sources are as they should be.
pub(crate) fn run(command: &WriterCommand) -> anyhow::Result<bool> {
    match command {
        WriterCommand::Components { content, theme, format } => {
            let options = Options { theme: theme.clone(), ..Options::new(content, OffsetDateTime::now_utc()) };
            return list(gallery::list(&options)?, *format, gallery::human);
        }
        WriterCommand::Quotes { content, theme, expiring, format } => {
            let options = Options { theme: theme.clone(), ..Options::new(content, OffsetDateTime::now_utc()) };
            return list(quotes::list(&options, *expiring)?, *format, quotes::human);
        }
        WriterCommand::Schema { subject } => print(
            &match subject {
                SubjectName::FrontMatter => Subject::FrontMatter,
                SubjectName::FolderDefaults => Subject::FolderDefaults,
                SubjectName::Site => Subject::Site,
                SubjectName::Testimonials => Subject::Testimonials,
            }
            .to_json(),
        )?,
    }
    Ok(true)
}

/// Prints entries, or what keeps them from being known.
fn list<T: Serialize>(
    entries: Result<Vec<T>, Vec<Diagnostic>>,
    format: ListFormat,
    human: impl Fn(&[T]) -> String,
) -> anyhow::Result<bool> {
    match entries {
        Ok(entries) => print(&match format {
            ListFormat::Human => human(&entries),
            ListFormat::Json => serde_json::to_string_pretty(&entries)? + "\n",
        })?,
        Err(diagnostics) => {
            std::io::stderr().lock().write_all(format::human(&diagnostics, false).as_bytes())?;
            return Ok(false);
        }
    }
    Ok(true)
}

/// Writes to standard output; a reader that has seen enough is no mistake.
fn print(text: &str) -> std::io::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome,
    }
}
