//! The process as the operating system sees it (Linux; elsewhere these metrics are absent). Names are Prometheus's own.

use std::{fs, str::FromStr};

pub(super) fn describe() {
    metrics::describe_gauge!("process_resident_memory_bytes", "Memory in use.");
    metrics::describe_gauge!("process_open_fds", "Open files.");
    metrics::describe_gauge!("process_max_fds", "How many files may be open.");
    metrics::describe_gauge!("process_threads", "Threads.");
    metrics::describe_gauge!("process_cpu_seconds", "Processor time used, in all.");
}

/// Sets the gauges.
pub(super) fn measure() {
    if let Ok(status) = fs::read_to_string("/proc/self/status") {
        if let Some(kib) = field::<f64>(&status, "VmRSS:") {
            metrics::gauge!("process_resident_memory_bytes").set(kib * 1024.0);
        }
        if let Some(threads) = field::<f64>(&status, "Threads:") {
            metrics::gauge!("process_threads").set(threads);
        }
    }
    if let Ok(open) = fs::read_dir("/proc/self/fd") {
        #[expect(clippy::cast_precision_loss, reason = "a gauge is a double")]
        metrics::gauge!("process_open_fds").set(open.count() as f64);
    }
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    #[expect(clippy::cast_precision_loss, reason = "a gauge is a double")]
    metrics::gauge!("process_max_fds").set(limit.unwrap_or(u64::MAX) as f64);
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    #[expect(clippy::cast_precision_loss, reason = "a gauge is a double")]
    metrics::gauge!("process_cpu_seconds").set(used.tv_sec as f64 + used.tv_nsec as f64 / 1e9);
}

fn field<T: FromStr>(status: &str, name: &str) -> Option<T> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
