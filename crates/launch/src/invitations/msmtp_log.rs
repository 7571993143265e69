//! The lines that msmtp writes to its log: `Nov 25 07:10:37 host=… smtpstatus=550 smtpmsg='…' errormsg='…'
//! exitcode=EX_UNAVAILABLE`. The format is that of msmtp 1.4 to 1.8 (`src/msmtp.c`, `msmtp_log_info`).

/// What a line says about one mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LogLine {
    /// The status of the SMTP server, where one answered.
    pub(super) smtp_status: Option<u16>,
    /// What the server said.
    pub(super) smtp_message: String,
    /// What msmtp said.
    pub(super) error: String,
}

/// Reads the last line of what one run of msmtp wrote.
pub(super) fn read(written: &str) -> Option<LogLine> {
    let line = written.lines().rfind(|line| line.contains("exitcode="))?;
    Some(LogLine {
        smtp_status: value(line, "smtpstatus=").and_then(|text| text.parse().ok()),
        smtp_message: value(line, "smtpmsg=").unwrap_or_default(),
        error: value(line, "errormsg=").unwrap_or_default(),
    })
}

/// A word, or text in single quotes up to the quote before the next key.
fn value(line: &str, key: &str) -> Option<String> {
    let (_, rest) = line.split_once(&format!(" {key}"))?;
    match rest.strip_prefix('\'') {
        Some(quoted) => {
            let end = ["' errormsg=", "' exitcode="].iter().filter_map(|end| quoted.find(end)).min();
            Some(quoted[..end.unwrap_or(quoted.len())].to_owned())
        }
        None => Some(rest.split(' ').next().unwrap_or_default().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{LogLine, read};

    #[test]
    fn a_refusal_is_read_with_its_status_and_words() {
        let line = "Nov 25 07:10:37 host=127.0.0.1 tls=off auth=off from=a@b.example recipients=c@d.example \
                    smtpstatus=550 smtpmsg='550 5.1.1 no 'such' user' errormsg='recipient address c@d.example not \
                    accepted by the server' exitcode=EX_UNAVAILABLE\n";
        let expected = LogLine {
            smtp_status: Some(550),
            smtp_message: "550 5.1.1 no 'such' user".to_owned(),
            error: "recipient address c@d.example not accepted by the server".to_owned(),
        };
        assert_eq!(read(line), Some(expected));
    }

    #[test]
    fn an_error_before_any_answer_has_no_status() {
        let line = "Nov 25 07:10:37 host=127.0.0.1 tls=off auth=off from=a@b.example recipients=c@d.example \
                    errormsg='cannot connect to 127.0.0.1, port 1: Connection refused' exitcode=EX_TEMPFAIL\n";
        let read = read(line).unwrap();
        assert_eq!(read.smtp_status, None);
        assert!(read.error.starts_with("cannot connect to"));
    }
}
