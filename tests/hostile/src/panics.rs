//! Under libFuzzer every panic ends the run; those that a library of others makes on hostile bytes are
//! caught by us and are no finding.

use std::sync::Once;

/// From now on only a panic in our own code ends the program. For the fuzzer's binaries.
pub fn expect_panics_of_others() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let ours = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let place = info.location().map_or("", |location| location.file());
            // Where cargo keeps the sources of others.
            if !place.contains("/registry/src/") {
                ours(info);
            }
        }));
    });
}
