//! Questions with replies, made of what another system calls threads: flattened, checked and rendered.

use std::collections::HashMap;

use qa_api::limits;

use super::places::{Place, Places};
use super::wording::{tidy, title};
use super::{Fate, Lost, Opening, Order, Post, Report, Thread};
use crate::app::App;
use crate::clock::Millis;
use crate::domain::text;
use crate::exchange::ExchangeError;
use crate::exchange::authors::Author;

/// How deep replies to replies may be.
const MOST_DEEP: usize = 100_000;

/// A question that is ready to be stored, with its replies by age.
pub(super) struct Ready {
    pub(super) home: Home,
    pub(super) title: String,
    pub(super) question: ReadyPost,
    pub(super) replies: Vec<ReadyPost>,
    /// The key of the reply that solved it, and when it was said to.
    pub(super) solution: Option<(String, Millis)>,
    pub(super) locked: bool,
}

/// A post that was checked and rendered.
pub(super) struct ReadyPost {
    pub(super) key: String,
    pub(super) at: Millis,
    pub(super) author: Author,
    /// Markdown.
    pub(super) body: String,
    /// Sanitised HTML.
    pub(super) html: String,
    pub(super) held: bool,
}

/// Where a question goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// A page, or a topic as a whole: its id.
    Known(String),
    /// A page that this site does not have.
    Lost { place: String, title: String },
}

/// Prepares every thread that has somewhere to go; `report` has the others.
pub(super) async fn prepare(
    app: &App,
    order: &Order,
    places: &Places,
    threads: Vec<Thread>,
    report: &mut Report,
) -> Result<Vec<Ready>, ExchangeError> {
    let mut ready = Vec::new();
    report.keeps_lost = order.keep_lost;
    for mut thread in threads {
        let own = thread.opening.as_mut().map(|opening| &mut opening.post);
        own.into_iter().chain(&mut thread.posts).for_each(|post| tidy(post, app.now()));
        report.deleted += thread.posts.iter().filter(|post| post.fate == Fate::Deleted).count();
        report.spam += thread.posts.iter().filter(|post| post.fate == Fate::Spam).count();
        let posts = thread.posts.iter().filter(|post| post.is_alive()).count() + usize::from(thread.opening.is_some());
        if posts == 0 {
            continue;
        }
        let (home, page_title) = match places.find(&thread.places) {
            Place::Home { id, title } => (Home::Known(id), title),
            Place::Unwanted => {
                report.unwanted += 1;
                continue;
            }
            Place::Unknown => {
                let place = thread.places.first().cloned().unwrap_or_default();
                report.lost.push(Lost { place: place.clone(), title: thread.title.clone(), posts });
                if !order.keep_lost {
                    continue;
                }
                (Home::Lost { place, title: thread.title.clone() }, thread.title.clone())
            }
        };
        for (question, replies) in questions(thread) {
            let one = render(app, home.clone(), &page_title, question, replies, report).await;
            ready.extend(one);
        }
    }
    // Ids follow the order in which posts were written, whatever the order of the file.
    ready.sort_by_key(|thread| thread.question.at);
    Ok(ready)
}

/// A question before it is rendered: its title, where it has one, and what is known of it.
struct Asked {
    title: Option<String>,
    opening: Opening,
}

/// The thread as questions, each with its replies, by age. What was deleted is passed over: replies to it are replies
/// to what it replied to, or questions where it was one.
fn questions(thread: Thread) -> Vec<(Asked, Vec<Post>)> {
    let parents: HashMap<&str, (Option<&str>, bool)> =
        thread.posts.iter().map(|post| (post.key.as_str(), (post.parent.as_deref(), post.is_alive()))).collect();
    let mut questions: Vec<(Asked, Vec<Post>)> = Vec::new();
    if let Some(opening) = thread.opening {
        let replies = thread.posts.into_iter().filter(Post::is_alive).collect();
        questions.push((Asked { title: Some(thread.title), opening }, replies));
    } else {
        let mut tops: HashMap<String, String> = HashMap::new();
        for post in &thread.posts {
            let top = top(&parents, &tops, post);
            tops.insert(post.key.clone(), top);
        }
        let mut posts: Vec<Post> = thread.posts.into_iter().filter(Post::is_alive).collect();
        posts.sort_by_key(|post| tops[&post.key] != post.key);
        let mut by_key: HashMap<String, usize> = HashMap::new();
        for post in posts {
            match by_key.get(&tops[&post.key]) {
                Some(place) => questions[*place].1.push(post),
                None => {
                    by_key.insert(post.key.clone(), questions.len());
                    questions
                        .push((Asked { title: None, opening: Opening { post, ..Opening::default() } }, Vec::new()));
                }
            }
        }
    }
    for (_, replies) in &mut questions {
        replies.sort_by_key(|reply| reply.at);
    }
    questions
}

/// The key of the living post that `post` is below in the end, or its own.
fn top(parents: &HashMap<&str, (Option<&str>, bool)>, tops: &HashMap<String, String>, post: &Post) -> String {
    let (mut top, mut next) = (post.key.as_str(), post.parent.as_deref());
    for _ in 0..MOST_DEEP {
        let Some(key) = next.filter(|key| *key != post.key) else { return top.to_owned() };
        let Some((parent, is_alive)) = parents.get(key) else { return top.to_owned() };
        if let Some(known) = tops.get(key).filter(|_| *is_alive) {
            return known.clone();
        }
        if *is_alive {
            top = key;
        }
        next = *parent;
    }
    post.key.clone()
}

async fn render(
    app: &App,
    home: Home,
    page_title: &str,
    asked: Asked,
    replies: Vec<Post>,
    report: &mut Report,
) -> Option<Ready> {
    let Opening { post, solution, locked } = asked.opening;
    if !post.is_alive() {
        report.notes.push(format!("{}: it is hidden, with {} posts below it", post.key, replies.len()));
        return None;
    }
    let question = rendered(app, post, false, report).await?;
    let title = title(asked.title.as_deref(), &first_block(&question.html), page_title, question.at);
    let mut ready = Vec::new();
    for reply in replies {
        ready.extend(rendered(app, reply, true, report).await);
    }
    // A text that is all in the title is not said twice.
    let question = if asked.title.is_none() && question.body == title {
        ReadyPost { body: String::new(), html: String::new(), ..question }
    } else {
        question
    };
    Some(Ready { home, title, question, replies: ready, solution, locked })
}

/// What the first paragraph says, or whatever comes first.
fn first_block(html: &str) -> String {
    let words = |block: &str| {
        // A sentence ends where it ends, also after a word with a mark.
        let within = ["<strong>", "</strong>", "<em>", "</em>", "<code>", "</code>", "<del>", "</del>", "</a>"];
        text::plain(&within.iter().fold(block.to_owned(), |block, mark| block.replace(mark, "")))
    };
    html.split("</p>").map(words).find(|words| !words.is_empty()).unwrap_or_default()
}

/// A post as it will be stored, or a note why it cannot be.
async fn rendered(app: &App, post: Post, is_reply: bool, report: &mut Report) -> Option<ReadyPost> {
    let checked = if is_reply { limits::reply_body(&post.text) } else { limits::question_body(&post.text) };
    let rendered = match checked {
        Ok(body) => app.renderer.render(body.clone()).await.map(|html| (body, html)),
        Err(problem) => Err(problem),
    };
    match rendered {
        Ok((body, html)) => {
            let held = post.fate == Fate::Held;
            Some(ReadyPost { key: post.key, at: post.at, author: post.author, body, html, held })
        }
        Err(problem) => {
            report.notes.push(format!("{}: {}", post.key, problem.message));
            None
        }
    }
}

impl Post {
    /// Whether anybody is to see it, at least a moderator.
    fn is_alive(&self) -> bool {
        matches!(self.fate, Fate::Published | Fate::Held)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(key: &str, parent: Option<&str>, at: Millis, fate: Fate) -> Post {
        Post { key: key.to_owned(), parent: parent.map(str::to_owned), at, fate, ..Post::default() }
    }

    fn shape(posts: Vec<Post>) -> Vec<String> {
        let keys = |posts: &[Post]| posts.iter().map(|post| post.key.clone()).collect::<Vec<_>>().join(" ");
        let questions = questions(Thread { posts, ..Thread::default() });
        questions.iter().map(|(asked, replies)| format!("{}: {}", asked.opening.post.key, keys(replies))).collect()
    }

    #[test]
    fn replies_to_replies_are_replies() {
        let (here, gone) = (Fate::Published, Fate::Deleted);
        let posts = vec![
            post("d", Some("c"), 9, here),
            post("a", None, 1, here),
            post("b", Some("a"), 5, here),
            post("c", Some("b"), 3, here),
            post("e", Some("nobody"), 4, Fate::Held),
        ];
        assert_eq!(shape(posts), ["a: c b d", "e: "]);
        let posts = vec![
            post("a", None, 1, gone),
            post("b", Some("a"), 2, here),
            post("c", Some("b"), 3, gone),
            post("d", Some("c"), 4, here),
            post("e", Some("a"), 5, here),
        ];
        assert_eq!(shape(posts), ["b: d", "e: "]);
        let round = vec![post("a", Some("b"), 1, here), post("b", Some("a"), 2, here), post("c", Some("c"), 3, here)];
        assert_eq!(shape(round).len(), 2);
    }
}
