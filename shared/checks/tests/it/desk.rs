//! A matrix on a desk: the sample, or rows made for one rule.

use checks::{CatalogueHeading, Finding, Input, findings};
use exchange::{EXAMPLE_XLSX, read_xlsx};
use model::{Author, Draft, DraftHeading, DraftRow, Field, Level, Matrix, RowView};

/// Dice that replay from a seed (splitmix64).
pub(crate) fn dice(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut state = seed;
    move |bytes| {
        for byte in bytes {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (z ^ (z >> 31)).to_le_bytes()[0];
        }
    }
}

/// A matrix with what its checks need.
#[derive(Debug, Clone, Default)]
pub(crate) struct Desk {
    pub(crate) rows: Vec<RowView>,
    pub(crate) years: Vec<u16>,
    pub(crate) headings: Vec<CatalogueHeading>,
    pub(crate) levels: Vec<Level>,
    pub(crate) institution: String,
    pub(crate) lines_said: Option<usize>,
}

impl Desk {
    pub(crate) fn of(matrix: &Matrix) -> Self {
        let rows = matrix.rows().to_vec();
        let headings = matrix.headings().iter().map(|heading| CatalogueHeading {
            id: heading.id,
            level: heading.level,
            parent: heading.parent,
            number: heading.number.clone(),
            text: heading.text.clone(),
        });
        Self {
            rows,
            years: matrix.years().to_vec(),
            headings: headings.collect(),
            levels: matrix.levels().to_vec(),
            institution: matrix.institution().to_owned(),
            lines_said: None,
        }
    }

    pub(crate) fn input(&self) -> Input<'_> {
        Input {
            rows: &self.rows,
            years: &self.years,
            headings: &self.headings,
            levels: &self.levels,
            institution: &self.institution,
            lines_said: self.lines_said,
        }
    }

    pub(crate) fn findings(&self) -> Vec<Finding> {
        findings(&self.input())
    }
}

/// Founds a matrix; the same draft gives the same identifiers.
pub(crate) fn found(draft: &Draft) -> Matrix {
    let (matrix, _) = Matrix::found(draft, [1; 16], Author([1; 32]), 0, &mut dice(1)).unwrap();
    matrix
}

pub(crate) fn sample_draft() -> Draft {
    read_xlsx(EXAMPLE_XLSX).unwrap().draft
}

pub(crate) fn sample() -> Desk {
    Desk::of(&found(&sample_draft()))
}

/// A row in order: nothing to find in it but its baseline's source.
pub(crate) const IN_ORDER: [(&str, &str); 12] = [
    (
        "actionLine",
        "Atender las denuncias que presenta la ciudadanía",
    ),
    ("indicatorName", "Porcentaje de denuncias atendidas"),
    (
        "interpretation",
        "A mayor valor, más denuncias atendidas respecto de las que llegan",
    ),
    ("unitOfMeasure", "Porcentaje"),
    (
        "formula",
        "(Número de denuncias atendidas/Número de denuncias recibidas)*100",
    ),
    ("frequency", "Anual"),
    ("targets.2024", "80%"),
    ("targets.2025", "90%"),
    ("targets.2026", "100%"),
    ("targetBehavior", "Periódica"),
    ("baseline.value", "70%"),
    ("meansOfVerification", "Expedientes integrados"),
];

/// The row in order, with these cells instead.
pub(crate) fn row(cells: &[(&str, &str)]) -> DraftRow {
    let mut row = DraftRow {
        heading: Some(1),
        ..DraftRow::default()
    };
    for (field, value) in IN_ORDER.iter().chain(cells) {
        let field: Field = field.parse().unwrap();
        row.cells.insert(field, (*value).to_owned());
    }
    row
}

/// A matrix of these rows, under one axis and one priority.
pub(crate) fn draft(rows: Vec<DraftRow>) -> Draft {
    let heading = |level, number: &str, text: &str, parent| DraftHeading {
        level,
        number: number.to_owned(),
        text: text.to_owned(),
        parent,
    };
    Draft {
        title: "Matriz".to_owned(),
        institution: "SECOEM".to_owned(),
        years: vec![2024, 2025, 2026],
        headings: vec![
            heading(Level::Axis, "1", "Combatir la impunidad", None),
            heading(Level::Priority, "7", "Fomentar la denuncia", Some(0)),
        ],
        rows,
    }
}

pub(crate) fn desk(rows: Vec<DraftRow>) -> Desk {
    Desk::of(&found(&draft(rows)))
}
