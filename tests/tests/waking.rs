//! What wakes the outbox's worker: whatever is put into the outbox, by this server or by another process of its
//! database. The servers here never look by themselves, so that each mail was announced.

use qa_api::paths;
use qa_api::request::{Challenge, SignInRequest};
use qa_server::service::Visitor;
use qa_server::service::sign_in::sign_in;
use tests::app::App;
use tests::database::Database;
use tests::{on_both_databases, wait};

on_both_databases!(what_is_put_into_the_outbox_goes_out_at_once);

/// Somebody who is not signed in.
fn visitor() -> Visitor {
    Visitor { account: None, session: None, client: "a machine".to_owned(), browser: "" }
}

fn asks(address: &str) -> SignInRequest {
    SignInRequest { email: address.to_owned(), name: "Ada".to_owned() }
}

/// Waits until something was mailed to `address`.
async fn mail_arrives(app: &App, address: &str) {
    wait::until("a mail", || async { (!app.mails_to(address).is_empty()).then_some(()) }).await;
}

async fn what_is_put_into_the_outbox_goes_out_at_once(database: Database) {
    let app = App::start_without_polling(database).await;
    for address in ["ada@example.org", "bob@example.org", "cleo@example.org"] {
        let _: Challenge = app.browser().post(paths::SIGN_IN, &asks(address)).await.expect(202);
        mail_arrives(&app, address).await;
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn what_another_process_puts_there_goes_out_at_once() {
    let app = App::start_without_polling(Database::Postgres).await;
    let other = app.process_beside().await;
    for address in ["ada@example.org", "bob@example.org", "cleo@example.org"] {
        sign_in(&other, &visitor(), asks(address)).await.expect("a mail is on its way");
        mail_arrives(&app, address).await;
    }
    other.store.close().await;
    app.stop().await;
}
