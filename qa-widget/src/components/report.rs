//! What readers let writers know: all pages ranked, and one page in full.

use leptos::prelude::*;
use qa_api::paths;
use qa_api::reader::{
    EmptySearch, LostPage, OpenQuestion, PageReport, PageSummary, Reports, SectionReport, VoteNote, Votes,
};

use crate::messages::{self, report};

/// Pages with the most readers hurt first, and searches that found nothing.
#[component]
pub(crate) fn ReportsPage(
    /// What is known.
    reports: Reports,
) -> impl IntoView {
    let Reports { pages, lost_pages, empty_searches } = reports;
    let lost: Vec<_> = lost_pages.into_iter().map(|page| view! { <Lost page /> }).collect();
    let nothing = pages.is_empty().then(|| view! { <p>{report::NOTHING}</p> });
    let rows: Vec<_> = pages.into_iter().map(|page| view! { <PageRow page /> }).collect();
    let searches: Vec<_> = empty_searches.into_iter().map(|search| view! { <SearchRow search /> }).collect();
    view! {
        <h1>{report::HEADING}</h1>
        <p>{report::LEAD}</p>
        {nothing}
        {(!rows.is_empty())
            .then(|| {
                view! {
                    <div class="qa-table" role="region" tabindex="0" aria-label=report::HEADING>
                        <table>
                            <thead>
                                <tr>
                                    <th>{report::PAGE}</th>
                                    <th>{report::HURT}</th>
                                    <th>{report::NOT_USEFUL}</th>
                                    <th>{report::USEFUL}</th>
                                    <th>{report::UNANSWERED}</th>
                                    <th>{report::UNRESOLVED}</th>
                                    <th>{report::LOOK_AGAIN}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                }
            })}
        {(!lost.is_empty())
            .then(|| {
                view! {
                    <h2>{report::LOST_PAGES}</h2>
                    <p>{report::LOST_LEAD}</p>
                    <ul class="qa-queue">{lost}</ul>
                }
            })}
        {(!searches.is_empty())
            .then(|| {
                view! {
                    <h2>{report::EMPTY_SEARCHES}</h2>
                    <table>
                        <thead>
                            <tr>
                                <th>{report::WORDS}</th>
                                <th>{report::TIMES}</th>
                                <th>{report::LAST}</th>
                            </tr>
                        </thead>
                        <tbody>{searches}</tbody>
                    </table>
                }
            })}
    }
}

#[component]
fn PageRow(page: PageSummary) -> impl IntoView {
    view! {
        <tr>
            <td dir="auto">
                <a href=paths::report_page(&page.page)>{page.title}</a>
            </td>
            <td>{page.score}</td>
            <td>{page.votes.no}</td>
            <td>{page.votes.yes}</td>
            <td>{page.unanswered}</td>
            <td>{page.unresolved}</td>
            <td>{page.look_again}</td>
        </tr>
    }
}

#[component]
fn Lost(page: LostPage) -> impl IntoView {
    view! {
        <li>
            <p dir="auto">
                <a href=paths::personal_page(&page.page)>{page.title}</a>
            </p>
            <p class="qa-meta">{report::questions(page.questions)}</p>
        </li>
    }
}

#[component]
fn SearchRow(search: EmptySearch) -> impl IntoView {
    let day = messages::day(&search.last_at);
    let href = format!("{}?q={}", paths::QUESTIONS_LIST, search.words.replace(' ', "+"));
    view! {
        <tr>
            <td dir="auto">
                <a href=href>{search.words}</a>
            </td>
            <td>{search.hits}</td>
            <td>
                <time datetime=search.last_at>{day}</time>
            </td>
        </tr>
    }
}

/// Everything about one page.
#[component]
pub(crate) fn PageReportPage(
    /// What is known.
    report: PageReport,
) -> impl IntoView {
    let PageReport { summary, path, earlier, sections, reasons, notes, open, look_again } = report;
    let sections: Vec<_> =
        sections.into_iter().map(|section| view! { <SectionRow section path=path.clone() /> }).collect();
    let reasons: Vec<_> =
        reasons.into_iter().map(|count| view! { <li>{report::reason(count.reason)} ": " {count.count}</li> }).collect();
    let notes: Vec<_> = notes.into_iter().map(|note| view! { <Note note path=path.clone() /> }).collect();
    let open: Vec<_> = open.into_iter().map(|question| view! { <Open question /> }).collect();
    let again: Vec<_> = look_again
        .into_iter()
        .map(|answer| {
            let href = format!("{}#{}", paths::personal_page(&answer.page), paths::reply_anchor(&answer.reply));
            let day = messages::day(&answer.posted_at);
            view! {
                <li>
                    <p dir="auto">
                        <a href=href>{answer.title}</a>
                    </p>
                    <p class="qa-meta">
                        <bdi>{answer.section}</bdi>
                        " · "
                        <time datetime=answer.posted_at>{day}</time>
                    </p>
                </li>
            }
        })
        .collect();
    view! {
        <h1 dir="auto">{report::page_heading(&summary.title)}</h1>
        <p class="qa-meta">
            <a href=path>{report::READ_PAGE}</a>
            " · "
            <a href=paths::REPORTS_PAGE>{report::ALL_PAGES}</a>
            " · "
            {report::hurt(summary.score)}
        </p>
        <h2>{report::VOTES}</h2>
        <table>
            <thead>
                <tr>
                    <th>{report::SECTION}</th>
                    <th>{report::NOT_USEFUL}</th>
                    <th>{report::USEFUL}</th>
                    <th>{report::CHOSEN}</th>
                </tr>
            </thead>
            <tbody>{sections}</tbody>
        </table>
        {(earlier != Votes::default()).then(|| view! { <p>{report::earlier(earlier)}</p> })}
        {(!reasons.is_empty()).then(|| view! { <h2>{report::REASONS}</h2> <ul>{reasons}</ul> })}
        {(!notes.is_empty()).then(|| view! { <h2>{report::NOTES}</h2> <ul class="qa-queue">{notes}</ul> })}
        {(!again.is_empty()).then(|| view! { <h2>{report::LOOK_AGAIN}</h2> <ul class="qa-queue">{again}</ul> })}
        {(!open.is_empty()).then(|| view! { <h2>{report::OPEN}</h2> <ul class="qa-queue">{open}</ul> })}
    }
}

#[component]
fn SectionRow(section: SectionReport, path: String) -> impl IntoView {
    let SectionReport { anchor, title, votes, chosen } = section;
    let is_page = anchor.is_empty();
    let href = if is_page { path } else { format!("{path}#{anchor}") };
    let title = if is_page { report::WHOLE_PAGE.to_owned() } else { title };
    view! {
        <tr>
            <td dir="auto">
                <a href=href>{title}</a>
            </td>
            <td>{votes.no}</td>
            <td>{votes.yes}</td>
            <td>{chosen}</td>
        </tr>
    }
}

#[component]
fn Note(note: VoteNote, path: String) -> impl IntoView {
    let day = messages::day(&note.given_at);
    let verdict = if note.useful { report::USEFUL } else { report::NOT_USEFUL };
    let section = (!note.section.is_empty()).then(|| {
        let href = format!("{path}#{}", note.section);
        view! {
            " · "
            <a href=href>{format!("#{}", note.section)}</a>
        }
    });
    view! {
        <li>
            <p dir="auto">{note.note}</p>
            <p class="qa-meta">
                {verdict} {note.reason.map(|reason| view! { " · " {report::reason(reason)} })} {section} " · "
                <time datetime=note.given_at>{day}</time> {note.outdated.then(|| view! { " · " {report::CHANGED_SINCE} })}
            </p>
        </li>
    }
}

#[component]
fn Open(question: OpenQuestion) -> impl IntoView {
    let day = messages::day(&question.asked_at);
    view! {
        <li>
            <p dir="auto">
                <a href=question.url>{question.title}</a>
            </p>
            <p class="qa-meta">
                <time datetime=question.asked_at>{day}</time>
                " · "
                {messages::replies(question.replies)}
            </p>
        </li>
    }
}
