//! Start and stop.

use std::{future::IntoFuture, net::SocketAddr, time::Duration};

use anyhow::Context as _;
use axum::serve::ListenerExt as _;
use sillon_domain::accounts::setup_is_required;
use sillon_worker::{Worker, relay_signals};
use tokio::{
    net::{TcpListener, TcpStream},
    signal::unix::SignalKind,
};
use tokio_util::sync::CancellationToken;

use super::{
    Instance, build_router_with_metrics, collect_metrics, metrics::admin_routes, open_instance,
    sample_status::sample_status,
};
use crate::config::{Config, Role};

/// Serves until SIGTERM or SIGINT; then lets running requests end, gives running jobs back, and closes the database.
pub async fn serve(config: &Config) -> anyhow::Result<()> {
    let instance = open_instance(config).await?;
    instance.ctx.db.migrate().await.context(
        "the database's schema cannot be brought up to date. `sillon migrate --dry-run` shows what is missing; a newer \
         Sillon may have written this database (use that version or a backup), or its user may not change tables",
    )?;
    let address = config.server.listen;
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("{address} cannot be listened on. Is another server there? Choose another with --listen")
    })?;
    let stop = CancellationToken::new();
    stop_on_signal(stop.clone())?;
    announce(&instance, config, listener.local_addr()?).await?;
    let worker = config.has_role(Role::Worker).then(|| {
        let worker = Worker::new(instance.ctx.clone(), instance.worker.clone());
        tokio::spawn(worker.run(stop.clone()))
    });
    let relay = tokio::spawn(relay_signals(instance.ctx.clone(), stop.clone()));
    collect_metrics();
    let sampler = tokio::spawn(sample_status(instance.ctx.clone(), stop.clone()));
    serve_operators(&instance, config, stop.clone()).await?;
    let token = config.server.metrics_token.clone();
    let router = build_router_with_metrics(instance.ctx.clone(), &config.server.roles, token);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let requests =
        axum::serve(listener.tap_io(send_at_once), service).with_graceful_shutdown(stop.clone().cancelled_owned());
    let grace = Duration::from_secs(u64::from(config.server.shutdown_grace_seconds));
    let patience = async {
        stop.cancelled().await;
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        served = requests.into_future() => served.context("the server ended")?,
        () = patience => tracing::warn!("requests that took too long were cut off"),
    }
    stop.cancel();
    sampler.await.context("the sampler ended badly")?;
    if let Some(worker) = worker {
        worker.await.context("the worker ended badly")?;
    }
    relay.await.context("the relay of wake-ups ended badly")?;
    instance.ctx.db.close().await?;
    tracing::info!("stopped");
    Ok(())
}

/// The last part of an answer waits for nothing. Otherwise it waited for the client to acknowledge the part before (Nagle's
/// algorithm, RFC 896), which clients put off: 40 ms a segment (`bench/results/nightly_load.md`).
fn send_at_once(connection: &mut TcpStream) {
    if let Err(error) = connection.set_nodelay(true) {
        tracing::debug!(%error, "a connection cannot be told to send at once");
    }
}

/// Listens for operators too, where the configuration says so.
async fn serve_operators(instance: &Instance, config: &Config, stop: CancellationToken) -> anyhow::Result<()> {
    let address = config.server.admin_listen.as_str();
    if address.is_empty() {
        return Ok(());
    }
    let listener = TcpListener::bind(address).await.with_context(|| format!("{address} cannot be listened on"))?;
    tracing::info!(address = %listener.local_addr()?, "operators are served");
    let service =
        axum::serve(listener, admin_routes(instance.ctx.clone())).with_graceful_shutdown(stop.cancelled_owned());
    tokio::spawn(service.into_future());
    Ok(())
}

fn stop_on_signal(stop: CancellationToken) -> anyhow::Result<()> {
    let mut terminate = tokio::signal::unix::signal(SignalKind::terminate())?;
    let mut interrupt = tokio::signal::unix::signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        stop.cancel();
    });
    Ok(())
}

/// Says where the page is, and how to become the admin as long as there is none.
async fn announce(instance: &Instance, config: &Config, address: SocketAddr) -> anyhow::Result<()> {
    let own = format!("http://{address}");
    say(&format!("Sillon is listening on {own}"));
    if config.has_role(Role::Api) && setup_is_required(&instance.ctx.db.read().await?).await? {
        let token = &instance.ctx.setup_token;
        let reached_at = instance.ctx.settings.public_url.as_deref().unwrap_or(&own);
        say(&format!("Set-up token: {token}"));
        say(&format!("Open {reached_at}/setup#token={token} to become its admin."));
    }
    tracing::info!(%address, roles = ?config.server.roles, "ready");
    Ok(())
}

/// A line on standard output; when nobody reads it, the server serves all the same.
fn say(line: &str) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    if let Err(error) = writeln!(out, "{line}").and_then(|()| out.flush()) {
        tracing::debug!(%error, "standard output is closed");
    }
}
