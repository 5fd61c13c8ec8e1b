//! The rows of a matrix at a version: which there are, where they stand, how they are numbered;
//! what they say is read where it is asked for. What nobody has written since reads as it does now.

use std::collections::{HashMap, HashSet};

use automerge::{ChangeHash, ObjId, hydrate};
use document::{Document, Record, View, printed};

use crate::cell::Texts;
use crate::history::annals::{Annals, Entity, Part};
use crate::history::source::{as_shown, shown};
use crate::reader::Reader;
use crate::schema::{self, Home};
use crate::{Field, HeadingId, IndicatorId, LineId, Matrix, RowKey, RowView};

/// From how many places written since a version is read whole: one after another, each is sought
/// anew.
const WHOLE_READ_FROM: usize = 1_000;

/// The rows of a matrix at a version.
pub(super) struct Shape<'a> {
    matrix: &'a Matrix,
    view: View<'a>,
    reader: Reader<'a>,
    /// Which changes the version has, by number.
    pub(super) seen: Vec<bool>,
    /// What was written since.
    later: HashSet<(Entity, Part)>,
    /// All it says, where much was written since.
    whole: Option<hydrate::Value>,
    pub(super) lines: HashMap<LineId, LineShape>,
    pub(super) in_order: Vec<LineId>,
    pub(super) indicators: HashMap<IndicatorId, IndicatorShape>,
    /// All rows in order, those that are not shown too, with their numbers.
    pub(super) rows: Vec<(RowKey, Option<u32>)>,
    pub(super) places: HashMap<RowKey, usize>,
}

/// The heading a heading stands under, if any.
pub(super) type Above = Option<HeadingId>;

pub(super) struct LineShape {
    record: ObjId,
    pub(super) order: String,
    /// Headings above it, innermost first.
    pub(super) above: Vec<HeadingId>,
    pub(super) active: bool,
    /// Indicators in order.
    pub(super) members: Vec<IndicatorId>,
}

pub(super) struct IndicatorShape {
    record: ObjId,
    pub(super) line: Option<LineId>,
    pub(super) order: String,
    out: bool,
}

/// What of a version can be taken from what is kept ready.
struct Lens<'a> {
    annals: &'a Annals,
    seen: &'a [bool],
}

impl Lens<'_> {
    /// Whether nobody has written under a key since.
    fn is_as_now(&self, object: &ObjId, key: &str) -> bool {
        let writers = self.annals.writers(object, key);
        writers.iter().all(|number| self.seen[*number as usize])
    }

    /// Whether it was ever said of something that it is out of the matrix.
    fn is_judged(&self, view: View<'_>, record: &ObjId) -> bool {
        let key = schema::RETIRED;
        !self.annals.writers(record, key).is_empty()
            || (self.annals.is_of_founding(record) && !view.all(record, key).is_empty())
    }
}

impl<'a> Shape<'a> {
    /// Reads it; `heads`: `None` is now. `None`: not all of it is here.
    pub(super) fn at(
        matrix: &'a Matrix,
        annals: &Annals,
        heads: Option<&'a [ChangeHash]>,
    ) -> Option<Self> {
        let view = View {
            document: &matrix.document,
            at: heads,
        };
        let seen = match heads {
            Some(heads) => annals.seen_by(heads)?,
            None => vec![true; annals.changes.len()],
        };
        let texts = match heads {
            Some(_) => Texts::new(view),
            None => matrix.table.texts(&matrix.document),
        };
        let mut shape = Self {
            matrix,
            view,
            reader: Reader::new(texts),
            seen: Vec::new(),
            later: later(&matrix.document, annals, &seen),
            whole: None,
            lines: HashMap::new(),
            in_order: Vec::new(),
            indicators: HashMap::new(),
            rows: Vec::new(),
            places: HashMap::new(),
        };
        let seen_here = &seen;
        let lens = Lens {
            annals,
            seen: seen_here,
        };
        shape.read_indicators(&lens);
        shape.read_lines(&lens);
        shape.number();
        shape.seen = seen;
        if shape.later.len() > WHOLE_READ_FROM {
            shape.whole = Some(matrix.document.automerge().hydrate(heads));
        }
        Some(shape)
    }

    fn read_indicators(&mut self, lens: &Lens<'_>) {
        let Some(map) = self.reader.outline.indicators.clone() else {
            return;
        };
        let members = self.view.record(&map);
        for key in members.keys() {
            let (Ok(id), Some(record)) = (key.parse::<IndicatorId>(), members.map_at(key)) else {
                continue;
            };
            let untouched = [schema::LINE, schema::ORDER];
            let untouched = untouched.iter().all(|key| lens.is_as_now(record, key));
            let known = self.matrix.table.seat_of(id);
            let known = known.filter(|_| untouched && lens.is_as_now(&map, key));
            let (line, order) = match known {
                Some((line, order)) => (Some(line), order.to_owned()),
                None => (
                    shown(self.view, record, schema::LINE).parse().ok(),
                    shown(self.view, record, schema::ORDER),
                ),
            };
            let out = lens.is_judged(self.view, record) && {
                let whole = self.view.record(record);
                self.reader.retirement(&whole, &[]).is_out()
            };
            let record = record.clone();
            let shape = IndicatorShape {
                record,
                line,
                order,
                out,
            };
            self.indicators.insert(id, shape);
        }
    }

    fn read_lines(&mut self, lens: &Lens<'_>) {
        let Some(map) = self.reader.outline.lines.clone() else {
            return;
        };
        let mut members: HashMap<LineId, Vec<(&str, IndicatorId)>> = HashMap::new();
        for (id, indicator) in &self.indicators {
            if let Some(line) = indicator.line {
                let seat = (indicator.order.as_str(), *id);
                members.entry(line).or_default().push(seat);
            }
        }
        let mut later = self.later.iter();
        let headings_as_now = !later
            .any(|(of, part)| matches!(of, Entity::Heading(_)) && !matches!(part, Part::Cell(_)));
        let lines = self.view.record(&map);
        for key in lines.keys() {
            let (Ok(id), Some(record)) = (key.parse::<LineId>(), lines.map_at(key)) else {
                continue;
            };
            let known = self.matrix.table.line(id);
            let known = known.filter(|_| lens.is_as_now(&map, key));
            let order = known.filter(|_| lens.is_as_now(record, schema::ORDER));
            let order = match order {
                Some(line) => line.order.clone(),
                None => shown(self.view, record, schema::ORDER),
            };
            let above =
                known.filter(|_| headings_as_now && lens.is_as_now(record, schema::HEADING));
            let above = if let Some(line) = above {
                line.above.clone()
            } else {
                let chain = self.reader.outline.chain(&self.view.record(record));
                chain.headings.iter().map(|heading| heading.id).collect()
            };
            let mut members = members.remove(&id).unwrap_or_default();
            members.sort_unstable();
            let members: Vec<IndicatorId> = members.into_iter().map(|(_, id)| id).collect();
            let judged = lens.is_judged(self.view, record);
            let active = !judged || !self.is_retired(record, &members);
            let line = LineShape {
                record: record.clone(),
                order,
                above,
                active,
                members,
            };
            self.lines.insert(id, line);
        }
    }

    fn is_retired(&self, line: &ObjId, members: &[IndicatorId]) -> bool {
        let members: Vec<(IndicatorId, Record)> = members
            .iter()
            .filter_map(|id| Some((*id, self.view.record(&self.indicators.get(id)?.record))))
            .collect();
        let line = self.view.record(line);
        self.reader.retirement(&line, &members).is_out()
    }

    fn number(&mut self) {
        let mut in_order: Vec<(&str, LineId)> = self
            .lines
            .iter()
            .map(|(id, line)| (line.order.as_str(), *id))
            .collect();
        in_order.sort_unstable();
        self.in_order = in_order.into_iter().map(|(_, id)| id).collect();
        let mut number = 0;
        for id in &self.in_order {
            let line = &self.lines[id];
            let is_out = |id: &IndicatorId| self.indicators.get(id).is_none_or(|of| of.out);
            let bare = line
                .members
                .iter()
                .all(is_out)
                .then_some((None, line.active));
            let measured = line.members.iter();
            let measured = measured.map(|id| (Some(*id), line.active && !is_out(id)));
            for (indicator, is_shown) in bare.into_iter().chain(measured) {
                number += u32::from(is_shown);
                let key = (*id, indicator);
                self.places.insert(key, self.rows.len());
                self.rows.push((key, is_shown.then_some(number)));
            }
        }
    }

    /// The number of a row; `None`: it is not shown.
    pub(super) fn number_of(&self, key: RowKey) -> Option<u32> {
        let (_, number) = self.rows.get(*self.places.get(&key)?)?;
        *number
    }

    /// Whether an indicator is shown, in whatever line.
    pub(super) fn shows(&self, indicator: IndicatorId) -> bool {
        let of = self.indicators.get(&indicator).and_then(|of| of.line);
        of.is_some_and(|line| self.number_of((line, Some(indicator))).is_some())
    }

    pub(super) fn is_active(&self, line: LineId) -> bool {
        self.lines.get(&line).is_some_and(|line| line.active)
    }

    /// What a field of a line or an indicator shows; "" where there is none.
    pub(super) fn cell(&self, of: Entity, field: Field) -> String {
        let is_there = match of {
            Entity::Line(line) => self.lines.contains_key(&line),
            Entity::Indicator(id) => self.indicators.contains_key(&id),
            Entity::Heading(_) => false,
        };
        let parts = [Part::Cell(Some(field)), Part::Itself, Part::Other];
        if !is_there {
            return String::new();
        }
        if !parts.iter().any(|part| self.later.contains(&(of, *part)))
            && let Some(row) = self.row_now(of)
        {
            return row.cell(field);
        }
        let Some(place) = schema::place(field) else {
            return String::new();
        };
        let value = match &self.whole {
            Some(whole) => shown_in(whole, of, &place),
            None => self.shown_at(of, &place),
        };
        as_shown(field, value.unwrap_or_default())
    }

    /// A row that shows it now.
    fn row_now(&self, of: Entity) -> Option<&RowView> {
        let table = &self.matrix.table;
        let key = match of {
            Entity::Line(line) => table.rows_of(line).next()?,
            Entity::Indicator(id) => (table.seat_of(id)?.0, Some(id)),
            Entity::Heading(_) => return None,
        };
        table.row(key)
    }

    fn shown_at(&self, of: Entity, place: &schema::Place) -> Option<String> {
        let record = match of {
            Entity::Line(line) => &self.lines.get(&line)?.record,
            Entity::Indicator(id) => &self.indicators.get(&id)?.record,
            Entity::Heading(_) => return None,
        };
        let part = match place.home {
            Home::Part(part) => Some(self.view.child(record, part)?),
            Home::Line | Home::Indicator => None,
        };
        Some(shown(
            self.view,
            part.as_ref().unwrap_or(record),
            &place.key,
        ))
    }

    /// A heading, printed. `None`: there is none.
    pub(super) fn heading(&self, id: HeadingId) -> Option<(Field, String)> {
        let heading = self.reader.outline.heading(id)?;
        Some((Field::Heading(heading.level), heading.printed()))
    }

    /// What stands above each heading that lines hang from.
    pub(super) fn above_headings(&self) -> HashMap<HeadingId, Above> {
        let mut above = HashMap::new();
        for id in &self.in_order {
            let chain = &self.lines[id].above;
            for (at, heading) in chain.iter().enumerate() {
                above.insert(*heading, chain.get(at + 1).copied());
            }
        }
        above
    }
}

/// What was written since the version that has seen these changes.
fn later(document: &Document, annals: &Annals, seen: &[bool]) -> HashSet<(Entity, Part)> {
    let unseen = |changes: &[u32]| changes.iter().any(|number| !seen[*number as usize]);
    let later = annals.all_writes().filter(|(.., changes)| unseen(changes));
    later
        .filter_map(|(object, key, _)| annals.site(document, object, key))
        .collect()
}

/// What shows in a document read whole.
fn shown_in(whole: &hydrate::Value, of: Entity, place: &schema::Place) -> Option<String> {
    fn under<'a>(value: &'a hydrate::Value, key: &str) -> Option<&'a hydrate::Value> {
        match value {
            hydrate::Value::Map(map) => map.get(key),
            hydrate::Value::Scalar(_) | hydrate::Value::List(_) | hydrate::Value::Text(_) => None,
        }
    }
    let (collection, id) = match of {
        Entity::Line(line) => (schema::LINES, line.to_string()),
        Entity::Indicator(id) => (schema::INDICATORS, id.to_string()),
        Entity::Heading(_) => return None,
    };
    let mut record = under(under(whole, collection)?, &id)?;
    if let Home::Part(part) = place.home {
        record = under(record, part)?;
    }
    match under(record, &place.key)? {
        hydrate::Value::Scalar(scalar) => Some(printed(scalar)),
        hydrate::Value::Text(text) => Some(text.to_string()),
        hydrate::Value::Map(_) | hydrate::Value::List(_) => None,
    }
}
