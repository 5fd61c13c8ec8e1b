//! Colours behind cells: what they are, and which of them mean what by habit.

/// A colour behind a cell, as it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Colour {
    /// Red, from 0 to 255.
    pub red: u8,
    /// Green, from 0 to 255.
    pub green: u8,
    /// Blue, from 0 to 255.
    pub blue: u8,
}

/// What the person who imports says a colour means, once for the whole file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColourMeaning {
    /// The row waits for another body ("sujeta a revisión").
    PendingExternal,
    /// The row is out of the matrix.
    Retired,
    /// Nothing.
    #[default]
    Nothing,
}

impl Colour {
    /// The colour of six hexadecimal digits, or of eight whose first two say how opaque it is.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        let digits = match digits.len() {
            6 => digits,
            8 => digits.get(2..)?,
            _ => return None,
        };
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self {
            red: part(0)?,
            green: part(2)?,
            blue: part(4)?,
        })
    }

    /// Six hexadecimal digits.
    pub fn to_hex(self) -> String {
        format!("{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }

    /// White, black and the greys: how tables are drawn, not how rows are marked.
    pub fn is_plain(self) -> bool {
        self.saturation() < 0.12
    }

    /// The yellows people mark with, from pale to full.
    pub fn is_yellow(self) -> bool {
        let (red, green, blue) = self.parts();
        let (high, low) = (red.max(green).max(blue), red.min(green).min(blue));
        let spread = high - low;
        // Of a yellow, blue is the least and red at least about as much as green.
        if self.is_plain() || blue > low || red < green * 0.95 || spread == 0.0 {
            return false;
        }
        let hue_degrees = if red >= green {
            60.0 * (green - blue) / spread
        } else {
            60.0 + 60.0 * (green - red) / spread
        };
        // Below 44 degrees it is orange; Excel's full gold (45) is used as orange, its pale tints as yellow.
        let from_degrees = if self.saturation() > 0.5 { 48.0 } else { 44.0 };
        hue_degrees >= from_degrees && high >= 190.0
    }

    /// What it is called on the screen, as near as a word comes.
    pub fn name(self) -> &'static str {
        let (red, green, blue) = (
            i32::from(self.red),
            i32::from(self.green),
            i32::from(self.blue),
        );
        let (high, low) = (red.max(green).max(blue), red.min(green).min(blue));
        if self.is_plain() {
            return match high {
                ..=40 => "negro",
                41..=235 => "gris",
                _ => "blanco",
            };
        }
        if self.is_yellow() {
            return "amarillo";
        }
        let spread = (high - low).max(1);
        let hue_degrees = if high == red {
            (60 * (green - blue) / spread).rem_euclid(360)
        } else if high == green {
            120 + 60 * (blue - red) / spread
        } else {
            240 + 60 * (red - green) / spread
        };
        match hue_degrees {
            ..=14 | 341.. if low > 150 => "rosa",
            ..=14 | 341.. => "rojo",
            15..=47 => "naranja",
            48..=69 => "amarillo oscuro",
            70..=169 => "verde",
            170..=259 => "azul",
            260..=299 => "morado",
            300..=340 => "rosa",
        }
    }

    fn parts(self) -> (f64, f64, f64) {
        (
            f64::from(self.red),
            f64::from(self.green),
            f64::from(self.blue),
        )
    }

    fn saturation(self) -> f64 {
        let (red, green, blue) = self.parts();
        let (high, low) = (red.max(green).max(blue), red.min(green).min(blue));
        if high > 0.0 { (high - low) / high } else { 0.0 }
    }
}
