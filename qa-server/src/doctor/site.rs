//! The site: built, fresh, and reached under the address that mails name.

use std::net::SocketAddr;
use std::time::SystemTime;

use qa_api::manifest::Manifest;
use qa_api::paths;

use super::Finding;
use crate::clock::{SECOND, parse_http_date};
use crate::config::Config;
use crate::outward::{Call, Outward};

/// How far the clocks of two machines may be apart.
const APART: i64 = 30 * SECOND;

pub(super) async fn examine(config: &Config, listen: SocketAddr, now: i64) -> Vec<Finding> {
    let mut findings = vec![manifest(config)];
    findings.extend(address(config, listen, now).await);
    findings
}

fn manifest(config: &Config) -> Finding {
    let path = config.site.join(paths::MANIFEST_FILE);
    let read = std::fs::read_to_string(&path).map_err(|error| error.to_string());
    match read.and_then(|text| Manifest::parse(&text).map_err(|error| error.to_string())) {
        Ok(manifest) => {
            let built = std::fs::metadata(&path).and_then(|metadata| metadata.modified());
            let age = built.ok().and_then(|built| SystemTime::now().duration_since(built).ok()).unwrap_or_default();
            let hours = age.as_secs() / 3600;
            Finding::good(
                "site",
                format!("{} lists {} pages; built {hours} hours ago", path.display(), manifest.pages.len()),
            )
        }
        Err(error) => Finding::bad(
            "site",
            format!("{}: {error}; build the site with site-gen and name its folder by --site", path.display()),
        ),
    }
}

async fn address(config: &Config, listen: SocketAddr, now: i64) -> Vec<Finding> {
    let Ok(url) = config.base_url.join("/_qa/healthz") else { return Vec::new() };
    let answer = match Outward::default().send(Call::get(url)).await {
        Ok(answer) => answer,
        Err(error) => {
            return vec![Finding::doubtful(
                "address",
                format!(
                    "{error}; readers cannot reach it either, unless it is this machine alone that cannot. The server itself listens on {listen}"
                ),
            )];
        }
    };
    let reached = if answer.is_success() {
        Finding::good("address", format!("{} leads to a server that is well", config.base_url))
    } else {
        Finding::bad(
            "address",
            format!("{} answers {} for /_qa/healthz: let the proxy pass on /_qa/", config.base_url, answer.status),
        )
    };
    let date = answer.header("date").and_then(parse_http_date);
    let clock = date.map(|date| match (date - now).abs() {
        apart if apart > APART => Finding::doubtful(
            "clock",
            format!("{} s away from that of {}: let both follow NTP", apart / SECOND, config.base_url),
        ),
        _ => Finding::good("clock", format!("the same as that of {}", config.base_url)),
    });
    std::iter::once(reached).chain(clock).collect()
}
