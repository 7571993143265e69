//! Hands messages to an SMTP server (RFC 5321), step by step, so that a line that breaks after the message is told apart
//! from one that breaks before. Idle connections are kept for the next message.

mod conversation;
mod idle;
mod step;

use std::{fmt, time::Duration};

use lettre::transport::smtp::{
    authentication::{Credentials, DEFAULT_MECHANISMS},
    client::{AsyncSmtpConnection, Certificate, TlsParameters},
    extension::ClientId,
};
use tokio::time::timeout;

use self::{conversation::converse, idle::IdleConnections, step::step};
use super::{Delivery, Outcome, TransportError};
use crate::Mail;

/// How the line is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Not at all: for a server on this machine or in a private network.
    None,
    /// STARTTLS, insisted on: a server that does not offer it gets no mail.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// How long each step may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Connecting, greeting and signing in together; then each command.
    pub step: Duration,
    /// The answer to the message. Too short a wait makes second copies; RFC 5321 asks for 10 minutes.
    pub message: Duration,
    /// An idle connection is not used again after this.
    pub idle: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { step: Duration::from_mins(1), message: Duration::from_mins(10), idle: Duration::from_secs(30) }
    }
}

/// A server and how to speak to it.
#[derive(Clone)]
pub struct SmtpServer {
    /// Name or address; the certificate must be for it.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the line is protected.
    pub security: Security,
    /// User and password, where the server asks for them.
    pub credentials: Option<(String, String)>,
    /// Certificates (PEM) that are trusted beside the public authorities.
    pub extra_roots: Option<Vec<u8>>,
    /// The name by which we introduce ourselves.
    pub own_name: String,
    /// Limits.
    pub patience: Patience,
}

/// Without the password.
impl fmt::Debug for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, security, credentials, .. } = self;
        let user = credentials.as_ref().map(|(user, _)| user);
        f.debug_struct("SmtpServer")
            .field("host", host)
            .field("port", port)
            .field("security", security)
            .field("user", &user)
            .finish_non_exhaustive()
    }
}

/// The transport.
pub struct Smtp {
    server: SmtpServer,
    tls: Option<TlsParameters>,
    idle: IdleConnections,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("server", &self.server).finish_non_exhaustive()
    }
}

impl Smtp {
    /// Reads the certificates; does not connect.
    pub fn new(server: SmtpServer) -> Result<Self, TransportError> {
        let tls = match server.security {
            Security::None => None,
            Security::StartTls | Security::Tls => Some(tls_parameters(&server)?),
        };
        let idle = IdleConnections::new(server.patience.idle);
        Ok(Self { server, tls, idle })
    }

    pub(super) async fn send(&self, mail: &Mail) -> Delivery {
        let mut connection = match self.connection().await {
            Ok(connection) => connection,
            Err(delivery) => return delivery,
        };
        let delivery = converse(&mut connection, mail, self.server.patience).await;
        if delivery.outcome == Outcome::Accepted {
            self.idle.keep(connection);
        } else {
            self.hang_up(connection).await;
        }
        delivery
    }

    pub(super) async fn check(&self) -> Result<String, TransportError> {
        let SmtpServer { host, port, credentials, .. } = &self.server;
        let connection = self.connect().await.map_err(|failed| TransportError(failed.to_string()))?;
        let protected = if connection.is_encrypted() { "over TLS" } else { "without encryption" };
        let signed_in = if credentials.is_some() { ", signed in" } else { "" };
        let name = connection.server_info().name().to_owned();
        self.hang_up(connection).await;
        Ok(format!("{host}:{port} answers as {name} {protected}{signed_in}"))
    }

    /// An idle connection that still answers, or a new one.
    async fn connection(&self) -> Result<AsyncSmtpConnection, Delivery> {
        while let Some(mut connection) = self.idle.take() {
            if timeout(self.server.patience.step, connection.test_connected()).await.unwrap_or(false) {
                return Ok(connection);
            }
        }
        self.connect().await
    }

    /// Before the message is handed over nothing is lost: whatever is wrong with the server, it is tried later.
    async fn connect(&self) -> Result<AsyncSmtpConnection, Delivery> {
        let SmtpServer { host, port, patience, .. } = &self.server;
        step(patience.step, self.open()).await.map_err(|stop| {
            let failed = stop.into_delivery(|_| Outcome::TryLater, Outcome::TryLater);
            Delivery { text: format!("{host}:{port}: {}", failed.text), ..failed }
        })
    }

    async fn open(&self) -> Result<AsyncSmtpConnection, lettre::transport::smtp::Error> {
        let SmtpServer { host, port, security, credentials, own_name, .. } = &self.server;
        let hello = ClientId::Domain(own_name.clone());
        let at_once = self.tls.clone().filter(|_| *security == Security::Tls);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1((host.as_str(), *port), None, &hello, at_once, None).await?;
        if let Some(tls) = self.tls.clone().filter(|_| *security == Security::StartTls) {
            connection.starttls(tls, &hello).await?;
        }
        if let Some((user, password)) = credentials {
            let credentials = Credentials::new(user.clone(), password.clone());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(connection)
    }

    /// Says goodbye, without waiting long for the answer.
    async fn hang_up(&self, mut connection: AsyncSmtpConnection) {
        let patience = self.server.patience.step.min(Duration::from_secs(5));
        if timeout(patience, connection.abort()).await.is_err() {
            tracing::debug!("an SMTP server does not say goodbye");
        }
    }
}

fn tls_parameters(server: &SmtpServer) -> Result<TlsParameters, TransportError> {
    let unusable = |error| TransportError(format!("TLS to {} cannot be set up: {error}", server.host));
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(pem) = &server.extra_roots {
        builder = builder.add_root_certificate(Certificate::from_pem(pem).map_err(unusable)?);
    }
    builder.build_rustls().map_err(unusable)
}
