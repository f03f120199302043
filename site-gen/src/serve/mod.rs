//! `site-gen serve`: the site for a browser beside the editor.
//!
//! Every change is built into memory by a [`Session`], mistakes or not, and every open page is told: it loads again where
//! it was when its own HTML changed, and shows the diagnostics over itself until they are mended.
//! **Invariant:** only this machine is served, and only under its own names; nothing is written to disk.

mod http;
mod memory;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use time::OffsetDateTime;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::watch;

use crate::highlight::Highlighter;
use crate::session::Session;
use crate::watch::{Changes, following, go_on};
use crate::{BuildError, Options, Report};
use memory::{Built, Shown};

/// Why the site cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port is taken, or may not be used.
    #[error("port {port} of this machine cannot be used: {error}; choose another one with --port")]
    Port {
        /// The port.
        port: u16,
        /// Why.
        error: io::Error,
    },
    /// The content folder cannot be watched.
    #[error("the content folder cannot be watched: {0}")]
    Watch(#[from] notify::Error),
    /// The server stopped.
    #[error("the server stopped: {0}")]
    Stopped(#[from] io::Error),
}

/// A server that has its port.
#[derive(Debug)]
pub struct Server {
    options: Options,
    listener: TcpListener,
    runtime: Runtime,
    address: SocketAddr,
}

impl Server {
    /// Takes `port` of this machine, or any that is free for 0.
    ///
    /// # Errors
    /// When the port cannot be used.
    pub fn bind(options: &Options, port: u16) -> Result<Self, ServeError> {
        let failed = |error| ServeError::Port { port, error };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, port))).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let base_url = Some(format!("http://localhost:{}", address.port()));
        let highlighter = Some(Arc::new(Highlighter::in_memory()));
        // A preview is of the pages; it does not lead readers' questions to the server of the real site.
        let server = Some(String::new());
        let options = Options { base_url, server, highlighter, out: None, server_data: None, ..options.clone() };
        Ok(Self { options, listener, runtime, address })
    }

    /// Where the site is served.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves and builds again on every change, for as long as the program runs; `tell` hears how each build went.
    ///
    /// # Errors
    /// When serving or watching becomes impossible.
    pub fn run(
        self,
        now: impl Fn() -> OffsetDateTime,
        mut tell: impl FnMut(Result<Report, BuildError>),
    ) -> Result<(), ServeError> {
        let changes = Changes::of(&self.options, self.options.out.as_deref())?;
        let (publish, built) = watch::channel(Arc::new(Built::default()));
        let router = http::router(built);
        // Ends with the runtime, and the runtime with this function.
        self.runtime.spawn(async move { axum::serve(self.listener, router).await });
        let options = following(&self.options);
        let mut session = Session::into(&options, Shown(publish));
        go_on(&mut session, &options, &changes, now, |shown, outcome| {
            if let Err(error) = &outcome {
                shown.fail(error);
            }
            tell(outcome);
        });
        Ok(())
    }
}
