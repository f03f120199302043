//! Starting and stopping: opens what a server needs, runs its tasks, ends them in order.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use qa_api::server_data::HoldRule;
use tokio::net::TcpListener;
use tokio::sync::watch;
use url::Url;

use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, DataConfig, Mail, Retention, Secret};
use crate::deliver::build::config::BuildConfig;
use crate::deliver::desks::{DeskError, Desks};
use crate::deliver::email::{Email, EmailError, Transport, TransportError};
use crate::deliver::{self, Target};
use crate::identity::Providers;
use crate::keys::Keys;
use crate::metrics::Metrics;
use crate::outbox::{self, Targets};
use crate::outward::Outward;
use crate::random::{Ids, Random};
use crate::room;
use crate::rules::Rules;
use crate::service::{duty, housekeeping, sections};
use crate::site::{Site, SiteError};
use crate::store::{Store, StoreError};
use crate::{http, markdown};

/// The folder of mails, in the data folder, of a server for trying things out.
pub const MAIL_FOLDER: &str = "mail";
/// How often the site's manifest is looked at.
const SITE_POLL: Duration = Duration::from_secs(1);
/// How often what need not be kept is forgotten.
const HOUSEKEEPING: Duration = Duration::from_secs(60 * 60);
/// How often it is looked whether somebody hands over.
const DUTIES: Duration = Duration::from_secs(60);
/// The sender of mails that go nowhere.
const DEV_FROM: &str = "Postil <postil@localhost>";

/// Why a server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder or its key cannot be used.
    #[error("the data folder {path} cannot be used: {source}")]
    Data {
        /// The folder.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The database's file cannot be used.
    #[error("the database {path} cannot be used: {source}{advice}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: StoreError,
        /// What to do, where the disk or the folder is to blame.
        advice: String,
    },
    /// The database cannot be used.
    #[error("the database cannot be used: {0}")]
    Store(#[from] StoreError),
    /// The site cannot be used.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// Mail cannot be set up.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// Mail cannot be set up.
    #[error(transparent)]
    Email(#[from] EmailError),
    /// A system that keeps tickets cannot be set up.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

/// A server that is ready to serve.
pub struct Server {
    app: Arc<App>,
    targets: Arc<Targets>,
    mail_folder: Option<PathBuf>,
    metrics: Option<TcpListener>,
    poll: Duration,
}

impl Server {
    /// Opens everything that `config` names.
    ///
    /// # Errors
    /// When something cannot be used; says what.
    pub async fn start(config: Config, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Result<Self, StartError> {
        let Config {
            site,
            data,
            database,
            base_url,
            site_origins,
            mail,
            weekly_summary,
            trusted_proxies,
            server_data,
            hold,
            lock_after,
            providers,
            retention,
            targets: configured,
            dev,
        } = config;
        let app = open(&site, &data, database.as_ref(), base_url, clock, random).await?;
        let rules = Rules::open(server_data.as_deref(), hold);
        let (transport, from, mail_folder) = match mail {
            Mail::Smtp { url, ca, from, .. } => (Transport::smtp(url.expose(), ca.as_deref())?, from, None),
            Mail::Folder => {
                let folder = data.join(MAIL_FOLDER);
                (Transport::folder(&folder)?, DEV_FROM.to_owned(), Some(folder))
            }
        };
        let desks = Desks::new(&configured, &app.outward, &app.clock)?;
        let mut targets: Vec<Arc<dyn Target>> = vec![Arc::new(Email::new(&from, transport)?)];
        targets.extend(deliver::configured(&configured));
        targets.extend(desks.targets());
        let builders = configured.builds.iter().map(BuildConfig::builder).collect();
        let specs = targets.iter().flat_map(|target| target.specs()).collect();
        let providers = Providers::new(providers, app.outward.clone());
        let app = App {
            dev,
            site_origins,
            builders,
            trusted_proxies,
            lock_after,
            retention,
            rules,
            providers,
            targets: specs,
            slack: configured.slack,
            desks,
            weekly_summary,
            ..app
        };
        let targets = targets.into_iter().map(|target| (target.name().to_owned(), target)).collect();
        Ok(Self { app: Arc::new(app), targets: Arc::new(targets), mail_folder, metrics: None, poll: outbox::POLL })
    }

    /// Has the metrics served on `listener` while the server runs.
    #[must_use]
    pub fn with_metrics(self, listener: Option<TcpListener>) -> Self {
        Self { metrics: listener, ..self }
    }

    /// Has the outbox's worker look by itself this often: what becomes due while time passes goes out that late.
    #[must_use]
    pub fn with_poll(self, poll: Duration) -> Self {
        Self { poll, ..self }
    }

    /// What requests and tasks work with.
    pub fn app(&self) -> Arc<App> {
        self.app.clone()
    }

    /// Serves until `shutdown` completes; then ends what is under way and closes the database.
    pub async fn run(self, listener: TcpListener, shutdown: impl Future<Output = ()> + Send + 'static) {
        let (stop, stopped) = watch::channel(false);
        let app = self.app.clone();
        tokio::spawn(async move {
            shutdown.await;
            // These would go on for ever, so that the requests under way would never have ended.
            app.live.end();
            // Every task may have ended by itself.
            let _ = stop.send(true);
        });
        let worker = tokio::spawn(outbox::work(self.app.clone(), self.targets, self.poll, stopped.clone()));
        let watcher = tokio::spawn(watch_site(self.app.clone(), stopped.clone()));
        let keeper = tokio::spawn(keep_house(self.app.clone(), stopped.clone()));
        let duties = tokio::spawn(keep_duties(self.app.clone(), stopped.clone()));
        let store = self.app.store.clone();
        let stops = stopped.clone();
        let listener_of_changes = tokio::spawn(async move { store.listen(stops).await });
        let (metrics_router, metrics_stop) = (http::metrics::router(self.app.clone()), stopped.clone());
        let metrics = tokio::spawn(async move {
            if let Some(listener) = self.metrics {
                http::connection::serve(listener, metrics_router, metrics_stop).await;
            }
        });
        let router = http::router(self.app.clone(), self.mail_folder);
        http::connection::serve(listener, router, stopped).await;
        for task in [worker, watcher, keeper, duties, listener_of_changes, metrics] {
            if let Err(error) = task.await {
                tracing::error!(%error, "a task did not end well");
            }
        }
        self.app.store.close().await;
    }
}

/// The application without a server around it, as the command line's other commands need it.
///
/// # Errors
/// When the data folder or the database cannot be used.
pub async fn open_data(
    config: DataConfig,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
) -> Result<Arc<App>, StartError> {
    let local = || Url::parse("http://localhost:4000").expect("a constant URL");
    let DataConfig { data, database, base_url } = config;
    let base_url = base_url.unwrap_or_else(local);
    let app = open(Path::new(""), &data, database.as_ref(), base_url, clock, random).await?;
    Ok(Arc::new(app))
}

async fn open(
    site: &Path,
    data: &Path,
    database: Option<&Secret>,
    base_url: Url,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
) -> Result<App, StartError> {
    let unusable = |source| StartError::Data { path: data.to_owned(), source };
    std::fs::create_dir_all(data).map_err(unusable)?;
    let keys = Keys::load_or_create(&data.join("key"), random.as_ref()).map_err(unusable)?;
    let store = match database {
        Some(url) => Store::open_postgres(url.expose()).await?,
        None => {
            let path = data.join("qa.sqlite");
            let opened = Store::open_sqlite(&path).await;
            opened.map_err(|source| StartError::File { advice: room::advise(data), path, source })?
        }
    };
    Ok(App {
        outbox_wake: store.outbox_wake(),
        store,
        clock,
        random,
        ids: Ids::default(),
        keys,
        site: Site::open(site)?,
        rules: Rules::open(None, HoldRule::default()),
        base_url,
        site_origins: Vec::new(),
        builders: Vec::new(),
        dev: false,
        trusted_proxies: Vec::new(),
        providers: Providers::default(),
        targets: Vec::new(),
        slack: None,
        desks: Desks::default(),
        weekly_summary: Vec::new(),
        outward: Outward::default(),
        lock_after: None,
        retention: Retention::default(),
        metrics: Metrics::default(),
        renderer: markdown::Renderer::default(),
        fragments: crate::service::fragments::Fragments::default(),
        live: crate::service::live::Live::default(),
    })
}

/// Reads the site again when it changes, and brings the database into step with it.
async fn watch_site(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut followed = None;
    while !*stop.borrow() {
        let contents = app.site.contents();
        if !followed.as_ref().is_some_and(|followed| Arc::ptr_eq(followed, &contents)) {
            match sections::follow(&app, &contents).await {
                Ok(()) => followed = Some(contents),
                Err(error) => tracing::warn!(%error, "the site is indexed later"),
            }
        }
        tokio::select! {
            () = tokio::time::sleep(SITE_POLL) => {
                app.site.refresh();
                app.rules.refresh();
            }
            _ = stop.changed() => {}
        }
    }
}

async fn keep_duties(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = duty::hand_over(&app).await {
            tracing::warn!(%error, "reports of hand-overs are put off");
        }
        tokio::select! {
            () = tokio::time::sleep(DUTIES) => {}
            _ = stop.changed() => {}
        }
    }
}

async fn keep_house(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = housekeeping::forget(&app).await {
            tracing::warn!(%error, "housekeeping is put off");
        }
        tokio::select! {
            () = tokio::time::sleep(HOUSEKEEPING) => {}
            _ = stop.changed() => {}
        }
    }
}
