//! How a matrix lies in its document: flat maps by identifier, never arrays of rows. Keys are
//! spelled here and nowhere else. What a newer version keeps beside them is left untouched.
//!
//! ```text
//! schemaVersion  title  institution
//! years      { "2024": true }
//! levels     { axis: true, strategy: false }
//! silenced   { key of a finding: reason }
//! headings   { id: { level, parent, number, order, text, textRevision, retired } }
//! lines      { id: { order, heading, actionLine, actionLineRevision, stage, responsible,
//!                    pendingExternal, retired, keptEdit, mergedInto } }
//! indicators { id: { line, order, name…, interpretation…, unitOfMeasure, frequency, direction,
//!                    targetBehavior, meansOfVerification…, retired, keptEdit,
//!                    formula { text…, numerator, denominator, factor },
//!                    baseline { value, year, source, verification },
//!                    targets { "2024": "100 %" } } }
//! ```
//!
//! Every object of a line, indicator or heading is made in the same change as it: two devices that
//! made "the same" object apart could never merge what they write in it.

use document::NewMap;

use crate::field::parse_year;
use crate::{Field, FieldKind, Level};

/// Version of this schema. A document of a newer one shows what is understood of it.
pub const SCHEMA_VERSION: u64 = 1;

pub(crate) const SCHEMA: &str = "schemaVersion";
pub(crate) const TITLE: &str = "title";
pub(crate) const INSTITUTION: &str = "institution";
pub(crate) const YEARS: &str = "years";
/// Which levels of headings are in use, where that was said.
pub(crate) const LEVELS: &str = "levels";
/// Findings somebody does not want to see again, and why; null once they do.
pub(crate) const SILENCED: &str = "silenced";
pub(crate) const HEADINGS: &str = "headings";
pub(crate) const LINES: &str = "lines";
pub(crate) const INDICATORS: &str = "indicators";

pub(crate) const ORDER: &str = "order";
pub(crate) const HEADING: &str = "heading";
pub(crate) const RETIRED: &str = "retired";
/// The line a retired one was merged into.
pub(crate) const MERGED_INTO: &str = "mergedInto";
/// Change of the edit that keeps a retired line in sight, once somebody edits it knowing that.
pub(crate) const KEPT_EDIT: &str = "keptEdit";
pub(crate) const LINE: &str = "line";
pub(crate) const LEVEL: &str = "level";
pub(crate) const PARENT: &str = "parent";
pub(crate) const NUMBER: &str = "number";
pub(crate) const TEXT: &str = "text";
pub(crate) const TEXT_REVISION: &str = "textRevision";
pub(crate) const FORMULA: &str = "formula";
pub(crate) const BASELINE: &str = "baseline";
pub(crate) const TARGETS: &str = "targets";

/// What is added to a text's key to name the register of its revisions.
pub(crate) const REVISION: &str = "Revision";

/// Which map holds a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    Line,
    Indicator,
    /// A map inside the indicator's, by its key.
    Part(&'static str),
}

/// Keys of the maps inside an indicator's.
pub(crate) const PARTS: [&str; 3] = [FORMULA, BASELINE, TARGETS];

/// Where a field that is not a heading lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) home: Home,
    pub(crate) key: String,
}

/// Where a field lies; `None` for headings, which have maps of their own.
pub(crate) fn place(field: Field) -> Option<Place> {
    let (home, key) = match field {
        Field::Heading(_) => return None,
        Field::Target(year) => {
            return Some(Place {
                home: Home::Part(TARGETS),
                key: format!("{year:04}"),
            });
        }
        Field::ActionLine => (Home::Line, "actionLine"),
        Field::Stage => (Home::Line, "stage"),
        Field::Responsible => (Home::Line, "responsible"),
        Field::PendingExternal => (Home::Line, "pendingExternal"),
        Field::IndicatorName => (Home::Indicator, "name"),
        Field::Interpretation => (Home::Indicator, "interpretation"),
        Field::UnitOfMeasure => (Home::Indicator, "unitOfMeasure"),
        Field::Frequency => (Home::Indicator, "frequency"),
        Field::Direction => (Home::Indicator, "direction"),
        Field::TargetBehavior => (Home::Indicator, "targetBehavior"),
        Field::MeansOfVerification => (Home::Indicator, "meansOfVerification"),
        Field::Formula => (Home::Part(FORMULA), TEXT),
        Field::FormulaNumerator => (Home::Part(FORMULA), "numerator"),
        Field::FormulaDenominator => (Home::Part(FORMULA), "denominator"),
        Field::FormulaFactor => (Home::Part(FORMULA), "factor"),
        Field::BaselineValue => (Home::Part(BASELINE), "value"),
        Field::BaselineYear => (Home::Part(BASELINE), "year"),
        Field::BaselineSource => (Home::Part(BASELINE), "source"),
        Field::BaselineVerification => (Home::Part(BASELINE), "verification"),
    };
    Some(Place {
        home,
        key: key.to_owned(),
    })
}

/// Key of the register that counts a text's revisions.
pub(crate) fn revision_key(text_key: &str) -> String {
    format!("{text_key}{REVISION}")
}

/// Keys whose writing is not an edit of the line's content.
pub(crate) fn is_structural(key: &str) -> bool {
    [ORDER, HEADING, RETIRED, KEPT_EDIT, LINE, MERGED_INTO].contains(&key)
}

/// The field that lies under a key, or whose text's revisions do.
pub(crate) fn field_at(home: Home, key: &str) -> Option<Field> {
    if home == Home::Part(TARGETS) {
        return parse_year(key).map(Field::Target);
    }
    let text_key = key.strip_suffix(REVISION);
    let mut fields = Field::named();
    fields.find(|field| {
        place(*field).is_some_and(|place| {
            let is_revision =
                field.kind() == FieldKind::Text && Some(place.key.as_str()) == text_key;
            place.home == home && (place.key == key || is_revision)
        })
    })
}

/// The map of an indicator that holds its parts of a kind.
pub(crate) fn part_at(key: &str) -> Option<&'static str> {
    PARTS.into_iter().find(|part| *part == key)
}

/// A new line.
pub(crate) fn new_line(order: &str, heading: &str, cell: impl Fn(Field) -> String) -> NewMap {
    let mut line = NewMap::default()
        .put(ORDER, order)
        .put_written(HEADING, heading)
        .text("actionLine", &cell(Field::ActionLine))
        .put_written("stage", &cell(Field::Stage))
        .put_written("responsible", &cell(Field::Responsible));
    if cell(Field::PendingExternal) == "true" {
        line = line.put("pendingExternal", true);
    }
    line
}

/// A new indicator.
pub(crate) fn new_indicator(
    line: &str,
    order: &str,
    years: &[u16],
    cell: impl Fn(Field) -> String,
) -> NewMap {
    let formula = NewMap::default()
        .text(TEXT, &cell(Field::Formula))
        .put_written("numerator", &cell(Field::FormulaNumerator))
        .put_written("denominator", &cell(Field::FormulaDenominator))
        .put_written("factor", &cell(Field::FormulaFactor));
    let baseline = NewMap::default()
        .put_written("value", &cell(Field::BaselineValue))
        .put_written("year", &cell(Field::BaselineYear))
        .put_written("source", &cell(Field::BaselineSource))
        .put_written("verification", &cell(Field::BaselineVerification));
    let targets = years.iter().fold(NewMap::default(), |targets, year| {
        targets.put_written(&format!("{year:04}"), &cell(Field::Target(*year)))
    });
    NewMap::default()
        .put(LINE, line)
        .put(ORDER, order)
        .text("name", &cell(Field::IndicatorName))
        .text("interpretation", &cell(Field::Interpretation))
        .text("meansOfVerification", &cell(Field::MeansOfVerification))
        .put_written("unitOfMeasure", &cell(Field::UnitOfMeasure))
        .put_written("frequency", &cell(Field::Frequency))
        .put_written("direction", &cell(Field::Direction))
        .put_written("targetBehavior", &cell(Field::TargetBehavior))
        .map(FORMULA, formula)
        .map(BASELINE, baseline)
        .map(TARGETS, targets)
}

/// A new heading.
pub(crate) fn new_heading(
    level: Level,
    parent: &str,
    order: &str,
    number: &str,
    text: &str,
) -> NewMap {
    NewMap::default()
        .put(LEVEL, level.as_str())
        .put_written(PARENT, parent)
        .put(ORDER, order)
        .put_written(NUMBER, number)
        .text(TEXT, text)
}
