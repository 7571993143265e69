//! The judges: ffmpeg, ffprobe and flac as child processes.

use std::path::Path;
use std::process::Command;

/// Runs ffmpeg with the given input and output arguments; gives what it writes to its standard output.
pub(crate) fn ffmpeg(input_arguments: &[&str], input: &Path, output_arguments: &[&str]) -> Vec<u8> {
    let mut command = Command::new("ffmpeg");
    command.args(["-nostdin", "-v", "error", "-xerror"]).args(input_arguments).arg("-i").arg(input);
    command.args(output_arguments).arg("-");
    run(&mut command)
}

/// Decodes to interleaved 16-bit samples of all that is coded, priming and padding included.
pub(crate) fn decode_everything(file: &Path) -> Vec<i16> {
    let bytes = ffmpeg(&["-ignore_editlist", "1"], file, &["-c:a", "pcm_s16le", "-f", "s16le"]);
    bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
}

/// What ffprobe says about the entries asked for, one per line.
pub(crate) fn ffprobe(file: &Path, entries: &str) -> Vec<String> {
    let mut command = Command::new("ffprobe");
    command.args(["-v", "error", "-of", "csv=p=0", "-show_entries", entries]).arg(file);
    let text = String::from_utf8(run(&mut command)).unwrap();
    text.lines().map(|line| line.trim_end_matches(',').to_owned()).filter(|line| !line.is_empty()).collect()
}

/// The reference decoder's own test: frames, checksums, and the MD5 of STREAMINFO.
pub(crate) fn flac_test(file: &Path) {
    run(Command::new("flac").args(["--test", "--warnings-as-errors", "--silent"]).arg(file));
}

fn run(command: &mut Command) -> Vec<u8> {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {complaints}");
    assert!(complaints.trim().is_empty(), "{command:?}: {complaints}");
    output.stdout
}
