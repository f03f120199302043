//! The manual's pictures of the widget, taken while the story happens.
//!
//! `cargo xtask pictures` puts them into the manual; as a test they go below `target`.

use std::env;
use std::fs;
use std::path::PathBuf;

use tests::app::App;
use tests::chromium::{Chromium, Setup};
use tests::database::Database;

const PATH: &str = "/guide/cleaning/";
/// Wide enough for a page's text alone.
const SETUP: Setup = Setup { size: (760, 900), scripts: true, names: false };

fn folder() -> PathBuf {
    let folder = match env::var_os("POSTIL_PICTURES") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/pictures"),
    };
    fs::create_dir_all(&folder).expect("a folder for the pictures");
    folder
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn the_manual_shows_what_is_there() {
    let (folder, app) = (folder(), App::start(Database::Sqlite).await);
    let take = async |browser: &Chromium, selector: &str, name: &str| {
        browser.prefer("light").await;
        browser.picture_of(selector, &folder.join(name)).await;
    };
    let asker = Chromium::start("pictures_asker", app.base_url(), SETUP).await;
    asker.open(PATH).await;
    asker.live().await;
    asker.fill("#qa-ask-title", "How long does the oil last?").await;
    asker.fill("#qa-ask-body", "Mine is **dark** after six evenings.").await;
    asker.fill("#qa-ask-name", "Ada").await;
    asker.fill("#qa-ask-email", "ada@example.org").await;
    take(&asker, "form[action='/_qa/form/ask']", "asking.png").await;
    asker.press("form[action='/_qa/form/ask'] button[type=submit]").await;
    asker.see("input[name=code]").await;
    take(&asker, ".qa-code", "code.png").await;
    let code = app.mail_to("ada@example.org").await.code().expect("the mail has a code");
    asker.fill("input[name=code]", &code).await;
    asker.press(".qa-code button:not([data-qa-back])").await;
    asker.see(".qa-thread--held").await;
    take(&asker, ".qa-thread--held", "waiting.png").await;
    asker.quit().await;

    let moderator = Chromium::start("pictures_moderator", app.base_url(), SETUP).await;
    moderator.open(&app.moderator_link().await).await;
    moderator.press("form[action='/_qa/sign-in/link'] button").await;
    moderator.see(".qa-queue a").await;
    take(&moderator, "main", "queue.png").await;
    moderator.press(".qa-queue a").await;
    moderator.live().await;
    moderator.see("button[value=publish]").await;
    take(&moderator, ".qa-thread--held", "deciding.png").await;
    moderator.press("button[value=publish]").await;
    moderator.press(".qa-thread details.qa-details > summary[aria-label]").await;
    moderator.fill(".qa-thread textarea[name=body]", "About *six* evenings; then change it.").await;
    moderator.press("form[action='/_qa/form/reply'] button[type=submit]").await;
    moderator.press(".qa-reply button[value=resolve]").await;
    moderator.read(".qa-state", "Resolved").await;
    moderator.quit().await;

    let reader = Chromium::start("pictures_reader", app.base_url(), SETUP).await;
    reader.open(PATH).await;
    reader.live().await;
    take(&reader, ".qa-thread--resolved", "answered.png").await;
    reader.quit().await;
    app.stop().await;
}
