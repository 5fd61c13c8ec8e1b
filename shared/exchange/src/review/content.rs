//! What is uncertain in the matrix itself.

use std::collections::BTreeSet;

use model::{Field, Level};

use super::{Reviewed, about, general, level_in_words, plural, single, some};
use crate::ColourMeaning;
use crate::doubt::{Doubt, DoubtCode, capital, rows_in_words};
use crate::fold::{excerpt, fold};
use crate::shift;

/// How a message to somebody begins, folded, where data were expected.
const MESSAGES: &[&str] = &[
    "socializar",
    "revisar",
    "revision",
    "pendiente",
    "ver con",
    "checar",
    "consultar",
    "validar con",
];

impl Reviewed<'_> {
    pub(super) fn lines(&self, doubts: &mut Vec<Doubt>) {
        for (index, row) in self.draft.rows.iter().enumerate() {
            if row.cells.contains_key(&Field::ActionLine) {
                continue;
            }
            let indicator = row
                .cells
                .get(&Field::IndicatorName)
                .map_or(String::new(), |name| {
                    format!("; su indicador es «{}»", excerpt(name))
                });
            doubts.push(about(
                &[index],
                Field::ActionLine,
                DoubtCode::LineMissing,
                format!(
                    "El renglón {} ({}) no tiene línea de acción{indicator}. \
                     Puede ser otro indicador de la línea anterior: revísalo.",
                    index + 1,
                    self.layout.table.row_name(self.rows[index].row)
                ),
            ));
        }
        let said = self
            .book
            .minutes
            .as_ref()
            .and_then(|minutes| minutes.lines_said);
        if let Some(said) = said
            && said as usize != self.lines
        {
            doubts.push(general(
                DoubtCode::CountMismatch,
                format!(
                    "La minuta dice {said} líneas de acción; la matriz tiene {} en {} renglones.",
                    self.lines,
                    self.draft.rows.len()
                ),
            ));
        } else if self.lines != self.draft.rows.len() {
            doubts.push(general(
                DoubtCode::CountMismatch,
                format!(
                    "Hay {} renglones y {} líneas de acción con texto. Compara con el número que \
                     diga la minuta.",
                    self.draft.rows.len(),
                    self.lines
                ),
            ));
        }
    }

    pub(super) fn headings(&self, doubts: &mut Vec<Doubt>) {
        for level in Level::ALL {
            let field = Field::Heading(level);
            if self.layout.mapping.column(field).is_none() {
                continue;
            }
            let without: Vec<usize> = (0..self.draft.rows.len())
                .filter(|index| !self.has_heading(*index, level))
                .collect();
            if !without.is_empty() {
                doubts.push(about(
                    &without,
                    field,
                    DoubtCode::HeadingMissing,
                    format!(
                        "{} no {} {}. Se {} en blanco, sin tomarlo de arriba.{}",
                        capital(&rows_in_words(&without)),
                        plural(&without, "tiene", "tienen"),
                        level_in_words(level),
                        plural(&without, "dejó", "dejaron"),
                        if self.is_first_row_only(level) {
                            " Si cada texto vale hasta el siguiente, rellénalos hacia abajo antes de importar."
                        } else {
                            ""
                        },
                    ),
                ));
            }
        }
        for (index, heading) in self.draft.headings.iter().enumerate() {
            let paragraphs = heading
                .text
                .lines()
                .filter(|line| !line.trim().is_empty())
                .count();
            if paragraphs < 2 {
                continue;
            }
            let rows: Vec<usize> = (0..self.draft.rows.len())
                .filter(|row| self.chain(*row).any(|heading| heading == index))
                .collect();
            let name = if heading.number.is_empty() {
                format!("«{}»", excerpt(&heading.text))
            } else {
                heading.number.clone()
            };
            doubts.push(about(
                &rows,
                Field::Heading(heading.level),
                DoubtCode::HeadingParagraphs,
                format!(
                    "La celda de {} {name} ({}) tiene {paragraphs} párrafos. Se conservaron \
                     juntos; pueden ser dos textos distintos.",
                    level_in_words(heading.level),
                    rows_in_words(&rows),
                ),
            ));
        }
        if !self.lonely_headings.is_empty() {
            doubts.push(general(
                DoubtCode::HeadingAlone,
                format!(
                    "Hay encabezados sin ningún renglón al lado, que no se importaron: {}.",
                    self.quote(self.lonely_headings)
                ),
            ));
        }
    }

    /// Whether a level is written in the first of its rows only, without merging cells.
    fn is_first_row_only(&self, level: Level) -> bool {
        let field = Field::Heading(level);
        let Some(column) = self.layout.mapping.column(field) else {
            return false;
        };
        let table = self.layout.table;
        self.has_heading(0, level)
            && self
                .rows
                .iter()
                .all(|row| !table.is_over_rows((row.row, column)))
    }

    /// Labels printed in the middle of their rows, as when somebody copied a page and lost the merged
    /// cells.
    pub(super) fn misplaced_labels(&self, doubts: &mut Vec<Doubt>) {
        let table = self.layout.table;
        for level in Level::ALL {
            let field = Field::Heading(level);
            let Some(column) = self.layout.mapping.column(field) else {
                continue;
            };
            let place = |index: usize| (self.rows[index].row, column);
            let is_blank = |index: usize| {
                self.layout.heading(self.rows[index].row, level).is_empty()
                    && !table.is_over_rows(place(index))
            };
            if self.rows.is_empty() || !is_blank(0) {
                continue;
            }
            let misplaced = self.rows_where(|index| {
                index > 0
                    && index + 1 < self.rows.len()
                    && !is_blank(index)
                    && !table.is_over_rows(place(index))
                    && is_blank(index - 1)
                    && is_blank(index + 1)
            });
            if !misplaced.is_empty() {
                doubts.push(about(
                    &misplaced,
                    field,
                    DoubtCode::HeadingMisplaced,
                    format!(
                        "El texto de {} de {} está entre renglones en blanco y el primer renglón no \
                         tiene: puede ser de todos ellos y estar centrado. Asígnalo a sus renglones \
                         antes de importar.",
                        level_in_words(level),
                        rows_in_words(&misplaced),
                    ),
                ));
            }
        }
    }

    /// Cells that hold what belongs to another column.
    pub(super) fn shifted(&self, doubts: &mut Vec<Doubt>) {
        for (index, row) in self.rows.iter().enumerate() {
            let strange = shift::strange_cells(self.layout, row.row);
            if strange.is_empty() {
                continue;
            }
            let quotes: Vec<String> = strange
                .iter()
                .map(|(place, field, _)| {
                    let text = excerpt(self.layout.text(*place));
                    format!("«{text}» en {}", self.header_of(*field))
                })
                .collect();
            let proposal = match shift::proposed(self.layout, row.row) {
                Some(shift) => {
                    let columns = shift.unsigned_abs();
                    let word = if columns == 1 { "columna" } else { "columnas" };
                    let side = if shift < 0 { "izquierda" } else { "derecha" };
                    format!(" Parece que hay que moverlas {columns} {word} a la {side}.")
                }
                None => String::new(),
            };
            doubts.push(Doubt {
                row: Some(index),
                field: strange.first().map(|(_, field, _)| *field),
                cells: strange
                    .iter()
                    .map(|(_, field, _)| (index, *field))
                    .collect(),
                code: DoubtCode::CellShift,
                sentence: format!(
                    "En el renglón {} ({}) hay celdas que no parecen de su columna: {}.{proposal}",
                    index + 1,
                    self.layout.table.row_name(row.row),
                    some(&quotes),
                ),
            });
        }
    }

    /// Rows whose texts are struck through.
    pub(super) fn struck(&self, doubts: &mut Vec<Doubt>) {
        let rows = self.rows_where(|index| {
            let row = self.rows[index].row;
            let cells = self
                .layout
                .mapping
                .columns
                .iter()
                .filter_map(|(column, field)| {
                    if matches!(field, Field::Heading(_)) {
                        return None;
                    }
                    let from = self.layout.source((row, *column))?;
                    let cell = self.layout.table.cells.get(&from)?;
                    (!cell.text.is_empty()).then_some(cell.struck)
                });
            let (all, struck) = cells.fold((0, 0), |(all, struck), is_struck| {
                (all + 1, struck + usize::from(is_struck))
            });
            struck > 0 && struck * 2 >= all
        });
        if !rows.is_empty() {
            doubts.push(about(
                &rows,
                Field::ActionLine,
                DoubtCode::StruckOut,
                format!(
                    "{} {} texto tachado y se {} igual. Si se retiró de la matriz, sáltalo antes de \
                     importar.",
                    capital(&rows_in_words(&rows)),
                    plural(&rows, "tiene", "tienen"),
                    plural(&rows, "leyó", "leyeron"),
                ),
            ));
        }
    }

    pub(super) fn colours(&self, doubts: &mut Vec<Doubt>) {
        let pending = self.rows_where(|index| self.draft.rows[index].pending_external);
        if !pending.is_empty() {
            let legend = self.outside.iter().find(|place| {
                let folded = fold(self.layout.table.own_text(**place));
                folded.contains("amarillo") && folded.contains("revis")
            });
            let why = legend.map_or(String::new(), |place| {
                format!(", como dice la leyenda de la fila {}", place.0 + 1)
            });
            doubts.push(about(
                &pending,
                Field::PendingExternal,
                DoubtCode::PendingByColour,
                format!(
                    "{} {} en amarillo: se {} como sujetos a revisión de otra instancia{why}.",
                    capital(&rows_in_words(&pending)),
                    plural(&pending, "está", "están"),
                    plural(&pending, "tomó", "tomaron"),
                ),
            ));
        }
        let partly = self.rows_where(|index| {
            self.cells_of(index, ColourMeaning::PendingExternal) > 0
                && !self.draft.rows[index].pending_external
        });
        if !partly.is_empty() {
            doubts.push(about(
                &partly,
                Field::PendingExternal,
                DoubtCode::PartlyYellow,
                format!(
                    "Solo algunas celdas de {} están en amarillo: no se {} como sujetos a revisión.",
                    rows_in_words(&partly),
                    plural(&partly, "marcó", "marcaron"),
                ),
            ));
        }
        let other = self.rows_where(|index| {
            let mut colours = self.rows[index].colours.keys();
            colours.any(|colour| {
                self.layout.mapping.meaning(*colour) == (ColourMeaning::Nothing, false)
            })
        });
        if !other.is_empty() {
            let fields = self.layout.mapping.columns.iter();
            let unread: Vec<(u32, Field)> = fields
                .filter(|(_, field)| !matches!(field, Field::Heading(_)))
                .map(|(column, field)| (*column, *field))
                .collect();
            let mut cells = Vec::new();
            for index in &other {
                for (column, field) in &unread {
                    let colour = self.layout.fill((self.rows[*index].row, *column));
                    if colour.is_some_and(|colour| {
                        self.layout.mapping.meaning(colour) == (ColourMeaning::Nothing, false)
                    }) {
                        cells.push((*index, *field));
                    }
                }
            }
            doubts.push(Doubt {
                row: single(&other),
                field: None,
                cells,
                code: DoubtCode::OtherColour,
                sentence: format!(
                    "Hay celdas con otros colores en {}. Su significado no se importó.",
                    rows_in_words(&other)
                ),
            });
        }
    }

    pub(super) fn messages(&self, doubts: &mut Vec<Doubt>) {
        let fields: BTreeSet<Field> = self.layout.mapping.columns.values().copied().collect();
        for field in fields {
            // Lines begin with such verbs by right.
            if matches!(field, Field::ActionLine | Field::Heading(_)) {
                continue;
            }
            let rows = self.rows_where(|index| {
                self.draft.rows[index]
                    .cells
                    .get(&field)
                    .is_some_and(|text| is_message(text))
            });
            if rows.is_empty() {
                continue;
            }
            let mut quotes: Vec<String> = Vec::new();
            for row in &rows {
                let quote = format!("«{}»", excerpt(&self.draft.rows[*row].cells[&field]));
                if !quotes.contains(&quote) {
                    quotes.push(quote);
                }
            }
            doubts.push(about(
                &rows,
                field,
                DoubtCode::MessageInData,
                format!(
                    "En {} de {} parece haber un recado y no un dato: {}. Se dejó como está; \
                     puedes pasarlo a un comentario.",
                    self.header_of(field),
                    rows_in_words(&rows),
                    some(&quotes),
                ),
            ));
        }
    }

    pub(super) fn blanks(&self, doubts: &mut Vec<Doubt>) {
        let mut parts = Vec::new();
        for (field, words) in [
            (Field::IndicatorName, "indicador"),
            (Field::UnitOfMeasure, "unidad de medida"),
            (Field::Formula, "fórmula"),
        ] {
            if self.layout.mapping.column(field).is_none() {
                continue;
            }
            let rows = self.rows_where(|index| !self.draft.rows[index].cells.contains_key(&field));
            if !rows.is_empty() {
                parts.push(format!("{words} en {}", rows_in_words(&rows)));
            }
        }
        let without = self.rows_where(|index| {
            let cells = &self.draft.rows[index].cells;
            self.draft
                .years
                .iter()
                .any(|year| !cells.contains_key(&Field::Target(*year)))
        });
        if !without.is_empty() {
            parts.push(format!("alguna meta en {}", rows_in_words(&without)));
        }
        if !parts.is_empty() {
            doubts.push(general(
                DoubtCode::CellsBlank,
                format!("Hay celdas en blanco: falta {}.", parts.join("; ")),
            ));
        }
    }

    pub(super) fn targets(&self, doubts: &mut Vec<Doubt>) {
        let with_sign = |index: usize, wanted: bool| {
            self.draft.years.iter().any(|year| {
                self.draft.rows[index]
                    .cells
                    .get(&Field::Target(*year))
                    .is_some_and(|text| {
                        text.ends_with('%') == wanted
                            && text
                                .chars()
                                .next()
                                .is_some_and(|letter| letter.is_ascii_digit())
                    })
            })
        };
        let signed = self.rows_where(|index| with_sign(index, true));
        let bare = self.rows_where(|index| with_sign(index, false));
        if !signed.is_empty() && !bare.is_empty() {
            let (few, words, many) = if signed.len() <= bare.len() {
                (&signed, "llevan signo %", "las demás no")
            } else {
                (&bare, "no llevan signo %", "las demás sí")
            };
            doubts.push(general(
                DoubtCode::TargetFormats,
                format!(
                    "Las metas están escritas de dos maneras: las de {} {words} y {many}. Se \
                     conservaron como están.",
                    rows_in_words(few)
                ),
            ));
        }
    }
}

fn is_message(text: &str) -> bool {
    let folded = fold(text);
    MESSAGES.iter().any(|start| {
        folded
            .strip_prefix(start)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}
