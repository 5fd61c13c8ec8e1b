//! What the person who starts the app may ask for on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

/// Words of `--help`.
pub(crate) const USAGE: &str = "Uso: cotejo-app [--home CARPETA]\n\n  \
    --home CARPETA  carpeta donde se guarda el trabajo (por omisión, la de esta cuenta)\n  \
    --version       versión\n  --help          esta ayuda";

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Open the window on a folder; `None` is the account's own.
    Open(Option<PathBuf>),
    /// Say the version.
    Version,
    /// Say how to start.
    Help,
}

/// Reads the arguments after the program's name. The error is the argument not understood.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Asked, OsString> {
    let mut home = None;
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--version") => return Ok(Asked::Version),
            Some("--help") => return Ok(Asked::Help),
            Some("--home") => home = Some(PathBuf::from(arguments.next().ok_or(argument)?)),
            Some(text) if text.starts_with("--home=") => {
                home = Some(PathBuf::from(&text["--home=".len()..]));
            }
            // macOS adds this process serial number when an app is opened from the Finder.
            Some(text) if text.starts_with("-psn_") => {}
            _ => return Err(argument),
        }
    }
    Ok(Asked::Open(home))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &[&str], expected: Result<Asked, &str>) {
        let parsed = parse(given.iter().map(OsString::from));
        assert_eq!(parsed, expected.map_err(OsString::from), "{given:?}");
    }

    #[test]
    fn arguments_are_understood_or_named() {
        check(&[], Ok(Asked::Open(None)));
        check(
            &["--home", "/tmp/a b"],
            Ok(Asked::Open(Some("/tmp/a b".into()))),
        );
        check(&["--home=/tmp/ñ"], Ok(Asked::Open(Some("/tmp/ñ".into()))));
        check(&["-psn_0_1"], Ok(Asked::Open(None)));
        check(&["--version"], Ok(Asked::Version));
        check(&["--help"], Ok(Asked::Help));
        check(&["--home"], Err("--home"));
        check(&["--casa", "x"], Err("--casa"));
        check(&["matriz.xlsx"], Err("matriz.xlsx"));
    }
}
