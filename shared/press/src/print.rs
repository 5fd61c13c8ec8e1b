//! From a paper to the bytes of its PDF.

use jiff::tz::TimeZone;
use paper::{Annex, ConsolidationReport, MinutesPaper, PaperMark};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Array, Datetime, Dict, IntoValue, NoneValue, Smart, Str, dict};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::signs::Signs;
use crate::world::PaperWorld;
use crate::{PressError, report, values};

/// What made the file. Without a version: the same paper must be the same bytes after an update that
/// does not change how it looks.
const CREATOR: &str = "Cotejo";

/// The annex as a PDF.
pub fn annex_pdf(annex: &Annex) -> Result<Vec<u8>, PressError> {
    let mut signs = Signs::default();
    let part = values::annex(annex, &mut signs)?;
    let description = format!("{} de {}", annex.label, annex.institution);
    let document = Document {
        title: &annex.title,
        institution: &annex.institution,
        description: description.trim(),
        dated_unix_s: annex.imprint.dated_unix_s,
        mark: PaperMark::of_annex(annex).to_string(),
        language: SPANISH,
        has_logos: annex.logo_left.is_some() || annex.logo_right.is_some(),
    };
    document.print(vec![part], &mut signs)
}

/// The minuta as a PDF, and the annex after it.
pub fn minutes_pdf(minutes: &MinutesPaper, annex: Option<&Annex>) -> Result<Vec<u8>, PressError> {
    let mut signs = Signs::default();
    let mut parts = vec![values::minutes(minutes, &mut signs)?];
    if let Some(annex) = annex {
        parts.push(values::annex(annex, &mut signs)?);
    }
    let description = format!("Minuta de {}, {}", minutes.institution, minutes.date);
    let document = Document {
        title: &minutes.title,
        institution: &minutes.institution,
        description: &description,
        dated_unix_s: minutes.imprint.dated_unix_s,
        mark: PaperMark::of_minutes(minutes, annex).to_string(),
        language: SPANISH,
        has_logos: minutes.logo_left.is_some() || minutes.logo_right.is_some(),
    };
    document.print(parts, &mut signs)
}

/// The programme of a state as a PDF: the tables as they are, their words in the report's language.
pub fn consolidation_pdf(report: &ConsolidationReport) -> Result<Vec<u8>, PressError> {
    let mut signs = Signs::default();
    let part = report::report(report, &mut signs)?;
    let description = report.lines.join(" ");
    let document = Document {
        title: &report.title,
        institution: "",
        description: &description,
        dated_unix_s: report.dated_unix_s,
        mark: String::new(),
        language: &report.language,
        has_logos: false,
    };
    document.print(vec![part], &mut signs)
}

/// Language of the papers of a mesa.
const SPANISH: &str = "es-MX";

/// What a file says of itself.
struct Document<'a> {
    title: &'a str,
    institution: &'a str,
    description: &'a str,
    dated_unix_s: i64,
    /// What ties it to its data; "" where nothing does.
    mark: String,
    /// Language of its words: "es-MX".
    language: &'a str,
    has_logos: bool,
}

impl Document<'_> {
    fn print(&self, mut parts: Vec<Dict>, signs: &mut Signs) -> Result<Vec<u8>, PressError> {
        let title = signs.line(self.title)?;
        let institution = signs.line(self.institution)?;
        let description = signs.line(self.description)?;
        let (language, region) = match self.language.split_once('-') {
            Some((language, region)) => (language, Str::from(region).into_value()),
            None => (self.language, NoneValue.into_value()),
        };
        let note = signs_note(signs, language);
        for part in &mut parts {
            part.insert("signs-note".into(), note.into_value());
        }
        let parts: Array = parts.into_iter().map(IntoValue::into_value).collect();
        let paper = dict! {
            "title" => title,
            "institution" => institution,
            "description" => description,
            "mark" => self.mark.clone(),
            "language" => language,
            "region" => region,
            "parts" => parts,
        };
        pdf(paper, self.dated_unix_s, &self.mark).map_err(|error| match error {
            // Our sheets do not fail by themselves; a picture whose beginning is right may.
            PressError::Typesetter(_) if self.has_logos => PressError::Logo,
            other => other,
        })
    }
}

/// What a paper says of signs it could not draw; "" where it drew all.
fn signs_note(signs: &Signs, language: &str) -> &'static str {
    match (signs.any_coded(), language) {
        (false, _) => "",
        (true, "en") => "Signs this document's font cannot draw stand with their code: [U+…].",
        (true, _) => {
            "Los signos que la letra de este documento no puede dibujar aparecen con su código: [U+…]."
        }
    }
}

fn pdf(paper: Dict, dated_unix_s: i64, mark: &str) -> Result<Vec<u8>, PressError> {
    let world = PaperWorld::new(paper);
    let compiled = typst::compile::<PagedDocument>(&world);
    let refused = |found: &[SourceDiagnostic]| {
        let words: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
        PressError::Typesetter(words.join("; "))
    };
    let document = compiled.output.map_err(|found| refused(&found));
    let printed = document.and_then(|document| {
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .map_err(|error| PressError::Typesetter(error.message().to_string()))?;
        let options = PdfOptions {
            ident: match mark {
                "" => Smart::Auto,
                mark => Smart::Custom(mark.to_owned()),
            },
            creator: Smart::Custom(Some(CREATOR.to_owned())),
            timestamp: moment(dated_unix_s).map(Timestamp::new_utc),
            page_ranges: None,
            standards,
            tagged: true,
            pretty: false,
        };
        typst_pdf::pdf(&document, &options).map_err(|found| refused(&found))
    });
    // What was remembered of this paper serves no other.
    typst::comemo::evict(0);
    printed
}

fn moment(unix_s: i64) -> Option<Datetime> {
    let time = jiff::Timestamp::from_second(unix_s).ok()?;
    let time = time.to_zoned(TimeZone::UTC);
    let part = |number: i8| u8::try_from(number).ok();
    Datetime::from_ymd_hms(
        i32::from(time.year()),
        part(time.month())?,
        part(time.day())?,
        part(time.hour())?,
        part(time.minute())?,
        part(time.second())?,
    )
}
