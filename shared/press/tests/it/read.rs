//! A printed paper, read again.

use lopdf::{Document, Object};

/// What a reader sees.
pub(crate) struct Printed {
    /// The whole file.
    pub(crate) document: Document,
    /// Text of each page, its spaces and line ends made single spaces.
    pub(crate) pages: Vec<String>,
}

impl Printed {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let document = Document::load_mem(bytes).unwrap();
        let numbers: Vec<u32> = document.get_pages().into_keys().collect();
        let pages = numbers
            .into_iter()
            .map(|number| flat(&document.extract_text(&[number]).unwrap()))
            .collect();
        Self { document, pages }
    }

    /// Everything that is printed.
    pub(crate) fn text(&self) -> String {
        self.pages.join(" ")
    }

    /// What the pictures of the file say to a camera.
    pub(crate) fn codes(&self) -> Vec<String> {
        let streams = self.document.objects.values();
        let pictures = streams.filter_map(|object| {
            let stream = object.as_stream().ok()?;
            let side = |name: &[u8]| {
                let side = stream.dict.get(name).and_then(Object::as_i64).ok()?;
                usize::try_from(side).ok()
            };
            let (width, height) = (side(b"Width")?, side(b"Height")?);
            let pixels = stream.decompressed_content().ok()?;
            // Grey, of a byte for each pixel, as a code is.
            (pixels.len() == width * height).then_some((width, height, pixels))
        });
        let read = pictures.filter_map(|(width, height, pixels)| {
            let grey = |x: usize, y: usize| pixels[y * width + x];
            let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
            let grid = image.detect_grids().into_iter().next()?;
            Some(grid.decode().unwrap().1)
        });
        read.collect()
    }

    /// Width and height of a page, in points.
    pub(crate) fn size(&self, page: usize) -> (i64, i64) {
        let id = self.document.get_pages().into_values().nth(page).unwrap();
        let page = self.document.get_dictionary(id).unwrap();
        let sides = page.get(b"MediaBox").unwrap().as_array().unwrap();
        let side = |index: usize| sides[index].as_float().unwrap().round() as i64;
        (side(2), side(3))
    }

    /// A text of the catalogue.
    pub(crate) fn catalogue(&self, name: &[u8]) -> Option<Object> {
        let catalogue = self.document.catalog().unwrap();
        let (_, object) = self
            .document
            .dereference(catalogue.get(name).ok()?)
            .unwrap();
        Some(object.clone())
    }

    /// How many elements of a kind the structure for readers has.
    pub(crate) fn tags(&self, kind: &str) -> usize {
        let objects = self.document.objects.values();
        let is_kind = |object: &&Object| {
            let Ok(element) = object.as_dict() else {
                return false;
            };
            let named = element.get(b"S").and_then(Object::as_name);
            named.is_ok_and(|name| name == kind.as_bytes())
        };
        objects.filter(is_kind).count()
    }

    /// What stands for pictures.
    pub(crate) fn alternatives(&self) -> Vec<String> {
        let objects = self.document.objects.values();
        let elements = objects.filter_map(|object| object.as_dict().ok());
        let mut texts = Vec::new();
        for element in elements {
            alternatives(element, &mut texts);
        }
        texts
    }
}

fn alternatives(element: &lopdf::Dictionary, texts: &mut Vec<String>) {
    if let Ok(text) = element.get(b"Alt") {
        texts.push(lopdf::decode_text_string(text).unwrap());
    }
    for (_, inner) in element {
        if let Ok(inner) = inner.as_dict() {
            alternatives(inner, texts);
        }
    }
}

/// Spaces and line ends made single spaces, places to break a word taken out.
pub(crate) fn flat(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|character| !matches!(character, '\u{200b}' | '\u{ad}' | '\u{feff}'))
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text without spaces and hyphens: how it was broken into lines says nothing.
pub(crate) fn solid(text: &str) -> String {
    flat(text).replace([' ', '-', '\u{2010}'], "")
}
