//! Mail: the server takes our name and password, and others can tell that it is ours.

use super::Finding;
use super::records::{self, Sender};
use crate::config::{Config, Mail};
use crate::deliver::email::Transport;

pub(super) async fn examine(config: &Config) -> Vec<Finding> {
    let Mail::Smtp { url, ca, from, dkim_selector, resolver } = &config.mail else {
        return vec![Finding::good("mail", "goes into the data folder, since this is for trying things out")];
    };
    let connected = match Transport::smtp(url.expose(), ca.as_deref()) {
        Ok(transport) => transport.greet().await,
        Err(error) => Err(error.to_string()),
    };
    let server = match connected {
        Ok(()) => Finding::good("mail", "the SMTP server answers and lets us in; nothing was sent"),
        Err(error) => Finding::bad("mail", format!("the SMTP server cannot be used: {error}; check mail.smtp_url")),
    };
    let domain = from.rsplit_once('@').map(|(_, domain)| domain.trim_end_matches('>').trim()).unwrap_or_default();
    let sender = Sender { domain: domain.to_owned(), selector: dkim_selector.clone(), server: *resolver };
    std::iter::once(server).chain(records::examine(sender).await).collect()
}
