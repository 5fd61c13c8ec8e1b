//! What a paper says of itself: written, found again in a file, and hostile.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use paper::limits::{
    MARK_BYTES_MAX, MARK_PLACES_MAX, STREAM_BYTES_MAX, STREAMS_BYTES_MAX, STREAMS_MAX,
};
use paper::{
    Annex, LAYOUT, Logo, MinutesPaper, PaperKind, PaperMark, PaperSize, PrintMark, digest_of_folio,
    logos_mark,
};

use crate::sample;

const DOSSIER: &str = "0190a5f28f4e7c1a9d6b3f2e1d0c9b8a";
const VERSION: &str = "0190a5f2-9000-7c1a-9d6b-000000000001";
const CODE: &str =
    "COTEJO:1:0190A5F28F4E7C1A9D6B3F2E1D0C9B8A:0190A5F290007C1A9D6B000000000001:3F9A-22C1";

fn code() -> PaperMark {
    PaperMark {
        dossier: DOSSIER.to_owned(),
        version: VERSION.to_owned(),
        digest: "3F9A-22C1".to_owned(),
        print: None,
    }
}

/// A mark with something in each of its parts.
fn full() -> PaperMark {
    PaperMark {
        print: Some(PrintMark {
            kind: PaperKind::Minutes,
            minutes: "0190a5f2-0000-7000-8000-000000000007".to_owned(),
            written: "cd".repeat(32),
            point: "ab".repeat(32),
            paper: PaperSize::Oficio,
            label: "ANEXO ÚNICO; 100% = «ñ», ok\n".to_owned(),
            initials: true,
            columns: vec!["actionLine".to_owned(), "baseline.value".to_owned()],
            comments: 3,
            logos: "00ff00ff00ff00ff".to_owned(),
            dated_unix_s: 1_682_363_100,
            layout: LAYOUT,
        }),
        ..code()
    }
}

fn stream(content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    let mut bytes = b"5 0 obj <</Filter /FlateDecode>> stream\n".to_vec();
    bytes.extend(encoder.finish().unwrap());
    bytes.extend(b"\nendstream endobj\n");
    bytes
}

#[test]
fn what_is_written_is_read_again() {
    for mark in [
        code(),
        full(),
        PaperMark {
            version: String::new(),
            ..full()
        },
        PaperMark {
            print: Some(PrintMark::default()),
            ..code()
        },
    ] {
        assert_eq!(PaperMark::read(&mark.to_string()), Some(mark.clone()));
        let inside = format!("%PDF-1.7 <pdf:Keywords>{mark}</pdf:Keywords> trailer");
        assert_eq!(PaperMark::found_in(inside.as_bytes()), Some(mark));
    }
    assert_eq!(code().to_string(), CODE);
    assert!(
        full()
            .to_string()
            .starts_with(&format!("{CODE};papel=minutes;"))
    );
}

#[test]
fn the_mark_of_a_paper_says_how_it_is_printed() {
    let annex = Annex {
        paper: PaperSize::Legal,
        logo_left: Some(Logo {
            bytes: vec![1, 2, 3],
            alt: "Escudo".to_owned(),
        }),
        ..sample::secoem_with_comments()
    };
    let mark = PaperMark::of_annex(&annex);
    let print = mark.print.clone().unwrap();
    assert_eq!(
        (print.kind, print.paper),
        (PaperKind::Annex, PaperSize::Legal)
    );
    assert_eq!((print.comments, print.columns.len()), (2, 11));
    assert_eq!((print.minutes.as_str(), print.written.as_str()), ("", ""));
    assert_eq!(print.logos, logos_mark([annex.logo_left.as_ref(), None]));
    assert_ne!(print.logos, logos_mark([None, annex.logo_left.as_ref()]));
    assert_eq!(logos_mark([None, None]), "");

    let minutes = MinutesPaper {
        id: "0190a5f2-0000-7000-8000-000000000007".to_owned(),
        written: "cd".repeat(32),
        imprint: annex.imprint.clone(),
        ..MinutesPaper::default()
    };
    let of_minutes = PaperMark::of_minutes(&minutes, Some(&annex));
    assert_eq!(of_minutes.code(), mark.code());
    let print = of_minutes.print.unwrap();
    assert_eq!(
        (print.kind, print.minutes),
        (PaperKind::Minutes, minutes.id)
    );
    assert_eq!(
        (print.written, print.point),
        (minutes.written, annex.imprint.point)
    );
}

#[test]
fn a_code_may_be_typed_carelessly_and_nothing_else_is_one() {
    for typed in [
        CODE.to_lowercase(),
        format!("  {CODE}\n"),
        CODE.replace("3F9A-22C1", "3f9a22c1"),
        CODE.replace(
            "0190A5F290007C1A9D6B000000000001",
            "0190a5f2-9000-7c1a-9d6b-000000000001",
        ),
    ] {
        assert_eq!(PaperMark::read(&typed), Some(code()), "{typed}");
    }
    let broken = [
        String::new(),
        "COTEJO:1:".to_owned(),
        CODE.replace("COTEJO:1:", "COTEJO:2:"),
        CODE.replace("COTEJO:1:", ""),
        CODE.replace("0190A5F28F4E", "0190A5F28F4"),
        CODE.replace("0190A5F28F4E", "0190A5F28F4E0"),
        CODE.replace("0190A5F28F4E", "0190A5F28F4G"),
        CODE.replace("0190A5F28F4E", "0190A5F28F4É"),
        CODE.replace("000000000001", "00000000000"),
        CODE.replace("000000000001", "00000000000Z"),
        CODE.replace("3F9A-22C1", "3F9A-22C"),
        CODE.replace("3F9A-22C1", "3F9A-22C11"),
        CODE.replace("3F9A-22C1", "3F9A-22CX"),
        CODE.replace(":3F9A-22C1", ""),
        format!("{CODE}:"),
        format!("{CODE}:3F9A-22C1"),
    ];
    for text in broken {
        assert_eq!(PaperMark::read(&text), None, "{text}");
    }
    // Cut anywhere before its digest is whole, it is no mark and no panic.
    for end in 0..CODE.len() - 1 {
        assert_eq!(PaperMark::read(&CODE[..end]), None, "{end}");
    }
}

#[test]
fn what_is_said_of_the_print_is_taken_whole_or_not_at_all() {
    let written = full().to_string();
    let of_print = |from: &str, to: &str| {
        let text = written.replacen(from, to, 1);
        assert_ne!(text, written, "{from}");
        PaperMark::read(&text).map(|mark| mark.print)
    };
    assert_eq!(
        of_print(";layout=2", ";layout=2;nuevo=algo"),
        Some(full().print)
    );
    // The data stay known where the print is not: then nothing is printed again.
    for (from, to) in [
        ("papel=minutes", "papel=poster"),
        ("papel=minutes;", ""),
        ("sheet=oficio", "sheet=a0"),
        ("comments=3", "comments=-1"),
        ("comments=3", "comments=99999999999"),
        ("dated=1682363100", "dated=ayer"),
        ("layout=2", "layout="),
        ("initials=1", "initials"),
        ("label=ANEXO%20", "label=ANEXO%2"),
        ("label=ANEXO%20", "label=ANEXO%ZZ"),
        ("label=ANEXO%20", "label=ANEXO%FF"),
        ("columns=actionLine", "columns=%"),
    ] {
        assert_eq!(of_print(from, to), Some(None), "{from} {to}");
    }
    let columns = of_print("columns=actionLine,", "columns=,,").flatten();
    assert_eq!(columns.unwrap().columns, ["baseline.value"]);
}

#[test]
fn of_several_marks_the_first_that_says_how_it_was_printed_counts() {
    let other = PaperMark {
        digest: "0000-0000".to_owned(),
        ..full()
    };
    let found = |text: String| PaperMark::found_in(text.as_bytes());
    assert_eq!(found(format!("{CODE} {}", full())), Some(full()));
    assert_eq!(found(format!("{} {CODE}", full())), Some(full()));
    assert_eq!(found(format!("{} {other}", full())), Some(full()));
    assert_eq!(found(format!("{other} {}", full())), Some(other));
    assert_eq!(found(format!("{CODE} y otra vez {CODE}")), Some(code()));
    assert_eq!(found("COTEJO:1:zz COTEJO:1: COTEJO".to_owned()), None);
    // Broken ones before it are passed over, up to a limit.
    for (broken, is_found) in [
        (MARK_PLACES_MAX - 2, true),
        (MARK_PLACES_MAX - 1, true),
        (MARK_PLACES_MAX, false),
    ] {
        let text = format!("{}{}", "COTEJO:1:no ".repeat(broken), full());
        assert_eq!(found(text).is_some(), is_found, "{broken}");
    }
}

#[test]
fn a_mark_is_as_long_as_a_mark_may_be_and_no_longer() {
    let long = |bytes: usize| {
        let mark = format!("{};nuevo=", full());
        format!("{mark}{}", "a".repeat(bytes - mark.len()))
    };
    for (bytes, is_one) in [
        (MARK_BYTES_MAX - 1, true),
        (MARK_BYTES_MAX, true),
        (MARK_BYTES_MAX + 1, false),
        (MARK_BYTES_MAX * 4, false),
    ] {
        let text = long(bytes);
        assert_eq!(PaperMark::read(&text).is_some(), is_one, "{bytes}");
        let inside = format!("<x>{text}</x>");
        assert_eq!(
            PaperMark::found_in(inside.as_bytes()).is_some(),
            is_one,
            "{bytes}"
        );
        let wide: Vec<u8> = text.bytes().flat_map(|byte| [0, byte]).collect();
        assert_eq!(PaperMark::found_in(&wide).is_some(), is_one, "{bytes} wide");
    }
    // Cut in the middle of what says how it was printed, where the file ends.
    let text = full().to_string();
    for end in 0..text.len() {
        let found = PaperMark::found_in(&text.as_bytes()[..end]);
        assert_eq!(found.is_some(), end >= CODE.len(), "{end}");
    }
}

#[test]
fn a_mark_that_was_compressed_is_found_within_a_budget() {
    let mark = full().to_string();
    let found = |bytes: &[u8]| PaperMark::found_in(bytes);
    assert_eq!(found(&stream(mark.as_bytes())), Some(full()));
    // A stream that is cut, or is none, is read as far as it goes.
    let whole = stream(format!("{mark} {}", "relleno ".repeat(2_000)).as_bytes());
    assert_eq!(found(&whole[..whole.len() - 30]), Some(full()));
    assert_eq!(found(b"stream\nno es zlib endstream"), None);
    assert_eq!(found(b"stream"), None);
    assert_eq!(found(b""), None);

    // Beyond what is inflated of one stream.
    let at = |place: u64| {
        let mut content = vec![b' '; usize::try_from(place).unwrap()];
        content.extend(mark.as_bytes());
        found(&stream(&content))
    };
    let length = mark.len() as u64;
    assert_eq!(at(STREAM_BYTES_MAX - length), Some(full()));
    assert_eq!(at(STREAM_BYTES_MAX - 1), None);
    assert_eq!(at(STREAM_BYTES_MAX), None);

    // Beyond the streams that are looked into.
    for (before, is_found) in [
        (STREAMS_MAX - 2, true),
        (STREAMS_MAX - 1, true),
        (STREAMS_MAX, false),
    ] {
        let mut bytes = b"stream ".repeat(before);
        bytes.extend(stream(mark.as_bytes()));
        assert_eq!(found(&bytes).is_some(), is_found, "{before}");
    }
}

#[test]
fn a_bomb_is_inflated_up_to_the_budget() {
    let mark = full().to_string();
    let blank = stream(&vec![b' '; usize::try_from(STREAM_BYTES_MAX).unwrap()]);
    let bombs = usize::try_from(STREAMS_BYTES_MAX / STREAM_BYTES_MAX).unwrap();
    for (count, is_found) in [(bombs - 1, true), (bombs, false), (bombs + 1, false)] {
        let mut bytes = blank.repeat(count);
        bytes.extend(stream(mark.as_bytes()));
        assert_eq!(PaperMark::found_in(&bytes).is_some(), is_found, "{count}");
    }
}

#[test]
fn a_folio_ends_in_a_digest() {
    for (typed, digest) in [
        ("SECOEM-2023-04-24-3F9A-22C1", Some("3F9A-22C1")),
        (" secoem-2023-04-24-3f9a-22c1 ", Some("3F9A-22C1")),
        ("3F9A-22C1", Some("3F9A-22C1")),
        ("3f9a22c1", Some("3F9A-22C1")),
        ("3F9A-22C", None),
        ("SECOEM-2023-04-24-3F9A-22CZ", None),
        ("ñññññññññ", None),
        ("", None),
    ] {
        assert_eq!(digest_of_folio(typed).as_deref(), digest, "{typed}");
    }
}
