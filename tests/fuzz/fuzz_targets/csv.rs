//! Bytes read as a file called m.csv.
#![no_main]

mod survives;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| survives::survives("m.csv", bytes));
