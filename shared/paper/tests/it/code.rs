//! The code for a camera, read as a camera reads it out of every file it is in.

use std::io::{Cursor, Read as _};

use paper::{
    Annex, Imprint, Logo, MinutesPaper, PaperCode, PaperMark, annex_docx, annex_ods, annex_xlsx,
    minutes_docx,
};

use crate::sample::{imprint, secoem};

const POINT: &[u8] = include_bytes!("../../samples/point.png");

fn draft() -> Imprint {
    Imprint {
        version: String::new(),
        folio: String::new(),
        ..imprint()
    }
}

/// What a picture says to a camera.
fn scanned(png: &[u8]) -> Option<String> {
    let mut decoder = png::Decoder::new(Cursor::new(png));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    let (width, height) = (frame.width as usize, frame.height as usize);
    let step = frame.line_size / width;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        pixels[y * frame.line_size + x * step]
    });
    let grid = image.detect_grids().into_iter().next()?;
    Some(grid.decode().unwrap().1)
}

/// The pictures of a file, and the texts of its parts.
fn opened(file: &[u8]) -> (Vec<Vec<u8>>, String) {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let (mut pictures, mut texts) = (Vec::new(), String::new());
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if part.name().unwrap().ends_with(".png") {
            pictures.push(bytes);
        } else {
            texts.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    (pictures, texts)
}

#[test]
fn a_camera_reads_what_the_code_says() {
    for imprint in [imprint(), draft()] {
        let code = PaperCode::of(&imprint).unwrap();
        assert_eq!(scanned(&code.png).as_deref(), Some(code.text.as_str()));
        let mark = PaperMark::read(&code.text).unwrap();
        assert_eq!(mark.version, imprint.version);
        assert_eq!(mark.digest, imprint.digest);
        assert_eq!(code, PaperCode::of(&imprint).unwrap());
    }
    let endless = Imprint {
        dossier: "0".repeat(8_000),
        ..imprint()
    };
    assert!(PaperCode::of(&endless).is_err(), "no code holds so much");
}

#[test]
fn every_file_has_the_code_of_its_data() {
    for imprint in [imprint(), draft()] {
        for initials in [true, false] {
            let annex = Annex {
                imprint: imprint.clone(),
                initials,
                ..secoem()
            };
            let minutes = MinutesPaper {
                imprint: imprint.clone(),
                ..MinutesPaper::default()
            };
            let code = PaperCode::of(&imprint).unwrap();
            for (name, file) in [
                ("docx", annex_docx(&annex).unwrap()),
                ("xlsx", annex_xlsx(&annex).unwrap()),
                ("ods", annex_ods(&annex).unwrap()),
                ("minuta", minutes_docx(&minutes, None).unwrap()),
                ("both", minutes_docx(&minutes, Some(&annex)).unwrap()),
            ] {
                let (pictures, texts) = opened(&file);
                assert_eq!(pictures.len(), 1, "{name}");
                assert_eq!(scanned(&pictures[0]).as_ref(), Some(&code.text), "{name}");
                assert!(texts.contains(&code.alt()), "{name} says what it shows");
            }
        }
    }
}

#[test]
fn a_logo_is_no_code_and_stands_beside_it() {
    let logo = Logo {
        bytes: POINT.to_vec(),
        alt: "Escudo de \"la\" SECOEM".to_owned(),
    };
    let annex = Annex {
        logo_left: Some(logo.clone()),
        logo_right: Some(Logo {
            alt: "Otro".to_owned(),
            ..logo
        }),
        ..secoem()
    };
    for (name, file) in [
        ("docx", annex_docx(&annex).unwrap()),
        ("xlsx", annex_xlsx(&annex).unwrap()),
        ("ods", annex_ods(&annex).unwrap()),
    ] {
        let (pictures, texts) = opened(&file);
        let codes = pictures.iter().filter_map(|picture| scanned(picture));
        assert_eq!(codes.count(), 1, "{name}");
        assert!(pictures.iter().any(|picture| picture == POINT), "{name}");
        assert!(texts.contains("Escudo de &quot;la&quot; SECOEM"), "{name}");
    }
}
