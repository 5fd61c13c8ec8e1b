//! Finds a minuta around the matrix.

use super::words::{self, Label};
use super::{FoundAgreement, FoundMinutes, FoundPerson, Item};
use crate::fold::fold;
use crate::{Doubt, DoubtCode};

/// Longest title of a minuta, in characters.
const TITLE_CHARS_MAX: usize = 160;

/// What is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    None,
    /// The next text is the value of that label.
    Value(Label),
    Materials,
    Attendees,
    Coordinators,
    Agreements,
    Remarks,
    /// The annex: its label was there.
    Annex,
}

/// The minuta of a document, if it has one.
pub(crate) fn find(items: &[Item]) -> Option<FoundMinutes> {
    let mut search = Search {
        minutes: FoundMinutes::default(),
        section: Section::None,
        people: Label::Attendees,
        title_seen: false,
        agreements_seen: false,
    };
    for item in items {
        match item {
            Item::Paragraph { text, is_list } => search.paragraph(text, *is_list),
            Item::Table {
                is_matrix: true, ..
            } => break,
            Item::Table { rows, .. } => search.table(rows),
        }
    }
    let mut minutes = search.minutes;
    if !search.title_seen && !search.agreements_seen {
        return None;
    }
    minutes.session = words::number_after(&minutes.title, "mesa");
    minutes.phase = words::number_after(&minutes.title, "fase");
    minutes.day = words::day(&minutes.date);
    minutes.lines_said = minutes
        .agreements
        .iter()
        .find_map(|agreement| words::lines_said(&agreement.text));
    Some(minutes)
}

struct Search {
    minutes: FoundMinutes,
    section: Section,
    /// Of whom the last list of names was.
    people: Label,
    title_seen: bool,
    agreements_seen: bool,
}

impl Search {
    fn paragraph(&mut self, text: &str, is_list: bool) {
        let folded = fold(text);
        if !self.title_seen
            && text.chars().count() <= TITLE_CHARS_MAX
            && folded.split(' ').any(|word| word == "minuta")
            && words::label(text).is_none()
        {
            self.title_seen = true;
            text.clone_into(&mut self.minutes.title);
            return;
        }
        if folded == "anexo" || folded.starts_with("anexo ") && folded.split(' ').count() <= 3 {
            self.section = Section::Annex;
            text.clone_into(&mut self.minutes.annex_label);
            return;
        }
        if self.section == Section::Annex {
            if self.minutes.annex_title.is_empty() {
                text.clone_into(&mut self.minutes.annex_title);
            } else if self.minutes.institution.is_empty() {
                text.clone_into(&mut self.minutes.institution);
            }
            return;
        }
        if let Some((label, value)) = words::label(text) {
            self.label(label, value);
            return;
        }
        match self.section {
            Section::Value(label) => {
                self.section = Section::None;
                self.value(label, text);
            }
            Section::Materials => {
                if words::is_person(text) && !is_list {
                    self.person_outside(text);
                } else {
                    self.minutes.materials.push(text.to_owned());
                }
            }
            Section::Remarks => {
                let remarks = &mut self.minutes.remarks;
                if !remarks.is_empty() {
                    remarks.push('\n');
                }
                remarks.push_str(text);
            }
            Section::Agreements => {
                let number = (self.minutes.agreements.len() + 1).to_string();
                self.minutes.agreements.push(FoundAgreement {
                    number,
                    text: text.to_owned(),
                    ..FoundAgreement::default()
                });
                self.agreements_seen = true;
            }
            Section::Attendees | Section::Coordinators if is_list || words::is_person(text) => {
                // A list of names without a table is where names are to be.
                self.person(text, "", false);
            }
            _ if words::is_person(text) => self.person_outside(text),
            _ => {}
        }
    }

    fn label(&mut self, label: Label, value: &str) {
        self.section = match label {
            Label::Materials => Section::Materials,
            Label::Attendees => Section::Attendees,
            Label::Coordinators => Section::Coordinators,
            Label::Agreements => Section::Agreements,
            Label::Remarks => Section::Remarks,
            Label::Other => Section::None,
            _ if value.is_empty() => Section::Value(label),
            _ => Section::None,
        };
        if matches!(label, Label::Attendees | Label::Coordinators) {
            self.people = label;
        }
        if !value.is_empty() {
            self.value(label, value);
        }
    }

    fn value(&mut self, label: Label, value: &str) {
        let minutes = &mut self.minutes;
        let slot = match label {
            Label::Institution => &mut minutes.institution,
            Label::Date => &mut minutes.date,
            Label::Place => &mut minutes.place,
            Label::Starts => &mut minutes.starts,
            Label::Ends => &mut minutes.ends,
            Label::Convened => &mut minutes.convened_by,
            Label::Remarks => &mut minutes.remarks,
            Label::Materials => {
                minutes.materials.push(value.to_owned());
                return;
            }
            Label::Attendees | Label::Coordinators => {
                for name in value.split([',', ';', '\n']) {
                    self.person(name.trim(), "", false);
                }
                return;
            }
            Label::Agreements | Label::Other => return,
        };
        if slot.is_empty() {
            value.clone_into(slot);
        }
    }

    fn table(&mut self, rows: &[Vec<String>]) {
        let header: Vec<String> = rows
            .first()
            .map(|row| row.iter().map(|text| fold(text)).collect())
            .unwrap_or_default();
        let column = |names: &[&str]| {
            header
                .iter()
                .position(|text| names.contains(&text.as_str()))
        };
        if let Some(text) = column(&[
            "acuerdo",
            "acuerdos",
            "compromiso",
            "acuerdos y compromisos",
        ]) {
            let cells = Agreements {
                number: column(&["no", "num", "numero", "n°", "nº", "#"]),
                text,
                remarks: column(&["observaciones", "observacion", "comentarios", "notas"]),
                responsible: column(&["responsable", "responsables"]),
                due: column(&[
                    "fecha",
                    "fecha compromiso",
                    "fecha de cumplimiento",
                    "plazo",
                    "fecha limite",
                ]),
            };
            self.agreements(&rows[1..], &cells);
        } else if let Some(name) =
            column(&["nombre", "nombre completo", "nombres", "nombre y cargo"])
        {
            let position = column(&["cargo", "puesto", "institucion", "dependencia", "area"]);
            self.names(&rows[1..], name, position);
        } else if matches!(self.section, Section::Attendees | Section::Coordinators) {
            self.names(rows, 0, None);
        } else {
            // A form: label at the left, value at its right; or all of it in one cell.
            for row in rows {
                let mut texts = row.iter().filter(|text| !text.is_empty()).peekable();
                while let Some(text) = texts.next() {
                    match words::label(text) {
                        Some((label, "")) => {
                            if let Some(value) = texts.next() {
                                self.label(label, value);
                            }
                        }
                        Some((label, value)) => self.label(label, value),
                        None => self.paragraph(text, false),
                    }
                }
            }
            self.section = Section::None;
        }
    }

    fn agreements(&mut self, rows: &[Vec<String>], cells: &Agreements) {
        self.agreements_seen = true;
        self.section = Section::None;
        for row in rows {
            let at = |column: Option<usize>| {
                column
                    .and_then(|column| row.get(column))
                    .cloned()
                    .unwrap_or_default()
            };
            let text = at(Some(cells.text));
            if text.is_empty() {
                continue;
            }
            self.minutes.agreements.push(FoundAgreement {
                number: at(cells.number),
                text,
                remarks: at(cells.remarks),
                responsible: at(cells.responsible),
                due: at(cells.due),
            });
        }
    }

    fn names(&mut self, rows: &[Vec<String>], name: usize, position: Option<usize>) {
        for row in rows {
            let at = |column: usize| row.get(column).map_or("", String::as_str);
            self.person(at(name), position.map_or("", at), false);
        }
        self.section = Section::None;
    }

    fn person_outside(&mut self, name: &str) {
        self.person(name, "", true);
        let (list, word) = match self.people {
            Label::Coordinators => ("quienes coordinaron", "coordinador"),
            _ => ("asistentes", "asistente"),
        };
        let after_date = if self.minutes.date.is_empty() {
            ""
        } else {
            ", después de la fecha"
        };
        self.minutes.doubts.push(Doubt::general(
            DoubtCode::NameOutOfTable,
            format!(
                "«{name}» está fuera de la tabla de {list}{after_date}. Se tomó como {word}: revísalo."
            ),
        ));
    }

    fn person(&mut self, name: &str, position: &str, outside: bool) {
        let name = name.trim();
        if name.is_empty() {
            return;
        }
        let person = FoundPerson {
            name: name.to_owned(),
            position: position.trim().to_owned(),
            outside,
        };
        match self.people {
            Label::Coordinators => self.minutes.coordinators.push(person),
            _ => self.minutes.attendees.push(person),
        }
    }
}

/// Columns of a table of agreements.
struct Agreements {
    number: Option<usize>,
    text: usize,
    remarks: Option<usize>,
    responsible: Option<usize>,
    due: Option<usize>,
}
