//! Somebody as everybody may know them, and the round picture that stands for them.

use leptos::prelude::*;
use qa_api::people::{Person, PersonPost};

use crate::messages;

/// Somebody's own page: name, words, link, published posts.
#[component]
pub(crate) fn PersonView(
    /// Who.
    person: Person,
) -> impl IntoView {
    let Person { id, name, badge, bio, link, questions, replies } = person;
    let badge = badge.and_then(messages::badge);
    view! {
        <div class="qa-person">
            <Avatar id name=name.clone() />
            <div>
                <h1>
                    <bdi>{name}</bdi>
                    {badge.map(|badge| view! { " "<span class="qa-badge">{badge}</span> })}
                </h1>
                {(!bio.is_empty()).then(|| view! { <p dir="auto">{bio}</p> })}
                {(!link.is_empty()).then(|| view! { <p><LinkOfPerson link /></p> })}
            </div>
        </div>
        <Posts heading=messages::PERSON_QUESTIONS posts=questions />
        <Posts heading=messages::PERSON_REPLIES posts=replies />
    }
}

/// A link that says to search engines and to where it leads that it is not the site's own.
#[component]
fn LinkOfPerson(link: String) -> impl IntoView {
    let text = link.clone();
    view! {
        <a class="qa-person__link" href=link rel="nofollow ugc noopener noreferrer">
            {text}
        </a>
    }
}

#[component]
fn Posts(heading: &'static str, posts: Vec<PersonPost>) -> impl IntoView {
    let posts: Vec<_> = posts
        .into_iter()
        .map(|PersonPost { title, path, posted_at }| {
            let day = messages::day(&posted_at);
            view! {
                <li>
                    <a href=path dir="auto">
                        {title}
                    </a>
                    <p class="qa-meta">
                        <time datetime=posted_at>{day}</time>
                    </p>
                </li>
            }
        })
        .collect();
    (!posts.is_empty()).then(|| {
        view! {
            <h2>{heading}</h2>
            <ul class="qa-posts">{posts}</ul>
        }
    })
}

/// The first letters of a name on a colour that is always the same for the account.
///
/// Nothing is fetched from anybody, and nobody can tell an address by it.
#[component]
pub(crate) fn Avatar(
    /// The account's id.
    id: String,
    /// The display name.
    name: String,
) -> impl IntoView {
    view! {
        <span class=format!("qa-avatar qa-avatar--{}", colour(&id)) aria-hidden="true">
            {initials(&name)}
        </span>
    }
}

/// Colours that the theme has.
const COLOURS: u32 = 6;

fn colour(id: &str) -> u32 {
    id.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % COLOURS
}

/// The first letters of the first and of the last word, in capitals.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let (first, last) = (words.next(), words.next_back());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_last_word() {
        for (name, expected) in [
            ("Ada Lovelace", "AL"),
            ("ada", "A"),
            ("Grace B. Hopper", "GH"),
            ("-- élan", "É"),
            ("李 明", "李明"),
            ("…", ""),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn a_colour_is_of_the_account() {
        assert_eq!(colour("01ada"), colour("01ada"));
        assert!((0..100).all(|n| colour(&n.to_string()) < COLOURS));
        assert!((0..100).map(|n| colour(&n.to_string())).collect::<std::collections::BTreeSet<_>>().len() > 3);
    }
}
