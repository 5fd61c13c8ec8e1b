//! Bytes of people who mean harm: errors, never panics, nothing changed.

use model::{Draft, Matrix};
use proptest::prelude::*;
use review::Review;

use crate::seat::{author, dice};

#[test]
fn a_discussion_is_no_matrix_nor_a_matrix_a_discussion() {
    let (review, edited) = Review::found([1; 16], author(1), 0).unwrap();
    let mut matrix = Matrix::empty([2; 16], author(2));
    matrix.merge(&edited.change).unwrap();
    assert!(!matrix.is_founded() && review.is_founded());

    let draft = Draft::default();
    let (matrix, edited) = Matrix::found(&draft, [1; 16], author(1), 0, &mut dice(1)).unwrap();
    let mut review = Review::empty([2; 16], author(2));
    review.merge(&edited.change).unwrap();
    assert!(!review.is_founded() && matrix.is_founded());
}

#[test]
fn a_discussion_may_be_handed_to_a_worker() {
    fn may_travel<T: Send + Sync>() {}
    may_travel::<Review>();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn junk_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut review = Review::empty([2; 16], author(2));
        prop_assert!(bytes.is_empty() || review.merge(&bytes).is_err());
        let mut framed = vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, bytes.first().map_or(1, |b| b % 4), bytes.len() as u8 & 0x7f];
        framed.extend(&bytes);
        prop_assert!(review.merge(&framed).is_err());
        prop_assert!(Review::load([&framed[..]], [2; 16], author(2)).is_err());
        prop_assert!(!review.is_founded());
    }
}
