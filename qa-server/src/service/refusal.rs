//! Why something was not done.

use qa_api::problem::{Code, FieldProblem, Problem};

use crate::store::StoreError;

/// Why something was not done.
#[derive(Debug)]
pub enum Refusal {
    /// For a reason that whoever asked should be told.
    Problem(Box<Problem>),
    /// The database did not do it.
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl Refusal {
    /// A problem of `code`.
    pub fn new(code: Code, detail: &str) -> Self {
        Problem::new(code, detail).into()
    }

    /// Nothing is here, or nothing that this reader may see: the two cannot be told apart.
    pub fn not_found() -> Self {
        Self::new(Code::NotFound, "It may have been removed, or is not for everybody to see.")
    }

    /// Signing in is needed.
    pub fn signed_out() -> Self {
        Self::new(Code::SignedOut, "Sign in and try again.")
    }

    /// The state has changed since it was looked at.
    pub fn conflict(state: &str) -> Self {
        let mut problem = Problem::new(
            Code::Conflict,
            format!("It is {state} now, so this is not possible. Look at the page again."),
        );
        problem.state = Some(state.to_owned());
        problem.into()
    }

    /// Come back later.
    pub fn rate_limited(retry_after: u64) -> Self {
        let minutes = retry_after.div_ceil(60);
        let detail = format!("Try again in {minutes} minute{}.", if minutes == 1 { "" } else { "s" });
        let mut problem = Problem::new(Code::RateLimited, detail);
        problem.retry_after = Some(retry_after);
        problem.into()
    }
}

/// Gathers the problems of several fields, so that all are told at once.
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldProblem>);

impl Fields {
    /// The accepted text, or an empty one with its problem noted.
    pub fn take(&mut self, checked: Result<String, FieldProblem>) -> String {
        checked.unwrap_or_else(|problem| {
            self.0.push(problem);
            String::new()
        })
    }

    /// Refuses when there was any problem.
    pub fn finish(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::invalid(self.0).into()) }
    }
}
