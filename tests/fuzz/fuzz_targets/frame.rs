//! What `hostile` asserts of its target `frame`.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: hostile::expect_panics_of_others(),
    |bytes: &[u8]| hostile::Target::Frame.survives(bytes)
);
