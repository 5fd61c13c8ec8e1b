//! The rows of a matrix kept ready to show: a merge or an edit reads again only the lines it
//! touched.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use automerge::legacy::{Key, ObjectId};
use automerge::{Change, ObjId, Prop, ROOT, ReadDoc};
use document::{Document, Record, View, Write};

use crate::catalogue::{Catalogue, CatalogueUpdate};
use crate::cell::{Examined, Memory, Texts};
use crate::matrix::Touched;
use crate::places::Contested;
use crate::reader::Reader;
use crate::row::{RowKey, RowView};
use crate::{Field, HeadingId, IndicatorId, LineId, schema};

/// A change with more operations than this is not followed operation by operation: everything is
/// read again.
const FOLLOWED_OPS_MAX: usize = 20_000;

/// The rows, and what is needed to keep them current.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) title: String,
    pub(crate) institution: String,
    pub(crate) years: Vec<u16>,
    pub(crate) rows: Vec<RowView>,
    index: HashMap<RowKey, usize>,
    lines: HashMap<LineId, Line>,
    indicators: HashMap<IndicatorId, Seat>,
    owners: HashMap<ObjId, Owner>,
    memory: Memory,
    /// Lines that were moved, or whose indicators were, to several places at once.
    contested: BTreeSet<LineId>,
    pub(crate) catalogue: Catalogue,
}

/// What the table remembers of a line beside its rows.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) order: String,
    /// Indicators in order.
    pub(crate) indicators: Vec<IndicatorId>,
    /// Headings whose change changes its rows.
    pub(crate) watched: BTreeSet<HeadingId>,
    /// Headings shown above it, innermost first.
    pub(crate) above: Vec<HeadingId>,
    /// Whether it is in the matrix.
    pub(crate) active: bool,
    /// Whether it has a row of its own: it has no indicator, or none that is in the matrix.
    pub(crate) bare: bool,
    /// Which operation wrote what its own fields show.
    pub(crate) written: Vec<(Field, ObjId)>,
    /// The same of the fields of each indicator.
    pub(crate) written_of: Vec<Vec<(Field, ObjId)>>,
    /// Places it and its indicators were moved to at once.
    pub(crate) contested: Vec<Contested>,
    /// Whether what keeps it in sight though retired is an edit that has not come.
    pub(crate) awaits: bool,
}

impl Line {
    fn keys(&self, id: LineId) -> impl Iterator<Item = RowKey> {
        let bare = self.bare.then_some((id, None));
        let indicators = self.indicators.iter();
        bare.into_iter()
            .chain(indicators.map(move |indicator| (id, Some(*indicator))))
    }
}

/// Where an indicator belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seat {
    line: LineId,
    order: String,
}

/// Whose object an object of the document is.
#[derive(Debug, Clone, Copy)]
enum Owner {
    Root,
    Years,
    Levels,
    Silenced,
    Lines,
    Indicators,
    Headings,
    Line(LineId),
    Indicator(IndicatorId),
    Heading(HeadingId),
    /// Something of a newer version.
    Unknown,
}

/// What must be read again.
#[derive(Debug, Default)]
pub(crate) struct Dirty {
    everything: bool,
    lines: BTreeSet<LineId>,
    indicators: BTreeSet<IndicatorId>,
    headings: BTreeSet<HeadingId>,
    top: bool,
    levels: bool,
    silenced: bool,
}

/// What was read again, not yet in the table.
pub(crate) struct Update {
    everything: bool,
    top: Option<(String, String, Vec<u16>)>,
    lines: BTreeMap<LineId, Option<(Line, Vec<RowView>)>>,
    indicators: BTreeMap<IndicatorId, Option<Seat>>,
    catalogue: CatalogueUpdate,
    silenced: bool,
    owners: Vec<(ObjId, Owner)>,
    examined: Vec<(ObjId, Examined)>,
}

impl Dirty {
    /// Everything must be read again.
    pub(crate) fn everything() -> Self {
        Self {
            everything: true,
            ..Self::default()
        }
    }

    fn mark(&mut self, owner: Owner, key: &str) {
        match owner {
            Owner::Root => {
                let maps = [
                    schema::LINES,
                    schema::INDICATORS,
                    schema::HEADINGS,
                    schema::YEARS,
                ];
                self.everything |= maps.contains(&key);
                self.top |= [schema::TITLE, schema::INSTITUTION].contains(&key);
                self.levels |= key == schema::LEVELS;
                self.silenced |= key == schema::SILENCED;
            }
            Owner::Years => self.everything = true,
            Owner::Levels => self.levels = true,
            Owner::Silenced => self.silenced = true,
            Owner::Lines => self.lines.extend(key.parse::<LineId>()),
            Owner::Indicators => self.indicators.extend(key.parse::<IndicatorId>()),
            Owner::Headings => self.headings.extend(key.parse::<HeadingId>()),
            Owner::Line(id) => self.lines.extend([id]),
            Owner::Indicator(id) => self.indicators.extend([id]),
            Owner::Heading(id) => self.headings.extend([id]),
            Owner::Unknown => {}
        }
    }
}

impl Table {
    /// The document now, with what the table remembers of it.
    pub(crate) fn texts<'a>(&'a self, document: &'a Document) -> Texts<'a> {
        Texts {
            view: View::now(document),
            memory: Some(&self.memory),
        }
    }

    /// What these changes touch.
    pub(crate) fn touched_by(&self, view: View<'_>, changes: &[Change]) -> Dirty {
        let awaiting = self.lines.iter().filter(|(_, line)| line.awaits);
        let mut dirty = Dirty {
            lines: awaiting.map(|(id, _)| *id).collect(),
            ..Dirty::default()
        };
        let ops: usize = changes.iter().map(Change::len).sum();
        if self.owners.is_empty() || ops > FOLLOWED_OPS_MAX {
            return Dirty::everything();
        }
        let mut found = HashMap::new();
        for change in changes {
            for op in change.decode().operations {
                let object = match op.obj {
                    ObjectId::Root => ROOT,
                    ObjectId::Id(id) => ObjId::Id(id.0, id.1, 0),
                };
                let known = self
                    .owners
                    .get(&object)
                    .or_else(|| found.get(&object))
                    .copied();
                let owner = known.unwrap_or_else(|| {
                    let owner = owner_by_path(view, &object);
                    found.insert(object, owner);
                    owner
                });
                match &op.key {
                    Key::Map(key) => dirty.mark(owner, key),
                    Key::Seq(_) => dirty.mark(owner, ""),
                }
            }
        }
        dirty
    }

    /// What these writes touched, after they were made.
    pub(crate) fn touched_by_writes(&self, view: View<'_>, writes: &[Write]) -> Dirty {
        let mut dirty = Dirty::default();
        for write in writes {
            let (object, key) = match write {
                Write::Put { object, key, .. }
                | Write::Make { object, key, .. }
                | Write::Delete { object, key } => (object, key.as_str()),
                Write::Splice { text, .. } => (text, ""),
            };
            let known = self.owners.get(object).copied();
            dirty.mark(known.unwrap_or_else(|| owner_by_path(view, object)), key);
        }
        dirty
    }

    /// Reads again what is dirty. Touches nothing: reading what others wrote may panic.
    pub(crate) fn read(&self, texts: Texts<'_>, mut dirty: Dirty) -> Update {
        let view = texts.view;
        let reader = Reader::new(texts);
        let outline = &reader.outline;
        let mut update = Update {
            everything: dirty.everything,
            top: (dirty.top || dirty.everything).then(|| reader.top()),
            lines: BTreeMap::new(),
            indicators: BTreeMap::new(),
            catalogue: CatalogueUpdate::default(),
            silenced: dirty.silenced || dirty.everything,
            owners: Vec::new(),
            examined: Vec::new(),
        };
        if dirty.levels || dirty.everything {
            update.catalogue.said = Some(outline.levels());
        }
        if dirty.everything {
            dirty.lines.extend(outline.line_ids());
            dirty.lines.extend(self.lines.keys());
            dirty.indicators.extend(outline.indicator_ids());
            dirty.indicators.extend(self.indicators.keys());
            dirty.headings.extend(outline.heading_ids());
            dirty.headings.extend(self.catalogue.ids());
            update.owners.push((ROOT, Owner::Root));
            let maps = [
                (view.child(&ROOT, schema::YEARS), Owner::Years),
                (view.child(&ROOT, schema::LEVELS), Owner::Levels),
                (view.child(&ROOT, schema::SILENCED), Owner::Silenced),
                (outline.lines.clone(), Owner::Lines),
                (outline.indicators.clone(), Owner::Indicators),
                (outline.headings.clone(), Owner::Headings),
            ];
            update.owners.extend(
                maps.into_iter()
                    .filter_map(|(map, owner)| Some((map?, owner))),
            );
        }
        for (id, line) in &self.lines {
            if !line.watched.is_disjoint(&dirty.headings) {
                dirty.lines.insert(*id);
            }
        }
        for id in &dirty.headings {
            if let Some(heading) = outline.heading(*id) {
                own(&mut update.owners, &heading.record, Owner::Heading(*id));
            }
            update.catalogue.entries.insert(*id, outline.entry(*id));
        }

        // Lines whose indicators must be read: the dirty ones, and both the old and the new line
        // of every dirty indicator.
        let mut records: HashMap<IndicatorId, Record> = HashMap::new();
        for id in &dirty.indicators {
            let record = outline.indicator(*id);
            let seat = record.as_ref().and_then(|record| {
                let order = view.register(record, schema::ORDER).value;
                Some(Seat {
                    line: outline.line_of(record)?,
                    order,
                })
            });
            dirty
                .lines
                .extend(self.indicators.get(id).map(|seat| seat.line));
            dirty.lines.extend(seat.as_ref().map(|seat| seat.line));
            records.extend(record.map(|record| (*id, record)));
            update.indicators.insert(*id, seat);
        }
        let mut seats: HashMap<LineId, Vec<(String, IndicatorId)>> = HashMap::new();
        for id in &dirty.lines {
            let old = self
                .lines
                .get(id)
                .into_iter()
                .flat_map(|line| &line.indicators);
            for indicator in old {
                if let Some(seat) = self.indicators.get(indicator)
                    && !update.indicators.contains_key(indicator)
                {
                    seats
                        .entry(*id)
                        .or_default()
                        .push((seat.order.clone(), *indicator));
                }
            }
        }
        for (indicator, seat) in &update.indicators {
            if let Some(seat) = seat {
                seats
                    .entry(seat.line)
                    .or_default()
                    .push((seat.order.clone(), *indicator));
            }
        }
        let years = update
            .top
            .as_ref()
            .map_or(&self.years, |(_, _, years)| years);
        for id in dirty.lines {
            let mut seats = seats.remove(&id).unwrap_or_default();
            seats.sort_unstable();
            let mut members = Vec::with_capacity(seats.len());
            for (_, indicator) in seats {
                let record = records
                    .remove(&indicator)
                    .or_else(|| outline.indicator(indicator));
                if let Some(record) = record {
                    members.push((indicator, record));
                }
            }
            let record = outline.line(id);
            if let Some(record) = &record {
                own(&mut update.owners, record, Owner::Line(id));
            }
            let read = record.map(|record| reader.line(id, &record, &members, years));
            for (indicator, record) in &members {
                let owner = Owner::Indicator(*indicator);
                own(&mut update.owners, record, owner);
                for key in schema::PARTS {
                    if let Some(part) = outline.part(record, key) {
                        own(&mut update.owners, &part, owner);
                    }
                }
            }
            update.lines.insert(id, read);
        }
        update.examined = reader.examined();
        update
    }

    /// Takes in what was read. Says which rows are different now.
    pub(crate) fn apply(&mut self, update: Update) -> Touched {
        let mut touched = Touched::default();
        if let Some((title, institution, years)) = update.top {
            touched.title_changed = self.title != title || self.institution != institution;
            (self.title, self.institution, self.years) = (title, institution, years);
        }
        if update.everything {
            self.owners.clear();
        }
        self.owners.extend(update.owners);
        self.memory.extend(update.examined);
        for (id, seat) in update.indicators {
            match seat {
                Some(seat) => self.indicators.insert(id, seat),
                None => self.indicators.remove(&id),
            };
        }
        touched.silenced_changed = update.silenced;
        let mut moved = false;
        let mut hung_elsewhere =
            !update.catalogue.entries.is_empty() || update.catalogue.said.is_some();
        let mut fresh: HashMap<RowKey, RowView> = HashMap::new();
        let mut asked = self.contested.clone();
        for (id, read) in update.lines {
            let old = self.lines.remove(&id);
            asked.insert(id);
            self.contested.remove(&id);
            let Some((line, rows)) = read else {
                moved |= old.is_some();
                hung_elsewhere |= old.is_some();
                continue;
            };
            moved |= old.as_ref().is_none_or(|old| {
                old.order != line.order
                    || old.indicators != line.indicators
                    || old.bare != line.bare
            });
            hung_elsewhere |=
                old.is_none_or(|old| old.above != line.above || old.active != line.active);
            if !line.contested.is_empty() {
                self.contested.insert(id);
            }
            self.lines.insert(id, line);
            for mut row in rows {
                let place = self
                    .index
                    .get(&row.key())
                    .and_then(|at| self.rows.get_mut(*at));
                if let Some(place) = place {
                    moved |= place.row.is_none() != row.retired;
                    row.row = place.row;
                    row.moved_twice.clone_from(&place.moved_twice);
                    if *place != row {
                        touched.rows.insert(row.key());
                        *place = row;
                    }
                } else {
                    moved = true;
                    fresh.insert(row.key(), row);
                }
            }
        }
        if moved {
            self.arrange(fresh, &mut touched);
        }
        asked.extend(&self.contested);
        self.ask_places(asked, &mut touched);
        if hung_elsewhere {
            let active = self.lines.values().filter(|line| line.active);
            let above = active.map(|line| &line.above[..]);
            touched.headings_changed = self.catalogue.apply(update.catalogue, above);
        }
        touched
    }

    /// Puts rows in order and numbers them.
    fn arrange(&mut self, mut fresh: HashMap<RowKey, RowView>, touched: &mut Touched) {
        let before: Vec<RowKey> = self.rows.iter().map(RowView::key).collect();
        let mut known: HashMap<RowKey, RowView> = std::mem::take(&mut self.rows)
            .into_iter()
            .map(|row| (row.key(), row))
            .collect();
        let mut rows = Vec::with_capacity(known.len() + fresh.len());
        let mut number = 0;
        for (id, line) in self.lines_in_order() {
            for key in line.keys(id) {
                let is_fresh = fresh.contains_key(&key);
                let Some(mut row) = fresh.remove(&key).or_else(|| known.remove(&key)) else {
                    continue;
                };
                let place = (!row.retired).then(|| {
                    number += 1;
                    number
                });
                if is_fresh || row.row != place {
                    row.row = place;
                    touched.rows.insert(key);
                }
                rows.push(row);
            }
        }
        self.rows = rows;
        self.index = self
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| (row.key(), at))
            .collect();
        let gone = before.iter().filter(|key| !self.index.contains_key(key));
        touched.rows.extend(gone);
        let after = self.rows.iter().map(RowView::key);
        touched.order_changed = !touched.rows.is_empty() || !before.into_iter().eq(after);
    }

    /// Asks of every row that was moved to several places at once which it is. After all rows
    /// stand: a place is what stands before it.
    fn ask_places(&mut self, lines: BTreeSet<LineId>, touched: &mut Touched) {
        let rows: Vec<RowKey> = lines
            .into_iter()
            .flat_map(|line| self.rows_of(line))
            .collect();
        for key in rows {
            let moved_twice = self.moved_twice(key);
            let row = self.index.get(&key).and_then(|at| self.rows.get_mut(*at));
            if let Some(row) = row
                && row.moved_twice != moved_twice
            {
                row.moved_twice = moved_twice;
                touched.rows.insert(key);
            }
        }
    }

    /// The row with this key.
    pub(crate) fn row(&self, key: RowKey) -> Option<&RowView> {
        self.rows.get(*self.index.get(&key)?)
    }

    /// Whether the line exists.
    pub(crate) fn has_line(&self, line: LineId) -> bool {
        self.lines.contains_key(&line)
    }

    /// A line's indicators in order.
    pub(crate) fn indicators_of(&self, line: LineId) -> &[IndicatorId] {
        self.lines
            .get(&line)
            .map_or(&[][..], |line| &line.indicators)
    }

    /// Rows of a line: its own, if it has one, and one for each indicator.
    pub(crate) fn rows_of(&self, line: LineId) -> impl Iterator<Item = RowKey> {
        let known = self.lines.get(&line).into_iter();
        known.flat_map(move |known| known.keys(line))
    }

    /// What is remembered of a line.
    pub(crate) fn line(&self, line: LineId) -> Option<&Line> {
        self.lines.get(&line)
    }

    /// All lines in order.
    pub(crate) fn lines_in_order(&self) -> Vec<(LineId, &Line)> {
        let mut lines: Vec<_> = self.lines.iter().map(|(id, line)| (*id, line)).collect();
        lines.sort_unstable_by(|(a, left), (b, right)| (&left.order, a).cmp(&(&right.order, b)));
        lines
    }

    /// The line an indicator belongs to, and its order key.
    pub(crate) fn seat_of(&self, indicator: IndicatorId) -> Option<(LineId, &str)> {
        let seat = self.indicators.get(&indicator)?;
        Some((seat.line, &seat.order))
    }

    /// Order key of a line's last indicator.
    pub(crate) fn last_seat(&self, line: LineId) -> Option<&str> {
        let last = self.indicators_of(line).last()?;
        self.indicators.get(last).map(|seat| seat.order.as_str())
    }

    /// Rows of the lines under a heading.
    pub(crate) fn rows_watching(&self, heading: HeadingId) -> impl Iterator<Item = RowKey> {
        let rows = self.rows.iter().filter(move |row| {
            self.lines
                .get(&row.line)
                .is_some_and(|line| line.watched.contains(&heading))
        });
        rows.map(RowView::key)
    }
}

fn own(owners: &mut Vec<(ObjId, Owner)>, record: &Record, owner: Owner) {
    owners.push((record.object.clone(), owner));
    owners.extend(record.objects().map(|object| (object.clone(), owner)));
}

/// Whose an object is that the table has not met: new, hidden behind a concurrent one, or of a
/// newer version.
fn owner_by_path(view: View<'_>, object: &ObjId) -> Owner {
    let Ok(parents) = view.document.automerge().parents(object) else {
        return Owner::Unknown;
    };
    let path = parents.path();
    let keys: Vec<&str> = path
        .iter()
        .map(|(_, prop)| match prop {
            Prop::Map(key) => key.as_str(),
            Prop::Seq(_) => "",
        })
        .collect();
    match keys[..] {
        [] => Owner::Root,
        [schema::YEARS, ..] => Owner::Years,
        [schema::LEVELS, ..] => Owner::Levels,
        [schema::SILENCED, ..] => Owner::Silenced,
        [schema::LINES] => Owner::Lines,
        [schema::INDICATORS] => Owner::Indicators,
        [schema::HEADINGS] => Owner::Headings,
        [schema::LINES, id, ..] => id.parse().map_or(Owner::Unknown, Owner::Line),
        [schema::INDICATORS, id, ..] => id.parse().map_or(Owner::Unknown, Owner::Indicator),
        [schema::HEADINGS, id, ..] => id.parse().map_or(Owner::Unknown, Owner::Heading),
        _ => Owner::Unknown,
    }
}
