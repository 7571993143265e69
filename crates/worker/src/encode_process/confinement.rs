//! Takes away from the process what an encoder does not need.

use std::{io, path::Path};

use rustix::process::{Resource, Rlimit, Signal, setrlimit};

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

/// Dies with the worker, even when the worker is killed; gone already when it was.
#[cfg(target_os = "linux")]
fn die_with_parent() -> io::Result<()> {
    rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;
    if rustix::process::getppid().is_none_or(|parent| parent.is_init()) {
        return Err(io::Error::other("the worker has ended"));
    }
    Ok(())
}

/// Only the input can be read and only the folder written; no TCP port can be opened or reached (landlock).
#[cfg(target_os = "linux")]
fn confine_to_files(input: &Path, out_dir: &Path) -> io::Result<()> {
    use landlock::{
        ABI, Access, AccessFs, AccessNet, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError,
    };
    die_with_parent()?;
    let rules = || -> Result<(), RulesetError> {
        let abi = ABI::V4;
        let open = |path: &Path| PathFd::new(path);
        let input = open(input).map_err(|_| io::ErrorKind::NotFound);
        let out_dir = open(out_dir).map_err(|_| io::ErrorKind::NotFound);
        let (Ok(input), Ok(out_dir)) = (input, out_dir) else { return Ok(()) };
        Ruleset::default()
            .handle_access(AccessFs::from_all(abi))?
            .handle_access(AccessNet::from_all(abi))?
            .create()?
            .add_rule(PathBeneath::new(input, AccessFs::ReadFile))?
            .add_rule(PathBeneath::new(out_dir, AccessFs::from_all(abi)))?
            .restrict_self()?;
        Ok(())
    };
    rules().map_err(io::Error::other)
}

#[cfg(not(target_os = "linux"))]
fn confine_to_files(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}
