//! `cargo xtask test`: every test, with the programs they need.
//!
//! Tests that need PostgreSQL, Chromium or an SMTP peer are ignored by a plain `cargo test`.
//! This command finds or installs those programs, tells the tests where they are, and runs everything in one build.

use anyhow::Result;
use clap::Args;

use crate::interrupt::Interrupt;
use crate::postgres::{Durability, Postgres};
use crate::workspace::Workspace;
use crate::{install, nginx, process, report, widget};

/// Tells the tests the address of a database server on which they may create databases.
pub(crate) const POSTGRES_VARIABLE: &str = "POSTIL_TEST_POSTGRES";
/// Tells the tests the Python that has the peers' libraries.
pub(crate) const PYTHON_VARIABLE: &str = "POSTIL_TEST_PYTHON";
/// Tells the tests where Chromium's driver is.
pub(crate) const CHROMEDRIVER_VARIABLE: &str = "POSTIL_TEST_CHROMEDRIVER";
/// Tells the tests where axe-core's script is.
const AXE_VARIABLE: &str = "POSTIL_TEST_AXE";

/// Tells the tests where CommonMark's examples are.
const COMMONMARK_VARIABLE: &str = "POSTIL_TEST_COMMONMARK";
/// Tells the tests where SARIF's schema is.
const SARIF_VARIABLE: &str = "POSTIL_TEST_SARIF_SCHEMA";
/// Tells the tests the folder of the module that draws diagrams.
const MERMAID_VARIABLE: &str = "POSTIL_TEST_MERMAID";
/// Tells the tests where the OpenID Connect peer's library is.
const NODE_VARIABLE: &str = "POSTIL_TEST_NODE_MODULES";

/// Tells the tests where GitHub's description of its API is.
const GITHUB_VARIABLE: &str = "POSTIL_TEST_GITHUB_OPENAPI";

/// Tells the tests where nginx is.
const NGINX_VARIABLE: &str = "POSTIL_TEST_NGINX";

/// What `cargo xtask test` takes.
#[derive(Args, Default)]
pub(crate) struct Options {
    /// Runs only tests whose names contain one of these
    filters: Vec<String>,
}

/// Runs the tests; what was started for them ends with them.
pub(crate) fn run(workspace: &Workspace, interrupt: &Interrupt, options: &Options) -> Result<()> {
    report::step("What the tests need");
    report::note(
        "the WebAssembly target, PostgreSQL's server programs, Chromium, nginx, Python with aiosmtpd, openapi-spec-validator, schemathesis and axe-core, \
         SARIF's schema, and from npm CommonMark's examples, mermaid, oidc-provider, node-zendesk, TypeScript and GitHub's description of its API",
    );
    install::wasm_target(workspace, interrupt)?;
    let postgres_programs = install::postgres(workspace, interrupt)?;
    let chromedriver = install::chromedriver(workspace, interrupt)?;
    let python = install::python(workspace, interrupt)?;
    let axe = install::axe(workspace, interrupt, &python)?;
    let commonmark = install::commonmark(workspace, interrupt)?;
    let node_modules = install::node_modules(workspace, interrupt)?;
    let mermaid = install::mermaid(workspace, interrupt)?;
    let nginx = nginx::find_or_unpack(workspace, interrupt)?;
    let github_openapi = install::github_openapi(workspace, interrupt)?;
    let sarif_schema = install::sarif_schema(workspace, interrupt, &python)?;

    widget::build(workspace, interrupt)?;
    widget::check(workspace)?;

    report::step("Starting PostgreSQL");
    let postgres = Postgres::start(&postgres_programs, Durability::None)?;
    report::note(&format!("{} until the tests end", postgres.url()));

    report::step("Tests");
    let mut tests = workspace.cargo();
    tests
        .args(["test", "--workspace", "--no-fail-fast", "--", "--include-ignored"])
        .args(&options.filters)
        .env(POSTGRES_VARIABLE, postgres.url())
        .env(PYTHON_VARIABLE, &python)
        .env(CHROMEDRIVER_VARIABLE, &chromedriver)
        .env(AXE_VARIABLE, &axe)
        .env(COMMONMARK_VARIABLE, &commonmark)
        .env(NODE_VARIABLE, &node_modules)
        .env(MERMAID_VARIABLE, &mermaid)
        .env(GITHUB_VARIABLE, &github_openapi)
        .env(NGINX_VARIABLE, &nginx)
        .env(SARIF_VARIABLE, &sarif_schema);
    process::run(interrupt, "cargo test", &mut tests)?;

    report::step("Every test passed");
    Ok(())
}
