use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::id::{AppointmentId, PatientId};
use crate::time::{Minute, Minutes, TimeError, Zone, ZoneRules};

use super::consent::{Channel, Purpose};
use super::hours::Hours;
use super::receiver::Receiver;

/// A visit to be reminded of, as plain values.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Upcoming {
    /// Which appointment.
    pub appointment: AppointmentId,
    /// Who is expected.
    pub patient: PatientId,
    /// When it begins.
    pub start: Minute,
    /// Where: the zone of the location's clock.
    pub zone: Zone,
    /// How many times it was moved.
    pub revision: u32,
    /// Whether it is still to come.
    pub standing: VisitStanding,
}

/// Whether a visit is still to come.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitStanding {
    /// It is.
    Planned,
    /// It was called off.
    Cancelled,
    /// It has taken place.
    Completed,
}

/// How a practice reminds.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Policy {
    /// What is sent, and how long before a visit.
    pub steps: Vec<Step>,
    /// The hours in which messages go out, in the receiver's zone.
    pub hours: Hours,
    /// The narrower hours, in the location's zone, where the receiver's is not known.
    pub hours_without_zone: Hours,
    /// How long before the visit a message must go out to be of use.
    pub notice: Minutes,
    /// Whether texts about care may go out without consent, under the exemption for health care.
    pub uses_exemption: bool,
}

/// One reminder of a policy.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Step {
    /// How long before the visit.
    pub before: Minutes,
    /// On which channel.
    pub channel: Channel,
}

/// What makes two reminders the same: they are never both sent.
///
/// A visit that was moved is reminded of anew.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct ReminderKey {
    /// Of which appointment.
    pub appointment: AppointmentId,
    /// How long before it.
    pub before: Minutes,
    /// How many times it had been moved.
    pub revision: u32,
}

/// A message to be sent, once [`release`](super::release) lets it go.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Reminder {
    /// What makes it the same as another.
    pub key: ReminderKey,
    /// About whose visit.
    pub patient: PatientId,
    /// On which channel.
    pub channel: Channel,
    /// For what.
    pub purpose: Purpose,
    /// When.
    pub at: Minute,
}

/// Why a message does not go out.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Why {
    /// The same one was planned before.
    Planned,
    /// Its time is past.
    Past,
    /// Quiet hours leave too little time before the visit.
    NoTimeLeft,
    /// The visit was called off.
    Cancelled,
    /// The visit was moved: the reminder is of its earlier time.
    Moved,
    /// The visit has taken place.
    Completed,
    /// The patient has died.
    Deceased,
    /// The record was merged into another one.
    MergedAway,
    /// The receiver has no address on the channel, or it is somebody else's by now.
    NotReachable,
    /// The receiver has said no.
    Withdrawn,
    /// The receiver has not said yes, and nothing allows the message without.
    NoConsent,
    /// The text is too long to go without consent.
    TooLong,
    /// One text a day and three a week may go without consent.
    TooMany,
}

/// The reminders of a visit: each step of the policy becomes a message, or says why not.
///
/// A time in the receiver's quiet hours moves to their end. `planned` holds the keys of all messages
/// that were planned before; nothing is planned twice.
///
/// ```
/// # use std::collections::BTreeSet;
/// # use pms_core::engagement::{Channel, Hours, Policy, Receiver, Step, Upcoming, VisitStanding, plan};
/// # use pms_core::id::{AppointmentId, PatientId, Uuid};
/// # use pms_core::time::{Minute, Minutes, Tzdb};
/// # let id = Uuid::from_u128;
/// let receiver: Receiver = serde_json::from_str(
///     r#"{"patient": "018f2d5c-0000-7000-8000-000000000001", "mobile": "+16145550123"}"#,
/// )?;
/// let visit = Upcoming {
///     appointment: id(2).into(),
///     patient: receiver.patient,
///     start: Minute::try_from("2026-03-09T13:00:00Z".parse::<chrono::DateTime<chrono::Utc>>()?)?,
///     zone: "America/New_York".parse()?,
///     revision: 0,
///     standing: VisitStanding::Planned,
/// };
/// let policy = Policy {
///     steps: vec![Step { before: Minutes::new(2 * 1_440), channel: Channel::Text }],
///     hours: Hours::new("08:00".parse()?, "21:00".parse()?)?,
///     hours_without_zone: Hours::new("10:00".parse()?, "18:00".parse()?)?,
///     notice: Minutes::new(60),
///     uses_exemption: true,
/// };
/// let now = visit.start.minus(Minutes::new(7 * 1_440));
/// let plan = plan(&visit, &receiver, &policy, &BTreeSet::new(), now, &Tzdb::bundled())?;
/// // Two days before at 08:00 is quiet: the zone is not known, so the hours begin at 10:00.
/// let at: Vec<_> = plan.iter().flatten().map(|message| message.at.to_string()).collect();
/// assert_eq!(at, ["2026-03-07T15:00Z"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Whatever the zone rules refuse.
pub fn plan(
    visit: &Upcoming,
    receiver: &Receiver,
    policy: &Policy,
    planned: &BTreeSet<ReminderKey>,
    now: Minute,
    rules: &dyn ZoneRules,
) -> Result<Vec<Result<Reminder, Why>>, TimeError> {
    let mut seen = planned.clone();
    let mut plan = Vec::new();
    for step in &policy.steps {
        let key = ReminderKey {
            appointment: visit.appointment,
            before: step.before,
            revision: visit.revision,
        };
        let due = visit.start.minus(step.before);
        let at = policy.opening(due, visit, receiver, rules)?;
        let why_not = why_not(visit, receiver, key)
            .or((!seen.insert(key)).then_some(Why::Planned))
            .or((due < now).then_some(Why::Past))
            .or((!policy.leaves_notice(at, visit)).then_some(Why::NoTimeLeft))
            .or((!receiver.is_reachable(step.channel)).then_some(Why::NotReachable));
        plan.push(match why_not {
            Some(why) => Err(why),
            None => Ok(Reminder {
                key,
                patient: visit.patient,
                channel: step.channel,
                purpose: Purpose::Care,
                at,
            }),
        });
    }
    Ok(plan)
}

/// What about the visit or the person speaks against any message of it.
pub(super) fn why_not(visit: &Upcoming, receiver: &Receiver, key: ReminderKey) -> Option<Why> {
    match visit.standing {
        VisitStanding::Cancelled => return Some(Why::Cancelled),
        VisitStanding::Completed => return Some(Why::Completed),
        VisitStanding::Planned => {}
    }
    if key.revision != visit.revision {
        return Some(Why::Moved);
    }
    if receiver.is_deceased {
        return Some(Why::Deceased);
    }
    let merged = receiver.is_merged_away || receiver.patient != visit.patient;
    merged.then_some(Why::MergedAway)
}

impl Policy {
    /// `at`, or when the receiver's quiet hours end.
    pub(super) fn opening(
        &self,
        at: Minute,
        visit: &Upcoming,
        receiver: &Receiver,
        rules: &dyn ZoneRules,
    ) -> Result<Minute, TimeError> {
        match &receiver.zone {
            Some(zone) => self.hours.next(at, zone, rules),
            None => self.hours_without_zone.next(at, &visit.zone, rules),
        }
    }

    pub(super) fn leaves_notice(&self, at: Minute, visit: &Upcoming) -> bool {
        at <= visit.start.minus(self.notice)
    }
}
