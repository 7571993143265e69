//! `sillon dev openapi`

use std::process::ExitCode;

use super::print;
use crate::serve::openapi_json;

pub(super) fn run() -> anyhow::Result<ExitCode> {
    print(&openapi_json())?;
    Ok(ExitCode::SUCCESS)
}
