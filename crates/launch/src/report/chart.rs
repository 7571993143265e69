//! The way of each cohort as bars: invited, signed up, listened, uploaded, back after a week. SVG 1.1, readable without colours,
//! in a light and a dark theme, and by a screen reader.

use std::fmt::Write;

use sillon_domain::launch::CohortReport;

/// Wide enough for the longest label, of 64 wide letters.
const WIDTH: u64 = 960;
const LEFT: u64 = 16;
/// What stands behind the longest bar.
const COUNT_WIDTH: u64 = 190;
const LABEL_HEIGHT: u64 = 22;
const BAR_HEIGHT: u64 = 18;
const GAP: u64 = 4;
const GROUP_GAP: u64 = 22;
const TOP: u64 = 56;
const STAGES: [(&str, &str); 5] = [
    ("invited", "#8a7f76"),
    ("signed up", "#b4532a"),
    ("listened", "#8a6d1d"),
    ("uploaded", "#2f6f73"),
    ("back after a week", "#5b5ea6"),
];

/// The chart.
pub fn report_as_svg(reports: &[CohortReport]) -> String {
    let groups = reports.len() as u64;
    let group_height = STAGES.len() as u64 * (BAR_HEIGHT + GAP) + LABEL_HEIGHT + GROUP_GAP;
    let height = TOP + groups.max(1) * group_height;
    let most = reports.iter().map(|report| report.invited).max().unwrap_or(0).max(1);
    let mut svg = String::new();
    let mut line = |words: std::fmt::Arguments| writeln!(svg, "{words}").expect("writing to a string does not fail");
    line(format_args!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-labelledby=\"title description\">"
    ));
    line(format_args!("<title id=\"title\">Cohorts of the soft launch</title>"));
    let described: Vec<String> = reports.iter().map(in_words).collect();
    line(format_args!("<desc id=\"description\">{}</desc>", escape(&described.join(" "))));
    line(format_args!(
        "<style>text {{ font: 13px system-ui, sans-serif; fill: #2b2320; }} .head {{ font-weight: 600; }} \
         svg {{ background: #ffffff; }} @media (prefers-color-scheme: dark) {{ svg {{ background: #1b1614; }} \
         text {{ fill: #efe6dc; }} }}</style>"
    ));
    line(format_args!("<text class=\"head\" x=\"{LEFT}\" y=\"30\">Cohorts of the soft launch</text>"));
    if reports.is_empty() {
        line(format_args!("<text x=\"{LEFT}\" y=\"{TOP}\">Nobody was invited yet.</text>"));
    }
    for (index, report) in reports.iter().enumerate() {
        let top = TOP + index as u64 * group_height;
        line(format_args!("<text class=\"head\" x=\"{LEFT}\" y=\"{}\">{}</text>", top + 14, escape(&report.cohort)));
        let counts = [report.invited, report.signed_up, report.played, report.uploaded, report.back_after_a_week];
        for (place, ((stage, colour), count)) in STAGES.iter().zip(counts).enumerate() {
            let y = top + LABEL_HEIGHT + place as u64 * (BAR_HEIGHT + GAP);
            let length = (WIDTH - LEFT - COUNT_WIDTH) * count / most;
            let end = LEFT + length + 8;
            line(format_args!(
                "<rect x=\"{LEFT}\" y=\"{y}\" width=\"{length}\" height=\"{BAR_HEIGHT}\" rx=\"3\" fill=\"{colour}\"/>\
                 <text x=\"{end}\" y=\"{}\">{count} {stage}</text>",
                y + 14
            ));
        }
    }
    line(format_args!("</svg>"));
    svg
}

fn in_words(report: &CohortReport) -> String {
    format!(
        "{}: {} invited, {} signed up, {} listened, {} uploaded, {} back after a week.",
        report.cohort, report.invited, report.signed_up, report.played, report.uploaded, report.back_after_a_week
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use sillon_domain::launch::CohortReport;

    use super::report_as_svg;

    #[test]
    fn labels_cannot_break_out_of_the_chart() {
        let report = CohortReport { cohort: "<b>&".to_owned(), invited: 10, signed_up: 5, ..CohortReport::default() };
        let svg = report_as_svg(&[report]);
        assert!(svg.contains("&lt;b&gt;&amp;") && !svg.contains("<b>"), "{svg}");
        assert!(svg.contains("width=\"754\"") && svg.contains("width=\"377\""), "{svg}");
    }

    #[test]
    fn a_label_stands_above_its_bars() {
        let report = CohortReport { cohort: "x".repeat(64), invited: 10, ..CohortReport::default() };
        let svg = report_as_svg(&[report.clone(), report]);
        let tops = |start: &str| -> Vec<u64> {
            let lines = svg.lines().filter(|line| line.starts_with(start) && !line.contains("Cohorts of"));
            lines.map(|line| line.split(" y=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()).collect()
        };
        let (labels, bars) = (tops("<text class=\"head\""), tops("<rect"));
        assert_eq!((labels.len(), bars.len()), (2, 10));
        assert!(labels[0] < bars[0] && bars[4] + 18 < labels[1] - 13 && labels[1] < bars[5], "{labels:?} {bars:?}");
    }
}
