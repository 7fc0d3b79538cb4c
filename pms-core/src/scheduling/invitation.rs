use core::fmt;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::party::Email;
use crate::time::{Fold, Gap, Interval, Minute, Minutes, Offset, TimeError, Zone, ZoneRules};

use super::appointment::Appointment;
use super::content_line::{escaped, push, quoted};
use super::status::Status;

/// What an entry in somebody's calendar says of a visit, beside its time. Calendars are shared and
/// lie on screens: what is not asked for is not told.
#[derive(Clone, Eq, PartialEq)]
pub struct Telling<'a> {
    /// Who invites: where a reply goes.
    pub organizer: &'a Email,
    /// What the one who invites is called.
    pub organizer_name: Option<&'a str>,
    /// Who is invited. None for an entry that is put into a calendar by hand.
    pub attendee: Option<&'a Email>,
    /// The words of the entry; `Appointment` where there are none.
    pub summary: Option<&'a str>,
    /// Where it is.
    pub place: Option<&'a str>,
}

/// Says none of it: it may be about a patient.
impl fmt::Debug for Telling<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Telling(..)")
    }
}

/// What the reader of an invitation is to do with it.
///
/// Source: RFC 5546 1.4.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationMethod {
    /// Put it into the calendar, or in place of what stands there.
    Request,
    /// The same, of an entry that nobody in particular is invited to.
    Publish,
    /// Take it out of the calendar.
    Cancel,
}

/// A visit as calendars read it.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Invitation {
    /// A whole iCalendar object, its lines folded and ended: `text/calendar`.
    pub text: String,
    /// What its reader is to do, which a message has to say beside it.
    pub method: InvitationMethod,
    /// Under which name calendars know the visit, through all of its moves.
    pub uid: String,
    /// The higher of two invitations counts.
    pub sequence: u32,
}

/// Says which invitation it is, and nothing of what stands in it.
impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Invitation({}, {})", self.uid, self.sequence)
    }
}

impl InvitationMethod {
    /// Its word in iCalendar.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Publish => "PUBLISH",
            Self::Cancel => "CANCEL",
        }
    }
}

/// A visit as an iCalendar object with one event: to come, or called off.
///
/// Its UID is the appointment's identifier, so that a moved visit takes the place of what was sent
/// before; its SEQUENCE rises with each move, each calling off and each step back from it. The local
/// time is what was promised: it is written with its zone and the clocks of that zone, and a reader
/// with newer rules keeps it. A time that the clocks show twice or never is written in UTC.
///
/// Source: RFC 5545 3.6.1, 3.6.5, 3.8.7; RFC 5546 3.2; RFC 7986 5.3.
///
/// ```
/// # use pms_core::scheduling::{Appointment, Telling, write_invitation};
/// # use pms_core::time::Tzdb;
/// # use chrono::{DateTime, Utc};
/// # fn show(visit: &Appointment, now: DateTime<Utc>) -> Result<(), Box<dyn std::error::Error>> {
/// let desk = "desk@clinic.example".parse()?;
/// let telling = Telling {
///     organizer: &desk,
///     organizer_name: None,
///     attendee: None,
///     summary: None,
///     place: None,
/// };
/// let invitation = write_invitation(visit, &telling, now, &Tzdb::bundled())?;
/// assert!(invitation.text.contains("SUMMARY:Appointment\r\n"));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Whatever the zone rules refuse, but for a local time that they skip.
pub fn write_invitation(
    appointment: &Appointment,
    telling: &Telling<'_>,
    now: DateTime<Utc>,
    rules: &dyn ZoneRules,
) -> Result<Invitation, TimeError> {
    let status = status_word(appointment.status());
    let method = match (status, telling.attendee) {
        ("CANCELLED", _) => InvitationMethod::Cancel,
        (_, Some(_)) => InvitationMethod::Request,
        (_, None) => InvitationMethod::Publish,
    };
    let uid = appointment.id().to_string();
    let sequence = revision(appointment);
    let (zone, times) = times(appointment, rules)?;
    let mut text = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pms//pms//EN"] {
        push(&mut text, line);
    }
    push(&mut text, &format!("METHOD:{}", method.word()));
    zone.iter().for_each(|line| push(&mut text, line));
    push(&mut text, "BEGIN:VEVENT");
    push(&mut text, &format!("UID:{uid}"));
    push(&mut text, &format!("SEQUENCE:{sequence}"));
    push(&mut text, &format!("DTSTAMP:{}", utc(now)));
    times.iter().for_each(|line| push(&mut text, line));
    push(&mut text, &format!("STATUS:{status}"));
    push(&mut text, "CLASS:PRIVATE");
    let summary = escaped(telling.summary.unwrap_or("Appointment"));
    push(&mut text, &format!("SUMMARY:{summary}"));
    if let Some(place) = telling.place {
        push(&mut text, &format!("LOCATION:{}", escaped(place)));
    }
    let named = telling.organizer_name.map(quoted);
    let named = named.map_or_else(String::new, |name| format!(";CN={name}"));
    let address = mailto(telling.organizer);
    push(&mut text, &format!("ORGANIZER{named}:{address}"));
    if let Some(attendee) = telling.attendee {
        let takes_part = participation(appointment.status());
        let address = mailto(attendee);
        let attendee = format!("ATTENDEE;PARTSTAT={takes_part};RSVP=FALSE:{address}");
        push(&mut text, &attendee);
    }
    push(&mut text, "END:VEVENT");
    push(&mut text, "END:VCALENDAR");
    Ok(Invitation {
        text,
        method,
        uid,
        sequence,
    })
}

/// How a calendar shows the visit. One that did not take place stays in it as it was.
const fn status_word(status: &Status) -> &'static str {
    match status {
        Status::Proposed | Status::Pending => "TENTATIVE",
        Status::Cancelled { .. } | Status::EnteredInError { .. } => "CANCELLED",
        _ => "CONFIRMED",
    }
}

const fn participation(status: &Status) -> &'static str {
    match status {
        Status::Proposed
        | Status::Pending
        | Status::Booked { confirmed: None }
        | Status::Cancelled { .. }
        | Status::EnteredInError { .. } => "NEEDS-ACTION",
        _ => "ACCEPTED",
    }
}

/// How often it was moved, or came to stand otherwise in a calendar.
fn revision(appointment: &Appointment) -> u32 {
    let before = appointment
        .history()
        .iter()
        .filter_map(|c| c.before.as_ref());
    let words = before.chain([appointment.status()]).map(status_word);
    let mut last = None;
    let mut turns = 0;
    for word in words {
        turns += u32::from(last.is_some_and(|last| last != word));
        last = Some(word);
    }
    appointment.sequence() + turns
}

/// The lines of the zone, if one is named, and those of start and end.
fn times(
    appointment: &Appointment,
    rules: &dyn ZoneRules,
) -> Result<(Vec<String>, [String; 2]), TimeError> {
    let time = appointment.slot().time();
    let length = appointment.slot().visit().duration();
    let start = match time.under(rules) {
        Ok(time) => time.at(),
        Err(TimeError::InGap { .. }) => return Ok((Vec::new(), in_utc(time.at(), length))),
        Err(error) => return Err(error),
    };
    let (zone, end) = (time.zone(), start.plus(length));
    if zone.name() == "UTC" || !plain(start, zone, rules)? || !plain(end, zone, rules)? {
        return Ok((Vec::new(), in_utc(start, length)));
    }
    let stamp = |at| Ok::<_, TimeError>(civil(rules.civil_at(zone, at)?));
    let lines = [
        format!("DTSTART;TZID={zone}:{}", stamp(start)?),
        format!("DTEND;TZID={zone}:{}", stamp(end)?),
    ];
    Ok((clocks(zone, start, end, rules)?, lines))
}

/// Whether an instant is the first at which the clocks show what they show then: readers take a
/// local time so.
fn plain(at: Minute, zone: &Zone, rules: &dyn ZoneRules) -> Result<bool, TimeError> {
    let shown = rules.resolve(zone, rules.civil_at(zone, at)?)?;
    Ok(shown.pick(Gap::Refuse, Fold::First)? == at)
}

fn in_utc(start: Minute, length: Minutes) -> [String; 2] {
    let stamp = |at: Minute| utc(at.into());
    let end = start.plus(length);
    [
        format!("DTSTART:{}", stamp(start)),
        format!("DTEND:{}", stamp(end)),
    ]
}

/// What the clocks of a zone do from `start` to `end`: each of their offsets with its onset. Of two
/// offsets within a year the higher is daylight saving time.
///
/// Source: RFC 5545 3.6.5.
fn clocks(
    zone: &Zone,
    start: Minute,
    end: Minute,
    rules: &dyn ZoneRules,
) -> Result<Vec<String>, TimeError> {
    let year = Minutes::new(366 * 1_440);
    let around = Interval::new(start.minus(year), end.plus(year))?;
    let offsets = rules.offsets(zone, around)?;
    let mut at = offsets.within().start();
    let (mut before, mut next) = offsets.stretch(at)?;
    let mut all = vec![(at, before, before)];
    while let Some(change) = next {
        at = change;
        let (offset, later) = offsets.stretch(at)?;
        all.push((at, before, offset));
        (before, next) = (offset, later);
    }
    let lowest = all.iter().map(|(_, _, offset)| *offset).min();
    let ends = all.iter().skip(1).map(|(at, ..)| *at).chain([Minute::MAX]);
    let mut lines = vec!["BEGIN:VTIMEZONE".to_owned(), format!("TZID:{zone}")];
    for ((from, before, offset), until) in all.iter().zip(ends) {
        if *from >= end || until <= start {
            continue;
        }
        let name = match Some(*offset) == lowest {
            true => "STANDARD",
            false => "DAYLIGHT",
        };
        let onset = DateTime::<Utc>::from(*from).naive_utc();
        let onset = onset + TimeDelta::minutes(before.minutes_east().into());
        lines.extend([
            format!("BEGIN:{name}"),
            format!("DTSTART:{}", civil(onset)),
            format!("TZOFFSETFROM:{}", east(*before)),
            format!("TZOFFSETTO:{}", east(*offset)),
            format!("END:{name}"),
        ]);
    }
    lines.push("END:VTIMEZONE".to_owned());
    Ok(lines)
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn civil(at: NaiveDateTime) -> String {
    at.format("%Y%m%dT%H%M%S").to_string()
}

fn east(offset: Offset) -> String {
    let minutes = offset.minutes_east();
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}

/// An address as a URI.
///
/// Source: RFC 6068 2; RFC 3986 2.1.
fn mailto(email: &Email) -> String {
    let mut uri = "mailto:".to_owned();
    for byte in email.as_str().bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~!$'*+@".contains(&byte);
        match plain {
            true => uri.push(char::from(byte)),
            false => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
#[cfg(feature = "tzdb")]
#[path = "invitation_tests.rs"]
mod tests;
