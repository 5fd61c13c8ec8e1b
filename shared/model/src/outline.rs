//! Finding things in a matrix: lines, indicators, headings and the cells they hold, now or at an
//! earlier version.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use automerge::{ObjId, ROOT};
use document::{Record, Register, View};

use crate::catalogue::Entry;
use crate::cell::{TextCell, Texts};
use crate::field::parse_year;
use crate::row::Silenced;
use crate::schema::{self, Home};
use crate::{Field, HeadingId, IndicatorId, Level, LineId, heading};

/// The parts of a matrix document at a version.
pub(crate) struct Outline<'a> {
    pub(crate) view: View<'a>,
    pub(crate) texts: Texts<'a>,
    pub(crate) lines: Option<ObjId>,
    pub(crate) indicators: Option<ObjId>,
    pub(crate) headings: Option<ObjId>,
    /// Headings are shared by many rows: each is read once.
    known: RefCell<HashMap<HeadingId, Option<Rc<HeadingState>>>>,
}

/// A heading with everything about it.
#[derive(Debug)]
pub(crate) struct HeadingState {
    pub(crate) id: HeadingId,
    pub(crate) level: Level,
    pub(crate) record: Record,
    pub(crate) number: Register,
    pub(crate) text: TextCell,
}

impl HeadingState {
    /// Number and text as one.
    pub(crate) fn printed(&self) -> String {
        heading::print(&self.number.value, &self.text.text)
    }

    /// Whether nothing is written in it.
    pub(crate) fn is_blank(&self) -> bool {
        self.number.value.is_empty() && self.text.text.is_empty()
    }
}

/// A step from a row, or from a heading, to the heading above.
pub(crate) struct Link {
    /// Map whose register points upwards.
    pub(crate) owner: ObjId,
    /// Key of that register.
    pub(crate) key: &'static str,
    /// The headings it points to at once, the shown one first; `None` for none.
    pub(crate) targets: Vec<(Option<Rc<HeadingState>>, ObjId)>,
}

/// What stands above a line.
#[derive(Default)]
pub(crate) struct Chain {
    /// Headings, innermost first.
    pub(crate) headings: Vec<Rc<HeadingState>>,
    /// Steps: `links[i]` leads to `headings[i]`; the last may lead nowhere.
    pub(crate) links: Vec<Link>,
}

impl Chain {
    /// The heading at a level, and the step that leads to it.
    pub(crate) fn at(&self, level: Level) -> Option<(usize, &Rc<HeadingState>)> {
        self.headings
            .iter()
            .enumerate()
            .find(|(_, heading)| heading.level == level)
    }
}

/// A cell that is not a heading's.
pub(crate) enum Cell {
    /// A text and its revisions; the key of its revision register.
    Text {
        record: Record,
        text: Box<TextCell>,
        revision_key: String,
    },
    /// A register and its key.
    Scalar {
        record: Record,
        key: String,
        register: Register,
    },
}

impl<'a> Outline<'a> {
    pub(crate) fn new(texts: Texts<'a>) -> Self {
        let view = texts.view;
        Self {
            lines: view.child(&ROOT, schema::LINES),
            indicators: view.child(&ROOT, schema::INDICATORS),
            headings: view.child(&ROOT, schema::HEADINGS),
            known: RefCell::default(),
            view,
            texts,
        }
    }

    /// Years of the programme, ascending.
    pub(crate) fn years(&self) -> Vec<u16> {
        let Some(years) = self.view.child(&ROOT, schema::YEARS) else {
            return Vec::new();
        };
        let mut years: Vec<u16> = self
            .view
            .record(&years)
            .keys()
            .filter_map(parse_year)
            .collect();
        years.sort_unstable();
        years
    }

    /// Identifiers of all lines.
    pub(crate) fn line_ids(&self) -> Vec<LineId> {
        self.ids(self.lines.as_ref())
    }

    /// Identifiers of all indicators.
    pub(crate) fn indicator_ids(&self) -> Vec<IndicatorId> {
        self.ids(self.indicators.as_ref())
    }

    /// Identifiers of all headings.
    pub(crate) fn heading_ids(&self) -> Vec<HeadingId> {
        self.ids(self.headings.as_ref())
    }

    fn ids<T: std::str::FromStr>(&self, map: Option<&ObjId>) -> Vec<T> {
        let Some(map) = map else { return Vec::new() };
        self.view
            .record(map)
            .keys()
            .filter_map(|key| key.parse().ok())
            .collect()
    }

    pub(crate) fn line(&self, id: LineId) -> Option<Record> {
        self.member(self.lines.as_ref(), &id.to_string())
    }

    pub(crate) fn indicator(&self, id: IndicatorId) -> Option<Record> {
        self.member(self.indicators.as_ref(), &id.to_string())
    }

    fn member(&self, map: Option<&ObjId>, key: &str) -> Option<Record> {
        let object = self.view.child(map?, key)?;
        Some(self.view.record(&object))
    }

    /// The line an indicator belongs to.
    pub(crate) fn line_of(&self, indicator: &Record) -> Option<LineId> {
        self.view
            .register(indicator, schema::LINE)
            .value
            .parse()
            .ok()
    }

    pub(crate) fn heading(&self, id: HeadingId) -> Option<Rc<HeadingState>> {
        if let Some(known) = self.known.borrow().get(&id) {
            return known.clone();
        }
        let state = self.read_heading(id).map(Rc::new);
        self.known.borrow_mut().insert(id, state.clone());
        state
    }

    fn read_heading(&self, id: HeadingId) -> Option<HeadingState> {
        let record = self.member(self.headings.as_ref(), &id.to_string())?;
        let level = self
            .view
            .register(&record, schema::LEVEL)
            .value
            .parse()
            .ok()?;
        let number = self.view.register(&record, schema::NUMBER);
        let text = self
            .texts
            .cell(&record, schema::TEXT, schema::TEXT_REVISION);
        Some(HeadingState {
            id,
            level,
            record,
            number,
            text,
        })
    }

    /// What stands above a line. A heading stands only under one of an outer level: a cycle, which
    /// concurrent moves or another program could make, is cut at the same place on every device.
    pub(crate) fn chain(&self, line: &Record) -> Chain {
        let mut chain = Chain::default();
        let mut link = self.link(line, schema::HEADING);
        loop {
            let target = link.targets.first().and_then(|(target, _)| target.clone());
            chain.links.push(link);
            let Some(heading) = target else { break };
            let below = chain.headings.last();
            if below.is_some_and(|below| heading.level >= below.level) {
                break;
            }
            link = self.link(&heading.record, schema::PARENT);
            chain.headings.push(heading);
        }
        chain
    }

    /// A heading as the catalogue lists it.
    pub(crate) fn entry(&self, id: HeadingId) -> Option<Entry> {
        let heading = self.heading(id)?;
        let register = |key| self.view.register(&heading.record, key).value;
        let verdicts = self.view.values(&heading.record, schema::RETIRED);
        Some(Entry {
            level: heading.level,
            parent: register(schema::PARENT).parse().ok(),
            order: register(schema::ORDER),
            number: heading.number.value.clone(),
            text: heading.text.text.clone(),
            // Who brings it back while another takes it out has something to hang from it.
            retired: !verdicts.is_empty() && verdicts.iter().all(|(verdict, _)| verdict == "true"),
            written: heading
                .record
                .written_by(schema::TEXT_REVISION)
                .or(Some(&heading.record.object))
                .into_iter()
                .chain(heading.record.written_by(schema::NUMBER))
                .cloned()
                .collect(),
        })
    }

    /// Findings silenced, by key.
    pub(crate) fn silenced(&self) -> Vec<Silenced> {
        let mut silenced: BTreeMap<String, Option<Silenced>> = BTreeMap::new();
        for record in self.view.maps(&ROOT, schema::SILENCED) {
            for key in record.keys() {
                let said = || {
                    let operation = record.written_by(key)?;
                    record.text_at(key).map(|reason| {
                        let stamp = self.view.stamp_of(operation);
                        Silenced {
                            key: key.to_owned(),
                            reason: reason.to_owned(),
                            author: stamp.author,
                            at_ms: stamp.at_ms,
                        }
                    })
                };
                silenced.entry(key.to_owned()).or_insert_with(said);
            }
        }
        silenced.into_values().flatten().collect()
    }

    /// What was said of each level. Where two devices made the map of levels apart, both are read.
    pub(crate) fn levels(&self) -> BTreeMap<Level, bool> {
        let mut levels = BTreeMap::new();
        for record in self.view.maps(&ROOT, schema::LEVELS) {
            for level in Level::ALL {
                if record.written_by(level.as_str()).is_some() {
                    let said = self.view.register(&record, level.as_str()).value == "true";
                    levels.entry(level).or_insert(said);
                }
            }
        }
        levels
    }

    fn link(&self, owner: &Record, key: &'static str) -> Link {
        let values = self.view.values(owner, key).into_iter();
        let targets = values
            .map(|(id, op)| (id.parse().ok().and_then(|id| self.heading(id)), op))
            .collect();
        Link {
            owner: owner.object.clone(),
            key,
            targets,
        }
    }

    /// The cell of a field that is not a heading; `None` when the row or its map is not there.
    pub(crate) fn cell(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Option<Cell> {
        let place = schema::place(field)?;
        let record = if place.home == Home::Line {
            self.line(line)?
        } else {
            let record = self.indicator(indicator?)?;
            if self.line_of(&record) != Some(line) {
                return None;
            }
            match place.home {
                Home::Part(key) => self.part(&record, key)?,
                Home::Line | Home::Indicator => record,
            }
        };
        Some(self.cell_in(record, field, &place.key))
    }

    /// A cell as it stood, in whatever line its indicator was then.
    pub(crate) fn cell_then(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Option<Cell> {
        let indicator = indicator.filter(|_| field.is_of_indicator());
        let own = indicator.and_then(|indicator| self.line_of(&self.indicator(indicator)?));
        self.cell(own.unwrap_or(line), indicator, field)
    }

    /// A map inside an indicator's.
    pub(crate) fn part(&self, indicator: &Record, key: &str) -> Option<Record> {
        Some(self.view.record(indicator.map_at(key)?))
    }

    fn cell_in(&self, record: Record, field: Field, key: &str) -> Cell {
        match field.kind() {
            crate::FieldKind::Text => {
                let revision_key = schema::revision_key(key);
                let text = Box::new(self.texts.cell(&record, key, &revision_key));
                Cell::Text {
                    record,
                    text,
                    revision_key,
                }
            }
            crate::FieldKind::Scalar => {
                let register = self.view.register(&record, key);
                Cell::Scalar {
                    record,
                    key: key.to_owned(),
                    register,
                }
            }
        }
    }
}

impl Cell {
    /// The operation that wrote it last, as far as shown.
    pub(crate) fn written_by(&self) -> Option<&ObjId> {
        match self {
            Self::Text {
                record,
                revision_key,
                ..
            } => record.written_by(revision_key).or(Some(&record.object)),
            Self::Scalar { record, key, .. } => record.written_by(key),
        }
    }
}
