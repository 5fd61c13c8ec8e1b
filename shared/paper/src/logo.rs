//! Pictures for the head of a page: only what every program that opens a paper can show.

use crate::limits::{LOGO_BYTES_MAX, LOGO_SIDE_PIXELS_MAX};
use crate::{Logo, LogoError};

/// Format of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

impl LogoKind {
    /// Its name, as in "image/png", and how its files end.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
        }
    }
}

impl Logo {
    /// Its format. `None`: neither PNG nor JPEG.
    pub fn kind(&self) -> Option<LogoKind> {
        if self.bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(LogoKind::Png)
        } else if self.bytes.starts_with(b"\xff\xd8\xff") {
            Some(LogoKind::Jpeg)
        } else {
            None
        }
    }

    /// Width and height, in pixels. `None`: its head does not say.
    pub fn pixels(&self) -> Option<(u32, u32)> {
        let (width, height) = match self.kind()? {
            LogoKind::Png => png_pixels(&self.bytes)?,
            LogoKind::Jpeg => jpeg_pixels(&self.bytes)?,
        };
        (width > 0 && height > 0).then_some((width, height))
    }

    /// Refuses what cannot be printed. Only its head is read: whatever shows a picture reads the rest,
    /// and nothing here does.
    pub fn check(&self) -> Result<(), LogoError> {
        if self.bytes.len() > LOGO_BYTES_MAX {
            return Err(LogoError::TooLarge);
        }
        let (width, height) = self.pixels().ok_or(LogoError::Unknown)?;
        if width.max(height) > LOGO_SIDE_PIXELS_MAX {
            return Err(LogoError::TooWide);
        }
        Ok(())
    }

    /// The largest width and height, of the same unit as those given, that keep its shape.
    pub(crate) fn within(&self, width_max: u32, height_max: u32) -> Option<(u32, u32)> {
        let (width, height) = self.pixels()?;
        let (width, height) = (u64::from(width), u64::from(height));
        let (width_max, height_max) = (u64::from(width_max), u64::from(height_max));
        let fitted = if width * height_max > height * width_max {
            (width_max, (height * width_max / width).max(1))
        } else {
            ((width * height_max / height).max(1), height_max)
        };
        Some((fitted.0 as u32, fitted.1 as u32))
    }
}

fn png_pixels(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| {
        let four = bytes.get(at..at + 4)?;
        Some(u32::from_be_bytes(four.try_into().ok()?))
    };
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    Some((number(16)?, number(20)?))
}

/// Goes from one segment to the next until the one that says the size.
fn jpeg_pixels(bytes: &[u8]) -> Option<(u32, u32)> {
    let short = |at: usize| {
        let two = bytes.get(at..at + 2)?;
        Some(u32::from(u16::from_be_bytes(two.try_into().ok()?)))
    };
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            // Filling, and marks without a segment.
            0xff => at += 1,
            0x01 | 0xd0..=0xd7 => at += 2,
            // The size: any kind of frame, but not the tables that share its numbers.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((short(at + 7)?, short(at + 5)?));
            }
            0xd8..=0xda => return None,
            _ => {
                let length = short(at + 2)? as usize;
                if length < 2 {
                    return None;
                }
                at += 2 + length;
            }
        }
    }
}
