//! The minutas of a dossier, what is done with them, and why a cell says what it says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Cell, PastValueView, SuggestionView};

/// The minutas of a dossier: from the read model, whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct MinutesView {
    /// What the matrix counts now.
    pub counted: CountedView,
    /// Minutas, oldest day first.
    pub minutes: Vec<MinutaView>,
}

/// What a matrix counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct CountedView {
    /// Rows.
    pub rows: u32,
    /// Líneas de acción.
    pub lines: u32,
    /// Indicadores.
    pub indicators: u32,
    /// Rows with a meta for each year.
    pub with_targets: u32,
    /// Rows sujetas a revisión.
    pub pending: u32,
}

/// Whether a minuta is being written or is a record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum MinutesState {
    /// Being written.
    #[default]
    Draft,
    /// Closed: what it says is what it said then.
    Closed,
}

/// A minuta. Of a closed one the parts are as they were when it was closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct MinutaView {
    /// Identifier (UUID).
    pub minutes: String,
    /// Title, its own or the computed one: "MINUTA MESA 08- FASE 1".
    pub title: String,
    /// Field -> what it says: `session`, `phase`, `title`, `institution`, `date`, `place`, `startsAt`,
    /// `endsAt`, `convenedBy`, `remarks`, `counts`. Never written: absent.
    pub values: BTreeMap<String, MinutesValue>,
    /// Draft or closed.
    pub state: MinutesState,
    /// How it was closed.
    pub closing: Option<ClosingView>,
    /// Closings and reopenings, oldest first.
    pub past: Vec<StandingView>,
    /// Whether somebody took it out while another wrote in it: who, and who.
    pub removal: Option<RemovalView>,
    /// Order of the day.
    pub agenda: Vec<MinutesPart>,
    /// What was agreed.
    pub agreements: Vec<MinutesPart>,
    /// Asistentes.
    pub attendees: Vec<MinutesPart>,
    /// Who coordinated.
    pub coordinators: Vec<MinutesPart>,
    /// Materiales revisados.
    pub materials: Vec<MinutesPart>,
    /// Parts that were taken out and can be brought back; of a draft only.
    pub removed: Vec<MinutesPart>,
    /// Acuerdos of other minutas: of a draft those that are open and those it says something of; of a
    /// closed one those it said something of.
    pub follow_up: Vec<FollowUpView>,
    /// What the matrix counts: now, or when it was closed.
    pub counted: CountedView,
    /// The sentence that says so on the paper, where it does not say its own (`counts`).
    pub counts_sentence: String,
    /// How many of its values wait for a decision.
    pub undecided: u32,
    /// Of a closed one: parts that somebody changed without knowing that it was closed. They are kept
    /// and are not in it until it is opened again.
    pub changed_since: u32,
}

/// What a field of a minuta says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct MinutesValue {
    /// It.
    pub text: String,
    /// Values written at once, when somebody has to choose; else empty.
    pub choices: Vec<MinutesChoice>,
}

/// One of several values written at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MinutesChoice {
    /// The number by which it is chosen.
    pub choose: u32,
    /// It.
    pub value: String,
    /// Who wrote it; "" for what both make together.
    pub author: String,
}

/// A part of a minuta: an acuerdo, a person, an entry of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct MinutesPart {
    /// Identifier (UUID).
    pub part: String,
    /// What it is: `agreement`, `attendee`, `coordinator`, `agenda`, `material`.
    pub kind: String,
    /// Field -> what it says. Of an acuerdo: `number`, `text`, `remarks`, `responsible`, `dueDate`,
    /// `state`; of people: `name`, `position`, `late` ("true"); of lists: `text`.
    pub values: BTreeMap<String, MinutesValue>,
    /// Whether somebody took it out while another wrote in it.
    pub removal: Option<RemovalView>,
    /// What there is of an acuerdo besides.
    pub agreement: Option<AgreementView>,
}

/// Who took something out that another was writing in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RemovalView {
    /// Who took it out.
    pub removed_by: String,
    /// Who wrote in it meanwhile; "" if nobody did.
    pub edited_by: String,
}

/// What there is of an acuerdo besides its words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct AgreementView {
    /// Its number: its own, or its place.
    pub number: String,
    /// How it stands now: `pending`, `inProgress`, `fulfilled`, `cancelled`.
    pub state: String,
    /// Whether two people said at once that it stands in different ways.
    pub contested: bool,
    /// What became of it, oldest first.
    pub follow_ups: Vec<SaidView>,
    /// What it speaks of.
    pub about: Vec<AboutView>,
    /// Numbers in its text that the matrix does not have.
    pub counts: Vec<CountMismatch>,
}

/// What was said of an acuerdo in a later minuta, or between two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SaidView {
    /// How it stands.
    pub state: String,
    /// The day; "" if none was said.
    pub on: String,
    /// What is to be known about it.
    pub remark: String,
    /// Who wrote it down.
    pub by: String,
    /// When (RFC 3339).
    pub at: String,
    /// The minuta in which it was said; "" for between two.
    pub minutes: String,
    /// Its title.
    pub title: String,
}

/// Something an acuerdo speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct AboutView {
    /// What it is, as an action names it: `row:LINE:INDICATOR`, `cell:LINE:INDICATOR:FIELD` (`-` where
    /// there is no indicator), `version:VERSION`.
    pub about: String,
    /// Number of the row now; `null` for a version and for what is retired.
    pub row: Option<u32>,
    /// The line; "" for a version.
    pub line: String,
    /// The indicator, if it is about one.
    pub indicator: Option<String>,
    /// Name of the field; "" for the whole row.
    pub field: String,
    /// What the line says, or the name of the version.
    pub name: String,
}

/// What a count is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum CountOf {
    /// Renglones.
    Rows,
    /// Líneas de acción.
    Lines,
    /// Indicadores.
    Indicators,
}

/// A number in the text of an acuerdo that the matrix does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CountMismatch {
    /// The number said.
    pub said: u32,
    /// Of what.
    pub of: CountOf,
    /// How many there are.
    pub counted: u32,
    /// Why it is right, where somebody said so.
    pub note: String,
    /// Who said so; "" if nobody did.
    pub noted_by: String,
}

/// How a minuta was closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct ClosingView {
    /// Who closed it.
    pub by: String,
    /// When (RFC 3339).
    pub at: String,
    /// The closed version of the matrix that is its annex (UUID).
    pub version: String,
    /// Its name; "" while its closing has not arrived.
    pub version_name: String,
    /// Its digest, as it is printed.
    pub digest: String,
    /// Whether this computer holds all it names.
    pub here: bool,
    /// Who else closed it at the same time.
    pub also_by: Vec<String>,
}

/// A closing or a reopening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct StandingView {
    /// Closed, or opened again.
    pub closed: bool,
    /// Who.
    pub by: String,
    /// When (RFC 3339).
    pub at: String,
    /// Why it was opened again.
    pub reason: String,
}

/// An acuerdo of another minuta, to say what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct FollowUpView {
    /// The acuerdo (UUID).
    pub agreement: String,
    /// Its minuta.
    pub minutes: String,
    /// Its number with that of its mesa: "08/2".
    pub number: String,
    /// What was agreed.
    pub text: String,
    /// Who answers for it.
    pub responsible: String,
    /// By when ("2023-04-24"); "" for no day.
    pub due_date: String,
    /// How it stands now.
    pub state: String,
    /// What this minuta says of it; more than one were said at once.
    pub said: Vec<SaidView>,
}

/// Something done with minutas. One list of them is one step: all or nothing. Where an id is asked
/// for, "@0" names the first thing this very step made, "@1" the second…
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
#[ts(export)]
pub enum MinutesAction {
    /// A new minuta.
    Begin {
        /// Field -> value.
        values: BTreeMap<String, String>,
    },
    /// A new part of a minuta.
    Add {
        /// The minuta.
        minutes: String,
        /// `agreement`, `attendee`, `coordinator`, `agenda` or `material`.
        kind: String,
        /// The part of that kind it goes after; `null`: the last.
        after: Option<String>,
        /// Field -> value.
        values: BTreeMap<String, String>,
    },
    /// What a field says.
    Set {
        /// The part, or the minuta.
        part: String,
        /// Its field.
        field: String,
        /// What it will say.
        value: String,
    },
    /// Chooses among values written at once.
    Resolve {
        /// The part, or the minuta.
        part: String,
        /// Its field.
        field: String,
        /// Which.
        choose: u32,
    },
    /// A part to another place of its list.
    Move {
        /// The part.
        part: String,
        /// The part it goes after; `null`: first.
        after: Option<String>,
    },
    /// Takes a part or a minuta that was never closed out, or brings it back.
    Remove {
        /// The part, or the minuta.
        part: String,
        /// Out, or back.
        removed: bool,
    },
    /// Says that an acuerdo speaks of something, or that it does not.
    Link {
        /// The acuerdo.
        part: String,
        /// Of what, as [`AboutView::about`] names it.
        about: String,
        /// Whether it does.
        linked: bool,
    },
    /// Closes a minuta with a version of the matrix as its annex.
    Close {
        /// The minuta.
        minutes: String,
        /// A closed version (UUID); `null`: the matrix as it stands is closed as a version now.
        version: Option<String>,
        /// Name of the version that is closed now.
        name: String,
        /// Anything else about it; may be "".
        note: String,
    },
    /// Opens a closed minuta again.
    Reopen {
        /// The minuta.
        minutes: String,
        /// Why.
        reason: String,
    },
    /// Says what became of an acuerdo.
    FollowUp {
        /// The acuerdo.
        agreement: String,
        /// The minuta in which it is said; `null`: between two.
        minutes: Option<String>,
        /// `pending`, `inProgress`, `fulfilled` or `cancelled`; `null`: what that minuta says of it is
        /// taken back.
        state: Option<String>,
        /// The day; "" for none.
        on: String,
        /// What is to be known about it; may be "".
        remark: String,
    },
    /// Says why the number in the text of an acuerdo is right.
    CountNote {
        /// The acuerdo.
        agreement: String,
        /// The number.
        said: u32,
        /// Why.
        note: String,
    },
}

/// What came of a step with minutas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MinutesReceipt {
    /// Identifiers of what was made, in order: minutas, parts, closed versions.
    pub made: Vec<String>,
    /// The minutas after it.
    pub minutes: MinutesView,
}

/// Why a cell says what it says: how it came to it, who agreed, in what minuta.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct WhyView {
    /// Number of the row now.
    pub row: Option<u32>,
    /// What it says.
    pub value: String,
    /// Every value it has had, newest first.
    pub values: Vec<PastValueView>,
    /// Suggestions about it that were accepted, newest first.
    pub suggestions: Vec<SuggestionView>,
    /// Answers of other bodies about it, newest first.
    pub consultations: Vec<WhyConsultation>,
    /// Threads of comments on it, oldest first.
    pub comments: Vec<WhyComment>,
    /// Acuerdos that speak of it, newest minuta first.
    pub agreements: Vec<WhyAgreement>,
    /// Where it was agreed: the first closed version that says what it says now.
    pub agreed: Option<AgreedIn>,
    /// What it rests on: sources and means of verification of its row.
    pub evidence: Vec<Evidence>,
}

/// An answer about a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct WhyConsultation {
    /// Identifier (UUID).
    pub consultation: String,
    /// The body.
    pub body: String,
    /// What was asked.
    pub question: String,
    /// What was answered; "" while nothing is.
    pub answer: String,
    /// The day of the answer, or of the question.
    pub on: String,
    /// Whether it waits.
    pub open: bool,
}

/// A comment on a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct WhyComment {
    /// Its thread.
    pub thread: String,
    /// Who wrote it.
    pub author: String,
    /// When (RFC 3339).
    pub at: String,
    /// What it says.
    pub text: String,
}

/// An acuerdo that speaks of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct WhyAgreement {
    /// The acuerdo (UUID).
    pub agreement: String,
    /// Its minuta (UUID).
    pub minutes: String,
    /// Title of the minuta.
    pub title: String,
    /// The day of the minuta.
    pub date: String,
    /// Its number.
    pub number: String,
    /// What was agreed.
    pub text: String,
    /// How it stands now.
    pub state: String,
    /// Whether the minuta is closed.
    pub closed: bool,
}

/// Where a value was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AgreedIn {
    /// The closed version (UUID).
    pub version: String,
    /// Its name.
    pub name: String,
    /// Who closed it.
    pub by: String,
    /// When (RFC 3339).
    pub at: String,
    /// The minuta whose annex it is; "" if it is of none.
    pub minutes: String,
    /// Title of that minuta.
    pub title: String,
}

/// What a value rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Evidence {
    /// The cell that names it.
    pub cell: Cell,
    /// What it names.
    pub text: String,
}
