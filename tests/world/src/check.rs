//! What must be true when faults have stopped: everybody holds the same, nothing acknowledged is
//! lost, nothing shows that nobody wrote, and the relay knows nothing.

use std::collections::{BTreeMap, BTreeSet};

use model::{Author, Field, RowView, Tree};
use replica::Replica;
use review::{CommentData, Review};
use wire::{DocumentKind, Hash};

use crate::device::Device;
use crate::edits::{self, cell_of};
use crate::oracle::{Cell, LineDue};
use crate::run::Fault;
use crate::words::{numbers_in, words_in_bytes};
use crate::world::World;

/// What is not equal yet, if anything.
pub(crate) fn unequal(world: &World<'_>) -> Option<String> {
    let relay = world.relay.vector();
    let entries: BTreeSet<Hash> = world
        .relay
        .entries()
        .iter()
        .map(|entry| seal::hash(entry))
        .collect();
    world.members().find_map(|device| {
        let place = device.place;
        let Some(replica) = device.replica() else {
            return Some(format!("device {place} is not awake"));
        };
        if !replica.is_live() {
            return Some(format!("device {place} is not in contact"));
        }
        if replica.waiting_changes() > 0 {
            return Some(format!(
                "device {place} waits for {}",
                replica.waiting_changes()
            ));
        }
        if replica.vector() != relay {
            let held = replica.vector();
            return Some(format!(
                "device {place} holds {held:?}, the relay {relay:?}"
            ));
        }
        let known: BTreeSet<Hash> = replica.membership().hashes().into_iter().collect();
        (known != entries).then(|| format!("device {place} knows other members than the relay"))
    })
}

/// Everything that must be true once all are equal.
pub(crate) fn everything(world: &mut World<'_>) {
    let mut faults = Vec::new();
    for device in &mut world.devices {
        if let Err(fault) = reads_back(device) {
            faults.push(fault);
        }
    }
    let replicas: Vec<(usize, &Replica)> = world
        .members()
        .filter_map(|device| Some((device.place, device.replica()?)))
        .collect();
    faults.extend(same(&replicas));
    faults.extend(world.members().flat_map(|device| series(world, device)));
    faults.extend(secrets(world));
    for (place, replica) in &replicas {
        let found = lost(world, replica).into_iter();
        faults.extend(found.map(|fault| Fault {
            detail: format!("device {place}: {}", fault.detail),
            ..fault
        }));
    }
    if let Some((_, replica)) = replicas.first() {
        let rows = replica.matrix().rows();
        let conflicts: usize = rows.iter().map(|row| row.conflicts.len()).sum();
        let to_decide: usize = rows.iter().map(|row| row.to_decide.len()).sum();
        world.stats.conflicts += conflicts as u64;
        world.stats.to_decide += to_decide as u64;
    }
    world.faults.extend(faults);
}

/// What a device's disk holds reads back as what it has in memory.
fn reads_back(device: &mut Device) -> Result<(), Fault> {
    if !device.disk.has_dossier() {
        return Ok(());
    }
    let place = device.place;
    let again = device
        .read()
        .map_err(|problem| Fault::new("load", format!("device {place}: {problem}")))?;
    let Some(replica) = device.replica() else {
        return Ok(());
    };
    let fault = |what: &str| {
        Err(Fault::new(
            "disk",
            format!("device {place} reads back other {what} than it has"),
        ))
    };
    if replica.matrix().has_missing() {
        return fault("changes: some still wait");
    }
    if again.vector() != replica.vector() {
        return fault("series");
    }
    if heads(&again) != heads(replica) || again.matrix().hydrated() != replica.matrix().hydrated() {
        return fault("content");
    }
    if again.matrix().rows() != replica.matrix().rows() {
        let mut rows = again.matrix().rows().iter().zip(replica.matrix().rows());
        let differs = rows.find(|(again, row)| again != row);
        return fault(&format!("rows: {differs:#?}"));
    }
    if again.comments() != replica.comments() {
        return fault("comments");
    }
    if again.own_progress(DocumentKind::Matrix) != replica.own_progress(DocumentKind::Matrix) {
        return fault("confirmations");
    }
    Ok(())
}

fn heads(replica: &Replica) -> BTreeSet<Hash> {
    replica.matrix().heads().into_iter().collect()
}

/// Everybody shows the same.
fn same(replicas: &[(usize, &Replica)]) -> Vec<Fault> {
    let Some((first, model)) = replicas.first() else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    let mut differ = |place: &usize, what: &str| {
        let detail = format!("devices {first} and {place} have other {what}");
        faults.push(Fault::new("diverged", detail));
    };
    let tree = model.matrix().hydrated();
    let rows = shown(model.matrix().rows());
    let review = discussion(model);
    for (place, replica) in &replicas[1..] {
        if heads(replica) != heads(model) {
            differ(place, "heads");
        }
        if replica.matrix().hydrated() != tree {
            differ(place, "content");
        }
        let others = shown(replica.matrix().rows());
        if others != rows {
            let rows = rows.iter().zip(&others).find(|(row, other)| row != other);
            differ(place, &format!("rows: {rows:#?}"));
        }
        let other = discussion(replica);
        if other.as_ref().map(|(comments, ..)| comments)
            != review.as_ref().map(|(comments, ..)| comments)
        {
            differ(place, "comments");
        }
        if other != review {
            differ(place, "discussion");
        }
    }
    faults
}

/// Rows without what may honestly depend on who looks: which side is called mine.
fn shown(rows: &[RowView]) -> Vec<RowView> {
    let mut rows = rows.to_vec();
    for text in rows.iter_mut().flat_map(|row| &mut row.to_decide) {
        (text.mine, text.theirs) = (String::new(), String::new());
        (text.mine_author, text.theirs_author) = (Author::UNKNOWN, Author::UNKNOWN);
    }
    rows
}

/// What a matrix says, without labels of time and what is told apart by them.
pub(crate) fn content(replica: &Replica) -> String {
    let mut rows = shown(replica.matrix().rows());
    for row in &mut rows {
        for value in row
            .conflicts
            .iter_mut()
            .flat_map(|conflict| &mut conflict.values)
        {
            value.at_ms = 0;
        }
        if let Some(why) = &mut row.retired_and_edited {
            // Of several edits the one with the least hash is named.
            why.edited_by = Author::UNKNOWN;
        }
    }
    format!("{rows:?}")
}

type Discussion = (Vec<CommentData>, BTreeSet<Hash>, Tree);

/// The comments, and the document behind them.
fn discussion(replica: &Replica) -> Option<Discussion> {
    let snapshot = replica.verified_snapshot(DocumentKind::Review)?;
    let review = Review::load([snapshot.as_slice()], [0; 16], Author::UNKNOWN).ok()?;
    let heads = review.heads().into_iter().collect();
    Some((replica.comments().to_vec(), heads, review.hydrated()))
}

/// A device holds every series as the relay does, whole and chained.
fn series(world: &World<'_>, device: &Device) -> Vec<Fault> {
    let mut kept: BTreeMap<_, Vec<Hash>> = BTreeMap::new();
    for envelope in world.relay.envelopes() {
        kept.entry((envelope.document, envelope.device))
            .or_default()
            .push(envelope.hash);
    }
    let mut faults = Vec::new();
    let place = device.place;
    let mut wrong = |what: String| {
        faults.push(Fault::new("series", format!("device {place}: {what}")));
    };
    for (key, series) in device.disk.series() {
        let hashes: Vec<Hash> = series.envelopes.iter().map(|(hash, _)| *hash).collect();
        if kept.get(key) != Some(&hashes) {
            wrong(format!("{key:?} is not as the relay has it"));
        }
        let mut previous = [0; 32];
        for ((hash, bytes), index) in series.envelopes.iter().zip(1..) {
            match seal::verify_envelope(bytes) {
                Ok((_, header, verified))
                    if verified == *hash
                        && header.index == index
                        && header.previous == previous
                        && (header.document, header.device) == *key => {}
                _ => wrong(format!("{key:?} is broken at {index}")),
            }
            previous = *hash;
        }
    }
    let entries: BTreeSet<Hash> = device.disk.entries().collect();
    let known = device
        .replica()
        .map(|replica| replica.membership().hashes());
    if known.is_some_and(|known| known.into_iter().collect::<BTreeSet<_>>() != entries) {
        wrong("members on disk are not those in memory".to_owned());
    }
    faults
}

/// Nothing the relay holds can be read.
fn secrets(world: &World<'_>) -> Option<Fault> {
    let relay = &world.relay;
    let held = relay
        .envelopes()
        .iter()
        .map(|kept| &kept.bytes)
        .chain(relay.entries());
    let words = world.coiner.words();
    held.chain([&relay.overheard])
        .flat_map(|bytes| words_in_bytes(bytes))
        .find(|word| words.contains(*word))
        .map(|word| {
            Fault::new(
                "secret",
                format!("the relay holds {word:?} for all to read"),
            )
        })
}

/// What a device does not show though somebody's edit of it was acknowledged, or shows though
/// nobody wrote it.
fn lost(world: &World<'_>, replica: &Replica) -> Vec<Fault> {
    let mut faults = Vec::new();
    let rows = replica.matrix().rows();
    lines(world, rows, &mut faults);
    let cells = cells(replica);
    for (cell, due) in world.oracle.scalars_due() {
        let shown = cells.get(&cell).map(|shown| &shown.values);
        let right = shown == Some(&due.values);
        if !right {
            let detail = format!("{cell:?} shows {shown:?}; due {:?}", due.values);
            faults.push(Fault::new("lost value", detail));
        }
    }
    for (cell, due) in world.oracle.texts_due() {
        let Some(shown) = cells.get(&cell) else {
            faults.push(Fault::new("lost text", format!("{cell:?} is not shown")));
            continue;
        };
        let text = shown.values.first().map_or("", String::as_str);
        for (word, author) in &due.words {
            if !text.contains(word.as_str()) {
                let detail = format!("{cell:?} shows {text:?} without {word:?} of {author}");
                faults.push(Fault::new("lost word", detail));
            }
        }
        for number in numbers_in(text).difference(&due.numbers) {
            if !shown.flagged {
                let detail = format!("{cell:?} shows {text:?}; nobody wrote {number}");
                faults.push(Fault::new("invented numeral", detail));
            }
        }
    }
    faults.extend(
        world
            .oracle
            .comments_fault(replica.comments())
            .map(|detail| Fault::new("comment", detail)),
    );
    faults
}

fn lines(world: &World<'_>, rows: &[RowView], faults: &mut Vec<Fault>) {
    let due = world.oracle.lines_due();
    for (line, due) in &due {
        let shown: Vec<&RowView> = rows.iter().filter(|row| row.line == *line).collect();
        let hidden = shown.iter().all(|row| row.retired);
        let wrong = match due {
            LineDue::Shown => hidden,
            LineDue::Hidden => shown.is_empty() || !hidden,
            LineDue::Either => shown.is_empty(),
        };
        if wrong {
            let states: Vec<bool> = shown.iter().map(|row| row.retired).collect();
            let detail = format!("line {line} must be {due:?}; retired: {states:?}");
            faults.push(Fault::new("lost line", detail));
        }
    }
    for (line, indicator) in world.oracle.indicators_due() {
        if !rows.iter().any(|row| row.key() == (line, Some(indicator))) {
            faults.push(Fault::new(
                "lost indicator",
                format!("{indicator} of {line}"),
            ));
        }
    }
    for row in rows {
        if !due.contains_key(&row.line) {
            faults.push(Fault::new("invented line", row.line.to_string()));
        }
    }
}

/// What a cell shows.
#[derive(Debug, Default)]
struct Shown {
    /// The value, or all those written at once.
    values: BTreeSet<String>,
    /// Whether a person must look at it.
    flagged: bool,
}

/// Every cell of a matrix.
fn cells(replica: &Replica) -> BTreeMap<Cell, Shown> {
    let mut cells: BTreeMap<Cell, Shown> = BTreeMap::new();
    for row in replica.matrix().rows() {
        let headings = row
            .headings
            .iter()
            .map(|heading| Field::Heading(heading.level));
        for field in edits::fields().chain(headings) {
            let Some(cell) = cell_of(replica, row.line, row.indicator, field) else {
                continue;
            };
            let shown = cells.entry(cell).or_default();
            let conflict = row
                .conflicts
                .iter()
                .find(|conflict| conflict.field == field);
            match (conflict, field) {
                (Some(conflict), _) => {
                    shown
                        .values
                        .extend(conflict.values.iter().map(|value| value.value.clone()));
                }
                (None, Field::Heading(level)) => {
                    let heading = row.headings.iter().find(|heading| heading.level == level);
                    shown
                        .values
                        .extend(heading.map(|heading| heading.text.clone()));
                }
                (None, _) => {
                    shown.values.insert(row.cell(field));
                }
            }
            shown.flagged |= row.to_decide.iter().any(|text| text.field == field);
        }
    }
    cells
}
