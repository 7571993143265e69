//! From bytes to text, and which letter separates the columns.

use super::Finding;

const BOM: &[u8] = b"\xEF\xBB\xBF";
const UTF_16_MARKS: [&[u8]; 2] = [b"\xFF\xFE", b"\xFE\xFF"];
/// Spreadsheets write the second one where the comma stands in numbers, and the third one on request.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
const ADVICE: &str = "in a spreadsheet, save it as “CSV UTF-8”; the columns may be separated by commas or semicolons";

/// The text of a file; only UTF-8 is read, because nothing else says what it is.
pub(super) fn decode(file: &[u8]) -> Result<&str, Finding> {
    // Letters of UTF-16 are two bytes each, and one of those of every letter of the header is zero.
    if UTF_16_MARKS.iter().any(|mark| file.starts_with(mark)) || file.iter().take(4).any(|byte| *byte == 0) {
        let message = format!("this is UTF-16, which spreadsheets call “Unicode text”; {ADVICE}");
        return Err(Finding::hard(1, 1, "encoding", message));
    }
    let file = file.strip_prefix(BOM).unwrap_or(file);
    std::str::from_utf8(file).map_err(|error| {
        let good = &file[..error.valid_up_to()];
        let line = good.split(|byte| *byte == b'\n').count() as u64;
        let in_line = good.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        // Quotes are not looked at: what cannot be decoded cannot be read as CSV.
        let separator = separator(file);
        let column = in_line.split(|byte| *byte == separator).count();
        Finding::hard(line, column, "encoding", format!("this is not UTF-8; {ADVICE}"))
    })
}

/// What separates the columns of the first line. None of them is a letter of a header, so nothing is guessed.
pub(super) fn separator(file: &[u8]) -> u8 {
    let header = file.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let count = |separator: &u8| header.split(|byte| byte == separator).count();
    // Of equals the last one is taken: the comma.
    SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(b',')
}
