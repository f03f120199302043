//! The API's description is a valid one.

use std::env;
use std::fs;

use qa_api::paths;
use tests::app::App;
use tests::database::Database;
use tokio::process::Command;

/// A program of the peers' Python.
fn python() -> String {
    env::var("POSTIL_TEST_PYTHON").expect("POSTIL_TEST_PYTHON is set by `cargo xtask test`")
}

#[tokio::test]
#[ignore = "needs openapi-spec-validator: cargo xtask test"]
async fn the_description_is_valid() {
    let app = App::start(Database::Sqlite).await;
    let document = app.browser().get(paths::OPENAPI).await;
    assert_eq!(document.status, 200);
    let file = app.folder().join("openapi.json");
    fs::write(&file, &document.text).expect("the description is written");
    let checked = Command::new(python()).args(["-m", "openapi_spec_validator"]).arg(&file).output();
    let checked = checked.await.expect("the validator runs");
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    app.stop().await;
}
