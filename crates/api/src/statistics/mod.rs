//! How often tracks are played: for their creators and for admins only. What is counted is decided in the domain.

mod export_own_statistics;
mod export_track_statistics;
mod period_query;
mod present_statistics;
mod show_own_statistics;
mod show_track_statistics;
mod write_csv;

pub(crate) use export_own_statistics::{__path_export_own_statistics, export_own_statistics};
pub(crate) use export_track_statistics::{__path_export_track_statistics, export_track_statistics};
pub(crate) use show_own_statistics::{__path_show_own_statistics, show_own_statistics};
pub(crate) use show_track_statistics::{__path_show_track_statistics, show_track_statistics};
