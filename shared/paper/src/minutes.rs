//! The minuta: what a session agreed, who was there and who signs.

use crate::{Imprint, Logo, PaperSize};

/// A minuta ready to be printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MinutesPaper {
    /// Identifier of the minuta (UUID): what a printed one is checked against.
    pub id: String,
    /// The text it is of, where nothing else says it: the version (hexadecimal) of the minutas when a
    /// draft was printed; "" of a closed one, whose closing says it.
    pub written: String,
    /// "MINUTA MESA 08- FASE 1".
    pub title: String,
    /// Implementing institution.
    pub institution: String,
    /// "19 de abril de 2023".
    pub date: String,
    /// Where it was held; "" where it is not said.
    pub place: String,
    /// "10:00 a 12:30 h"; "" where it is not said.
    pub hours: String,
    /// Who called it; "" where it is not said.
    pub convened_by: String,
    /// The order of the day; may be empty.
    pub agenda: Vec<String>,
    /// What became of the agreements of earlier minutas; may be empty.
    pub follow_up: Vec<MinutesAgreement>,
    /// What was agreed.
    pub agreements: Vec<MinutesAgreement>,
    /// Asistentes.
    pub attendees: Vec<SignatureLine>,
    /// Blank lines for those who come late.
    pub late_lines: u32,
    /// Materiales revisados.
    pub reviewed_materials: Vec<String>,
    /// Observaciones: "Ninguna."
    pub remarks: String,
    /// Coordinaron.
    pub coordinators: Vec<SignatureLine>,
    /// What it counts, computed ("26 renglones, 25 líneas de acción…"); "" for none.
    pub counts: String,
    /// Which data it is of; a minuta that is not closed says BORRADOR.
    pub imprint: Imprint,
    /// The sheet.
    pub paper: PaperSize,
    /// Picture at the left of the head.
    pub logo_left: Option<Logo>,
    /// Picture at the right of the head.
    pub logo_right: Option<Logo>,
}

/// An acuerdo.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MinutesAgreement {
    /// "1", or "03/2" for the second of an earlier minuta.
    pub number: String,
    /// What was agreed.
    pub text: String,
    /// Observaciones; may be "".
    pub remarks: String,
    /// Who answers for it; may be "".
    pub responsible: String,
    /// "24 de abril de 2023"; may be "".
    pub due: String,
    /// "Pendiente", "En proceso", "Cumplido", "Cancelado"; may be "".
    pub state: String,
    /// The rows or versions it speaks of, as printed; may be empty.
    pub about: Vec<String>,
}

/// A name with a line to sign on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignatureLine {
    /// Name with its title: "Lic. Berta Deyanira Aceves García".
    pub name: String,
    /// Office held; may be "".
    pub position: String,
}
