//! `sillon thumbnail-child`: the process in which the worker lets pictures be decoded.

use std::process::ExitCode;

use sillon_worker::run_thumbnail_child;

use crate::cli::ThumbnailChild;

pub(super) fn run(args: &ThumbnailChild) -> anyhow::Result<ExitCode> {
    run_thumbnail_child(&args.input, &args.out_dir, args.framing_percent)?;
    Ok(ExitCode::SUCCESS)
}
