//! Somebody with a name, an address and a browser without JavaScript, who asks, proves, replies and decides by forms.

use qa_api::paths;
use qa_api::thread::Act;
use url::Url;

use crate::browser::Browser;
use crate::mail::Mail;
use crate::page::{Form, Page};

/// A person.
#[derive(Clone, Debug)]
pub struct Person {
    /// What they call themselves.
    pub name: String,
    /// Where their mail goes.
    pub email: String,
    /// Their browser.
    pub browser: Browser,
}

/// What a form acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Post<'a> {
    /// The question of this id.
    Question(&'a str),
    /// The reply of this id.
    Reply(&'a str),
}

impl Person {
    /// Somebody who has never been on the site at `site`.
    pub fn new(site: &Url, name: &str, email: &str) -> Self {
        Self { name: name.to_owned(), email: email.to_owned(), browser: Browser::new(site) }
    }

    /// Asks at the bottom of the page at `path`.
    pub async fn ask(&self, path: &str, title: &str, body: &str) -> Page {
        let page = self.browser.open(path).await;
        assert_eq!(page.status, 200, "{path} is a page");
        let form = self.sign(page.form(paths::FORM_ASK)).fill("title", title).fill("body", body);
        self.browser.submit(&form).await
    }

    /// Replies to the question below which the page at `path` has a form.
    pub async fn reply(&self, path: &str, question: &str, body: &str) -> Page {
        let page = self.browser.open(path).await;
        let form = self.sign(page.form_with(paths::FORM_REPLY, "question", question)).fill("body", body);
        self.browser.submit(&form).await
    }

    /// Types the code from `mail` into the page that asks for it.
    pub async fn prove(&self, page: &Page, mail: &Mail) -> Page {
        let code = mail.code().unwrap_or_else(|| panic!("no code in {:?}", mail.text));
        self.browser.submit(&page.form(paths::FORM_CODE).fill("code", &code)).await
    }

    /// Follows a sign-in link and presses its button.
    pub async fn sign_in_by_link(&self, link: &str) -> Page {
        let page = self.browser.open(link).await;
        self.browser.submit(&page.form(paths::SIGN_IN_LINK)).await
    }

    /// Presses the button `act` of `post` on their own view of page `page_id`.
    pub async fn act(&self, page_id: &str, post: Post<'_>, act: Act, reason: &str) -> Page {
        let (kind, id) = match post {
            Post::Question(id) => ("question", id),
            Post::Reply(id) => ("reply", id),
        };
        let page = self.browser.open(&paths::personal_page(page_id)).await;
        let mut form = page.form_with_button(paths::FORM_ACT, ("id", id), ("act", act.name()));
        assert_eq!(form.value("kind"), Some(kind), "an id names one kind of post");
        if form.value("reason").is_some() {
            form = form.fill("reason", reason);
        }
        self.browser.submit(&form).await
    }

    /// Fills in name and address where a form asks for them.
    fn sign(&self, form: Form) -> Form {
        if form.value("email").is_none() {
            return form;
        }
        form.fill("name", &self.name).fill("email", &self.email)
    }
}

/// The id of the question titled `title` on `page`.
///
/// # Panics
/// When the page does not show it.
pub fn question_id(page: &Page, title: &str) -> String {
    ids(page, "article.qa-thread", "question-")
        .into_iter()
        .find(|id| page.texts(&format!("#question-{id}")).iter().any(|text| text.contains(title)))
        .unwrap_or_else(|| panic!("no question {title:?} on {}, which reads: {}", page.url, page.text()))
}

/// The ids of the replies that `page` shows, in its order.
pub fn reply_ids(page: &Page) -> Vec<String> {
    ids(page, "article.qa-reply", "reply-")
}

fn ids(page: &Page, within: &str, prefix: &str) -> Vec<String> {
    let selector = format!("{within} [id^={prefix}], {within}[id^={prefix}]");
    let found = page.attributes(&selector, "id");
    found.iter().filter_map(|id| id.strip_prefix(prefix)).map(str::to_owned).collect()
}
