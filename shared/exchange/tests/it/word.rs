//! The habits of people who keep the matrix in Word.

use exchange::{Book, Colour, DoubtCode, Imported, TrackedKind, read};
use model::{Field, Level};

use crate::document::{Document, HEADERS, cell, paragraph, texts};
use crate::sample::as_guessed;

const ROW: [&str; 6] = ["1. Uno", "7. Siete", "Difundir", "Porcentaje", "a/b", "100"];

fn open(document: Document) -> Book {
    read("matriz.docx", &document.bytes()).unwrap()
}

fn import(document: Document) -> Imported {
    as_guessed(&open(document))
}

fn column(imported: &Imported, field: Field) -> Vec<String> {
    let rows = imported.draft.rows.iter();
    rows.map(|row| row.cells.get(&field).cloned().unwrap_or_default())
        .collect()
}

fn has(imported: &Imported, code: DoubtCode) -> bool {
    imported.doubts.iter().any(|doubt| doubt.code == code)
}

/// The priority of each row, as printed.
fn priorities(imported: &Imported) -> Vec<String> {
    let rows = imported.draft.rows.iter();
    rows.map(|row| {
        let mut next = row.heading;
        while let Some(index) = next {
            let heading = &imported.draft.headings[index];
            if heading.level == Level::Priority {
                return format!("{}. {}", heading.number, heading.text);
            }
            next = heading.parent;
        }
        String::new()
    })
    .collect()
}

/// A table whose only row has this cell of the line of action.
fn with_line(line: &str) -> Document {
    let mut cells: Vec<String> = ROW.iter().map(|text| cell("", &paragraph(text))).collect();
    line.clone_into(&mut cells[2]);
    Document::new()
        .paragraph("Programa")
        .paragraph("SECOEM")
        .table_xml(&format!(
            "{}<w:tr>{}</w:tr>",
            texts(&HEADERS),
            cells.concat()
        ))
}

#[test]
fn a_table_split_over_pages_is_one() {
    let imported = import(
        Document::new()
            .paragraph("Programa")
            .paragraph("SECOEM")
            .table(&[
                &HEADERS,
                &["v:1. Uno", "v:7. Siete", "a", "i", "f", "1"],
                &["^", "^", "b", "i", "f", "1"],
            ])
            .paragraph("Programa")
            .paragraph("SECOEM")
            .table(&[&HEADERS, &["1. Uno", "8. Ocho", "c", "i", "f", "1"]])
            // A page break without a repeated header.
            .table(&[&["1. Uno", "8. Ocho", "d", "i", "f", "1"]]),
    );
    assert_eq!(column(&imported, Field::ActionLine), ["a", "b", "c", "d"]);
    assert_eq!(
        priorities(&imported),
        ["7. Siete", "7. Siete", "8. Ocho", "8. Ocho"]
    );
    assert_eq!(imported.draft.title, "Programa");
    assert_eq!(imported.draft.institution, "SECOEM");
}

#[test]
fn tables_of_two_institutions_stay_two() {
    let book = open(
        Document::new()
            .paragraph("Programa")
            .paragraph("SECOEM")
            .table(&[&HEADERS, &ROW])
            .paragraph("Otro programa")
            .paragraph("SFA")
            .table(&[&HEADERS, &ROW, &ROW]),
    );
    assert_eq!(book.tables().len(), 2);
    let imported = as_guessed(&book);
    assert_eq!(imported.draft.rows.len(), 1);
    assert!(has(&imported, DoubtCode::OtherSheet));
    let second = book.assemble(&book.guess_in(1)).unwrap();
    assert_eq!(
        (second.draft.rows.len(), &*second.draft.institution),
        (2, "SFA")
    );
}

#[test]
fn a_label_cut_by_a_page_break_is_joined_and_said() {
    for (above, below) in [
        ("2. Fortalecer", "la Cultura de la Legalidad"),
        ("la Cultura de la Legalidad", "2. Fortalecer"),
    ] {
        let imported = import(
            Document::new()
                .table(&[&HEADERS, &[above, "7. Siete", "a", "i", "f", "1"]])
                .table(&[&HEADERS, &[below, "8. Ocho", "b", "i", "f", "1"]]),
        );
        let axes: Vec<&str> = imported
            .draft
            .headings
            .iter()
            .filter(|heading| heading.level == Level::Axis)
            .map(|heading| &*heading.text)
            .collect();
        assert_eq!(axes, ["Fortalecer la Cultura de la Legalidad"]);
        assert!(has(&imported, DoubtCode::HeadingSplit));
    }
    let whole = import(
        Document::new()
            .table(&[
                &HEADERS,
                &["1. Combatir la Impunidad", "7. Siete", "a", "i", "f", "1"],
            ])
            .table(&[
                &HEADERS,
                &["2. Fortalecer la Cultura", "8. Ocho", "b", "i", "f", "1"],
            ]),
    );
    assert!(!has(&whole, DoubtCode::HeadingSplit));
}

#[test]
fn merged_cells_are_read_as_they_look() {
    let merged = |properties: &str, text: &str| cell(properties, &paragraph(text));
    let rest = |line: &str| {
        [line, "i", "f", "1"]
            .map(|text| cell("", &paragraph(text)))
            .concat()
    };
    // A cell without a left neighbour (gridBefore), one over two columns, one that goes on without a value.
    let imported = import(Document::new().table_xml(&format!(
        "{}<w:tr>{}{}{}</w:tr><w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}{}</w:tr><w:tr>{}{}</w:tr>",
        texts(&HEADERS),
        merged("", "1. Uno"),
        merged("<w:vMerge w:val=\"restart\"/>", "7. Siete"),
        rest("a"),
        merged("<w:vMerge/>", ""),
        rest("b"),
        merged("<w:gridSpan w:val=\"2\"/>", "2. Dos"),
        rest("c"),
    )));
    assert_eq!(column(&imported, Field::ActionLine), ["a", "b", "c"]);
    assert_eq!(priorities(&imported), ["7. Siete", "7. Siete", ""]);
}

#[test]
fn borders_dragged_a_little_keep_their_columns() {
    let widths = "<w:tblGrid><w:gridCol w:w=\"1000\"/><w:gridCol w:w=\"40\"/><w:gridCol w:w=\"960\"/>\
        <w:gridCol w:w=\"1000\"/><w:gridCol w:w=\"1000\"/><w:gridCol w:w=\"1000\"/><w:gridCol w:w=\"1000\"/></w:tblGrid>";
    let row = |first: u32, second: u32, texts: [&str; 6]| {
        let cells: String = texts
            .iter()
            .enumerate()
            .map(|(index, text)| {
                let span = [first, second, 1, 1, 1, 1][index];
                cell(&format!("<w:gridSpan w:val=\"{span}\"/>"), &paragraph(text))
            })
            .collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let imported = import(Document::new().table_xml(&format!(
        "{widths}{}{}{}",
        row(1, 2, HEADERS),
        row(2, 1, ["1. Uno", "7. Siete", "a", "i", "f", "1"]),
        row(1, 2, ["1. Uno", "7. Siete", "b", "i", "f", "1"]),
    )));
    assert_eq!(column(&imported, Field::ActionLine), ["a", "b"]);
    assert_eq!(column(&imported, Field::Target(2024)), ["1", "1"]);
    assert_eq!(priorities(&imported), ["7. Siete", "7. Siete"]);
}

#[test]
fn yellow_is_found_wherever_it_was_put() {
    let theme = "<a:theme xmlns:a=\"urn:a\"><a:clrScheme><a:accent4><a:srgbClr val=\"FFC000\"/></a:accent4></a:clrScheme></a:theme>";
    let styles = "<w:styles xmlns:w=\"urn:w\"><w:style w:type=\"table\" w:styleId=\"T\"><w:tcPr><w:shd w:val=\"clear\" w:fill=\"FFFF00\"/></w:tcPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"B\"><w:rPr><w:shd w:val=\"clear\" w:fill=\"FFFF00\"/></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"C\"><w:basedOn w:val=\"B\"/></w:style></w:styles>";
    let run = |properties: &str, text: &str| {
        cell(
            "",
            &format!("<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"),
        )
    };
    let shaded = |shade: &str, text: &str| cell(shade, &paragraph(text));
    let yellow = Colour::from_hex("FFFF00").unwrap();
    let cases: [(&str, &dyn Fn(&str) -> String, Colour); 6] = [
        (
            "direct",
            &|text| {
                shaded(
                    "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FFFF00\"/>",
                    text,
                )
            },
            yellow,
        ),
        (
            "solid",
            &|text| {
                shaded(
                    "<w:shd w:val=\"solid\" w:color=\"FFFF00\" w:fill=\"auto\"/>",
                    text,
                )
            },
            yellow,
        ),
        (
            "theme and tint",
            &|text| {
                shaded(
                    "<w:shd w:val=\"clear\" w:fill=\"FFF2CC\" w:themeFill=\"accent4\" w:themeFillTint=\"33\"/>",
                    text,
                )
            },
            Colour::from_hex("FFF2CC").unwrap(),
        ),
        (
            "highlight",
            &|text| run("<w:highlight w:val=\"yellow\"/>", text),
            yellow,
        ),
        (
            "style of the run",
            &|text| run("<w:rStyle w:val=\"C\"/>", text),
            yellow,
        ),
        (
            "paragraph",
            &|text| {
                cell(
                    "",
                    &format!(
                        "<w:p><w:pPr><w:shd w:val=\"clear\" w:fill=\"FFFF00\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
                    ),
                )
            },
            yellow,
        ),
    ];
    for (case, make, colour) in cases {
        let row: String = ROW
            .iter()
            .enumerate()
            .map(|(index, text)| {
                if index < 2 {
                    cell("", &paragraph(text))
                } else {
                    make(text)
                }
            })
            .collect();
        let imported = import(
            Document::new()
                .part("theme", "theme.xml", theme)
                .part("styles", "styles.xml", styles)
                .table_xml(&format!(
                    "{}<w:tr>{row}</w:tr>{}",
                    texts(&HEADERS),
                    texts(&ROW)
                )),
        );
        let pending: Vec<bool> = imported
            .draft
            .rows
            .iter()
            .map(|row| row.pending_external)
            .collect();
        assert_eq!(pending, [true, false], "{case}");
        assert_eq!(imported.colours[0].colour, colour, "{case}");
        assert_eq!(
            (imported.colours[0].rows, imported.colours[0].cells),
            (1, 4),
            "{case}"
        );
    }
    let by_table = import(
        Document::new()
            .part("styles", "styles.xml", styles)
            .table_xml(&format!(
                "<w:tblPr><w:tblStyle w:val=\"T\"/></w:tblPr>{}{}",
                texts(&HEADERS),
                texts(&ROW)
            )),
    );
    assert!(by_table.draft.rows[0].pending_external);
}

#[test]
fn tracked_changes_are_suggestions_and_the_cell_reads_as_before() {
    let line = cell(
        "",
        "<w:p><w:r><w:t xml:space=\"preserve\">Difundir </w:t></w:r>\
         <w:del w:id=\"1\" w:author=\"Ana\" w:date=\"2023-04-20T09:00:00Z\"><w:r><w:delText>la denuncia</w:delText></w:r></w:del>\
         <w:ins w:id=\"2\" w:author=\"Ana\" w:date=\"2023-04-20T09:05:00Z\"><w:r><w:t>las denuncias</w:t></w:r></w:ins>\
         <w:ins w:id=\"3\" w:author=\"Luis\"><w:r><w:t xml:space=\"preserve\"> y quejas</w:t></w:r></w:ins></w:p>",
    );
    let imported = import(with_line(&line));
    assert_eq!(
        column(&imported, Field::ActionLine),
        ["Difundir la denuncia"]
    );
    let kind = |after: &str| TrackedKind::Cell {
        row: 0,
        field: Field::ActionLine,
        before: "Difundir la denuncia".to_owned(),
        after: after.to_owned(),
    };
    let found: Vec<_> = imported
        .suggestions
        .iter()
        .map(|change| (&*change.author, change.dated_unix_s, change.kind.clone()))
        .collect();
    // 09:05 of the wall in Mexico is 15:05 in Greenwich.
    assert_eq!(
        found,
        [
            ("Ana", Some(1_682_003_100), kind("Difundir las denuncias")),
            ("Luis", None, kind("Difundir la denuncia y quejas")),
        ]
    );
    assert!(has(&imported, DoubtCode::Tracked));
}

#[test]
fn moved_texts_rows_put_in_and_rows_taken_out_are_suggestions() {
    let change = |mark: &str| format!("<w:trPr><w:{mark} w:author=\"Ana\"/></w:trPr>");
    let with = |properties: &str, row: &[&str]| {
        texts(row).replacen("<w:tr>", &format!("<w:tr>{properties}"), 1)
    };
    let moved = cell(
        "",
        "<w:p><w:moveFrom w:author=\"Ana\"><w:r><w:t>Difundir</w:t></w:r></w:moveFrom>\
         <w:moveTo w:author=\"Ana\"><w:r><w:t>Publicar</w:t></w:r></w:moveTo></w:p>",
    );
    let mut cells: Vec<String> = ROW.iter().map(|text| cell("", &paragraph(text))).collect();
    cells[2] = moved;
    let mut new = ROW;
    new[2] = "Nueva";
    let mut old = ROW;
    old[2] = "Vieja";
    let imported = import(Document::new().table_xml(&format!(
        "{}<w:tr>{}</w:tr>{}{}",
        texts(&HEADERS),
        cells.concat(),
        with(&change("ins"), &new),
        with(&change("del"), &old),
    )));
    assert_eq!(column(&imported, Field::ActionLine), ["Difundir", "Vieja"]);
    let kinds: Vec<&TrackedKind> = imported
        .suggestions
        .iter()
        .map(|change| &change.kind)
        .collect();
    assert!(matches!(kinds[0], TrackedKind::Cell { row: 0, after, .. } if after == "Publicar"));
    assert!(
        matches!(kinds[1], TrackedKind::NewRow { after: Some(0), cells } if cells[&Field::ActionLine] == "Nueva")
    );
    assert_eq!(kinds[2], &TrackedKind::RowOut { row: 1 });
    assert_eq!(kinds.len(), 3);
}

#[test]
fn tracked_changes_may_stay_behind() {
    let line = cell(
        "",
        "<w:p><w:r><w:t>a</w:t></w:r><w:ins w:author=\"Ana\"><w:r><w:t>b</w:t></w:r></w:ins></w:p>",
    );
    let book = open(with_line(&line));
    let mut mapping = book.guess().unwrap();
    mapping.keep_tracked = false;
    let imported = book.assemble(&mapping).unwrap();
    assert_eq!(imported.suggestions, []);
    assert_eq!(column(&imported, Field::ActionLine), ["a"]);
    let doubt = imported
        .doubts
        .iter()
        .find(|doubt| doubt.code == DoubtCode::Tracked);
    assert!(doubt.unwrap().sentence.contains("no se importarán"));
}

#[test]
fn comments_keep_author_date_and_place() {
    let comments = "<w:comments xmlns:w=\"urn:w\">\
        <w:comment w:id=\"4\" w:author=\"Enlace SFA\" w:date=\"2023-04-21T10:00:00Z\"><w:p><w:r><w:t>Falta el</w:t></w:r></w:p><w:p><w:r><w:t>denominador</w:t></w:r></w:p></w:comment>\
        <w:comment w:id=\"5\" w:author=\"Otra\"><w:p><w:r><w:t>Del título</w:t></w:r></w:p></w:comment></w:comments>";
    let line = cell(
        "",
        "<w:p><w:commentRangeStart w:id=\"4\"/><w:r><w:t>Difundir</w:t></w:r><w:commentRangeEnd w:id=\"4\"/><w:r><w:commentReference w:id=\"4\"/></w:r></w:p>",
    );
    let imported = import(with_line(&line).part("comments", "comments.xml", comments));
    assert_eq!(imported.notes.len(), 1);
    let note = &imported.notes[0];
    assert_eq!(
        (
            note.row,
            note.field,
            &*note.author,
            note.dated_unix_s,
            &*note.text
        ),
        (
            0,
            Field::ActionLine,
            "Enlace SFA",
            Some(1_682_092_800),
            "Falta el\ndenominador"
        )
    );
    let outside = imported
        .doubts
        .iter()
        .find(|doubt| doubt.code == DoubtCode::NoteOutside);
    assert!(outside.unwrap().sentence.contains("«Del título»"));
}

#[test]
fn what_a_cell_shows_is_its_text() {
    for (case, inside, shown) in [
        (
            "tab and line",
            "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>",
            "a b\nc",
        ),
        (
            "two paragraphs",
            "<w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p>",
            "a\nb",
        ),
        (
            "soft hyphen",
            "<w:p><w:r><w:t>denun\u{ad}cia</w:t><w:softHyphen/><w:noBreakHyphen/><w:t>x</w:t></w:r></w:p>",
            "denuncia-x",
        ),
        (
            "no-break space",
            "<w:p><w:r><w:t>10\u{a0}%</w:t></w:r></w:p>",
            "10\u{a0}%",
        ),
        (
            "symbol",
            "<w:p><w:r><w:sym w:font=\"Symbol\" w:char=\"F0B3\"/><w:t>5</w:t></w:r></w:p>",
            "≥5",
        ),
        (
            "text box, written twice for older programs",
            "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>caja</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
             <mc:Fallback><w:txbxContent><w:p><w:r><w:t>caja</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>",
            "caja",
        ),
        (
            "nested table",
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>y</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>",
            "x y",
        ),
        (
            "equation",
            "<w:p><m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath></w:p>",
            "(a)/(b)",
        ),
        (
            "field and its instruction",
            "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>uno</w:t></w:r></w:p>",
            "uno",
        ),
        (
            "properties before a change of them",
            "<w:p><w:r><w:rPr><w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange></w:rPr><w:t>igual</w:t></w:r></w:p>",
            "igual",
        ),
    ] {
        let imported = import(with_line(&cell("", inside)));
        assert_eq!(column(&imported, Field::ActionLine), [shown], "{case}");
        assert!(!has(&imported, DoubtCode::StruckOut), "{case}");
        assert_eq!(
            has(&imported, DoubtCode::NestedTable),
            case == "nested table"
        );
    }
}

#[test]
fn rows_that_cotejo_wrote_are_known_by_their_marks() {
    let origin = "<origen xmlns=\"urn:cotejo:origen:1\" dossier=\"d-1\" version=\"v-1\" digest=\"3F9A-22C1\" point=\"ab\">\
        <renglon linea=\"l-0\" indicador=\"i-0\"/><renglon linea=\"l-1\" indicador=\"\"/><renglon linea=\"l-2\" indicador=\"\"/></origen>";
    let marked = |index: usize| {
        let mut cells: Vec<String> = ROW.iter().map(|text| cell("", &paragraph(text))).collect();
        cells[2] = cell(
            "",
            &format!(
                "<w:p><w:bookmarkStart w:id=\"{index}\" w:name=\"cotejo_{index}\"/><w:r><w:t>L{index}</w:t></w:r></w:p>"
            ),
        );
        format!("<w:tr>{}</w:tr>", cells.concat())
    };
    // The second was moved to the top, the first taken out, and a new one put at the end.
    let book = open(
        Document::new()
            .other_part("customXml/item1.xml", origin.as_bytes())
            .table_xml(&format!(
                "{}{}{}{}",
                texts(&HEADERS),
                marked(2),
                marked(1),
                texts(&ROW)
            )),
    );
    let found = book.origin().unwrap();
    assert_eq!(
        (
            &*found.dossier,
            &*found.version,
            &*found.digest,
            &*found.point
        ),
        ("d-1", "v-1", "3F9A-22C1", "ab")
    );
    assert_eq!(found.written.len(), 3);
    let rows: Vec<Option<String>> = as_guessed(&book)
        .rows
        .iter()
        .map(|row| row.origin.as_ref().map(|origin| origin.line.clone()))
        .collect();
    assert_eq!(rows, [Some("l-2".to_owned()), Some("l-1".to_owned()), None]);
}
