//! What is uncertain in how the file was read.

use std::collections::BTreeSet;

use model::Field;

use super::{Reviewed, about, general, level_in_words, some};
use crate::cells::Place;
use crate::doubt::{Doubt, DoubtCode, list, rows_in_words};
use crate::fold::{excerpt, fold};
use crate::header::Header;
use crate::layout::Layout;
use crate::{Format, TrackedKind};

impl Reviewed<'_> {
    pub(super) fn reading(&self, doubts: &mut Vec<Doubt>) {
        let Layout { table, mapping } = self.layout;
        for (column, field) in &mapping.columns {
            let repeated = self.rows_where(|index| {
                let place = (self.rows[index].row, *column);
                table.origin(place) != place && !table.seen(place).is_empty()
            });
            if !matches!(field, Field::Heading(_)) && !repeated.is_empty() {
                doubts.push(about(
                    &repeated,
                    *field,
                    DoubtCode::MergedData,
                    format!(
                        "En {} hay celdas combinadas sobre varios renglones; su texto se repitió \
                         en {}.",
                        self.header_of(*field),
                        rows_in_words(&repeated)
                    ),
                ));
            }
        }
        let rows: BTreeSet<u32> = self.rows.iter().map(|row| row.row).collect();
        let without_result: Vec<String> = table
            .without_result
            .iter()
            .filter(|place| mapping.columns.contains_key(&place.1) && rows.contains(&place.0))
            .map(|place| table.place_name(place.0, place.1))
            .collect();
        if !without_result.is_empty() {
            doubts.push(general(
                DoubtCode::FormulaWithoutResult,
                format!(
                    "Hay fórmulas de Excel sin su resultado ({}): quedaron en blanco. Abra el \
                     archivo en Excel, guárdelo e impórtelo de nuevo.",
                    some(&without_result)
                ),
            ));
        }
        let ignored: Vec<String> = self
            .ignored_columns()
            .into_iter()
            .map(|column| match self.layout.header_text(column) {
                "" => table.column_name(column),
                text => format!("{} «{}»", table.column_name(column), excerpt(text)),
            })
            .chain((table.far_cells > 0).then(|| "las que pasan de la columna IV".to_owned()))
            .collect();
        if !ignored.is_empty() {
            doubts.push(general(
                DoubtCode::ColumnIgnored,
                format!("No se importaron estas columnas: {}.", list(&ignored)),
            ));
        }
        let others: Vec<&str> = self
            .book
            .tables
            .iter()
            .enumerate()
            .filter(|(index, other)| *index != mapping.table && Header::find(other).is_some())
            .map(|(_, other)| other.name.as_str())
            .collect();
        if !others.is_empty() {
            let names: Vec<String> = others.iter().map(|name| format!("«{name}»")).collect();
            doubts.push(general(
                DoubtCode::OtherSheet,
                format!(
                    "El {} con forma de matriz ({}). Solo se importó «{}».",
                    if self.book.format == Format::Docx {
                        "documento tiene otras tablas"
                    } else {
                        "libro tiene otras hojas"
                    },
                    list(&names),
                    table.name
                ),
            ));
        }
        if self.draft.title.is_empty() {
            doubts.push(general(
                DoubtCode::TitleMissing,
                format!(
                    "{} no tiene título; se usó su nombre, «{}».",
                    if self.book.format == Format::Docx {
                        "La tabla"
                    } else {
                        "La hoja"
                    },
                    table.name
                ),
            ));
        }
    }

    /// Labels that a page break had cut, and were joined.
    pub(super) fn split_labels(&self, doubts: &mut Vec<Doubt>) {
        let table = self.layout.table;
        for label in &table.split_labels {
            let Some(column) = self.layout.mapping.column(label.field) else {
                continue;
            };
            let rows = self.rows_where(|index| {
                let origin = table.origin((self.rows[index].row, column)).0;
                origin == label.rows.0 || origin == label.rows.1
            });
            let Field::Heading(level) = label.field else {
                continue;
            };
            if rows.is_empty() {
                continue;
            }
            doubts.push(about(
                &rows,
                label.field,
                DoubtCode::HeadingSplit,
                format!(
                    "En {} el texto de {} viene partido por el salto de página: «{}» y «{}». Se unió \
                     como «{}»: revísalo.",
                    rows_in_words(&rows),
                    level_in_words(level),
                    excerpt(&label.parts.0),
                    excerpt(&label.parts.1),
                    excerpt(&label.whole),
                ),
            ));
        }
    }

    /// Formulas that were followed, and colours that rules paint.
    pub(super) fn formulas(&self, doubts: &mut Vec<Doubt>) {
        let Layout { table, mapping } = self.layout;
        let rows: BTreeSet<u32> = self.rows.iter().map(|row| row.row).collect();
        let followed: Vec<String> = table
            .followed
            .iter()
            .filter(|place| mapping.columns.contains_key(&place.1) && rows.contains(&place.0))
            .map(|place| table.place_name(place.0, place.1))
            .collect();
        if !followed.is_empty() {
            doubts.push(general(
                DoubtCode::FormulaFollowed,
                format!(
                    "Hay fórmulas que solo copian otra celda y venían sin su resultado ({}): se tomó \
                     el texto de la celda que copian.",
                    some(&followed)
                ),
            ));
        }
        if table.painted_by_rule {
            doubts.push(general(
                DoubtCode::PaintedByRule,
                "La hoja pinta celdas con formato condicional: esos colores no se tomaron en cuenta."
                    .to_owned(),
            ));
        }
    }

    /// Changes somebody tracked.
    pub(super) fn tracked(&self, doubts: &mut Vec<Doubt>) {
        if !self.suggestions.is_empty() {
            let mut authors: Vec<String> = Vec::new();
            for change in self.suggestions {
                let author = if change.author.is_empty() {
                    "alguien sin nombre".to_owned()
                } else {
                    change.author.clone()
                };
                if !authors.contains(&author) {
                    authors.push(author);
                }
            }
            let count = self.suggestions.len();
            let (changes, were, enter) = if count == 1 {
                ("cambio", "él", "entrará como sugerencia")
            } else {
                ("cambios", "ellos", "entrarán como sugerencias")
            };
            let fate = if self.layout.mapping.keep_tracked {
                enter
            } else {
                "no se importarán"
            };
            let mut cells = Vec::new();
            for change in self.suggestions {
                if let TrackedKind::Cell { row, field, .. } = &change.kind {
                    cells.push((*row, *field));
                }
            }
            doubts.push(Doubt {
                cells,
                ..general(
                    DoubtCode::Tracked,
                    format!(
                        "El archivo trae {count} {changes} con control de cambios, de {}. La matriz \
                         se leyó como estaba antes de {were}; {fate}.",
                        some(&authors)
                    ),
                )
            });
        }
        if self.tracked_outside > 0 {
            doubts.push(general(
                DoubtCode::Tracked,
                format!(
                    "No se importaron {} cambios marcados fuera de los renglones de la matriz.",
                    self.tracked_outside
                ),
            ));
        }
    }

    pub(super) fn outside(&self, doubts: &mut Vec<Doubt>) {
        // The legend that explains the yellow has been told already.
        let told = doubts
            .iter()
            .any(|doubt| doubt.code == DoubtCode::PendingByColour);
        let texts: Vec<Place> = self
            .outside
            .iter()
            .copied()
            .filter(|place| {
                !(told && fold(self.layout.table.own_text(*place)).contains("amarillo"))
            })
            .collect();
        if !texts.is_empty() {
            doubts.push(general(
                DoubtCode::TextOutside,
                format!(
                    "No se importaron textos fuera de la tabla: {}.",
                    self.quote(&texts)
                ),
            ));
        }
        let around: Vec<String> = self
            .outside_texts
            .iter()
            .map(|text| format!("«{}»", excerpt(text)))
            .collect();
        if !around.is_empty() {
            doubts.push(general(
                DoubtCode::TextOutside,
                format!(
                    "No se importaron textos de alrededor de la tabla: {}.",
                    some(&around)
                ),
            ));
        }
        if !self.notes_outside.is_empty() {
            let quotes: Vec<String> = self
                .notes_outside
                .iter()
                .map(|note| {
                    let place = self.layout.table.place_name(note.place.0, note.place.1);
                    if self.layout.table.notes_around.contains(note) {
                        return format!("«{}»", excerpt(&note.text));
                    }
                    format!("{place} «{}»", excerpt(&note.text))
                })
                .collect();
            doubts.push(general(
                DoubtCode::NoteOutside,
                format!(
                    "No se importaron notas fuera de los renglones: {}.",
                    some(&quotes)
                ),
            ));
        }
    }

    /// Columns with values in rows of the matrix that are not read.
    fn ignored_columns(&self) -> Vec<u32> {
        let Layout { table, mapping } = self.layout;
        let mut columns = BTreeSet::new();
        for row in self.rows {
            columns.extend(
                table
                    .row_texts(row.row)
                    .map(|(column, _)| column)
                    .filter(|column| {
                        self.layout.field_of((row.row, *column)).is_none()
                            && !mapping.columns.contains_key(column)
                    }),
            );
        }
        // Those with a header first.
        let mut columns: Vec<u32> = columns.into_iter().collect();
        columns.sort_by_key(|column| self.layout.header_text(*column).is_empty());
        columns
    }
}
