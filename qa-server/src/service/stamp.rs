//! Stamps: the time at which a form was opened, signed, so that how long it took to fill in needs no cookie.

use crate::app::App;
use crate::clock::{DAY, Millis};
use crate::keys::Purpose;

/// Older stamps say nothing any more.
const LIFE: Millis = DAY;

/// The present time, signed.
pub fn issue(app: &App) -> String {
    app.keys.sign(Purpose::Stamp, &app.now().to_string())
}

/// Milliseconds since `stamp` was issued; nothing when it is missing, too old, or not from this server.
pub(super) fn elapsed(app: &App, stamp: Option<&str>) -> Option<Millis> {
    let issued: Millis = app.keys.verify(Purpose::Stamp, stamp?)?.parse().ok()?;
    Some(app.now() - issued).filter(|elapsed| (0..=LIFE).contains(elapsed))
}
