//! `/_qa/dev/mail`: the mails of a server for trying things out. The routes exist under `--dev` alone.

use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mail_parser::{Message, MessageParser};
use qa_api::problem::{Code, Problem};
use qa_api::{escape_html, paths};

use super::super::problem::PageFailure;
use super::super::routes::{Needs, Route};
use super::super::shell;
use crate::app::App;

/// The two rows of the table, over the mails in `folder`.
pub(in crate::http) fn dev_mail(folder: PathBuf) -> [Route; 2] {
    let list_folder = folder.clone();
    let one = format!("{}/{{id}}", paths::DEV_MAIL);
    [
        Route::read(paths::DEV_MAIL, Needs::Nothing, move |State(app): State<Arc<App>>| async move {
            list(&app, &list_folder)
        }),
        Route::read(one, Needs::Nothing, move |State(app): State<Arc<App>>, Path(id): Path<String>| async move {
            show(&app, &folder, &id)
        }),
    ]
}

fn list(app: &App, folder: &FilePath) -> Response {
    let mut ids: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".eml").map(str::to_owned))
        .collect();
    // An id begins with the time it was made.
    ids.sort_by(|a, b| b.cmp(a));
    let rows: String = ids.iter().filter_map(|id| row(folder, id)).collect();
    let body = if rows.is_empty() {
        "<h1>Mails</h1><p>No mail has been sent yet. Ask a question at the bottom of a page.</p>".to_owned()
    } else {
        format!(
            "<h1>Mails</h1><table><thead><tr><th>To</th><th>Subject</th><th>Sent</th></tr></thead><tbody>{rows}</tbody></table>"
        )
    };
    shell::page(app, StatusCode::OK, "Mails", &body)
}

fn row(folder: &FilePath, id: &str) -> Option<String> {
    let raw = std::fs::read(folder.join(format!("{id}.eml"))).ok()?;
    let mail = MessageParser::default().parse(&raw)?;
    Some(format!(
        "<tr><td>{}</td><td><a href=\"{}/{id}\">{}</a></td><td>{}</td></tr>",
        escape_html(&recipient(&mail)),
        paths::DEV_MAIL,
        escape_html(mail.subject().unwrap_or("(no subject)")),
        mail.date().map(mail_parser::DateTime::to_rfc3339).unwrap_or_default(),
    ))
}

fn recipient(mail: &Message<'_>) -> String {
    mail.to().and_then(|to| to.first()).and_then(|to| to.address()).unwrap_or_default().to_owned()
}

fn show(app: &App, folder: &FilePath, id: &str) -> Response {
    let named = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric());
    let raw = named.then(|| std::fs::read(folder.join(format!("{id}.eml"))).ok()).flatten();
    let Some(mail) = raw.as_deref().and_then(|raw| MessageParser::default().parse(raw)) else {
        return PageFailure::new(app, Problem::new(Code::NotFound, "There is no such mail.")).into_response();
    };
    let text = mail.body_text(0).unwrap_or_default();
    let body = format!(
        "<h1>{}</h1><p>To {}</p><pre>{}</pre><p><a href=\"{}\">All mails</a></p>",
        escape_html(mail.subject().unwrap_or("(no subject)")),
        escape_html(&recipient(&mail)),
        with_links(&text),
        paths::DEV_MAIL,
    );
    shell::page(app, StatusCode::OK, "Mail", &body)
}

/// The text escaped, its addresses as links.
fn with_links(text: &str) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(|word| {
            let address = word.trim_end();
            let rest = &word[address.len()..];
            if address.starts_with("http://") || address.starts_with("https://") {
                let address = escape_html(address);
                format!("<a href=\"{address}\">{address}</a>{rest}")
            } else {
                escape_html(word)
            }
        })
        .collect()
}
