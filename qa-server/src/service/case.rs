//! Everything that moderators know of a post: its thread, its author, reports, notes, what was done and by whom.

use qa_api::inbox::{PostRef, Priority};
use qa_api::thread::{Thread, Viewer};

use super::moderation::{find, moderator};
use super::{Refusal, Visitor, view};
use crate::app::App;
use crate::domain::capability::{Capability, allows};
use crate::domain::signals::Standing;
use crate::store::bans::{Ban, find_active_ban};
use crate::store::decisions::{HistoryRow, list_history};
use crate::store::flags::{Flag, list_flags};
use crate::store::notes::{NoteRow, find_priority, list_notes};
use crate::store::questions::find_question;
use crate::store::sketches::find_standing;
use crate::store::tickets::{Ticket, list_tickets};

/// Most lines of the history.
const MOST_HISTORY: i64 = 100;

/// What is known of a post.
#[derive(Clone, Debug)]
pub struct Case {
    /// The moderator.
    pub viewer: Viewer,
    /// The post.
    pub post: PostRef,
    /// The thread as the moderator sees it.
    pub thread: Thread,
    /// The page's id.
    pub page: String,
    /// The author's name.
    pub author: String,
    /// What the author did before.
    pub standing: Standing,
    /// What keeps the author from posting.
    pub ban: Option<Ban>,
    /// Whether the moderator may ban the author.
    pub may_ban: bool,
    /// Whether the moderator may say how urgent it is.
    pub may_prioritise: bool,
    /// The question's own priority.
    pub priority: Option<Priority>,
    /// Reports and escalations.
    pub flags: Vec<Flag>,
    /// What moderators wrote down.
    pub notes: Vec<NoteRow>,
    /// The question's ticket in each system that has one.
    pub tickets: Vec<Ticket>,
    /// What was done, the last thing first.
    pub history: Vec<HistoryRow>,
}

/// What is known of `post`.
///
/// # Errors
/// When nobody is signed in, the role does not allow it, or there is no such post.
pub async fn case(app: &App, visitor: &Visitor, post: PostRef) -> Result<Case, Refusal> {
    let account = moderator(visitor)?;
    let mut tx = app.store.read().await?;
    let about = find(&mut tx, &post, Some(account)).await?;
    let question = find_question(&mut tx, &about.question).await?.ok_or_else(Refusal::not_found)?;
    let priority = find_priority(&mut tx, &question.id).await?;
    Ok(Case {
        viewer: account.viewer(),
        post,
        page: question.page.clone(),
        standing: find_standing(&mut tx, &about.author.id, app.now()).await?,
        ban: find_active_ban(&mut tx, &about.author.id, app.now()).await?,
        may_ban: about.author.role < account.role,
        may_prioritise: allows(Some(account.role), false, Capability::Prioritise),
        priority: priority.as_deref().and_then(Priority::from_name),
        flags: list_flags(&mut tx, &question.id).await?,
        notes: list_notes(&mut tx, &question.id, &about.author.id).await?,
        tickets: list_tickets(&mut tx, &question.id).await?,
        history: list_history(&mut tx, &question.id, MOST_HISTORY).await?,
        author: about.author.name,
        thread: view::thread(&mut tx, app, question, account).await?,
    })
}
