//! A link leads to a host of the site's list, or below one.

use super::{Evidence, Finding};

pub(super) fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let bad = evidence.hosts.iter().find(|host| evidence.bad_hosts.iter().any(|bad| is_below(host, bad)))?;
    Some(Finding::new(80, format!("It links to {bad}, which is on the list of unwanted hosts.")))
}

/// Whether `host` is `domain` or ends with a dot and `domain`: compared at the dots, so that a name cannot hide.
fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::super::tests::harmless;
    use super::*;

    #[test]
    fn hosts_are_compared_at_the_dots() {
        let listed = ["bad.example".to_owned()];
        let counts = |host: &str| {
            let hosts = [host.to_owned()];
            find(&Evidence { hosts: &hosts, bad_hosts: &listed, ..harmless() }).is_some()
        };
        assert!(counts("bad.example") && counts("www.bad.example"));
        assert!(!counts("notbad.example") && !counts("bad.example.org"));
    }
}
