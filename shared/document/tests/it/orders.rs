//! Fractional keys: there is always room.

use document::order::{between, spread, spread_between};
use proptest::prelude::*;

use crate::seat::dice;

#[test]
fn keys_are_spread_in_order() {
    for count in [0, 1, 2, 61, 62, 63, 5_000] {
        let keys = spread(count);
        assert_eq!(keys.len(), count);
        assert!(keys.is_sorted_by(|one, next| one < next), "{count}");
    }
}

#[test]
fn two_who_insert_at_the_same_place_do_not_collide() {
    let (low, high) = (Some("V"), Some("W"));
    assert_ne!(
        between(low, high, &mut dice(1)),
        between(low, high, &mut dice(2))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn there_is_always_room(places in proptest::collection::vec(any::<prop::sample::Index>(), 1..60), seed in any::<u64>()) {
        let mut dice = dice(seed);
        let mut keys: Vec<String> = Vec::new();
        for place in places {
            let at = place.index(keys.len() + 1);
            let low = at.checked_sub(1).and_then(|low| keys.get(low)).map(String::as_str);
            let key = between(low, keys.get(at).map(String::as_str), &mut dice);
            keys.insert(at, key);
            prop_assert!(keys.is_sorted_by(|one, next| one < next), "{keys:?}");
        }
        let (low, high) = (keys.first().map(String::as_str), keys.get(1).map(String::as_str));
        let mut many = spread_between(low, high, 20, &mut dice);
        many.splice(0..0, low.map(str::to_owned));
        many.extend(high.map(str::to_owned));
        prop_assert!(many.is_sorted_by(|one, next| one < next), "{many:?}");
    }
}
