use pms_core::time;
use pms_core::time::BookedTime;
use pms_core::time::Fold;
use pms_core::time::Gap;
use pms_core::time::Minute;
use pms_core::time::Tzdb;
use pms_core::time::Zone;

use crate::error::{At, PmsError, parse};
use crate::scalar::{Instant, LocalTime};

record! {
    /// What to do with a local time that the clocks skip in spring.
    pub enum GapRule {
        /// There is no such time: say so.
        Refuse,
        /// As much later as the clocks jump: 02:30 becomes 03:30.
        Shift,
        /// The instant of the jump: 02:30 becomes 03:00.
        Edge,
    }
}

record! {
    /// Which instant is meant by a local time that the clocks show twice in autumn.
    pub enum FoldRule {
        /// The earlier one.
        First,
        /// The later one.
        Second,
    }
}

record! {
    /// A local time and the instant that it is.
    pub struct ResolvedTime {
        /// The instant.
        pub at: Instant,
        /// What the clock shows then.
        pub local: LocalTime,
        /// Which of two, where the clocks show it twice.
        pub fold: FoldRule,
    }
}

/// The instant of a local time in a zone, such as `America/New_York`, by the caller's rules for the
/// hours that the clocks skip and repeat. Nothing is shifted silently.
///
/// # Errors
///
/// `time.in_gap`, `time.unknown_zone`, `time.not_a_minute`.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn resolve_time(
    local: LocalTime,
    zone: String,
    gap: GapRule,
    fold: FoldRule,
) -> Result<ResolvedTime, PmsError> {
    let zone = parse::<Zone>(&zone, "zone")?;
    let gap = match gap {
        GapRule::Refuse => Gap::Refuse,
        GapRule::Shift => Gap::Shift,
        GapRule::Edge => Gap::Edge,
    };
    let fold = match fold {
        FoldRule::First => Fold::First,
        FoldRule::Second => Fold::Second,
    };
    let booked = BookedTime::new(local.0, zone, gap, fold, &Tzdb::bundled()).at("local")?;
    Ok(ResolvedTime {
        at: instant(booked.at()),
        local: LocalTime(booked.civil()),
        fold: match booked.fold() {
            Fold::First => FoldRule::First,
            Fold::Second => FoldRule::Second,
        },
    })
}

/// The version of the zone rules in use, such as `2026a`: governments change their minds.
#[must_use]
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn zone_rules_version() -> String {
    time::ZoneRules::version(&Tzdb::bundled()).to_owned()
}

pub(crate) fn instant(minute: Minute) -> Instant {
    Instant(minute.into())
}
