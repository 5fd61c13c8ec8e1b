//! What differs between two versions.

use std::collections::{BTreeMap, HashMap, HashSet};

use document::Version;

use crate::history::Hand;
use crate::history::annals::{Annals, Depth, Entity, Part};

use crate::history::shape::{Above, Shape};
use crate::row::Place;
use crate::sequence::{before, kept, moved};
use crate::{Field, HeadingId, IndicatorId, LineId, Matrix, RowKey};

/// What happened to a cell or a row between two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// The row came.
    Added,
    /// The row was taken out, or is not there at the later version.
    Retired,
    /// The row was brought back.
    Restored,
    /// The row stands elsewhere among the others or under another heading, the indicator in
    /// another place or line, or the heading under another.
    Moved,
    /// A cell reads differently.
    Changed,
}

/// A difference between two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What happened.
    pub kind: DifferenceKind,
    /// Number of the row at the later version; at the earlier one for a row that is not shown any
    /// more.
    pub row: Option<u32>,
    /// Line of the row. What many rows show is told once, at the first of them.
    pub line: LineId,
    /// Indicator of the row.
    pub indicator: Option<IndicatorId>,
    /// The field of a cell, or of a heading that moved; `None`: it is about the row.
    pub field: Option<Field>,
    /// What the cell showed; the action line of a row that went; the heading that stood above what
    /// moved.
    pub before: String,
    /// What the cell shows; the action line of a row that came; the heading that stands above what
    /// moved.
    pub after: String,
    /// Where a row that moved was, and where it is.
    pub places: Option<(Place, Place)>,
    /// Who wrote in it between the two: each once with their last change, the last first.
    pub hands: Vec<Hand>,
}

impl Matrix {
    /// What differs between two versions, in the order of the rows of the later one; rows it does
    /// not have come last. `to`: `None` is now. `None`: not all of either is here.
    ///
    /// A row that came or went is told whole, not cell by cell; of one that was brought back, also
    /// the cells that read differently. A row that others pushed aside has not moved.
    pub fn compare(&self, from: &Version, to: Option<&Version>) -> Option<Vec<Difference>> {
        let from = self.heads_of(from)?;
        let to = match to {
            Some(to) if *to != self.version() => Some(self.heads_of(to)?),
            _ => None,
        };
        self.past.ask(&self.document, Depth::Writes, |annals| {
            let versions = [Some(&from), to.as_ref()];
            let mut versions = versions.into_iter().flatten();
            if !versions.all(|heads| self.is_founded_at(heads)) {
                return None;
            }
            let then = Shape::at(self, annals, Some(&from))?;
            let now = Shape::at(self, annals, to.as_deref())?;
            Some(Comparison::new(self, annals, &then, &now).tell())
        })?
    }
}

/// What became of a row that is shown at the later version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Came,
    /// The first indicator of a line that was shown without.
    CameToLine,
    Back,
    Stayed,
}

struct Comparison<'a> {
    annals: &'a Annals,
    years: &'a [u16],
    then: &'a Shape<'a>,
    now: &'a Shape<'a>,
    /// Which changes of one of the two versions wrote in what.
    wrote: HashMap<Entity, BTreeMap<Part, Vec<u32>>>,
    /// Differences, each at the place of a row of the later version.
    told: Vec<(usize, Difference)>,
}

impl<'a> Comparison<'a> {
    fn new(
        matrix: &'a Matrix,
        annals: &'a Annals,
        then: &'a Shape<'a>,
        now: &'a Shape<'a>,
    ) -> Self {
        let document = &matrix.document;
        let between = |number: &u32| then.seen[*number as usize] != now.seen[*number as usize];
        let mut wrote: HashMap<Entity, BTreeMap<Part, Vec<u32>>> = HashMap::new();
        for (object, key, changes) in annals.all_writes() {
            if !changes.iter().any(between) {
                continue;
            }
            if let Some((of, part)) = annals.site(document, object, key) {
                let wrote = wrote.entry(of).or_default().entry(part).or_default();
                wrote.extend(changes.iter().copied().filter(between));
            }
        }
        Self {
            annals,
            years: matrix.years(),
            then,
            now,
            wrote,
            told: Vec::new(),
        }
    }

    fn tell(mut self) -> Vec<Difference> {
        let (then, now) = (self.then, self.now);
        let common: HashSet<LineId> = now
            .in_order
            .iter()
            .copied()
            .filter(|id| now.is_active(*id) && then.is_active(*id))
            .collect();
        let moved_lines = moved(
            &kept(&then.in_order, &common),
            &kept(&now.in_order, &common),
            |id| then.lines[id].order == now.lines[id].order,
        );
        let (above_then, above_now) = (then.above_headings(), now.above_headings());
        let mut told_lines = HashSet::new();
        let mut told_headings: HashSet<HeadingId> = HashSet::new();
        let mut newcomers = HashSet::new();
        for (at, (key, number)) in now.rows.iter().enumerate() {
            let Some(number) = *number else { continue };
            let (id, indicator) = *key;
            let line_fate = match then.lines.get(&id) {
                None => Fate::Came,
                Some(line) if line.active => Fate::Stayed,
                Some(_) => Fate::Back,
            };
            let fate = match indicator {
                None => line_fate,
                Some(of) if then.shows(of) => Fate::Stayed,
                Some(of) if then.indicators.contains_key(&of) => Fate::Back,
                Some(_) => {
                    let was_bare = then.number_of((id, None)).is_some();
                    if line_fate == Fate::Stayed && was_bare && newcomers.insert(id) {
                        Fate::CameToLine
                    } else {
                        Fate::Came
                    }
                }
            };
            let told = blank(*key, number);
            self.tell_row(at, &told, fate, line_fate);
            if told_lines.insert(id) && line_fate != Fate::Came {
                let hung = common.contains(&id)
                    && then.lines[&id].above.first() != now.lines[&id].above.first();
                if hung || moved_lines.contains(&id) {
                    self.tell_moved_line(at, &told);
                }
                for heading in &now.lines[&id].above {
                    if told_headings.insert(*heading) {
                        let above = [&above_then, &above_now];
                        let above = above.map(|above| above.get(heading));
                        self.tell_heading(at, &told, *heading, above);
                    }
                }
                self.tell_cells(at, &told, Entity::Line(id));
            }
            if let Some(of) = indicator
                && fate != Fate::Came
            {
                if fate == Fate::Stayed && self.has_moved(of) {
                    self.tell_moved_indicator(at, &told, of);
                }
                self.tell_cells(at, &told, Entity::Indicator(of));
            }
        }
        self.tell_gone();
        let mut told = self.told;
        told.sort_by_key(|(at, difference)| (*at, difference.field, difference.kind));
        told.into_iter().map(|(_, difference)| difference).collect()
    }

    fn tell_row(&mut self, at: usize, row: &Difference, fate: Fate, line_fate: Fate) {
        let kind = match fate {
            Fate::Came => DifferenceKind::Added,
            Fate::Back => DifferenceKind::Restored,
            Fate::CameToLine | Fate::Stayed => return,
        };
        let of_line = Entity::Line(row.line);
        let of_indicator = row.indicator.map(Entity::Indicator);
        let is_new = kind == DifferenceKind::Added;
        let counts = |part: &Part| is_new || matches!(part, Part::Verdict | Part::Place);
        let of_line_too = line_fate != Fate::Stayed;
        let of = of_indicator
            .into_iter()
            .chain(of_line_too.then_some(of_line));
        let hands = self.hands(of, counts);
        let after = self.now.cell(of_line, Field::ActionLine);
        let difference = Difference {
            kind,
            after,
            hands,
            ..row.clone()
        };
        self.told.push((at, difference));
    }

    fn tell_moved_line(&mut self, at: usize, row: &Difference) {
        let innermost = |shape: &Shape<'_>| shape.lines[&row.line].above.first().copied();
        let printed = |shape: &Shape<'_>| {
            let heading = innermost(shape).and_then(|id| shape.heading(id));
            heading.map(|(_, printed)| printed).unwrap_or_default()
        };
        let place = |shape: &Shape<'_>| {
            let shown = shape.in_order.iter().filter(|id| shape.is_active(**id));
            Place::Line {
                heading: innermost(shape),
                after: before(shown, row.line),
            }
        };
        let (then, now) = (self.then, self.now);
        let difference = Difference {
            kind: DifferenceKind::Moved,
            before: printed(then),
            after: printed(now),
            places: Some((place(then), place(now))),
            hands: self.hands([Entity::Line(row.line)], |part| *part == Part::Place),
            ..row.clone()
        };
        self.told.push((at, difference));
    }

    /// Whether an indicator that is shown at both stands elsewhere.
    fn has_moved(&self, id: IndicatorId) -> bool {
        let (then, now) = (self.then, self.now);
        let (was, is) = (&then.indicators[&id], &now.indicators[&id]);
        let Some(line) = is.line.filter(|_| was.line == is.line) else {
            return true;
        };
        if was.order == is.order {
            return false;
        }
        let [members_then, members_now] = [then, now].map(|shape| &shape.lines[&line].members);
        let common: HashSet<IndicatorId> = members_now
            .iter()
            .copied()
            .filter(|id| members_then.contains(id) && then.shows(*id) && now.shows(*id))
            .collect();
        let moved = moved(
            &kept(members_then, &common),
            &kept(members_now, &common),
            |id| then.indicators[id].order == now.indicators[id].order,
        );
        moved.contains(&id)
    }

    fn tell_moved_indicator(&mut self, at: usize, row: &Difference, id: IndicatorId) {
        let place = |shape: &Shape<'_>| {
            let line = shape.indicators[&id].line?;
            let shown = shape.lines.get(&line)?.members.iter();
            let shown = shown.filter(|id| shape.shows(**id));
            Some(Place::Indicator {
                line,
                after: before(shown, id),
            })
        };
        let difference = Difference {
            kind: DifferenceKind::Moved,
            places: place(self.then).zip(place(self.now)),
            hands: self.hands([Entity::Indicator(id)], |part| *part == Part::Place),
            ..row.clone()
        };
        self.told.push((at, difference));
    }

    /// `above`: what stood and stands above it, where lines hung from it.
    fn tell_heading(
        &mut self,
        at: usize,
        row: &Difference,
        id: HeadingId,
        above: [Option<&Above>; 2],
    ) {
        let (then, now) = (self.then, self.now);
        if !self.wrote.contains_key(&Entity::Heading(id)) {
            return;
        }
        let (Some((_, before)), Some((field, after))) = (then.heading(id), now.heading(id)) else {
            return;
        };
        let of = [Entity::Heading(id)];
        if let [Some(was), Some(is)] = above
            && was != is
        {
            let printed = |shape: &Shape<'_>, above: &Above| {
                let heading = above.and_then(|id| shape.heading(id));
                heading.map(|(_, printed)| printed).unwrap_or_default()
            };
            let difference = Difference {
                kind: DifferenceKind::Moved,
                field: Some(field),
                before: printed(then, was),
                after: printed(now, is),
                hands: self.hands(of, |part| *part == Part::Place),
                ..row.clone()
            };
            self.told.push((at, difference));
        }
        if before != after {
            let difference = Difference {
                kind: DifferenceKind::Changed,
                field: Some(field),
                before,
                after,
                hands: self.hands(of, |part| matches!(part, Part::Cell(_))),
                ..row.clone()
            };
            self.told.push((at, difference));
        }
    }

    fn tell_cells(&mut self, at: usize, row: &Difference, of: Entity) {
        let Some(wrote) = self.wrote.get(&of) else {
            return;
        };
        let fields: Vec<Field> = wrote
            .keys()
            .filter_map(|part| match part {
                Part::Cell(field) => *field,
                Part::Itself | Part::Place | Part::Verdict | Part::Other => None,
            })
            .collect();
        for field in fields {
            if matches!(field, Field::Target(year) if !self.years.contains(&year)) {
                continue;
            }
            let (before, after) = (self.then.cell(of, field), self.now.cell(of, field));
            if before == after {
                continue;
            }
            let difference = Difference {
                field: Some(field),
                before,
                after,
                hands: self.hands([of], |part| *part == Part::Cell(Some(field))),
                ..row.clone()
            };
            self.told.push((at, difference));
        }
    }

    /// Rows shown at the earlier version and not at the later one.
    fn tell_gone(&mut self) {
        let (then, now) = (self.then, self.now);
        let mut told: HashSet<LineId> = HashSet::new();
        for (key, number) in &then.rows {
            let Some(number) = *number else { continue };
            let (line, indicator) = *key;
            let stands = match indicator {
                Some(of) => now.shows(of),
                None => now.is_active(line),
            };
            if !stands {
                told.insert(line);
                self.tell_retired(*key, number);
            }
        }
        // A line all of whose indicators went to another.
        for (key, number) in &then.rows {
            let Some(number) = *number else { continue };
            let (line, _) = *key;
            if !now.is_active(line) && told.insert(line) {
                self.tell_retired((line, None), number);
            }
        }
    }

    fn tell_retired(&mut self, key: RowKey, number: u32) {
        let (line, indicator) = key;
        let seat = indicator.and_then(|id| self.now.indicators.get(&id)?.line);
        let keys = [(seat.unwrap_or(line), indicator), (line, None)];
        let mut places = keys.iter().filter_map(|key| self.now.places.get(key));
        let at = places.next().copied().unwrap_or(usize::MAX);
        let of = [Some(Entity::Line(line)), indicator.map(Entity::Indicator)];
        let counts = |part: &Part| matches!(part, Part::Verdict | Part::Place | Part::Itself);
        let difference = Difference {
            kind: DifferenceKind::Retired,
            before: self.then.cell(Entity::Line(line), Field::ActionLine),
            hands: self.hands(of.into_iter().flatten(), counts),
            ..blank(key, number)
        };
        self.told.push((at, difference));
    }

    fn hands(
        &self,
        of: impl IntoIterator<Item = Entity>,
        counts: impl Fn(&Part) -> bool,
    ) -> Vec<Hand> {
        let wrote = of.into_iter().filter_map(|of| self.wrote.get(&of));
        let parts = wrote.flatten().filter(|(part, _)| counts(part));
        let changes = parts.flat_map(|(_, changes)| changes.iter().copied());
        self.annals.hands(changes)
    }
}

/// A difference of a row, to be filled in.
fn blank((line, indicator): RowKey, number: u32) -> Difference {
    Difference {
        kind: DifferenceKind::Changed,
        row: Some(number),
        line,
        indicator,
        field: None,
        before: String::new(),
        after: String::new(),
        places: None,
        hands: Vec::new(),
    }
}
