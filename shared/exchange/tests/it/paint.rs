//! Colours of workbooks: by style, by theme with a tint, by rules, and struck rows.

use exchange::{Colour, DoubtCode, Imported, read};

use crate::sample::as_guessed;
use crate::workbook::{HEADERS, Workbook, place, text_cell};

/// A row painted with the style 1 of these.
fn import(styles: &str, after: &str) -> Imported {
    let row = |row: usize, texts: &[&str], style: usize| -> String {
        let cells = texts.iter().enumerate();
        cells
            .map(|(column, text)| text_cell(&place(row, column), text, style))
            .collect()
    };
    let data = format!(
        "<row r=\"1\">{}</row><row r=\"2\">{}</row>",
        row(0, &HEADERS, 0),
        row(1, &["1. Uno", "7. Siete", "a", "i", "f", "1"], 1)
    );
    let theme = "<a:theme xmlns:a=\"urn:a\"><a:themeElements><a:clrScheme name=\"x\">\
        <a:dk1><a:srgbClr val=\"000000\"/></a:dk1><a:lt1><a:srgbClr val=\"FFFFFF\"/></a:lt1>\
        <a:dk2><a:srgbClr val=\"44546A\"/></a:dk2><a:lt2><a:srgbClr val=\"E7E6E6\"/></a:lt2>\
        <a:accent1><a:srgbClr val=\"4472C4\"/></a:accent1><a:accent2><a:srgbClr val=\"ED7D31\"/></a:accent2>\
        <a:accent3><a:srgbClr val=\"A5A5A5\"/></a:accent3><a:accent4><a:srgbClr val=\"FFC000\"/></a:accent4>\
        <a:accent5><a:srgbClr val=\"5B9BD5\"/></a:accent5><a:accent6><a:srgbClr val=\"70AD47\"/></a:accent6>\
        <a:hlink><a:srgbClr val=\"0563C1\"/></a:hlink><a:folHlink><a:srgbClr val=\"954F72\"/></a:folHlink>\
        </a:clrScheme></a:themeElements></a:theme>";
    let bytes = Workbook::new()
        .styles(styles)
        .part("xl/theme/theme1.xml", theme)
        .sheet_xml("Hoja", &data, after)
        .bytes();
    as_guessed(&read("m.xlsx", &bytes).unwrap())
}

fn styles(fill: &str, font: &str) -> String {
    format!(
        "<fonts><font/><font>{font}</font></fonts>\
         <fills><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"solid\">{fill}</patternFill></fill></fills>\
         <borders><border/></borders>\
         <cellStyleXfs><xf fillId=\"0\"/><xf fillId=\"1\"/></cellStyleXfs>\
         <cellXfs><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\"/><xf numFmtId=\"0\" fontId=\"1\" fillId=\"1\" xfId=\"1\"/></cellXfs>"
    )
}

#[test]
fn yellow_by_style_theme_and_tint_marks_a_row() {
    for (fill, hex, pending) in [
        ("<fgColor rgb=\"FFFFFF00\"/>", "FFFF00", true),
        (
            "<fgColor theme=\"7\" tint=\"0.79998168889431442\"/>",
            "FFF2CC",
            true,
        ),
        ("<fgColor theme=\"7\"/>", "FFC000", false),
        ("<fgColor indexed=\"13\"/>", "FFFF00", true),
        (
            "<fgColor theme=\"9\" tint=\"0.59999389629810485\"/>",
            "C6E0B4",
            false,
        ),
    ] {
        let imported = import(&styles(fill, ""), "");
        assert_eq!(imported.draft.rows[0].pending_external, pending, "{fill}");
        let (met, expected) = (imported.colours[0].colour, Colour::from_hex(hex).unwrap());
        let near = |one: u8, other: u8| one.abs_diff(other) <= 2;
        assert!(
            near(met.red, expected.red)
                && near(met.green, expected.green)
                && near(met.blue, expected.blue),
            "{fill}: {}",
            met.to_hex()
        );
    }
}

#[test]
fn rules_that_paint_are_left_alone_and_told() {
    let rule = "<conditionalFormatting sqref=\"C2:F2\"><cfRule type=\"expression\" dxfId=\"0\"><formula>1</formula></cfRule></conditionalFormatting>";
    let imported = import(&styles("<fgColor rgb=\"FFFFFFFF\"/>", ""), rule);
    assert!(!imported.draft.rows[0].pending_external);
    let codes: Vec<DoubtCode> = imported.doubts.iter().map(|doubt| doubt.code).collect();
    assert!(codes.contains(&DoubtCode::PaintedByRule));
}

#[test]
fn a_row_struck_through_is_told() {
    let imported = import(&styles("<fgColor rgb=\"FFFFFFFF\"/>", "<strike/>"), "");
    let doubt = imported
        .doubts
        .iter()
        .find(|doubt| doubt.code == DoubtCode::StruckOut);
    assert_eq!(doubt.unwrap().row, Some(0));
}
