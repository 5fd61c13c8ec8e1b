//! The PDF of a paper. Only the programs a person starts depend on this room, so that nothing else
//! waits for the typesetter to be compiled. Read `pdf` first.
#![deny(missing_docs)]
#![forbid(unsafe_code)]
