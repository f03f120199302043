//! The commands of the program that help with writing and build nothing. Part of the program, not of the library.

pub(crate) mod progress;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Subcommand, ValueEnum};
use serde::Serialize;
use site_gen::check::{Diagnostic, format};
use site_gen::edit::{self, import, rename, scaffold};
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
        /// An approval that ends within so many days is about to expire; as `expiring` in site.yaml by default.
        #[arg(long, value_name = "DAYS")]
        expiring: Option<u16>,
        /// How to print the list.
        #[arg(long, value_enum, default_value = "human")]
        format: ListFormat,
    },
    /// Begin a site or a page.
    New {
        #[command(subcommand)]
        what: New,
    },
    /// Move a page, a folder or a file, with every link to it and a redirect from its old address.
    Mv {
        /// What to move.
        old: PathBuf,
        /// Where to; into it, when it is a folder that is there.
        new: PathBuf,
        /// The content folder, when no site.yaml shows which it is.
        #[arg(long, value_name = "DIR")]
        content: Option<PathBuf>,
        /// Manifest of the site as it was published before, so that pages that moved before keep their ids.
        #[arg(long, value_name = "FILE")]
        previous: Option<PathBuf>,
        /// Say what would change, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Make a site of the pages of a Hugo, Zola, Docusaurus or MkDocs tree, and say what could not be carried.
    Import {
        /// The tree, with the other generator's configuration.
        folder: PathBuf,
        /// The content folder to make; has to be empty, or not there.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Print a JSON Schema, for editors that complete and check as you type.
    Schema {
        /// What the schema is of.
        #[arg(value_enum)]
        subject: SubjectName,
    },
}

/// What to begin.
#[derive(Subcommand)]
pub(crate) enum New {
    /// A small site in a folder of its own.
    Site {
        /// The folder; has to be empty, or not there.
        folder: PathBuf,
    },
    /// A page of a site.
    Page {
        /// Its file, which ends in `.md`.
        path: PathBuf,
        /// What it is called, if not like its file.
        #[arg(long)]
        title: Option<String>,
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
    /// `_data/teams.yaml`.
    Teams,
    /// `_data/moderation.yaml`.
    Moderation,
    /// `_data/replies.yaml`.
    Replies,
    /// `_data/rotations.yaml`.
    Rotations,
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
        WriterCommand::New { what: New::Site { folder } } => {
            let files = scaffold::site(folder)?;
            let folder = folder.display();
            let files: String = files.into_iter().map(|file| format!("{folder}/{file}\n")).collect();
            print(&format!("{files}\nNext: site-gen serve {folder}\n"))?;
        }
        WriterCommand::New { what: New::Page { path, title } } => {
            scaffold::page(path, title.as_deref())?;
            print(&format!("{}\n", path.display()))?;
        }
        WriterCommand::Mv { old, new, content, previous, dry_run } => {
            let content = content.clone().or_else(|| edit::content_folder(old));
            let content =
                content.context("there is no site.yaml in a folder around it; name the folder with --content")?;
            // As `mv` does: into a folder that is there, under the same name.
            let inside = old.file_name().filter(|_| new.is_dir());
            let new = inside.map_or_else(|| new.clone(), |name| new.join(name));
            let (old, new) = (below(&content, old)?, below(&content, &new)?);
            let now = OffsetDateTime::now_utc();
            let options = Options { previous: previous.clone(), ..Options::new(&content, now) };
            print(&rename::human(&rename::rename(&options, &old, &new, *dry_run)?))?;
        }
        WriterCommand::Import { folder, out } => print(&import::human(&import::import(folder, out)?))?,
        WriterCommand::Schema { subject } => print(
            &match subject {
                SubjectName::FrontMatter => Subject::FrontMatter,
                SubjectName::FolderDefaults => Subject::FolderDefaults,
                SubjectName::Site => Subject::Site,
                SubjectName::Testimonials => Subject::Testimonials,
                SubjectName::Teams => Subject::Teams,
                SubjectName::Moderation => Subject::Moderation,
                SubjectName::Replies => Subject::Replies,
                SubjectName::Rotations => Subject::Rotations,
            }
            .to_json(),
        )?,
    }
    Ok(true)
}

/// `path` as seen from the content folder, with `/`.
fn below(content: &Path, path: &Path) -> anyhow::Result<String> {
    let (content, path) = (std::path::absolute(content)?, std::path::absolute(path)?);
    let below = path.strip_prefix(&content).with_context(|| format!("{} is outside the site", path.display()))?;
    let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
    Ok(names.join("/"))
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
