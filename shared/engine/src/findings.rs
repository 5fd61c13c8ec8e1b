//! What a matrix finds wrong with itself, as a window and the command line show it.
//!
//! A large matrix has twenty thousand findings, ten megabytes of words. The desk keeps the last list
//! of a dossier, without words, until its matrix changes; a window is told the counts and the marks,
//! and the findings themselves a page at a time.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use checks::{CatalogueHeading, Finding, FixEdit, Input, Level};
use contract::{
    Cell, Code, FindingLevel, FindingPage, FindingRule, FindingSummary, FindingTitle, FindingView,
    FindingsOf, FixView, FoundRow, Language, MatrixAction, Problem, SilencedView,
};
use model::{Field, HeadingId, RowKey, RowView, Version};
use tokio::sync::watch;
use wire::{DeviceId, DossierId};

use crate::calls::{Engine, blocking};
use crate::desk::Desk;
use crate::ids::{indicator_id, line_id};
use crate::screen;

/// Findings of a page at most.
const FINDINGS_OF_A_PAGE_MAX: u32 = 200;

/// The findings of the last version that was asked about, once they are worked out.
pub(crate) struct KeptFindings {
    version: Version,
    list: watch::Receiver<Option<Arc<FindingList>>>,
}

impl KeptFindings {
    /// Whether they are of a version, and known or on their way.
    fn serves(&self, version: &Version) -> bool {
        // Without a sender nothing more comes: the work ended without an answer.
        let worth = || self.list.borrow().is_some() || self.list.has_changed().is_ok();
        self.version == *version && worth()
    }
}

impl Engine {
    /// What the matrix finds wrong with itself, all of it.
    pub async fn findings(
        &self,
        dossier: String,
        language: Language,
    ) -> Result<Vec<FindingView>, Problem> {
        let list = self.found(&dossier).await?;
        // Thousands of sentences take a moment: not on the loop that saves, nor on a window's thread.
        blocking(move || Ok(list.views(language))).await
    }

    /// How much the matrix finds wrong with itself, and where.
    pub async fn finding_summary(
        &self,
        dossier: String,
        language: Language,
    ) -> Result<FindingSummary, Problem> {
        let list = self.found(&dossier).await?;
        blocking(move || Ok(list.summary(language))).await
    }

    /// Some findings in full: from the `offset`th on, at most `limit` and never more than 200.
    ///
    /// # Errors
    ///
    /// If a row is asked for whose ids are none.
    pub async fn finding_page(
        &self,
        dossier: String,
        of: FindingsOf,
        offset: u32,
        limit: u32,
        language: Language,
    ) -> Result<FindingPage, Problem> {
        let list = self.found(&dossier).await?;
        blocking(move || list.page(&of, offset, limit.min(FINDINGS_OF_A_PAGE_MAX), language)).await
    }

    /// The findings of the present version; whoever asks at the same time waits for the same work.
    async fn found(&self, dossier: &str) -> Result<Arc<FindingList>, Problem> {
        let mut list = self.with(dossier, Desk::findings).await?;
        let found = list.wait_for(Option::is_some).await;
        let found = found.map_err(|_| Problem::of(Code::Defect))?;
        found.clone().ok_or_else(|| Problem::of(Code::Defect))
    }
}

impl Desk {
    /// The findings of a dossier as it is now: the ones that are kept, or new ones on their way.
    fn findings(
        &mut self,
        dossier: DossierId,
    ) -> Result<watch::Receiver<Option<Arc<FindingList>>>, Problem> {
        let version = self.shelf(dossier)?.replica()?.matrix().version();
        if let Some(kept) = self.findings.get(&dossier)
            && kept.serves(&version)
        {
            return Ok(kept.list.clone());
        }
        let input = self.finding_input(dossier)?;
        let (told, list) = watch::channel(None);
        let kept = KeptFindings {
            version,
            list: list.clone(),
        };
        self.findings.insert(dossier, kept);
        // Thousands of rows take a moment: not on the loop that saves.
        self.runtime.spawn_blocking(move || {
            told.send_replace(Some(Arc::new(FindingList::of(input))));
        });
        Ok(list)
    }

    /// A copy of what the rules look at.
    fn finding_input(&self, dossier: DossierId) -> Result<FindingInput, Problem> {
        let shelf = self.shelf(dossier)?;
        let matrix = shelf.replica()?.matrix();
        let silenced = matrix.silenced().into_iter().map(|silenced| {
            let view = SilencedView {
                reason: silenced.reason,
                by: shelf.person(DeviceId(silenced.author.0)),
                at: screen::rfc3339(silenced.at_ms),
            };
            (silenced.key, view)
        });
        Ok(FindingInput {
            version: match shelf.minutes().lines_said() {
                None => matrix.version().to_hex(),
                Some(said) => format!("{}-{said}", matrix.version().to_hex()),
            },
            lines_said: shelf.minutes().lines_said(),
            rows: matrix.rows().to_vec(),
            years: matrix.years().to_vec(),
            levels: matrix.levels().to_vec(),
            headings: matrix
                .headings()
                .iter()
                .filter(|heading| !heading.retired)
                .map(|heading| CatalogueHeading {
                    id: heading.id,
                    level: heading.level,
                    parent: heading.parent,
                    number: heading.number.clone(),
                    text: heading.text.clone(),
                })
                .collect(),
            institution: matrix.institution().to_owned(),
            silenced: silenced.collect(),
        })
    }
}

/// All that findings are made of: what the rules look at and who silenced what.
struct FindingInput {
    version: String,
    /// What the last minuta says there are, if it is not so.
    lines_said: Option<usize>,
    rows: Vec<RowView>,
    years: Vec<u16>,
    levels: Vec<model::Level>,
    headings: Vec<CatalogueHeading>,
    institution: String,
    silenced: HashMap<String, SilencedView>,
}

/// What was found in a version of a matrix, and what it takes to say it.
#[derive(Debug)]
pub(crate) struct FindingList {
    /// The version of the matrix, in hex, and what a minuta says of it.
    version: String,
    found: Vec<Finding>,
    /// The place in `found` of the first finding of each rule.
    firsts: BTreeMap<checks::Code, usize>,
    /// Who silenced what, by the key of the finding.
    silenced: HashMap<String, SilencedView>,
    /// Numbers of the rows that have one.
    numbers: HashMap<RowKey, u32>,
    /// The last heading under each that has some.
    last_children: BTreeMap<HeadingId, HeadingId>,
}

/// How often a rule speaks.
#[derive(Default)]
struct Tally {
    open: u32,
    silenced: u32,
    /// The place of its first finding: of the first open one, if it has one.
    first: usize,
}

impl FindingList {
    fn of(input: FindingInput) -> Self {
        let found = checks::findings(&Input {
            rows: &input.rows,
            years: &input.years,
            headings: &input.headings,
            levels: &input.levels,
            institution: &input.institution,
            lines_said: input.lines_said,
        });
        let mut firsts = BTreeMap::new();
        for (at, finding) in found.iter().enumerate() {
            firsts.entry(finding.code).or_insert(at);
        }
        let numbered = |row: &RowView| row.row.map(|number| (row.key(), number));
        let child = |heading: &CatalogueHeading| heading.parent.map(|parent| (parent, heading.id));
        Self {
            version: input.version,
            found,
            firsts,
            silenced: input.silenced,
            numbers: input.rows.iter().filter_map(numbered).collect(),
            // A later child takes the place of an earlier one.
            last_children: input.headings.iter().filter_map(child).collect(),
        }
    }

    fn is_silenced(&self, finding: &Finding) -> bool {
        // Nearly always nothing is silenced, and there are many keys.
        !self.silenced.is_empty() && self.silenced.contains_key(&finding.key)
    }

    /// Names the list and the language it is said in.
    fn version(&self, language: Language) -> String {
        let language = match language {
            Language::Spanish => "es",
            Language::English => "en",
        };
        format!("{}-{language}", self.version)
    }

    fn tallies(&self) -> BTreeMap<checks::Code, Tally> {
        let mut tallies: BTreeMap<checks::Code, Tally> = BTreeMap::new();
        for (at, finding) in self.found.iter().enumerate() {
            let tally = tallies.entry(finding.code).or_default();
            let silenced = self.is_silenced(finding);
            if tally.open == 0 && (!silenced || tally.silenced == 0) {
                tally.first = at;
            }
            *(if silenced {
                &mut tally.silenced
            } else {
                &mut tally.open
            }) += 1;
        }
        tallies
    }

    fn summary(&self, language: Language) -> FindingSummary {
        let said = spoken(language);
        let mut tallies: Vec<(checks::Code, Tally)> = self.tallies().into_iter().collect();
        tallies.sort_by_key(|(code, tally)| (code.level(), tally.first));
        let rule_at: BTreeMap<checks::Code, u32> = (0_u32..)
            .zip(&tallies)
            .map(|(at, (code, _))| (*code, at))
            .collect();
        let rules = tallies.iter().map(|(code, tally)| FindingRule {
            code: code.as_str().to_owned(),
            level: level(code.level()),
            title: checks::title(&self.found[tally.first], said).to_owned(),
            open: tally.open,
            silenced: tally.silenced,
        });
        let mut titles: Names<(u32, &'static str)> = Names::default();
        let mut fields: Names<Field> = Names::default();
        let mut rows: Vec<(RowKey, Vec<u32>)> = Vec::new();
        for finding in &self.found {
            let Some(place) = finding.place.filter(|_| !self.is_silenced(finding)) else {
                continue;
            };
            // Those of a row stand together.
            let key = (place.line, place.indicator);
            if rows.last().is_none_or(|(last, _)| *last != key) {
                rows.push((key, Vec::new()));
            }
            if let Some((_, marks)) = rows.last_mut()
                && finding.level != Level::Info
            {
                let title = (rule_at[&finding.code], checks::title(finding, said));
                marks.extend([fields.place(place.field), titles.place(title)]);
            }
        }
        FindingSummary {
            version: self.version(language),
            rules: rules.collect(),
            titles: titles.into_list(|(rule, text)| FindingTitle {
                rule,
                text: text.to_owned(),
            }),
            fields: fields.into_list(|field| field.to_string()),
            rows: rows
                .into_iter()
                .map(|((line, indicator), marks)| {
                    let indicator = indicator.map(|indicator| indicator.to_string());
                    FoundRow(
                        screen::text_key(&line.to_string(), indicator.as_deref()),
                        marks,
                    )
                })
                .collect(),
        }
    }

    fn page(
        &self,
        of: &FindingsOf,
        offset: u32,
        limit: u32,
        language: Language,
    ) -> Result<FindingPage, Problem> {
        let asked = Asked::of(of)?;
        let (mut findings, mut total) = (Vec::new(), 0_u32);
        for (at, finding) in self.found.iter().enumerate() {
            if !asked.is_for(finding, || self.is_silenced(finding)) {
                continue;
            }
            if total >= offset && total - offset < limit {
                findings.push(self.view(at, finding, language));
            }
            total += 1;
        }
        Ok(FindingPage {
            version: self.version(language),
            findings,
            total,
        })
    }

    /// The findings, in words.
    fn views(&self, language: Language) -> Vec<FindingView> {
        let found = self.found.iter().enumerate();
        found
            .map(|(at, finding)| self.view(at, finding, language))
            .collect()
    }

    fn view(&self, at: usize, finding: &Finding, language: Language) -> FindingView {
        let words = checks::sentence(finding, spoken(language));
        // A fix of every row hangs from the first finding of its code: not thousands of times.
        let first = self.firsts.get(&finding.code) == Some(&at);
        let fixes = finding.fixes.iter().zip(words.fix_labels);
        let number = |key: &RowKey| self.numbers.get(key).copied();
        FindingView {
            code: finding.code.as_str().to_owned(),
            level: level(finding.level),
            row: finding.place.map(|place| place.row),
            cell: finding.place.map(|place| Cell {
                line: place.line.to_string(),
                indicator: place.indicator.map(|indicator| indicator.to_string()),
                field: place.field.to_string(),
            }),
            title: words.title,
            explanation: words.explanation,
            example: words.example,
            fixes: fixes
                .filter(|(fix, _)| first || !fix.is_everywhere())
                .map(|(fix, label)| FixView {
                    label,
                    actions: fix.edits.iter().map(|edit| self.action(edit)).collect(),
                })
                .collect(),
            silenced: self.silenced.get(&finding.key).cloned(),
            related: finding.related.iter().filter_map(number).collect(),
            key: finding.key.clone(),
        }
    }

    fn action(&self, edit: &FixEdit) -> MatrixAction {
        match edit {
            FixEdit::Set {
                line,
                indicator,
                field,
                value,
            } => MatrixAction::Set {
                line: line.to_string(),
                indicator: indicator.map(|indicator| indicator.to_string()),
                field: field.to_string(),
                value: value.clone(),
                base: None,
            },
            FixEdit::Comment {
                line,
                indicator,
                field,
                text,
            } => MatrixAction::Comment {
                line: line.to_string(),
                indicator: indicator.map(|indicator| indicator.to_string()),
                field: field.to_string(),
                text: text.clone(),
            },
            FixEdit::AttachToPrevious { line, to } => MatrixAction::MergeLines {
                from: line.to_string(),
                into: to.to_string(),
                text: None,
            },
            FixEdit::AssignHeading { line, heading } => MatrixAction::AssignHeading {
                line: line.to_string(),
                heading: Some(heading.to_string()),
            },
            FixEdit::SetHeading {
                heading,
                number,
                text,
            } => MatrixAction::SetHeading {
                heading: heading.to_string(),
                number: number.clone(),
                text: text.clone(),
            },
            FixEdit::MoveHeading { heading, parent } => MatrixAction::MoveHeading {
                heading: heading.to_string(),
                parent: Some(parent.to_string()),
                after: self.last_children.get(parent).map(ToString::to_string),
            },
        }
    }
}

/// A question for findings, its ids read.
enum Asked<'a> {
    Rule(&'a str),
    Row(model::LineId, Option<model::IndicatorId>),
    Silenced(Option<FindingLevel>),
}

impl<'a> Asked<'a> {
    fn of(of: &'a FindingsOf) -> Result<Self, Problem> {
        Ok(match of {
            FindingsOf::Rule { code } => Self::Rule(code),
            FindingsOf::Row { line, indicator } => {
                Self::Row(line_id(line)?, indicator_id(indicator.as_deref())?)
            }
            FindingsOf::Silenced { level } => Self::Silenced(*level),
        })
    }

    fn is_for(&self, finding: &Finding, silenced: impl FnOnce() -> bool) -> bool {
        match self {
            Self::Rule(code) => finding.code.as_str() == *code && !silenced(),
            Self::Row(line, indicator) => finding.place.is_some_and(|place| {
                place.line == *line && (place.indicator.is_none() || place.indicator == *indicator)
            }),
            Self::Silenced(wanted) => {
                wanted.is_none_or(|wanted| wanted == level(finding.level)) && silenced()
            }
        }
    }
}

/// Things in the order in which they are first named, each once.
struct Names<T>(BTreeMap<T, u32>);

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Ord> Names<T> {
    fn place(&mut self, name: T) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(name).or_insert(next)
    }

    fn into_list<V>(self, view: impl Fn(T) -> V) -> Vec<V> {
        let mut names: Vec<(u32, T)> = self.0.into_iter().map(|(name, at)| (at, name)).collect();
        names.sort_by_key(|(at, _)| *at);
        names.into_iter().map(|(_, name)| view(name)).collect()
    }
}

fn level(level: Level) -> FindingLevel {
    match level {
        Level::Error => FindingLevel::Error,
        Level::Warning => FindingLevel::Warning,
        Level::Info => FindingLevel::Info,
    }
}

fn spoken(language: Language) -> checks::Language {
    match language {
        Language::Spanish => checks::Language::Spanish,
        Language::English => checks::Language::English,
    }
}
