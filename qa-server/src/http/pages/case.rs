//! `GET /_qa/moderate/posts/{post}`: everything that moderators know of a post.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use qa_api::inbox::{PostRef, ReportReason};
use qa_api::paths;
use qa_api::problem::{Code, Problem};
use qa_api::thread::QuestionState;
use qa_widget::form;

use super::super::extract::Who;
use super::super::problem::{PageFailure, page, problem};
use super::super::shell;
use super::queue::{Done, notice};
use super::sign_in::sign_in_first;
use crate::app::App;
use crate::clock::{DAY, day, rfc3339};
use crate::domain::ticket::TicketState;
use crate::service::case::{Case, case};
use crate::service::{Refusal, Visitor};
use crate::store::flags::Flag;
use crate::store::tickets::Ticket;

const TITLE: &str = "Moderation";

/// Shows it, or how to sign in.
pub(in crate::http) async fn get_case(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(post): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    let Some(post) = PostRef::from_name(&post) else {
        return PageFailure::new(&app, Problem::new(Code::NotFound, "Check the address.")).into_response();
    };
    match case(&app, &visitor, post).await {
        Ok(case) => {
            let form = form::Case { notice: notice(&done), ..form(&app, case) };
            shell::page(&app, StatusCode::OK, TITLE, &qa_widget::render::case(&form))
        }
        Err(refusal) => sign_in_first(&app, refusal, paths::MODERATE),
    }
}

/// The page again, with why a form on it was not taken.
pub(in crate::http) async fn refused_case(
    app: &App,
    visitor: &Visitor,
    post: PostRef,
    refusal: Refusal,
) -> Result<Response, PageFailure> {
    let problem = problem(refusal);
    let case = case(app, visitor, post).await.map_err(|refusal| PageFailure::refusal(app, refusal))?;
    let form = form::Case { problem: Some(problem.clone()), ..form(app, case) };
    Ok(page(app, &problem, &qa_widget::render::case(&form)))
}

fn form(app: &App, case: Case) -> form::Case {
    let contents = app.site.contents();
    let reply = match &case.post {
        PostRef::Question(_) => None,
        PostRef::Reply(id) => case.thread.replies.iter().find(|reply| reply.id == *id),
    };
    let anchor = reply.map_or_else(|| paths::question_anchor(&case.thread.id), |reply| paths::reply_anchor(&reply.id));
    let body_html = reply.map_or(&case.thread.body_html, |reply| &reply.body_html).clone();
    form::Case {
        post: case.post.name(),
        question: case.thread.id.clone(),
        body_html,
        place: format!("{}#{anchor}", paths::personal_page(&case.page)),
        page_title: contents.home_title(&case.page),
        standing: standing(&case),
        answerable: case.thread.state == QuestionState::Published,
        may_ban: case.may_ban,
        priority: case.may_prioritise.then_some(case.priority),
        flags: case.flags.iter().map(|flag| (rfc3339(flag.created_at), told(flag))).collect(),
        notes: case
            .notes
            .into_iter()
            .map(|note| form::CaseNote {
                about_author: note.about_author,
                name: note.name,
                text: note.body,
                at: rfc3339(note.created_at),
            })
            .collect(),
        tickets: case.tickets.into_iter().map(|ticket| shown(app, ticket)).collect(),
        history: case
            .history
            .into_iter()
            .map(|row| form::CaseEvent {
                at: rfc3339(row.at),
                name: row.name.unwrap_or_default(),
                act: row.act,
                reason: row.reason,
                undone: row.undone,
            })
            .collect(),
        replies: app.rules.current().replies().to_vec(),
        title: case.thread.title,
        author: case.author,
        viewer: case.viewer,
        notice: None,
        problem: None,
    }
}

fn shown(app: &App, ticket: Ticket) -> form::CaseTicket {
    form::CaseTicket {
        link: ticket.remote_id.as_deref().and_then(|id| app.desks.link(&ticket.target, id)),
        state: ticket.seen.map(TicketState::name),
        compared_at: ticket.seen_at.map(rfc3339),
        target: ticket.target,
        id: ticket.remote_id,
        problem: ticket.problem,
    }
}

/// Sentences on what the author did before.
fn standing(case: &Case) -> Vec<String> {
    let standing = case.standing;
    let days = standing.age / DAY;
    let mut lines = vec![match days {
        0 => "The account is less than a day old.".to_owned(),
        1 => "The account is a day old.".to_owned(),
        days => format!("The account is {days} days old."),
    }];
    lines.push(match standing.published {
        0 => "Nothing of theirs is published.".to_owned(),
        1 => "1 post of theirs is published.".to_owned(),
        count => format!("{count} posts of theirs are published."),
    });
    if standing.suspect {
        lines.push("An earlier post was called spam, so what they write waits.".to_owned());
    }
    if let Some(ban) = &case.ban {
        lines.push(format!("They cannot post until {}: {}", day(ban.until), ban.reason));
    }
    lines
}

fn told(flag: &Flag) -> String {
    let what = match ReportReason::from_name(&flag.reason) {
        Some(ReportReason::Spam) => "reported as advertising",
        Some(ReportReason::Abuse) => "reported as hurting people",
        Some(ReportReason::Private) => "reported as telling something private",
        Some(ReportReason::Wrong) => "reported as wrong or out of date",
        Some(ReportReason::Other) => "reported",
        None => "passed on to the staff",
    };
    let settled = if flag.settled_at.is_some() { " (settled)" } else { "" };
    if flag.note.is_empty() { format!("{what}{settled}") } else { format!("{what}{settled} – {}", flag.note) }
}
