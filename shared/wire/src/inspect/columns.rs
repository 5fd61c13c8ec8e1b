//! Columns: their specifications, and the runs they are made of.

use std::cmp::Ordering;

use super::feed::{
    Feed, Inflater, LEB_BYTES_MAX, Part, Scratch, Slice, is_done, skip, skip_rest, sleb, uleb,
};
use super::{Counted, InspectError, Meter, check};
use crate::limits::COLUMNS_PER_SECTION_MAX;

const DEFLATED: u32 = 0b1000;

/// The columns of a section: what each is, and its length in bytes.
pub(super) type Specs = Vec<(Spec, u64)>;

/// What a column is: an id, a kind, and whether it is deflated.
#[derive(Clone, Copy)]
pub(super) struct Spec(u32);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// How many members each item has in the columns of the same id.
    Group,
    /// An actor, by its place in the chunk's list.
    Actor,
    /// Numbers without sign.
    Integer,
    /// Differences.
    Delta,
    /// Alternating runs.
    Boolean,
    /// Texts.
    Text,
    /// Kind and length of each value in the column of the same id.
    ValueMetadata,
    /// Bytes.
    Value,
}

/// What may be found in a section.
pub(super) struct Section {
    /// Items of a column.
    pub(super) items_max: u64,
    /// Items of a column that belongs to a group.
    pub(super) members_max: u64,
    /// What more items than that are.
    pub(super) over: Counted,
    /// What more members than that are.
    pub(super) members_over: Counted,
    /// Actors the chunk lists: a greater place makes Automerge reserve memory up to it.
    pub(super) actors: u64,
    /// Whether its columns may be deflated.
    pub(super) may_deflate: bool,
}

/// What was found in a section.
#[derive(Default)]
pub(super) struct Found {
    /// Items of its longest column.
    pub(super) items: u64,
    /// Items of its longest column in a group.
    pub(super) members: u64,
}

/// What the columns that came before promise of those of the same id.
#[derive(Clone, Copy, Default)]
struct Promise {
    id: u32,
    /// Members that a group announced.
    members: Option<u64>,
    /// Bytes that value metadata announced.
    value_bytes: Option<u64>,
    /// Whether a column of the group came.
    kept: bool,
}

/// What a column holds.
#[derive(Default)]
struct Column {
    items: u64,
    /// Sum of the numbers of a group, of the lengths in value metadata; bytes of a value column.
    sum: u64,
}

impl Spec {
    fn id(self) -> u32 {
        self.0 >> 4
    }

    fn kind(self) -> Kind {
        match self.0 & 0b111 {
            0 => Kind::Group,
            1 => Kind::Actor,
            2 => Kind::Integer,
            3 => Kind::Delta,
            4 => Kind::Boolean,
            5 => Kind::Text,
            6 => Kind::ValueMetadata,
            _ => Kind::Value,
        }
    }

    fn is_deflated(self) -> bool {
        self.0 & DEFLATED != 0
    }

    fn order(self) -> u32 {
        self.0 & !DEFLATED
    }
}

/// Reads the specifications of a section: each once, in order.
pub(super) fn read_specs(feed: &mut dyn Feed) -> Result<Specs, InspectError> {
    let count = uleb(feed)?;
    check(count <= COLUMNS_PER_SECTION_MAX, Counted::Columns)?;
    let mut specs = Specs::new();
    for _ in 0..count {
        let spec = Spec(u32::try_from(uleb(feed)?).map_err(|_| InspectError::Malformed)?);
        let bytes = uleb(feed)?;
        if specs
            .last()
            .is_some_and(|(last, _)| last.order() >= spec.order())
        {
            return Err(InspectError::Malformed);
        }
        specs.push((spec, bytes));
    }
    Ok(specs)
}

/// Walks the columns of a section.
pub(super) fn walk_section(
    feed: &mut dyn Feed,
    specs: &Specs,
    section: &Section,
    meter: &mut Meter<'_>,
    scratch: &mut Scratch,
) -> Result<Found, InspectError> {
    let mut found = Found::default();
    let mut promise = Promise::default();
    for (spec, bytes) in specs {
        if spec.id() != promise.id {
            promise.settle()?;
            promise = Promise {
                id: spec.id(),
                ..Promise::default()
            };
        }
        let in_group = promise.members.is_some();
        let mut part = Part::new(feed, *bytes);
        let walk = Walk {
            kind: spec.kind(),
            section,
            in_group,
        };
        let column = if spec.is_deflated() {
            if !section.may_deflate {
                return Err(InspectError::Malformed);
            }
            let mut inflater = Inflater::new(&mut part, *bytes, scratch);
            inflater.set_limit(meter.budget.inflated_bytes_max - meter.spent.inflated_bytes);
            let column = walk.column(&mut inflater, meter)?;
            inflater.finish()?;
            meter.inflated(inflater.inflated_bytes())?;
            column
        } else {
            walk.column(&mut part, meter)?
        };
        promise.column(spec.kind(), &column)?;
        let longest = if in_group {
            &mut found.members
        } else {
            &mut found.items
        };
        *longest = column.items.max(*longest);
    }
    promise.settle()?;
    Ok(found)
}

impl Promise {
    /// Holds a column to what the columns before it announced. Automerge reserves memory for what
    /// is announced before it looks whether it is there.
    fn column(&mut self, kind: Kind, column: &Column) -> Result<(), InspectError> {
        match kind {
            Kind::Group => {
                self.members = Some(column.sum);
                return Ok(());
            }
            Kind::ValueMetadata => self.value_bytes = Some(column.sum),
            Kind::Value => {
                // Bytes follow lengths: those in the metadata, or else the group's numbers.
                let announced = self.value_bytes.take().or(self.members);
                self.kept = true;
                return holds(announced, column.sum);
            }
            Kind::Actor | Kind::Integer | Kind::Delta | Kind::Boolean | Kind::Text => {}
        }
        if self.members.is_some() {
            self.kept = true;
            return holds(self.members, column.items);
        }
        Ok(())
    }

    /// That nothing was announced which did not come.
    fn settle(&self) -> Result<(), InspectError> {
        let members_missing = !self.kept && self.members.is_some_and(|members| members > 0);
        let bytes_missing = self.value_bytes.is_some_and(|bytes| bytes > 0);
        if members_missing || bytes_missing {
            Err(InspectError::Malformed)
        } else {
            Ok(())
        }
    }
}

fn holds(announced: Option<u64>, found: u64) -> Result<(), InspectError> {
    if announced.is_none_or(|announced| announced <= found) {
        Ok(())
    } else {
        Err(InspectError::Malformed)
    }
}

/// How to walk one column.
struct Walk<'s> {
    kind: Kind,
    section: &'s Section,
    in_group: bool,
}

impl Walk<'_> {
    fn column(&self, feed: &mut dyn Feed, meter: &mut Meter<'_>) -> Result<Column, InspectError> {
        let mut column = Column::default();
        match self.kind {
            Kind::Value => column.sum = skip_rest(feed)?,
            Kind::Boolean => {
                while !is_done(feed)? {
                    let count = uleb(feed)?;
                    // Only the first run may be empty: the column begins with `false`.
                    if count == 0 && column.items > 0 {
                        return Err(InspectError::Malformed);
                    }
                    self.count(&mut column, count)?;
                }
            }
            Kind::Group
            | Kind::Actor
            | Kind::Integer
            | Kind::Delta
            | Kind::Text
            | Kind::ValueMetadata => self.runs(feed, &mut column, meter)?,
        }
        Ok(column)
    }

    /// Runs of one value, runs of different values, runs of nothing.
    fn runs(
        &self,
        feed: &mut dyn Feed,
        column: &mut Column,
        meter: &mut Meter<'_>,
    ) -> Result<(), InspectError> {
        let mut literals = 0;
        loop {
            let window = feed.window()?;
            if window.is_empty() {
                return if literals == 0 {
                    Ok(())
                } else {
                    Err(InspectError::Truncated)
                };
            }
            // Far from the window's end nothing can straddle it, and going from number to number in
            // memory is several times quicker. Texts have no length that is known beforehand.
            let mut near = Slice(window);
            if self.kind != Kind::Text {
                while near.0.len() >= 2 * LEB_BYTES_MAX {
                    self.step(&mut near, &mut literals, column, meter)?;
                }
            }
            let taken = window.len() - near.0.len();
            feed.consume(taken);
            if taken == 0 {
                self.step(feed, &mut literals, column, meter)?;
            }
        }
    }

    /// One run, or one of the different values announced before.
    fn step<F: Feed + ?Sized>(
        &self,
        feed: &mut F,
        literals: &mut u64,
        column: &mut Column,
        meter: &mut Meter<'_>,
    ) -> Result<(), InspectError> {
        if *literals > 0 {
            *literals -= 1;
            return self.value(feed, 1, column, meter);
        }
        let count = sleb(feed)?;
        match count.cmp(&0) {
            Ordering::Greater => {
                self.count(column, count.unsigned_abs())?;
                self.value(feed, count.unsigned_abs(), column, meter)
            }
            Ordering::Less => {
                *literals = count.unsigned_abs();
                self.count(column, *literals)
            }
            Ordering::Equal => {
                let count = uleb(feed)?;
                if count == 0 {
                    return Err(InspectError::Malformed);
                }
                self.count(column, count)
            }
        }
    }

    fn value<F: Feed + ?Sized>(
        &self,
        feed: &mut F,
        count: u64,
        column: &mut Column,
        meter: &mut Meter<'_>,
    ) -> Result<(), InspectError> {
        match self.kind {
            Kind::Delta => {
                sleb(feed)?;
            }
            Kind::Text => {
                let bytes = uleb(feed)?;
                skip(feed, bytes)?;
                meter.expanded(count.saturating_mul(bytes))?;
            }
            Kind::Actor => {
                if uleb(feed)? >= self.section.actors {
                    return Err(InspectError::Malformed);
                }
            }
            Kind::Group => {
                column.sum = column.sum.saturating_add(count.saturating_mul(uleb(feed)?));
            }
            Kind::ValueMetadata => {
                // The lower four bits are the kind of the value.
                let bytes = uleb(feed)? >> 4;
                column.sum = column.sum.saturating_add(count.saturating_mul(bytes));
            }
            Kind::Integer | Kind::Boolean | Kind::Value => {
                uleb(feed)?;
            }
        }
        Ok(())
    }

    fn count(&self, column: &mut Column, count: u64) -> Result<(), InspectError> {
        column.items = column.items.saturating_add(count);
        let (max, over) = if self.in_group {
            (self.section.members_max, self.section.members_over)
        } else {
            (self.section.items_max, self.section.over)
        };
        check(column.items <= max, over)
    }
}
