//! The rows of a matrix at a version: which there are, where they stand, how they are numbered;
//! what they say is read where it is asked for. What nobody has written since reads as it does now.

use std::collections::HashMap;

use automerge::{ChangeHash, ObjId};
use document::{Record, View};

use crate::cell::Texts;
use crate::history::annals::{Annals, Entity, Part};
use crate::history::source::{as_shown, shown};
use crate::reader::Reader;
use crate::schema::{self, Home};
use crate::{Field, HeadingId, IndicatorId, LineId, Matrix, RowKey};

/// The rows of a matrix at a version.
pub(super) struct Shape<'a> {
    matrix: &'a Matrix,
    view: View<'a>,
    reader: Reader<'a>,
    /// Which changes the version has, by number.
    pub(super) seen: Vec<bool>,
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

    /// Whether headings stand where they stood.
    fn headings_are_as_now(&self) -> bool {
        let unseen = |changes: &[u32]| changes.iter().any(|number| !self.seen[*number as usize]);
        let mut later = self
            .annals
            .all_writes()
            .filter(|(.., changes)| unseen(changes));
        !later.any(|(object, key, _)| {
            let site = self.annals.site(object, key);
            matches!(site, Some((Entity::Heading(_), part)) if !matches!(part, Part::Cell(_)))
        })
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
            let judged = !lens.annals.writers(record, schema::RETIRED).is_empty();
            let out = judged && {
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
        let headings_as_now = lens.headings_are_as_now();
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
            let judged = !lens.annals.writers(record, schema::RETIRED).is_empty();
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
        if self.view.at.is_none() {
            let table = &self.matrix.table;
            let key = match of {
                Entity::Line(line) => table.rows_of(line).next(),
                Entity::Indicator(id) => table.seat_of(id).map(|(line, _)| (line, Some(id))),
                Entity::Heading(_) => None,
            };
            let row = key.and_then(|key| table.row(key));
            return row.map(|row| row.cell(field)).unwrap_or_default();
        }
        let record = match of {
            Entity::Line(line) => self.lines.get(&line).map(|line| &line.record),
            Entity::Indicator(id) => self.indicators.get(&id).map(|of| &of.record),
            Entity::Heading(_) => None,
        };
        let (Some(record), Some(place)) = (record, schema::place(field)) else {
            return String::new();
        };
        let value = match place.home {
            Home::Part(part) => {
                let part = self.view.child(record, part);
                part.map(|part| shown(self.view, &part, &place.key))
            }
            Home::Line | Home::Indicator => Some(shown(self.view, record, &place.key)),
        };
        as_shown(field, value.unwrap_or_default())
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
