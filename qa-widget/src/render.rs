//! One function per view: state in, HTML out.
//!
//! Called by qa-server for the placeholder's fragment ([`page_view`]) and for the body of the shell (all others).
//! Rendering is synchronous and pure: the same state gives the same bytes.

use leptos::prelude::*;
use qa_api::inbox::ResponseTimes;
use qa_api::people::{Leaving, Person};
use qa_api::problem;
use qa_api::reader::{PageReport, Reports, Similar};
use qa_api::thread::PageView;

use crate::components::account::LeftPage;
use crate::components::ask_form::AskPage;
use crate::components::case::CasePage;
use crate::components::code_entry::CodePage;
use crate::components::edit_form::EditPage;
use crate::components::flag::FlagPage;
use crate::components::follows::FollowPage;
use crate::components::inbox::InboxPage;
use crate::components::notice::Notice;
use crate::components::outbox::OutboxPage;
use crate::components::page_view::PageThreads;
use crate::components::people::PeoplePage;
use crate::components::person::PersonView;
use crate::components::problem::ProblemPage;
use crate::components::profile::ProfilePage;
use crate::components::question_list::QuestionListPage;
use crate::components::question_page::QuestionPage;
use crate::components::reply_form::ReplyPage;
use crate::components::report::{PageReportPage, ReportsPage};
use crate::components::sign_in::{LinkPage, SignInPage};
use crate::components::similar::SimilarList;
use crate::components::solved::SolvedPage;
use crate::components::times::TimesPage;
use crate::components::unsubscribe::UnsubscribePage;
use crate::components::versions::VersionsPage;
use crate::state::Page;
use crate::{form, outbox, people};

/// The threads of a page and the form to ask below them: the fragment inside the placeholder.
///
/// For a view without threads and viewer, the page's id occurs only where text may be replaced by another id.
pub fn page_view(view: &PageView) -> String {
    let page = Page::new(view.clone());
    html(|| view! { <PageThreads page=&page /> })
}

/// The form to ask a question, as a page of its own.
pub fn ask(form: &form::AskForm) -> String {
    html(|| view! { <AskPage form=form.clone() /> })
}

/// The form to reply to a question, as a page of its own.
pub fn reply(form: &form::ReplyForm) -> String {
    html(|| view! { <ReplyPage form=form.clone() /> })
}

/// The page on which an e-mailed code is entered.
pub fn code(form: &form::CodeForm) -> String {
    html(|| view! { <CodePage form=form.clone() /> })
}

/// The sign-in page.
pub fn sign_in(form: &form::SignInForm) -> String {
    html(|| view! { <SignInPage form=form.clone() /> })
}

/// The page behind an e-mailed sign-in link.
pub fn link(form: &form::LinkForm) -> String {
    html(|| view! { <LinkPage form=form.clone() /> })
}

/// The page behind an e-mail's unsubscribe link.
pub fn unsubscribe(form: &form::UnsubscribeForm) -> String {
    html(|| view! { <UnsubscribePage form=form.clone() /> })
}

/// What has just been done, to be put before a page's own text.
pub fn notice(notice: &form::Notice) -> String {
    html(|| view! { <Notice notice=notice.clone() /> })
}

/// The moderators' inbox.
pub fn inbox(inbox: &form::Inbox) -> String {
    html(|| view! { <InboxPage inbox=inbox.clone() /> })
}

/// Everything that moderators know of a post.
pub fn case(case: &form::Case) -> String {
    html(|| view! { <CasePage case=case.clone() /> })
}

/// Reporting a post.
pub fn flag(form: &form::FlagForm) -> String {
    html(|| view! { <FlagPage form=form.clone() /> })
}

/// How long people wait.
pub fn times(times: &ResponseTimes) -> String {
    html(|| view! { <TimesPage times=times.clone() /> })
}

/// One question as a page of its own.
pub fn question(page: &form::QuestionPage) -> String {
    html(|| view! { <QuestionPage page=page.clone() /> })
}

/// The form to edit a post, as a page of its own.
pub fn edit(form: &form::EditForm) -> String {
    html(|| view! { <EditPage form=form.clone() /> })
}

/// The versions of a post's text.
pub fn versions(page: &form::VersionsPage) -> String {
    html(|| view! { <VersionsPage page=page.clone() /> })
}

/// A list of questions.
pub fn question_list(list: &form::QuestionList) -> String {
    html(|| view! { <QuestionListPage list=list.clone() /> })
}

/// What may answer a question already, to be put below a page's own text; nothing when nothing was found.
pub fn similar(similar: &Similar) -> String {
    html(|| view! { <SimilarList similar=similar.clone() /> })
}

/// What there is to follow around a question or page.
pub fn follow_page(page: &people::FollowPage) -> String {
    html(|| view! { <FollowPage page=page.clone() /> })
}

/// What people see and change of their own account.
pub fn profile(page: &people::ProfilePage) -> String {
    html(|| view! { <ProfilePage page=page.clone() /> })
}

/// What somebody reads who has just left.
pub fn left(leaving: &Leaving) -> String {
    html(|| view! { <LeftPage leaving=leaving.clone() /> })
}

/// Somebody as everybody may know them.
pub fn person(person: &Person) -> String {
    html(|| view! { <PersonView person=person.clone() /> })
}

/// What a mail asks the day after a reply.
pub fn solved(form: &form::SolvedForm) -> String {
    html(|| view! { <SolvedPage form=form.clone() /> })
}

/// What did not arrive.
pub fn outbox(page: &outbox::OutboxPage) -> String {
    html(|| view! { <OutboxPage page=page.clone() /> })
}

/// Who has a role, and who asks for one.
pub fn people(page: &people::PeoplePage) -> String {
    html(|| view! { <PeoplePage page=page.clone() /> })
}

/// Where readers are hurt most.
pub fn reports(reports: &Reports) -> String {
    html(|| view! { <ReportsPage reports=reports.clone() /> })
}

/// What readers let the writers of a page know.
pub fn page_report(report: &PageReport) -> String {
    html(|| view! { <PageReportPage report=report.clone() /> })
}

/// A problem as a page of its own, for requests that have no form to go back to.
pub fn problem(problem: &problem::Problem) -> String {
    html(|| view! { <ProblemPage problem=problem.clone() /> })
}

fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    Owner::new().with(|| view().to_html())
}
