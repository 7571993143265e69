//! Pictures for tests, made by `ImageMagick`.

use std::process::{Command, Stdio};

/// What `convert ARGUMENTS FORMAT:-` prints; arguments are separated by spaces.
pub fn convert_picture(arguments: &str, format: &str) -> Vec<u8> {
    let output = Command::new("convert")
        .args(arguments.split_whitespace())
        .arg(format!("{format}:-"))
        .stderr(Stdio::inherit())
        .output()
        .expect("ImageMagick is installed by scripts/bootstrap.sh test");
    assert!(output.status.success(), "convert {arguments} {format}:-");
    output.stdout
}
