//! `sillon encode-child`: the process in which the worker lets uploads be parsed.

use std::process::ExitCode;

use sillon_worker::{Confinement, run_encode_child};

use crate::cli::EncodeChild;

pub(super) fn run(args: &EncodeChild) -> anyhow::Result<ExitCode> {
    run_encode_child(&args.input, &args.out_dir, &Confinement::default())?;
    Ok(ExitCode::SUCCESS)
}
