//! Who has a dossier, and who has seen it: on this computer, at the relay, on the others' screens.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{DossierState, Language, RoleName};

/// Where everything written on this computer is by now. Whatever is not known yet counts as not
/// done: it never says more than is true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReceiptsView {
    /// Identifier of the dossier.
    pub dossier: String,
    /// Own changes kept on this computer.
    #[ts(type = "number")]
    pub here: u64,
    /// Of those, changes that are not at the relay yet.
    #[ts(type = "number")]
    pub waiting: u64,
    /// Of those, changes that the relay has confirmed.
    #[ts(type = "number")]
    pub at_relay: u64,
    /// Own changes the disk refused since the last it took: they are on the screen, if anywhere.
    #[ts(type = "number")]
    pub unsaved: u64,
    /// The word shown for the dossier.
    pub state: DossierState,
    /// Last time the relay answered (RFC 3339).
    pub last_contact: Option<String>,
    /// Whether nothing would be lost by closing now.
    pub safe_to_close: bool,
    /// The same in a sentence, with what is still to come.
    pub sentence: String,
    /// Everybody with access, this device too.
    pub members: Vec<MemberSeenView>,
}

/// How far somebody has what this device has written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MemberSeenView {
    /// Device identifier, 64 hexadecimal digits.
    pub device: String,
    /// Name.
    pub name: String,
    /// Institution.
    pub institution: String,
    /// Role.
    pub role: RoleName,
    /// Whether it is this device.
    pub me: bool,
    /// Whether they have had everything on screen.
    pub seen_all: bool,
    /// Whether their computer has everything.
    pub held_all: bool,
    /// When they last had something new of the dossier on screen (RFC 3339), by their clock.
    pub seen_at: Option<String>,
}

/// Where a change is by now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ChangeReceiptView {
    /// Whether there is such a change on this computer.
    pub here: bool,
    /// Whether the relay has confirmed it.
    pub at_relay: bool,
    /// Names of the others who have had it on screen.
    pub seen_by: Vec<String>,
    /// Names of the others who have not, as far as is known.
    pub not_seen_by: Vec<String>,
}

impl ReceiptsView {
    /// The same, judged and said in a language. This is the one place where the sentence is written:
    /// whether one may close, and what is safe where.
    #[must_use]
    pub fn said(mut self, language: Language) -> Self {
        self.safe_to_close = self.unsaved == 0;
        self.sentence = match language {
            Language::Spanish => self.spanish(),
            Language::English => self.english(),
        };
        self
    }

    /// Of the others with access, how many have seen everything, and how many they are: "visto por N
    /// de M".
    pub fn seen_by(&self) -> (usize, usize) {
        let others = self.members.iter().filter(|member| !member.me);
        let seen = others.clone().filter(|member| member.seen_all).count();
        (seen, others.count())
    }

    fn spanish(&self) -> String {
        let (unsaved, waiting) = (self.unsaved, self.waiting);
        if unsaved == 1 {
            return "No cierres todavía: 1 cambio no se ha podido guardar.".to_owned();
        }
        if unsaved > 1 {
            return format!("No cierres todavía: {unsaved} cambios no se han podido guardar.");
        }
        if self.here == 0 {
            return "Puedes cerrar: no has escrito nada en este expediente.".to_owned();
        }
        if self.state == DossierState::Local {
            return "Puedes cerrar: todo lo que escribiste está guardado en esta computadora. Este expediente no se ha compartido.".to_owned();
        }
        if waiting > 0 {
            let leaving = match (self.state, waiting) {
                (DossierState::Stuck, 1) => "1 cambio sigue aquí: algo impide enviarlo.".to_owned(),
                (DossierState::Stuck, _) => {
                    format!("{waiting} cambios siguen aquí: algo impide enviarlos.")
                }
                (DossierState::Saved | DossierState::Sent, 1) => {
                    "1 cambio está saliendo ahora.".to_owned()
                }
                (DossierState::Saved | DossierState::Sent, _) => {
                    format!("{waiting} cambios están saliendo ahora.")
                }
                (DossierState::Offline | DossierState::Local, 1) => {
                    "1 cambio saldrá cuando haya red.".to_owned()
                }
                (DossierState::Offline | DossierState::Local, _) => {
                    format!("{waiting} cambios saldrán cuando haya red.")
                }
            };
            return format!("Puedes cerrar: lo tuyo está guardado en esta computadora. {leaving}");
        }
        let seen = match self.seen_by() {
            (_, 0) => "nadie más tiene acceso todavía".to_owned(),
            (0, 1) => "todavía no lo ha visto la otra persona (0 de 1)".to_owned(),
            (0, others) => format!("todavía no lo ha visto nadie (0 de {others})"),
            (1, 1) => "lo ha visto 1 de 1 persona".to_owned(),
            (1, others) => format!("lo ha visto 1 de {others} personas"),
            (seen, others) => format!("lo han visto {seen} de {others} personas"),
        };
        format!(
            "Puedes cerrar: todo lo que escribiste está en esta computadora y en el servidor de enlace; {seen}."
        )
    }

    fn english(&self) -> String {
        let (unsaved, waiting) = (self.unsaved, self.waiting);
        if unsaved == 1 {
            return "Do not close yet: 1 change could not be saved.".to_owned();
        }
        if unsaved > 1 {
            return format!("Do not close yet: {unsaved} changes could not be saved.");
        }
        if self.here == 0 {
            return "You can close: you have written nothing in this dossier.".to_owned();
        }
        if self.state == DossierState::Local {
            return "You can close: everything you wrote is saved on this computer. This dossier is not shared.".to_owned();
        }
        if waiting > 0 {
            let leaving = match (self.state, waiting) {
                (DossierState::Stuck, 1) => {
                    "1 change is still here: something keeps it from being sent.".to_owned()
                }
                (DossierState::Stuck, _) => {
                    format!(
                        "{waiting} changes are still here: something keeps them from being sent."
                    )
                }
                (DossierState::Saved | DossierState::Sent, 1) => {
                    "1 change is leaving now.".to_owned()
                }
                (DossierState::Saved | DossierState::Sent, _) => {
                    format!("{waiting} changes are leaving now.")
                }
                (DossierState::Offline | DossierState::Local, 1) => {
                    "1 change will leave when there is a connection.".to_owned()
                }
                (DossierState::Offline | DossierState::Local, _) => {
                    format!("{waiting} changes will leave when there is a connection.")
                }
            };
            return format!("You can close: what you wrote is saved on this computer. {leaving}");
        }
        let seen = match self.seen_by() {
            (_, 0) => "nobody else has access yet".to_owned(),
            (0, 1) => "the other person has not seen it yet (0 of 1)".to_owned(),
            (0, others) => format!("nobody has seen it yet (0 of {others})"),
            (1, 1) => "1 of 1 person has seen it".to_owned(),
            (1, others) => format!("1 of {others} people has seen it"),
            (seen, others) => format!("{seen} of {others} people have seen it"),
        };
        format!(
            "You can close: everything you wrote is on this computer and on the relay server; {seen}."
        )
    }
}
