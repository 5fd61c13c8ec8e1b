//! Chunks made by hand, honest or not.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

pub(crate) const DOCUMENT: u8 = 0;
pub(crate) const CHANGE: u8 = 1;
pub(crate) const COMPRESSED_CHANGE: u8 = 2;
pub(crate) const BUNDLE: u8 = 3;

// Column specifications: id times sixteen, plus the kind; eight more when deflated.
pub(crate) const DEFLATED: u32 = 8;
pub(crate) const OBJECT_ACTOR: u32 = 0x01;
pub(crate) const KEY_TEXT: u32 = 0x15;
pub(crate) const INSERT: u32 = 0x34;
pub(crate) const ACTION: u32 = 0x42;
pub(crate) const VALUE_METADATA: u32 = 0x56;
pub(crate) const VALUE: u32 = 0x57;
pub(crate) const PREDECESSORS: u32 = 0x70;
pub(crate) const PREDECESSOR_ACTOR: u32 = 0x71;
pub(crate) const PREDECESSOR_COUNTER: u32 = 0x73;

/// A column: what it is, and its bytes.
pub(crate) type Column<'a> = (u32, &'a [u8]);

pub(crate) fn uleb(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

pub(crate) fn sleb(mut value: i64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = (value & 0x7f).cast_unsigned() as u8;
        value >>= 7;
        if (value == 0 && low & 0x40 == 0) || (value == -1 && low & 0x40 != 0) {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

/// `count` times the same value.
pub(crate) fn run(count: u64, value: u64) -> Vec<u8> {
    [sleb(i64::try_from(count).unwrap()), uleb(value)].concat()
}

pub(crate) fn chunk(kind: u8, body: &[u8]) -> Vec<u8> {
    [
        &[0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, kind][..],
        &uleb(body.len() as u64),
        body,
    ]
    .concat()
}

pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A deflated stream of that many zeroes, without holding them: a mebibyte of them ends at a whole
/// byte, and so can be repeated.
pub(crate) fn deflated_zeroes(bytes: u64) -> Vec<u8> {
    const PART: usize = 1024 * 1024;
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![0; PART]).unwrap();
    encoder.flush().unwrap();
    let (parts, rest) = (bytes as usize / PART, bytes as usize % PART);
    [encoder.get_ref().repeat(parts), deflate(&vec![0; rest])].concat()
}

fn section(columns: &[Column<'_>]) -> (Vec<u8>, Vec<u8>) {
    let mut specs = uleb(columns.len() as u64);
    for (spec, bytes) in columns {
        specs.extend(uleb(u64::from(*spec)));
        specs.extend(uleb(bytes.len() as u64));
    }
    (
        specs,
        columns
            .iter()
            .flat_map(|(_, bytes)| bytes.to_vec())
            .collect(),
    )
}

/// The body of a change with one actor and no dependencies.
pub(crate) fn change_body(columns: &[Column<'_>]) -> Vec<u8> {
    let (specs, data) = section(columns);
    // No dependencies, an actor of two bytes, sequence, first operation, time, message, others.
    [&[0, 2, 7, 7, 1, 1, 0, 0, 0][..], &specs, &data].concat()
}

pub(crate) fn change(columns: &[Column<'_>]) -> Vec<u8> {
    chunk(CHANGE, &change_body(columns))
}

/// A bundle with one actor and no dependencies.
pub(crate) fn bundle(changes: &[Column<'_>], ops: &[Column<'_>]) -> Vec<u8> {
    let (change_specs, change_data) = section(changes);
    let (op_specs, op_data) = section(ops);
    let body = [
        &[0, 1, 2, 7, 7][..],
        &change_specs,
        &change_data,
        &op_specs,
        &op_data,
    ]
    .concat();
    chunk(BUNDLE, &body)
}

/// A document with one actor, one head, and no places of heads.
pub(crate) fn document(changes: &[Column<'_>], ops: &[Column<'_>]) -> Vec<u8> {
    let (change_specs, change_data) = section(changes);
    let (op_specs, op_data) = section(ops);
    let start = [&[1, 2, 7, 7, 1][..], &[9; 32]].concat();
    let body = [&start[..], &change_specs, &op_specs, &change_data, &op_data].concat();
    chunk(DOCUMENT, &body)
}
