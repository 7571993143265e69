//! `sillon launch report`

use std::process::ExitCode;

use sillon_domain::launch::report_cohorts;
use sillon_launch::report::{report_as_csv, report_as_json, report_as_svg, report_as_table};

use super::open_current;
use crate::{
    cli::launch::{Report, ReportFormat},
    commands::{block_on, load_config, print},
};

pub(super) fn run(args: &Report) -> anyhow::Result<ExitCode> {
    let config = load_config(&args.instance, Vec::new())?.config;
    block_on(async {
        let db = open_current(&config).await?.db;
        let reports = report_cohorts(&db.read().await?).await?;
        db.close().await?;
        print(&match args.format {
            ReportFormat::Table => report_as_table(&reports),
            ReportFormat::Json => report_as_json(&reports),
            ReportFormat::Csv => report_as_csv(&reports),
            ReportFormat::Svg => report_as_svg(&reports),
        })?;
        Ok(ExitCode::SUCCESS)
    })
}
