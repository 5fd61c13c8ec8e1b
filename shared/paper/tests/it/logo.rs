//! Pictures for the head of a page.

use paper::limits::{LOGO_BYTES_MAX, LOGO_SIDE_PIXELS_MAX};
use paper::{Logo, LogoError, LogoKind};

const POINT: &[u8] = include_bytes!("../../samples/point.png");

fn logo(bytes: Vec<u8>) -> Logo {
    Logo {
        bytes,
        alt: String::new(),
    }
}

/// The head of a PNG of that size, which is all that is read of one.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = POINT.to_vec();
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    bytes
}

/// A JPEG up to where it says its size, behind a segment that says nothing of it.
fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = vec![
        0xff, 0xd8, 0xff, 0xe0, 0x00, 0x04, 0x4a, 0x46, 0xff, 0xff, 0xc2, 0, 11, 8,
    ];
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes
}

#[test]
fn a_picture_says_its_size() {
    let cases = [
        (png(120, 45), Some((120, 45)), Some(LogoKind::Png)),
        (jpeg(640, 480), Some((640, 480)), Some(LogoKind::Jpeg)),
        (png(0, 45), None, Some(LogoKind::Png)),
        (jpeg(640, 480)[..15].to_vec(), None, Some(LogoKind::Jpeg)),
        (b"GIF89a".to_vec(), None, None),
        (Vec::new(), None, None),
    ];
    for (bytes, pixels, kind) in cases {
        let logo = logo(bytes);
        assert_eq!((logo.pixels(), logo.kind()), (pixels, kind));
        let unknown = pixels.is_none().then_some(LogoError::Unknown);
        assert_eq!(logo.check().err(), unknown);
    }
}

#[test]
fn a_picture_has_limits() {
    for (over, fits) in [(0, true), (1, false)] {
        let wide = logo(png(LOGO_SIDE_PIXELS_MAX + over, 1));
        assert_eq!(wide.check() == Ok(()), fits);
        let tall = logo(png(1, LOGO_SIDE_PIXELS_MAX + over));
        assert_eq!(tall.check().err(), (!fits).then_some(LogoError::TooWide));
        let mut bytes = png(1, 1);
        bytes.resize(LOGO_BYTES_MAX + over as usize, 0);
        let large = logo(bytes).check().err();
        assert_eq!(large, (!fits).then_some(LogoError::TooLarge));
    }
}
