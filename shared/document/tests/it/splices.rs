//! From one text to another by the smallest splices, and the lengths a screen counts.

use document::words::{Places, cut, spliced, splices, utf16_len};
use proptest::prelude::*;

#[test]
fn only_what_changed_is_spliced() {
    for (from, to, expected) in [
        (
            "Capacitar a 50 personas",
            "Capacitar a 60 personas",
            vec![(12, 1, "6")],
        ),
        ("uno", "uno", vec![]),
        ("", "uno", vec![(0, 0, "uno")]),
        ("😀 dos tres", "😀 dos y tres", vec![(7, 0, "y ")]),
        ("a b c", "x b z", vec![(4, 1, "z"), (0, 1, "x")]),
    ] {
        let found = splices(from, to);
        let found: Vec<_> = found
            .iter()
            .map(|splice| (splice.at, splice.delete, splice.insert.as_str()))
            .collect();
        assert_eq!(found, expected, "{from} -> {to}");
    }
}

#[test]
fn lengths_are_those_of_screens() {
    assert_eq!(utf16_len("a😀ñ"), 4);
    for (units_max, expected) in [(0, ""), (1, "a"), (2, "a"), (3, "a😀"), (9, "a😀ñ")] {
        assert_eq!(cut("a😀ñ", units_max), expected);
    }
    let places = Places::of("a😀ñ");
    assert_eq!(places.units(), 4);
    let boundaries: Vec<usize> = (0..6).filter(|at| places.is_boundary(*at)).collect();
    assert_eq!(boundaries, [0, 1, 3, 4]);
}

proptest! {
    #[test]
    fn splices_lead_from_one_text_to_the_other(from in "[ab 1.,😀ñ]{0,40}", to in "[ab 1.,😀ñ]{0,40}") {
        prop_assert_eq!(spliced(&from, &splices(&from, &to)), to);
    }
}
