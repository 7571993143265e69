//! Archives of everything that a person has here.

mod download_export;
mod list_exports;
mod present_export;
mod request_export;

pub(crate) use download_export::{__path_download_export, download_export};
pub(crate) use list_exports::{__path_list_exports, list_exports};
use present_export::present_export;
pub(crate) use request_export::{__path_request_export, request_export};
