//! What systems that keep tickets are told in a history: one that everybody reads, and one that is trusted with what
//! waits and with addresses, or is not.

use qa_server::config::Targets;
use qa_server::deliver::zendesk::config::{Requester, ZendeskConfig};
use serde_json::Value;
use tests::app::App;
use tests::github::Github;
use tests::zendesk::Zendesk;

/// The call by which a requester is made, the only one that may say an address.
const MAKES_REQUESTER: &str = "/api/v2/users/create_or_update";

/// Stand-ins for both.
pub(super) struct Desks {
    github: Github,
    zendesk: Zendesk,
    /// Whether Zendesk may know of what waits, and whose it is.
    trusted: bool,
}

/// What they got.
pub(super) struct Got {
    /// Those whom no more than everybody is told: who, and what.
    pub outsiders: Vec<(&'static str, String)>,
    /// The one that is trusted, without what makes requesters.
    pub insider: String,
}

impl Desks {
    pub(super) async fn start(trusted: bool) -> Self {
        Self { github: Github::start().await, zendesk: Zendesk::start().await, trusted }
    }

    /// `targets` and these.
    pub(super) fn among(&self, targets: Targets) -> Targets {
        let zendesk = match self.trusted {
            true => self.zendesk.config(),
            false => ZendeskConfig { private: false, requester: Requester::Service, ..self.zendesk.config() },
        };
        Targets { github: Some(self.github.config()), zendesk: Some(zendesk), ..targets }
    }

    /// What they got since they were asked last.
    pub(super) fn take(&self) -> Got {
        let (github, mut zendesk) = (self.github.faults.requests(), self.zendesk.faults.requests());
        self.github.faults.forget();
        self.zendesk.faults.forget();
        let text = |requests: &[Value]| requests.iter().map(Value::to_string).collect::<String>();
        let mut got = Got { outsiders: vec![("GitHub", text(&github))], insider: String::new() };
        if self.trusted {
            zendesk.retain(|request| request["path"] != MAKES_REQUESTER);
            got.insider = text(&zendesk);
        } else {
            got.outsiders.push(("Zendesk", text(&zendesk)));
        }
        got
    }

    /// Lets everything be told, and says where a ticket does not say what its question does.
    pub(super) async fn disagreement(&self, app: &App) -> Option<String> {
        for _ in 0..4 {
            app.settle_mail().await;
        }
        let server = app.server();
        let drift = server.desks.drift(server).await.expect("both answer");
        (!drift.is_empty()).then(|| format!("tickets do not agree: {drift:#?}"))
    }
}
