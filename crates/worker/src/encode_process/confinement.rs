//! Takes away from the process what an encoder does not need.

use std::{io, path::Path};

#[cfg(target_os = "linux")]
use landlock::{
    ABI, Access, AccessFs, AccessNet, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError,
};
use rustix::process::{Resource, Rlimit, setrlimit};

/// Limits that the kernel enforces.
#[derive(Clone, Copy, Debug)]
pub struct Confinement {
    /// Address space in bytes.
    pub memory_bytes: u64,
    /// Processor time in seconds, of all threads together.
    pub cpu_s: u64,
    /// Largest file that may be written, in bytes.
    pub file_bytes: u64,
}

impl Default for Confinement {
    fn default() -> Self {
        Self { memory_bytes: 2 << 30, cpu_s: 2 * 3600, file_bytes: 16 << 30 }
    }
}

impl Confinement {
    /// Applies the limits to this process, for good. On kernels without landlock the file system stays readable.
    pub fn apply(&self, input: &Path, out_dir: &Path) -> io::Result<()> {
        for (resource, most) in [
            (Resource::As, self.memory_bytes),
            (Resource::Cpu, self.cpu_s),
            (Resource::Fsize, self.file_bytes),
            (Resource::Core, 0),
        ] {
            setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
        }
        confine_to_files(input, out_dir)
    }
}

/// Dies with the worker, even when that is killed. Only the input can be read and only the folder written; no TCP port
/// can be opened or reached (landlock, as far as the kernel knows it).
#[cfg(target_os = "linux")]
fn confine_to_files(input: &Path, out_dir: &Path) -> io::Result<()> {
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    let input = PathFd::new(input).map_err(io::Error::other)?;
    let out_dir = PathFd::new(out_dir).map_err(io::Error::other)?;
    allow_only(input, out_dir).map_err(io::Error::other)
}

#[cfg(target_os = "linux")]
fn allow_only(input: PathFd, out_dir: PathFd) -> Result<(), RulesetError> {
    let abi = ABI::V4;
    Ruleset::default()
        .handle_access(AccessFs::from_all(abi))?
        .handle_access(AccessNet::from_all(abi))?
        .create()?
        .add_rule(PathBeneath::new(input, AccessFs::ReadFile))?
        .add_rule(PathBeneath::new(out_dir, AccessFs::from_all(abi)))?
        .restrict_self()?;
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn confine_to_files(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}
