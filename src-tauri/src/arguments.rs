//! What the person who starts the app may ask for on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

/// Words of `--help`.
pub(crate) const USAGE: &str = "Uso: cotejo-app [--home CARPETA] [ARCHIVO]\n\n  \
    ARCHIVO         archivo de Word, Excel, Calc o CSV que se abre para importarlo, o un paquete\n                  «.cotejo» cuyos cambios se toman\n  \
    --home CARPETA  carpeta donde se guarda el trabajo (por omisión, la de esta cuenta)\n  \
    --version       versión\n  --help          esta ayuda";

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Open the window.
    Open {
        /// On a folder; `None` is the account's own.
        home: Option<PathBuf>,
        /// To import a file: the system says so where a person opens it with this app.
        file: Option<PathBuf>,
    },
    /// Say the version.
    Version,
    /// Say how to start.
    Help,
}

/// Reads the arguments after the program's name. The error is the argument not understood.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Asked, OsString> {
    let (mut home, mut file) = (None, None);
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
            Some(text) if text.starts_with('-') => return Err(argument),
            // One file at a time is read.
            _ if file.is_none() => file = Some(PathBuf::from(argument)),
            _ => return Err(argument),
        }
    }
    Ok(Asked::Open { home, file })
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
        let open = |home: Option<&str>, file: Option<&str>| {
            Ok(Asked::Open {
                home: home.map(PathBuf::from),
                file: file.map(PathBuf::from),
            })
        };
        check(&[], open(None, None));
        check(&["--home", "/tmp/a b"], open(Some("/tmp/a b"), None));
        check(&["--home=/tmp/ñ"], open(Some("/tmp/ñ"), None));
        check(&["-psn_0_1"], open(None, None));
        check(&["--version"], Ok(Asked::Version));
        check(&["--help"], Ok(Asked::Help));
        check(&["--home"], Err("--home"));
        check(&["--casa", "x"], Err("--casa"));
        check(&["matriz.xlsx"], open(None, Some("matriz.xlsx")));
        check(
            &["--home", "/tmp/a", "mi matriz.docx"],
            open(Some("/tmp/a"), Some("mi matriz.docx")),
        );
        check(&["uno.xlsx", "otro.xlsx"], Err("otro.xlsx"));
    }
}
