//! How a figure is said.

use std::io::Write as _;
use std::time::Duration;

use serde_json::{Map, Value, json};

/// A figure on its way.
pub(crate) struct Figure {
    fields: Map<String, Value>,
    met: Option<bool>,
}

impl Figure {
    pub(crate) fn new(bench: &str) -> Self {
        let mut fields = Map::new();
        fields.insert("bench".to_owned(), json!(bench));
        Self { fields, met: None }
    }

    /// One number or word of it.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(name.to_owned(), value.into());
        self
    }

    /// A number with its unit's usual digits.
    pub(crate) fn number(self, name: &str, value: f64) -> Self {
        let digits = if value.abs() < 10.0 { 1_000.0 } else { 10.0 };
        self.with(name, (value * digits).round() / digits)
    }

    /// The percentiles of some times, in milliseconds.
    pub(crate) fn times(self, times: &Times) -> Self {
        self.number("p50", times.percentile(50))
            .number("p95", times.percentile(95))
            .number("p99", times.percentile(99))
            .with("n", times.0.len())
    }

    /// One of the things it aims at; all of them must be met.
    pub(crate) fn aim(mut self, met: bool) -> Self {
        self.met = Some(self.met.unwrap_or(true) && met);
        self
    }

    /// Prints it.
    pub(crate) fn say(mut self, unit: &str, aim: &str) {
        self.fields.insert("unit".to_owned(), json!(unit));
        self.fields.insert("aim".to_owned(), json!(aim));
        if let Some(met) = self.met {
            self.fields.insert("met".to_owned(), json!(met));
        }
        let line = format!("{}\n", Value::Object(self.fields));
        std::io::stdout()
            .write_all(line.as_bytes())
            .expect("somebody reads the figures");
    }
}

/// A word for whoever watches, not a figure.
pub(crate) fn note(text: &str) {
    std::io::stderr()
        .write_all(format!("{text}\n").as_bytes())
        .expect("somebody watches");
}

/// Times, in milliseconds.
#[derive(Default)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64() * 1_000.0);
    }

    /// The nearest rank.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let rank = (percent * sorted.len()).div_ceil(100);
        sorted
            .get(rank.saturating_sub(1))
            .copied()
            .unwrap_or(f64::NAN)
    }
}
