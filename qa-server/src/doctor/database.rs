//! The database: reachable, whole, of this release, and of the same time.

use super::Finding;
use crate::backup::SQLITE;
use crate::clock::SECOND;
use crate::config::{Config, Secret};
use crate::store::{inspection, sqlite_file};

/// How far the clocks of two machines may be apart.
const APART: i64 = 30 * SECOND;

pub(super) async fn examine(config: &Config, now: i64) -> Vec<Finding> {
    match &config.database {
        Some(url) => postgres(url, now).await,
        None => vec![sqlite(config).await],
    }
}

async fn sqlite(config: &Config) -> Finding {
    let path = config.data.join(SQLITE);
    if !path.exists() {
        return Finding::doubtful("database", format!("{} is not there yet; the server makes it", path.display()));
    }
    if let Err(error) = sqlite_file::try_writing(&path).await {
        return Finding::bad(
            "database",
            format!("{} cannot be written: {error}; let the server's user write it and its folder", path.display()),
        );
    }
    match sqlite_file::check_file(&path).await {
        Ok(counts) => Finding::good(
            "database",
            format!("{} is whole: {} questions, {} replies", path.display(), counts.questions, counts.replies),
        ),
        Err(error) => Finding::bad("database", format!("{}: {error}; restore a backup", path.display())),
    }
}

async fn postgres(url: &Secret, now: i64) -> Vec<Finding> {
    let found = match inspection::inspect_postgres(url.expose()).await {
        Ok(found) => found,
        Err(error) => return vec![Finding::bad("database", format!("{error}; check database, and that it runs"))],
    };
    let rights = if found.may_create {
        Finding::good("database", format!("PostgreSQL {} lets its user make tables", found.version))
    } else {
        Finding::bad("database", "its user may not make tables: GRANT CREATE ON SCHEMA public TO it")
    };
    let apart = (found.time - now).abs();
    let clock = if apart > APART {
        Finding::bad(
            "clock",
            format!("the database's clock is {} s away from this machine's: let both follow NTP", apart / SECOND),
        )
    } else {
        Finding::good("clock", "the database's is the same as this machine's")
    };
    vec![rights, clock]
}
