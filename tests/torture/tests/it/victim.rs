//! A typist that is going to be killed.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use torture::Said;

/// A victim that says nothing for this long is stuck: the test ends, whatever it was to prove.
const STUCK: Duration = Duration::from_mins(1);

pub(crate) struct Victim {
    child: Child,
    lines: mpsc::Receiver<Said>,
}

impl Victim {
    /// A typist on `home`; `count` 0 types until it is killed.
    pub(crate) fn start(home: &Path, seed: u64, first: u64, count: u64) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_typist"))
            .arg(home)
            .args([seed, first, count].map(|number| number.to_string()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the typist starts");
        let stdout = child.stdout.take().expect("a pipe");
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || listen(stdout, &sender));
        Self { child, lines }
    }

    /// The next thing it says; `None` when it has ended.
    pub(crate) fn hear(&self) -> Option<Said> {
        match self.lines.recv_timeout(STUCK) {
            Ok(said) => Some(said),
            Err(mpsc::RecvTimeoutError::Disconnected) => None,
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("the typist is stuck"),
        }
    }

    /// SIGKILL; answers what it had still said by then.
    pub(crate) fn kill(mut self) -> Vec<Said> {
        self.child.kill().expect("SIGKILL");
        self.child.wait().expect("it ends");
        let mut rest = Vec::new();
        while let Some(said) = self.hear() {
            rest.push(said);
        }
        rest
    }

    /// Waits until it ends by itself; answers what it said.
    pub(crate) fn finish(mut self) -> Vec<Said> {
        let mut rest = Vec::new();
        while let Some(said) = self.hear() {
            rest.push(said);
        }
        let status = self.child.wait().expect("it ends");
        assert!(status.success(), "the typist failed: {status}");
        rest
    }
}

/// Whole lines only: the last one may have been cut.
fn listen(stdout: ChildStdout, sender: &mpsc::Sender<Said>) {
    let mut reader = BufReader::new(stdout);
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|bytes| bytes > 0) {
        let Some(whole) = line.strip_suffix('\n') else {
            return;
        };
        let said = whole
            .parse()
            .unwrap_or_else(|()| panic!("the typist said {whole:?}"));
        if sender.send(said).is_err() {
            return;
        }
        line.clear();
    }
}
