//! Somebody who works with the command line.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A person with a folder and no window.
pub(crate) struct Person {
    home: PathBuf,
    _folder: Option<TempDir>,
}

impl Person {
    pub(crate) fn new(name: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let person = Self {
            home: folder.path().to_owned(),
            _folder: Some(folder),
        };
        person.does(&["me", "--name", name, "--institution", "SECOEM"]);
        person
    }

    /// Whoever's work is in that folder.
    pub(crate) fn at(home: impl Into<PathBuf>) -> Self {
        Self {
            home: home.into(),
            _folder: None,
        }
    }

    /// What the command answers, as JSON.
    pub(crate) fn does(&self, arguments: &[&str]) -> Value {
        let output = run(&self.home, &[arguments, &["--json"]].concat());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// What is wrong, as JSON.
    pub(crate) fn fails(&self, arguments: &[&str]) -> Value {
        let output = run(&self.home, &[arguments, &["--json"]].concat());
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        serde_json::from_slice(&output.stderr).unwrap()
    }

    /// What the command tells a person.
    pub(crate) fn reads(&self, arguments: &[&str]) -> String {
        let output = run(&self.home, arguments);
        assert!(output.status.success(), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    }
}

fn run(home: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cotejo"))
        .arg("--home")
        .arg(home)
        .args(arguments)
        .output()
        .unwrap()
}
