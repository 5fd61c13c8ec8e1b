//! People with computers, and a relay they may reach.

use std::path::{Path, PathBuf};
use std::time::Duration;

use contract::{
    ActReceipt, DossierState, EditReceipt, MatrixAction, MatrixView, Problem, ReviewAction,
    ReviewReceipt, ReviewView, RoleName, Row,
};
use engine::{Engine, EngineOptions, Network};
use tempfile::TempDir;

/// How long anything that should happen may take; verdicts never depend on it.
const PATIENCE: Duration = Duration::from_mins(1);

/// A person at a computer.
pub(crate) struct Person {
    pub(crate) engine: Engine,
    pub(crate) home: TempDir,
    stay_connected: bool,
}

impl Person {
    pub(crate) async fn new(name: &str) -> Self {
        Self::with(name, true).await
    }

    pub(crate) async fn with(name: &str, stay_connected: bool) -> Self {
        let home = TempDir::new().unwrap();
        let engine = open(home.path(), stay_connected);
        engine
            .set_me(name.to_owned(), "SECOEM".to_owned())
            .await
            .unwrap();
        Self {
            engine,
            home,
            stay_connected,
        }
    }

    /// At a computer on another network.
    pub(crate) async fn over(name: &str, network: Network) -> Self {
        let home = TempDir::new().unwrap();
        let options = EngineOptions {
            home: home.path().to_owned(),
            stay_connected: true,
        };
        let engine = Engine::open_over(options, network).unwrap();
        engine
            .set_me(name.to_owned(), "SECOEM".to_owned())
            .await
            .unwrap();
        Self {
            engine,
            home,
            stay_connected: true,
        }
    }

    /// Whoever's work is in that folder.
    pub(crate) fn at(home: TempDir, stay_connected: bool) -> Self {
        Self {
            engine: open(home.path(), stay_connected),
            home,
            stay_connected,
        }
    }

    /// Closes Cotejo and opens it again on the same folder.
    pub(crate) async fn restart(&mut self) {
        self.engine.close().await;
        self.engine = eventually("the folder is free again", || async {
            Engine::open_with(EngineOptions {
                home: self.home.path().to_owned(),
                stay_connected: self.stay_connected,
            })
            .ok()
        })
        .await;
    }

    pub(crate) async fn matrix(&self, dossier: &str) -> MatrixView {
        self.engine.matrix(dossier.to_owned()).await.unwrap()
    }

    pub(crate) async fn row(&self, dossier: &str, number: u32) -> Row {
        let matrix = self.matrix(dossier).await;
        matrix
            .rows
            .into_iter()
            .find(|row| row.row == Some(number))
            .unwrap()
    }

    pub(crate) async fn set(
        &self,
        dossier: &str,
        row: u32,
        field: &str,
        value: &str,
    ) -> EditReceipt {
        let Row {
            line, indicator, ..
        } = self.row(dossier, row).await;
        self.engine
            .edit(
                dossier.to_owned(),
                line,
                indicator,
                field.to_owned(),
                value.to_owned(),
                None,
            )
            .await
            .unwrap()
    }

    pub(crate) async fn act(&self, dossier: &str, actions: Vec<MatrixAction>) -> ActReceipt {
        self.engine
            .act(dossier.to_owned(), "Un paso".to_owned(), actions)
            .await
            .unwrap()
    }

    /// Does things in the review.
    pub(crate) async fn review(
        &self,
        dossier: &str,
        actions: Vec<ReviewAction>,
    ) -> Result<ReviewReceipt, Problem> {
        self.engine.review(dossier.to_owned(), actions).await
    }

    /// Comments on a cell.
    pub(crate) async fn comment(
        &self,
        dossier: &str,
        row: &Row,
        field: &str,
        text: &str,
    ) -> Result<ReviewReceipt, Problem> {
        self.review(dossier, vec![comment(row, field, text)]).await
    }

    /// The review as it is shown.
    pub(crate) async fn shown(&self, dossier: &str) -> ReviewView {
        self.engine.review_view(dossier.to_owned()).await.unwrap()
    }

    pub(crate) async fn example(&self) -> String {
        self.engine.import_example().await.unwrap().dossier
    }

    pub(crate) async fn invite(&self, dossier: &str, role: RoleName, relay: &str) -> String {
        self.engine
            .invite(dossier.to_owned(), role, relay.to_owned())
            .await
            .unwrap()
            .link
    }

    pub(crate) async fn state(&self, dossier: &str) -> DossierState {
        let statuses = self.engine.statuses().await.unwrap();
        statuses
            .into_iter()
            .find(|status| status.dossier == dossier)
            .unwrap()
            .state
    }

    /// Waits until everything of this person is at the relay.
    pub(crate) async fn sent(&self, dossier: &str) {
        eventually("everything is sent", || async {
            (self.state(dossier).await == DossierState::Sent).then_some(())
        })
        .await;
    }
}

pub(crate) fn open(home: &Path, stay_connected: bool) -> Engine {
    Engine::open_with(EngineOptions {
        home: home.to_owned(),
        stay_connected,
    })
    .unwrap()
}

/// Asks until there is an answer.
pub(crate) async fn eventually<T, F: Future<Output = Option<T>>>(
    what: &str,
    mut probe: impl FnMut() -> F,
) -> T {
    let asking = async {
        loop {
            if let Some(answer) = probe().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let answer = tokio::time::timeout(PATIENCE, asking).await;
    answer.unwrap_or_else(|_| panic!("waited in vain: {what}"))
}

/// A relay that can be stopped and started again on the same folder and port.
pub(crate) struct PostOffice {
    data: TempDir,
    listen: String,
    running: Option<relay::Running>,
}

impl PostOffice {
    pub(crate) fn open() -> Self {
        let mut office = Self {
            data: TempDir::new().unwrap(),
            listen: "127.0.0.1:0".to_owned(),
            running: None,
        };
        office.start();
        office
    }

    pub(crate) fn start(&mut self) {
        let data: PathBuf = self.data.path().to_owned();
        let listen = self.listen.parse().unwrap();
        let running = relay::start(relay::Options::new(data, listen)).unwrap();
        self.listen = running.addr().to_string();
        self.running = Some(running);
    }

    pub(crate) fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop();
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("ws://{}", self.listen)
    }
}

/// A comment on a cell.
pub(crate) fn comment(row: &Row, field: &str, text: &str) -> ReviewAction {
    ReviewAction::Comment {
        thread: None,
        line: row.line.clone(),
        indicator: row.indicator.clone(),
        field: field.to_owned(),
        text: text.to_owned(),
        mentions: Vec::new(),
        internal: false,
        from: None,
        to: None,
    }
}
