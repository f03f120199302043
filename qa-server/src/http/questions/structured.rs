//! A question as schema.org's `QAPage`, for search engines (<https://schema.org/QAPage>).

use qa_api::paths;
use qa_api::thread::{Author, Reply, Thread};
use serde_json::{Value, json};

/// The question at `url`.
pub(super) fn question(thread: &Thread, url: &str) -> Value {
    let (accepted, suggested): (Vec<&Reply>, Vec<&Reply>) =
        thread.replies.iter().partition(|reply| thread.solution.as_ref() == Some(&reply.id));
    let mut question = json!({
        "@type": "Question",
        "name": thread.title,
        "text": text(&thread.body_html, &thread.title),
        "url": url,
        "answerCount": thread.replies.len(),
        "datePublished": thread.asked_at,
        "author": person(&thread.author),
    });
    if let Some(at) = &thread.edited_at {
        question["dateModified"] = json!(at);
    }
    if thread.votes > 0 {
        question["upvoteCount"] = json!(thread.votes);
    }
    if let Some(reply) = accepted.first() {
        question["acceptedAnswer"] = answer(reply, url);
    }
    if !suggested.is_empty() {
        question["suggestedAnswer"] = suggested.iter().map(|reply| answer(reply, url)).collect();
    }
    json!({ "@context": "https://schema.org", "@type": "QAPage", "mainEntity": question })
}

fn answer(reply: &Reply, url: &str) -> Value {
    let mut answer = json!({
        "@type": "Answer",
        "text": text(&reply.body_html, ""),
        "url": format!("{url}#{}", paths::reply_anchor(&reply.id)),
        "datePublished": reply.posted_at,
        "author": person(&reply.author),
    });
    if let Some(at) = &reply.edited_at {
        answer["dateModified"] = json!(at);
    }
    if reply.votes > 0 {
        answer["upvoteCount"] = json!(reply.votes);
    }
    answer
}

fn person(author: &Author) -> Value {
    json!({ "@type": "Person", "name": author.name })
}

/// The post's HTML, which schema.org takes as text, or `otherwise` when there is none.
fn text<'a>(html: &'a str, otherwise: &'a str) -> &'a str {
    if html.is_empty() { otherwise } else { html }
}
