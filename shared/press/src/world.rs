//! What Typst may see: our own sheets, our own fonts, the values of one paper. No disk, no packages, no
//! network, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration};
use typst::layout::Abs;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontInstance, FontVariations};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// The sheets, by the names they import each other with; the first is compiled.
const SHEETS: [(&str, &str); 5] = [
    ("/main.typ", include_str!("../template/main.typ")),
    ("/sheet.typ", include_str!("../template/sheet.typ")),
    ("/annex.typ", include_str!("../template/annex.typ")),
    ("/minutes.typ", include_str!("../template/minutes.typ")),
    ("/report.typ", include_str!("../template/report.typ")),
];

/// The fonts: Source Sans 3, as on the screen.
const FONTS: [&[u8]; 2] = [
    include_bytes!("../fonts/SourceSans3-Regular.ttf"),
    include_bytes!("../fonts/SourceSans3-Bold.ttf"),
];

/// What is the same for every paper, read once.
struct Fixed {
    sources: Vec<Source>,
    fonts: Vec<Font>,
    faces: Vec<FontInstance>,
    book: LazyHash<FontBook>,
}

static FIXED: LazyLock<Fixed> = LazyLock::new(|| {
    let sources = SHEETS.iter().filter_map(|(path, text)| {
        let path = VirtualPath::new(path).ok()?;
        let id = RootedPath::new(VirtualRoot::Project, path).intern();
        Some(Source::new(id, (*text).to_owned()))
    });
    let fonts: Vec<Font> = FONTS
        .iter()
        .flat_map(|bytes| Font::iter(Bytes::new(*bytes)))
        .collect();
    Fixed {
        sources: sources.collect(),
        faces: fonts
            .iter()
            .map(|font| {
                let variant = font.info().variant;
                font.clone()
                    .instantiate(variant, Abs::pt(10.0), &FontVariations::default())
            })
            .collect(),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
    }
});

/// Width of a character in the widest font, in parts of the size of the text; nothing if a font has no
/// drawing for it.
pub(crate) fn advance(character: char) -> Option<f64> {
    let mut widest: f64 = 0.0;
    for face in &FIXED.faces {
        let glyph = face.ttf().glyph_index(character)?;
        widest = widest.max(face.x_advance(glyph.0)?.get());
    }
    Some(widest)
}

/// The world of one paper.
pub(crate) struct PaperWorld {
    library: LazyHash<Library>,
}

impl PaperWorld {
    /// With the values the sheets read as `sys.inputs`. They are values, never markup: nothing that
    /// somebody typed in a cell can be code.
    pub(crate) fn new(values: Dict) -> Self {
        let library = Library::builder().with_inputs(values).build();
        Self {
            library: LazyHash::new(library),
        }
    }
}

impl World for PaperWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FIXED.book
    }

    fn main(&self) -> FileId {
        FIXED.sources[0].id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = FIXED.sources.iter().find(|source| source.id() == id);
        found.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FIXED.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
