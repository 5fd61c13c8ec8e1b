//! Looks over a draft and says what is uncertain in it: few sentences, each with its rows.

use std::collections::BTreeSet;

use model::{Draft, Field, Level};

use crate::ColourMeaning;
use crate::book::Book;
use crate::cells::{self, Place};
use crate::doubt::{Doubt, DoubtCode, capital, list, rows_in_words};
use crate::fold::{excerpt, fold};
use crate::header::Header;
use crate::layout::Layout;
use crate::matrix::MarkedRow;
use crate::table::CellNote;

/// Quotations in a sentence at most.
const QUOTES_MAX: usize = 3;

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

/// Everything a look at an import needs.
pub(crate) struct Reviewed<'a> {
    pub(crate) book: &'a Book,
    pub(crate) layout: &'a Layout<'a>,
    pub(crate) draft: &'a Draft,
    pub(crate) rows: &'a [MarkedRow],
    pub(crate) lines: usize,
    /// Texts outside the table.
    pub(crate) outside: &'a [Place],
    /// Headings without a row.
    pub(crate) lonely_headings: &'a [Place],
    pub(crate) notes_outside: &'a [CellNote],
}

impl Reviewed<'_> {
    /// All doubts, what concerns the reading of the sheet last.
    pub(crate) fn doubts(&self) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        self.lines(&mut doubts);
        self.headings(&mut doubts);
        self.colours(&mut doubts);
        self.messages(&mut doubts);
        self.blanks(&mut doubts);
        self.targets(&mut doubts);
        self.reading(&mut doubts);
        self.outside(&mut doubts);
        doubts
    }

    fn lines(&self, doubts: &mut Vec<Doubt>) {
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
                    "El renglón {} (fila {} de la hoja) no tiene línea de acción{indicator}. \
                     Puede ser otro indicador de la línea anterior: revísalo.",
                    index + 1,
                    self.rows[index].row + 1
                ),
            ));
        }
        if self.lines != self.draft.rows.len() {
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

    fn headings(&self, doubts: &mut Vec<Doubt>) {
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
                        "{} no {} {}. Se {} en blanco, sin tomarlo de arriba.",
                        capital(&rows_in_words(&without)),
                        plural(&without, "tiene", "tienen"),
                        level_in_words(level),
                        plural(&without, "dejó", "dejaron"),
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

    fn colours(&self, doubts: &mut Vec<Doubt>) {
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
            doubts.push(Doubt {
                row: single(&other),
                field: None,
                cells: Vec::new(),
                code: DoubtCode::OtherColour,
                sentence: format!(
                    "Hay celdas con otros colores en {}. Su significado no se importó.",
                    rows_in_words(&other)
                ),
            });
        }
    }

    fn messages(&self, doubts: &mut Vec<Doubt>) {
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

    fn blanks(&self, doubts: &mut Vec<Doubt>) {
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

    fn targets(&self, doubts: &mut Vec<Doubt>) {
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

    fn reading(&self, doubts: &mut Vec<Doubt>) {
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
        let without_result: Vec<String> = table
            .without_result
            .iter()
            .filter(|place| {
                mapping.columns.contains_key(&place.1)
                    && self.rows.iter().any(|row| row.row == place.0)
            })
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
                "" => cells::column_name(column),
                text => format!("{} «{}»", cells::column_name(column), excerpt(text)),
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
                    "El libro tiene otras hojas con forma de matriz ({}). Solo se importó «{}».",
                    list(&names),
                    table.name
                ),
            ));
        }
        if self.draft.title.is_empty() {
            doubts.push(general(
                DoubtCode::TitleMissing,
                format!(
                    "La hoja no tiene título; se usó su nombre, «{}».",
                    table.name
                ),
            ));
        }
    }

    fn outside(&self, doubts: &mut Vec<Doubt>) {
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
        if !self.notes_outside.is_empty() {
            let quotes: Vec<String> = self
                .notes_outside
                .iter()
                .map(|note| {
                    let place = self.layout.table.place_name(note.place.0, note.place.1);
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

    fn rows_where(&self, wanted: impl Fn(usize) -> bool) -> Vec<usize> {
        (0..self.draft.rows.len())
            .filter(|index| wanted(*index))
            .collect()
    }

    /// The headings over a row, innermost first.
    fn chain(&self, row: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.draft.rows[row].heading, |index| {
            self.draft.headings[*index].parent
        })
    }

    fn has_heading(&self, row: usize, level: Level) -> bool {
        self.chain(row)
            .any(|index| self.draft.headings[index].level == level)
    }

    /// Cells of a row of the draft whose colour means that.
    fn cells_of(&self, index: usize, meaning: ColourMeaning) -> usize {
        self.rows[index].cells_of(self.layout.mapping, meaning)
    }

    /// The header of a field as the table prints it.
    fn header_of(&self, field: Field) -> String {
        let column = self.layout.mapping.column(field).unwrap_or_default();
        format!("«{}»", excerpt(self.layout.header_text(column)))
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

    fn quote(&self, places: &[Place]) -> String {
        let quotes: Vec<String> = places
            .iter()
            .map(|place| {
                let text = excerpt(self.layout.table.own_text(*place));
                let name = self.layout.table.place_name(place.0, place.1);
                format!("«{text}» ({name})")
            })
            .collect();
        some(&quotes)
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

fn level_in_words(level: Level) -> &'static str {
    match level {
        Level::Axis => "eje",
        Level::Objective => "objetivo",
        Level::Priority => "prioridad",
        Level::Strategy => "estrategia",
    }
}

/// The first few, and how many more.
fn some(quotes: &[String]) -> String {
    if quotes.len() <= QUOTES_MAX {
        return list(quotes);
    }
    let more = quotes.len() - QUOTES_MAX;
    format!("{} y {more} más", quotes[..QUOTES_MAX].join(", "))
}

fn plural<'a>(rows: &[usize], one: &'a str, many: &'a str) -> &'a str {
    if rows.len() == 1 { one } else { many }
}

fn single(rows: &[usize]) -> Option<usize> {
    if let [row] = rows { Some(*row) } else { None }
}

fn general(code: DoubtCode, sentence: String) -> Doubt {
    Doubt {
        row: None,
        field: None,
        cells: Vec::new(),
        code,
        sentence,
    }
}

/// A doubt about a field of some rows.
fn about(rows: &[usize], field: Field, code: DoubtCode, sentence: String) -> Doubt {
    Doubt {
        row: single(rows),
        field: Some(field),
        cells: rows.iter().map(|row| (*row, field)).collect(),
        code,
        sentence,
    }
}
