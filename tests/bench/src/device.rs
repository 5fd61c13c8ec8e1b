//! Devices: an engine each, in a folder of its own, and what one of them sees.

use std::path::Path;
use std::time::Duration;

use contract::{DossierState, DossierStatus, Event, MatrixView, RoleName, Row};
use engine::{Engine, EngineOptions};
use tokio::sync::broadcast::error::RecvError;
use torture::{Cell, writable};

/// Nothing measured here takes this long: the figure is stuck.
const STUCK: Duration = Duration::from_mins(2);

/// An engine.
pub(crate) struct Device {
    pub(crate) engine: Engine,
}

impl Device {
    /// A new device, in contact with the relays of its dossiers if `stay_connected`.
    pub(crate) async fn new(folder: &Path, name: &str, stay_connected: bool) -> Self {
        let engine = open(&folder.join(name), stay_connected);
        let device = Self { engine };
        let person = device
            .engine
            .set_me(name.to_owned(), "SECOEM".to_owned())
            .await;
        person.expect("a name");
        device
    }

    pub(crate) async fn import_example(&self) -> String {
        self.engine
            .import_example()
            .await
            .expect("the example")
            .dossier
    }

    pub(crate) async fn invite(&self, dossier: &str, relay: String) -> String {
        let invitation = self
            .engine
            .invite(dossier.to_owned(), RoleName::Editor, relay)
            .await;
        invitation.expect("an invitation").link
    }

    pub(crate) async fn view(&self, dossier: &str) -> MatrixView {
        self.engine
            .matrix(dossier.to_owned())
            .await
            .expect("the matrix")
    }

    /// Writes a cell; answered once it is durable.
    pub(crate) async fn edit(&self, dossier: &str, cell: &Cell, value: &str) {
        self.type_on(dossier, cell, value.to_owned(), None).await;
    }

    /// Writes a cell from an editor that stays open: `base` is the version it shows, the answer the
    /// one it shows next.
    pub(crate) async fn type_on(
        &self,
        dossier: &str,
        cell: &Cell,
        value: String,
        base: Option<String>,
    ) -> String {
        self.engine
            .edit(
                dossier.to_owned(),
                cell.line.clone(),
                cell.indicator.clone(),
                cell.field.clone(),
                value,
                base,
            )
            .await
            .expect("an edit")
            .version
    }

    pub(crate) async fn synchronise(&self, dossier: &str) {
        self.engine
            .sync(Some(dossier.to_owned()))
            .await
            .expect("everything arrives");
    }

    /// Waits until the window shows every one of these.
    pub(crate) async fn until_shown(&self, dossier: &str, mut missing: Vec<(Cell, String)>) {
        let mut events = self.engine.events();
        let view = self.view(dossier).await;
        missing.retain(|(cell, value)| !shows(&view.rows, cell, value));
        let waiting = async {
            while !missing.is_empty() {
                match events.recv().await {
                    Ok(Event::Rows {
                        dossier: of, rows, ..
                    }) if of == dossier => {
                        missing.retain(|(cell, value)| !shows(&rows, cell, value));
                    }
                    Ok(_) => {}
                    Err(RecvError::Lagged(_)) => {
                        let view = self.view(dossier).await;
                        missing.retain(|(cell, value)| !shows(&view.rows, cell, value));
                    }
                    Err(RecvError::Closed) => panic!("the engine closed"),
                }
            }
        };
        tokio::time::timeout(STUCK, waiting)
            .await
            .expect("it never arrives");
    }

    /// Waits until the relay has confirmed everything of this device.
    pub(crate) async fn until_sent(&self) {
        self.until(|status| status.waiting == 0).await;
    }

    /// Waits until this device has noticed that there is no relay.
    pub(crate) async fn until_offline(&self) {
        self.until(|status| status.state == DossierState::Offline)
            .await;
    }

    async fn until(&self, reached: impl Fn(&DossierStatus) -> bool) {
        let mut events = self.engine.events();
        let waiting = async {
            loop {
                let statuses = self.engine.statuses().await.expect("the statuses");
                if statuses.iter().all(&reached) {
                    return;
                }
                if let Err(RecvError::Closed) = events.recv().await {
                    panic!("the engine closed");
                }
            }
        };
        tokio::time::timeout(STUCK, waiting)
            .await
            .expect("it never gets there");
    }
}

fn open(home: &Path, stay_connected: bool) -> Engine {
    Engine::open_with(EngineOptions {
        home: home.to_owned(),
        stay_connected,
    })
    .expect("the folder opens")
}

fn shows(rows: &[Row], cell: &Cell, value: &str) -> bool {
    rows.iter().any(|row| {
        row.line == cell.line && row.indicator == cell.indicator && cell.shown_by(row) == value
    })
}

/// A dossier between several devices, all in contact: the first founded it from the example.
pub(crate) struct Meeting {
    pub(crate) devices: Vec<Device>,
    pub(crate) dossier: String,
    pub(crate) cells: Vec<Cell>,
}

impl Meeting {
    pub(crate) async fn gather(folder: &Path, relay: &str, people: usize) -> Self {
        let first = Device::new(folder, "0", true).await;
        let dossier = first.import_example().await;
        let link = first.invite(&dossier, relay.to_owned()).await;
        first.synchronise(&dossier).await;
        let mut devices = vec![first];
        for number in 1..people {
            let device = Device::new(folder, &number.to_string(), true).await;
            device
                .engine
                .join(link.clone())
                .await
                .expect("the invitation");
            device.synchronise(&dossier).await;
            devices.push(device);
        }
        let cells = writable(&devices[0].view(&dossier).await);
        Self {
            devices,
            dossier,
            cells,
        }
    }

    pub(crate) async fn close(&self) {
        for device in &self.devices {
            device.engine.close().await;
        }
    }

    /// The texts of one row, for one person to work on.
    pub(crate) fn texts_of_row(&self, number: usize) -> Vec<Cell> {
        of_row(&self.cells, number, true)
    }

    /// The values of one row.
    pub(crate) fn values_of_row(&self, number: usize) -> Vec<Cell> {
        of_row(&self.cells, number, false)
    }
}

/// The texts, or the values, of one row.
pub(crate) fn of_row(cells: &[Cell], number: usize, texts: bool) -> Vec<Cell> {
    let mut rows: Vec<&str> = cells.iter().map(|cell| cell.line.as_str()).collect();
    rows.dedup();
    let line = rows[number % rows.len()];
    let of_line = |cell: &&Cell| cell.line == line && cell.is_text() == texts;
    cells.iter().filter(of_line).cloned().collect()
}
