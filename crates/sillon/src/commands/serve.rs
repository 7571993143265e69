//! `sillon serve`

use std::process::ExitCode;

use super::{block_on, load_config};
use crate::{cli::Serve, serve};

pub(super) fn run(args: Serve) -> anyhow::Result<ExitCode> {
    let mut flags = Vec::new();
    if let Some(listen) = args.listen {
        flags.push(("server.listen", listen.to_string()));
    }
    if let Some(roles) = args.roles {
        flags.push(("server.roles", roles));
    }
    let loaded = load_config(&args.instance, flags)?;
    serve::init_logging(&loaded.config.log)?;
    serve::refuse_dangers(&loaded)?;
    block_on(serve::serve(&loaded.config))?;
    Ok(ExitCode::SUCCESS)
}
