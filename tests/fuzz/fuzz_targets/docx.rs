//! Bytes read as a file called m.docx.
#![no_main]

mod survives;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| survives::survives("m.docx", bytes));
