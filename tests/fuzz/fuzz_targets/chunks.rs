//! What `hostile` asserts of its target `chunks`.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: hostile::expect_panics_of_others(),
    |bytes: &[u8]| hostile::Target::Chunks.survives(bytes)
);
