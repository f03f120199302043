//! The text format of Prometheus, version 0.0.4: <https://prometheus.io/docs/instrumenting/exposition_formats/>.

use std::fmt::{Display, Write as _};

/// A page of metrics. Lines of one metric stand together.
#[derive(Default)]
pub(super) struct Text {
    text: String,
    last: String,
}

impl Text {
    /// A value that only grows while the server runs.
    pub(super) fn counter(&mut self, name: &str, help: &str, labels: &[(&str, &str)], value: impl Display) {
        self.line(name, "counter", help, "", labels, value);
    }

    /// A value of this moment.
    pub(super) fn gauge(&mut self, name: &str, help: &str, labels: &[(&str, &str)], value: impl Display) {
        self.line(name, "gauge", help, "", labels, value);
    }

    /// One line of a histogram; `part` is `_bucket`, `_sum` or `_count`.
    pub(super) fn histogram(
        &mut self,
        name: &str,
        help: &str,
        part: &str,
        labels: &[(&str, &str)],
        value: impl Display,
    ) {
        self.line(name, "histogram", help, part, labels, value);
    }

    fn line(&mut self, name: &str, kind: &str, help: &str, part: &str, labels: &[(&str, &str)], value: impl Display) {
        if self.last != name {
            // Writing into a string cannot fail.
            let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}");
            name.clone_into(&mut self.last);
        }
        let _ = write!(self.text, "{name}{part}");
        for (place, (label, text)) in labels.iter().enumerate() {
            let before = if place == 0 { '{' } else { ',' };
            let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            let _ = write!(self.text, "{before}{label}=\"{text}\"");
        }
        let _ = writeln!(self.text, "{} {value}", if labels.is_empty() { "" } else { "}" });
    }

    pub(super) fn into_string(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_is_explained_once_and_its_labels_are_quoted() {
        let mut text = Text::default();
        text.gauge("a_b", "What it is.", &[("x", "1"), ("y", "a \"b\"\\\n")], 2);
        text.gauge("a_b", "What it is.", &[], 3.5);
        text.counter("c_total", "More.", &[], 1);
        assert_eq!(
            text.into_string(),
            "# HELP a_b What it is.\n# TYPE a_b gauge\na_b{x=\"1\",y=\"a \\\"b\\\"\\\\\\n\"} 2\na_b 3.5\n# HELP c_total More.\n# TYPE c_total counter\nc_total 1\n"
        );
    }
}
