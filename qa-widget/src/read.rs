//! Reading what the API sends into the types of `qa_api`, without serde.
//!
//! The browser parses JSON itself; what is left is to pick fields, and serde's generated code for that is several
//! times as large as everything here.
//! Called by `browser`; natively by the tests only, which send every type through serde and back through here.
//! **Invariant:** what serde writes of a type is read here as the same value.

use qa_api::problem::{Code, FieldProblem, Problem};
use qa_api::request::{Challenge, Changed, Posted, SignedIn};
use qa_api::thread::{Act, Author, PageView, QuestionState, Reply, ReplyState, Role, SectionRef, Thread, Viewer};

/// Parsed JSON.
pub(crate) trait Value: Sized {
    /// The field of an object; nothing when it is absent or null.
    fn get(&self, key: &str) -> Option<Self>;
    /// A string.
    fn text(&self) -> Option<String>;
    /// A whole number that is not negative.
    fn number(&self) -> Option<u64>;
    /// Whether it is `true`.
    fn is_true(&self) -> bool;
    /// The elements of an array; none when it is not one.
    fn items(&self) -> Vec<Self>;
}

/// Who is signed in, of [`qa_api::request::Me`] and every other object with a `viewer`.
pub(crate) fn viewer(value: &impl Value) -> Option<Viewer> {
    let viewer = value.get("viewer")?;
    Some(Viewer { name: text(&viewer, "name")?, role: role(&text(&viewer, "role")?)? })
}

/// A page's threads.
pub(crate) fn page_view(value: &impl Value) -> Option<PageView> {
    Some(PageView { page: text(value, "page")?, viewer: viewer(value), threads: list(value, "threads", thread)? })
}

/// A question with its replies.
pub(crate) fn thread<V: Value>(value: &V) -> Option<Thread> {
    Some(Thread {
        id: text(value, "id")?,
        title: text(value, "title")?,
        body_html: text(value, "body_html")?,
        author: author(&value.get("author")?)?,
        asked_at: text(value, "asked_at")?,
        section: value.get("section").and_then(|section| {
            Some(SectionRef { anchor: text(&section, "anchor")?, title: text(&section, "title")? })
        }),
        state: match text(value, "state").as_deref() {
            None => QuestionState::Published,
            Some("held") => QuestionState::Held,
            Some("rejected") => QuestionState::Rejected,
            Some("archived") => QuestionState::Archived,
            Some(_) => return None,
        },
        resolved: flag(value, "resolved"),
        solution: text(value, "solution"),
        replies: list(value, "replies", reply)?,
        note: text(value, "note"),
        acts: acts(value)?,
    })
}

fn reply<V: Value>(value: &V) -> Option<Reply> {
    Some(Reply {
        id: text(value, "id")?,
        body_html: text(value, "body_html")?,
        author: author(&value.get("author")?)?,
        posted_at: text(value, "posted_at")?,
        state: match text(value, "state").as_deref() {
            None => ReplyState::Published,
            Some("held") => ReplyState::Held,
            Some("hidden") => ReplyState::Hidden,
            Some(_) => return None,
        },
        note: text(value, "note"),
        acts: acts(value)?,
    })
}

fn author(value: &impl Value) -> Option<Author> {
    let badge = match text(value, "badge") {
        Some(name) => Some(role(&name)?),
        None => None,
    };
    Some(Author { name: text(value, "name")?, badge, asker: flag(value, "asker") })
}

fn role(name: &str) -> Option<Role> {
    qa_api::request::role_from_name(name)
}

fn acts<V: Value>(value: &V) -> Option<Vec<Act>> {
    list(value, "acts", |act: &V| Act::from_name(&act.text()?))
}

/// What became of a post.
pub(crate) fn posted(value: &impl Value) -> Option<Posted> {
    Some(match text(value, "outcome")?.as_str() {
        "draft" => Posted::Draft(challenge(value)?),
        "held" => Posted::Held { thread: thread(&value.get("thread")?)? },
        "published" => Posted::Published { thread: thread(&value.get("thread")?)? },
        _ => return None,
    })
}

/// A code that is waited for.
pub(crate) fn challenge(value: &impl Value) -> Option<Challenge> {
    Some(Challenge {
        challenge: text(value, "challenge")?,
        email: text(value, "email")?,
        expires_in: value.get("expires_in")?.number()?,
    })
}

/// The reply to a right code.
pub(crate) fn signed_in(value: &impl Value) -> Option<SignedIn> {
    let posted = match value.get("posted") {
        Some(value) => Some(posted(&value)?),
        None => None,
    };
    Some(SignedIn { viewer: viewer(value)?, posted })
}

/// What a deed changed.
///
/// An [`Acted`](qa_api::request::Acted) is one too, and is undone by its own id; a bare thread is what an undoing leaves.
pub(crate) fn changed<V: Value>(value: &V) -> Option<Changed> {
    Some(match value.get("thread") {
        Some(inner) => Changed { thread: thread(&inner)?, undo: text(value, "undo").or_else(|| text(value, "id")) },
        None => Changed { thread: thread(value)?, undo: None },
    })
}

/// A refusal.
pub(crate) fn problem<V: Value>(value: &V) -> Option<Problem> {
    let field = |value: &V| Some(FieldProblem { field: text(value, "field")?, message: text(value, "message")? });
    let number = |key| value.get(key).and_then(|value| value.number());
    Some(Problem {
        kind: text(value, "type")?,
        title: text(value, "title")?,
        status: number("status").and_then(|status| status.try_into().ok())?,
        detail: text(value, "detail")?,
        code: code(&text(value, "code")?)?,
        fields: list(value, "fields", field)?,
        retry_after: number("retry_after"),
        state: text(value, "state"),
        tries_left: number("tries_left").and_then(|tries| tries.try_into().ok()),
    })
}

fn code(name: &str) -> Option<Code> {
    Some(match name {
        "bad_request" => Code::BadRequest,
        "invalid_input" => Code::InvalidInput,
        "unknown_page" => Code::UnknownPage,
        "not_found" => Code::NotFound,
        "method_not_allowed" => Code::MethodNotAllowed,
        "conflict" => Code::Conflict,
        "too_large" => Code::TooLarge,
        "rate_limited" => Code::RateLimited,
        "signed_out" => Code::SignedOut,
        "forbidden" => Code::Forbidden,
        "cross_site" => Code::CrossSite,
        "wrong_code" => Code::WrongCode,
        "expired_code" => Code::ExpiredCode,
        "unavailable" => Code::Unavailable,
        "internal" => Code::Internal,
        _ => return None,
    })
}

fn text(value: &impl Value, key: &str) -> Option<String> {
    value.get(key)?.text()
}

fn flag(value: &impl Value, key: &str) -> bool {
    value.get(key).is_some_and(|value| value.is_true())
}

/// Every element of the array, or none when one of them cannot be read; an absent array is an empty one.
fn list<V: Value, T>(value: &V, key: &str, read: impl Fn(&V) -> Option<T>) -> Option<Vec<T>> {
    value.get(key).map_or(Some(Vec::new()), |value| value.items().iter().map(read).collect())
}

#[cfg(test)]
mod tests {
    use qa_api::request::Acted;
    use serde::Serialize;
    use serde_json::Value as Json;

    use super::*;

    impl Value for Json {
        fn get(&self, key: &str) -> Option<Self> {
            self.as_object()?.get(key).filter(|value| !value.is_null()).cloned()
        }

        fn text(&self) -> Option<String> {
            self.as_str().map(str::to_owned)
        }

        fn number(&self) -> Option<u64> {
            self.as_u64()
        }

        fn is_true(&self) -> bool {
            *self == Self::Bool(true)
        }

        fn items(&self) -> Vec<Self> {
            self.as_array().cloned().unwrap_or_default()
        }
    }

    /// Sends `value` through serde and back through here.
    fn assert_reads<T: Serialize + PartialEq + std::fmt::Debug>(value: &T, read: impl Fn(&Json) -> Option<T>) {
        let json = serde_json::to_value(value).unwrap();
        assert_eq!(read(&json).as_ref(), Some(value), "{json:#}");
    }

    fn author(badge: Option<Role>, asker: bool) -> Author {
        Author { name: "Ada".to_owned(), badge, asker }
    }

    fn replies() -> Vec<Reply> {
        [ReplyState::Held, ReplyState::Published, ReplyState::Hidden]
            .into_iter()
            .map(|state| Reply {
                id: "r1".to_owned(),
                body_html: "<p>\"yes\"</p>".to_owned(),
                author: author(Some(Role::Staff), true),
                posted_at: "2026-11-21T08:00:00Z".to_owned(),
                state,
                note: Some("why".to_owned()),
                acts: Act::ALL.to_vec(),
            })
            .collect()
    }

    fn threads() -> Vec<Thread> {
        [QuestionState::Held, QuestionState::Published, QuestionState::Rejected, QuestionState::Archived]
            .into_iter()
            .map(|state| Thread {
                id: "q1".to_owned(),
                title: "Why?".to_owned(),
                body_html: String::new(),
                author: author(None, false),
                asked_at: "2026-11-20T09:30:00Z".to_owned(),
                section: Some(SectionRef { anchor: "a".to_owned(), title: "A".to_owned() }),
                state,
                resolved: true,
                solution: Some("r1".to_owned()),
                replies: replies(),
                note: Some("why".to_owned()),
                acts: Act::ALL.to_vec(),
            })
            .collect()
    }

    fn bare() -> Thread {
        Thread {
            section: None,
            resolved: false,
            solution: None,
            replies: Vec::new(),
            note: None,
            acts: Vec::new(),
            ..threads().remove(1)
        }
    }

    #[test]
    fn threads_are_read_as_they_are_written() {
        for one in threads() {
            assert_reads(&one, thread);
        }
        assert_reads(&bare(), thread);
        for role in [Role::Member, Role::Moderator, Role::Staff] {
            let viewer = Some(Viewer { name: "Ada".to_owned(), role });
            assert_reads(&PageView { page: "p".to_owned(), viewer, threads: threads() }, page_view);
        }
        assert_reads(&PageView { page: "p".to_owned(), viewer: None, threads: Vec::new() }, page_view);
    }

    #[test]
    fn replies_of_the_api_are_read_as_they_are_written() {
        let sent = Challenge { challenge: "c".to_owned(), email: "a@b.co".to_owned(), expires_in: 600 };
        assert_reads(&sent, challenge);
        let all =
            [Posted::Draft(sent), Posted::Held { thread: bare() }, Posted::Published { thread: threads().remove(0) }];
        let viewer = Viewer { name: "Ada".to_owned(), role: Role::Member };
        for one in all {
            assert_reads(&one, posted);
            assert_reads(&SignedIn { viewer: viewer.clone(), posted: Some(one) }, signed_in);
        }
        assert_reads(&SignedIn { viewer, posted: None }, signed_in);
        for undo in [None, Some("a1".to_owned())] {
            assert_reads(&Changed { thread: bare(), undo }, changed);
        }
        let acted = Acted { id: "a1".to_owned(), act: Act::Hide, thread: bare() };
        let undoable = Changed { thread: bare(), undo: Some("a1".to_owned()) };
        assert_eq!(changed(&serde_json::to_value(acted).unwrap()), Some(undoable));
        assert_eq!(changed(&serde_json::to_value(bare()).unwrap()), Some(Changed { thread: bare(), undo: None }));
    }

    #[test]
    fn problems_are_read_as_they_are_written() {
        for code in Code::ALL {
            assert_reads(&Problem::new(code, "Try again."), problem);
        }
        let field = FieldProblem { field: "title".to_owned(), message: "Too short.".to_owned() };
        let full = Problem {
            retry_after: Some(5),
            state: Some("published".to_owned()),
            tries_left: Some(2),
            ..Problem::invalid(vec![field])
        };
        assert_reads(&full, problem);
    }

    #[test]
    fn what_is_not_understood_is_refused_as_a_whole() {
        let mut json = serde_json::to_value(bare()).unwrap();
        json["state"] = "melted".into();
        assert_eq!(thread(&json), None);
        assert_eq!(page_view(&serde_json::json!({ "page": "p", "threads": [json] })), None);
        assert_eq!(page_view(&Json::Null), None);
    }
}
