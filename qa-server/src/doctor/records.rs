//! The records by which other mail servers tell that mail is ours: MX, SPF, DMARC and, where its name is known, DKIM.
//!
//! None of them is bad by itself, since mail leaves without; but what lacks them ends in folders that nobody reads.

use std::io;
use std::net::SocketAddr;

use super::Finding;
use super::resolver::Resolver;

/// What every finding here is about.
const SUBJECT: &str = "dns";

/// What to look up.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    /// The domain of the sender's address.
    pub(super) domain: String,
    /// The name of the key that mail is signed with.
    pub(super) selector: Option<String>,
    /// The name server to ask instead of this machine's.
    pub(super) server: Option<SocketAddr>,
}

/// Looks all of them up, within a few seconds.
pub(super) async fn examine(sender: Sender) -> Vec<Finding> {
    let looked = tokio::task::spawn_blocking(move || look(&sender)).await;
    looked.unwrap_or_else(|_| {
        vec![Finding::doubtful(SUBJECT, "the records of the sender's domain could not be looked up")]
    })
}

fn look(sender: &Sender) -> Vec<Finding> {
    let Sender { domain, selector, server } = sender;
    let by_hand =
        format!("look with `dig +short TXT {domain}` and `dig +short TXT _dmarc.{domain}` where there is one");
    let Some(resolver) = Resolver::new(*server) else {
        return vec![Finding::doubtful(SUBJECT, format!("this machine names no DNS server; {by_hand}"))];
    };
    let mut findings = Vec::new();
    let looks: [&dyn Fn() -> io::Result<Option<Finding>>; 4] = [
        &|| exchanges(&resolver, domain).map(Some),
        &|| sender_policy(&resolver, domain).map(Some),
        &|| reporting_policy(&resolver, domain).map(Some),
        &|| selector.as_ref().map(|selector| key(&resolver, domain, selector)).transpose(),
    ];
    for look in looks {
        match look() {
            Ok(found) => findings.extend(found),
            Err(error) => {
                let error = if error.kind() == io::ErrorKind::TimedOut {
                    "no answer in time".to_owned()
                } else {
                    error.to_string()
                };
                let told = format!("the DNS server {} cannot be asked: {error}; {by_hand}", resolver.server());
                findings.push(Finding::doubtful(SUBJECT, told));
                return findings;
            }
        }
    }
    findings
}

fn exchanges(resolver: &Resolver, domain: &str) -> io::Result<Finding> {
    let exchanges = resolver.exchanges(domain)?;
    let lost = "so replies to the server's mail, and reports of what did not arrive, are lost";
    Ok(match exchanges.first().map(|name| name.trim_end_matches('.')) {
        Some("") => Finding::doubtful(
            SUBJECT,
            format!("{domain} says that it takes no mail, {lost}: send as a domain that does"),
        ),
        Some(name) => Finding::good(SUBJECT, format!("mail to {domain} is taken by {name}")),
        None if resolver.has_address(domain)? => {
            Finding::good(SUBJECT, format!("{domain} has no MX record, so its own address takes mail to it"))
        }
        None => Finding::doubtful(
            SUBJECT,
            format!("{domain} has no MX record and no address, {lost}, and many refuse mail from it: add an MX record"),
        ),
    })
}

fn sender_policy(resolver: &Resolver, domain: &str) -> io::Result<Finding> {
    let texts = resolver.texts(domain)?;
    let policies: Vec<&String> = texts.iter().filter(|text| is_policy(text)).collect();
    Ok(match policies[..] {
        [] => Finding::doubtful(
            SUBJECT,
            format!("{domain} has no SPF record: add a TXT record \"v=spf1 … -all\" that names your mail server"),
        ),
        [policy] if policy.to_lowercase().split_whitespace().any(|word| matches!(word, "+all" | "all")) => {
            Finding::doubtful(SUBJECT, format!("SPF lets everybody send as {domain}: end {policy:?} with -all"))
        }
        [policy] => Finding::good(SUBJECT, format!("SPF: {policy}")),
        _ => Finding::doubtful(
            SUBJECT,
            format!("{domain} has {} SPF records, which counts as broken: make them one", policies.len()),
        ),
    })
}

fn is_policy(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("v=spf1"))
}

/// The policy of the domain, or of one above it, which holds for it, too.
fn reporting_policy(resolver: &Resolver, domain: &str) -> io::Result<Finding> {
    let mut above = Some(domain);
    while let Some(name) = above.filter(|name| name.contains('.')) {
        let texts = resolver.texts(&format!("_dmarc.{name}"))?;
        if let Some(policy) = texts.iter().find(|text| text.to_lowercase().starts_with("v=dmarc1")) {
            return Ok(Finding::good(SUBJECT, format!("DMARC of {name}: {policy}")));
        }
        above = name.split_once('.').map(|(_, above)| above);
    }
    let advice = "add a TXT record \"v=DMARC1; p=none; rua=mailto:…\"";
    Ok(Finding::doubtful(SUBJECT, format!("{domain} has no DMARC record: {advice} at _dmarc.{domain}")))
}

fn key(resolver: &Resolver, domain: &str, selector: &str) -> io::Result<Finding> {
    let name = format!("{selector}._domainkey.{domain}");
    let texts = resolver.texts(&name)?;
    let key = texts.iter().find_map(|text| {
        let mut tags = text.split(';').filter_map(|tag| tag.split_once('='));
        tags.find(|(tag, _)| tag.trim() == "p").map(|(_, key)| key.trim().to_owned())
    });
    Ok(match key.as_deref() {
        Some("") => Finding::doubtful(SUBJECT, format!("the DKIM key at {name} was withdrawn: sign with another one")),
        Some(_) => Finding::good(SUBJECT, format!("a DKIM key is at {name}")),
        None => Finding::doubtful(
            SUBJECT,
            format!(
                "there is no DKIM key at {name}: publish the one that your mail server signs with, or correct mail.dkim_selector"
            ),
        ),
    })
}
