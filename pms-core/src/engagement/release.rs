use serde::{Deserialize, Serialize};

use crate::time::{Minute, Minutes, TimeError, ZoneRules};

use super::consent::{Channel, Purpose};
use super::receiver::Receiver;
use super::reminder::{Policy, Reminder, Upcoming, Why, why_not};

/// What becomes of a planned message at its moment.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Release {
    /// Send it now.
    Send {
        /// What allows it.
        basis: Basis,
    },
    /// It is too early, or the receiver's hours are quiet.
    Wait {
        /// Until when.
        until: Minute,
    },
    /// Never send it.
    Drop {
        /// Why.
        why: Why,
    },
}

/// What allows a message.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The receiver has said yes to this purpose on this channel.
    Consent,
    /// A text about care within the bounds of the exemption for health care.
    ///
    /// Source: 47 CFR 64.1200(a)(9)(iv).
    HealthCareExemption,
}

/// The most characters of a text that goes without consent.
const MOST_CHARACTERS: usize = 160;
const DAY: Minutes = Minutes::new(1_440);
const WEEK: Minutes = Minutes::new(7 * 1_440);

/// Whether a planned message with these words may go out now.
///
/// Everything is looked at again: a visit may have moved, a consent may be withdrawn, since the
/// message was planned. A day and a week are the last 24 hours and the last seven times 24.
///
/// # Errors
///
/// Whatever the zone rules refuse.
pub fn release(
    reminder: &Reminder,
    words: &str,
    visit: &Upcoming,
    receiver: &Receiver,
    policy: &Policy,
    now: Minute,
    rules: &dyn ZoneRules,
) -> Result<Release, TimeError> {
    if let Some(why) = why_not(visit, receiver, reminder.key) {
        return Ok(Release::Drop { why });
    }
    let basis = match basis(reminder, words, receiver, policy, now) {
        Ok(basis) => basis,
        Err(why) => return Ok(Release::Drop { why }),
    };
    let until = policy.opening(now.max(reminder.at), visit, receiver, rules)?;
    Ok(if !policy.leaves_notice(until, visit) {
        let why = Why::NoTimeLeft;
        Release::Drop { why }
    } else if until > now {
        Release::Wait { until }
    } else {
        Release::Send { basis }
    })
}

fn basis(
    reminder: &Reminder,
    words: &str,
    receiver: &Receiver,
    policy: &Policy,
    now: Minute,
) -> Result<Basis, Why> {
    let Reminder {
        channel, purpose, ..
    } = *reminder;
    if !receiver.is_reachable(channel) {
        return Err(Why::NotReachable);
    }
    match receiver.consents.agrees(channel, purpose, now) {
        Some(true) => return Ok(Basis::Consent),
        Some(false) => return Err(Why::Withdrawn),
        None => {}
    }
    let exempt = policy.uses_exemption && (channel, purpose) == (Channel::Text, Purpose::Care);
    if !exempt {
        return Err(Why::NoConsent);
    }
    if words.chars().count() > MOST_CHARACTERS {
        return Err(Why::TooLong);
    }
    let reached = |time| receiver.reached_within(channel, time, now);
    if reached(DAY) >= 1 || reached(WEEK) >= 3 {
        return Err(Why::TooMany);
    }
    Ok(Basis::HealthCareExemption)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::{DateTime, Utc};

    use super::*;
    use crate::engagement::{
        Consent, Consents, Hours, ReminderKey, Sent, SentResult, Step, VisitStanding, plan,
    };
    use crate::id::{AppointmentId, PatientId, Uuid};
    use crate::time::Tzdb;

    fn minute(text: &str) -> Minute {
        let instant: DateTime<Utc> = text.parse().unwrap();
        Minute::try_from(instant).unwrap()
    }

    fn hours(from: &str, until: &str) -> Hours {
        Hours::new(from.parse().unwrap(), until.parse().unwrap()).unwrap()
    }

    fn policy() -> Policy {
        let step = |hours: u64, channel| Step {
            before: Minutes::new(hours * 60),
            channel,
        };
        Policy {
            steps: vec![step(48, Channel::Text), step(2, Channel::Text)],
            hours: hours("08:00", "21:00"),
            hours_without_zone: hours("10:00", "18:00"),
            notice: Minutes::new(60),
            uses_exemption: true,
        }
    }

    /// A visit on Monday 9 March 2026, 14:00 in New York: the day after the clocks were set.
    fn visit() -> Upcoming {
        Upcoming {
            appointment: AppointmentId::from(Uuid::from_u128(1)),
            patient: PatientId::from(Uuid::from_u128(2)),
            start: minute("2026-03-09T18:00:00Z"),
            zone: "America/New_York".parse().unwrap(),
            revision: 0,
            standing: VisitStanding::Planned,
        }
    }

    fn receiver() -> Receiver {
        Receiver {
            patient: visit().patient,
            mobile: Some("614-555-0123".parse().unwrap()),
            email: None,
            zone: Some("America/New_York".parse().unwrap()),
            consents: Consents::default(),
            is_deceased: false,
            is_merged_away: false,
            number_is_reassigned: false,
            sent: Vec::new(),
        }
    }

    fn reminder() -> Reminder {
        planned(&visit(), &receiver(), &BTreeSet::new())[0].unwrap()
    }

    fn planned(
        visit: &Upcoming,
        receiver: &Receiver,
        before: &BTreeSet<ReminderKey>,
    ) -> Vec<Result<Reminder, Why>> {
        let now = minute("2026-03-01T12:00:00Z");
        plan(visit, receiver, &policy(), before, now, &Tzdb::bundled()).unwrap()
    }

    fn released(receiver: &Receiver, words: &str, now: &str) -> Release {
        release_of(&reminder(), words, &visit(), receiver, now)
    }

    fn release_of(
        reminder: &Reminder,
        words: &str,
        visit: &Upcoming,
        receiver: &Receiver,
        now: &str,
    ) -> Release {
        let rules = Tzdb::bundled();
        release(
            reminder,
            words,
            visit,
            receiver,
            &policy(),
            minute(now),
            &rules,
        )
        .unwrap()
    }

    const EXEMPT: Release = Release::Send {
        basis: Basis::HealthCareExemption,
    };
    const DUE: &str = "2026-03-07T18:00:00Z";

    fn dropped(why: Why) -> Release {
        Release::Drop { why }
    }

    #[test]
    #[rustfmt::skip] // a table
    fn m1_one_text_a_day_and_three_a_week_go_without_consent() {
        //       texts that went out before, due on 7 March at 18:00
        exempt(&[],                                                                            EXEMPT);
        exempt(&["2026-03-06T18:00:00Z"],                                                      EXEMPT); // 24 hours before
        exempt(&["2026-03-06T18:01:00Z"],                                                      dropped(Why::TooMany));
        exempt(&["2026-03-01T18:00:00Z", "2026-03-03T18:00:00Z"],                              EXEMPT);
        exempt(&["2026-03-01T18:00:00Z", "2026-03-03T18:00:00Z", "2026-03-05T18:00:00Z"],      dropped(Why::TooMany));
        exempt(&["2026-02-28T18:00:00Z", "2026-03-03T18:00:00Z", "2026-03-05T18:00:00Z"],      EXEMPT); // the first is a week old
    }

    #[track_caller]
    fn exempt(before: &[&str], wanted: Release) {
        let (channel, result) = (Channel::Text, SentResult::Delivered);
        let sent = |at: &&str| Sent {
            channel,
            at: minute(at),
            result,
        };
        let receiver = Receiver {
            sent: before.iter().map(sent).collect(),
            ..receiver()
        };
        assert_eq!(released(&receiver, "See you Monday.", DUE), wanted);
    }

    #[test]
    fn m1_a_text_without_consent_has_160_characters_at_most() {
        assert_eq!(released(&receiver(), &"é".repeat(160), DUE), EXEMPT);
        assert_eq!(
            released(&receiver(), &"é".repeat(161), DUE),
            dropped(Why::TooLong)
        );
        let agreed = agreeing(Channel::Text, Purpose::Care, true);
        let basis = Basis::Consent;
        assert_eq!(
            released(&agreed, &"é".repeat(161), DUE),
            Release::Send { basis }
        );
    }

    fn agreeing(channel: Channel, purpose: Purpose, given: bool) -> Receiver {
        let at = minute("2026-01-01T12:00:00Z");
        let said = Consent {
            channel,
            purpose,
            given,
            at,
        };
        Receiver {
            consents: Consents::new([said]),
            ..receiver()
        }
    }

    #[test]
    #[rustfmt::skip] // a table
    fn m2_consent_is_kept_by_purpose_and_channel() {
        let consent = Release::Send { basis: Basis::Consent };
        //   message                            consent to                         
        says(Channel::Text,  Purpose::Billing,   None,                                     dropped(Why::NoConsent)); // no exemption for bills
        says(Channel::Text,  Purpose::Billing,   Some((Channel::Text, Purpose::Care)),     dropped(Why::NoConsent));
        says(Channel::Text,  Purpose::Billing,   Some((Channel::Text, Purpose::Billing)),  consent);
        says(Channel::Text,  Purpose::Marketing, Some((Channel::Text, Purpose::Billing)),  dropped(Why::NoConsent));
        says(Channel::Voice, Purpose::Care,      Some((Channel::Text, Purpose::Care)),     dropped(Why::NoConsent)); // the exemption is for texts
        says(Channel::Voice, Purpose::Care,      Some((Channel::Voice, Purpose::Care)),    consent);
        says(Channel::Text,  Purpose::Care,      None,                                     EXEMPT);
    }

    #[track_caller]
    fn says(channel: Channel, purpose: Purpose, to: Option<(Channel, Purpose)>, wanted: Release) {
        let message = Reminder {
            channel,
            purpose,
            ..reminder()
        };
        let receiver = match to {
            Some((channel, purpose)) => agreeing(channel, purpose, true),
            None => receiver(),
        };
        assert_eq!(
            release_of(&message, "Hello.", &visit(), &receiver, DUE),
            wanted
        );
    }

    #[test]
    fn m7_quiet_hours_are_the_receivers() {
        let plan = |zone: Option<&str>| {
            let zone = zone.map(|zone| zone.parse().unwrap());
            let receiver = Receiver { zone, ..receiver() };
            let visit = Upcoming {
                start: minute("2026-03-09T13:00:00Z"),
                ..visit()
            };
            let plan = planned(&visit, &receiver, &BTreeSet::new());
            plan.iter()
                .map(|step| step.map(|reminder| reminder.at))
                .collect::<Vec<_>>()
        };
        // Two days before a visit at 09:00: 08:00 by New York's winter clock, 05:00 in Los Angeles.
        let due = |at: &str| Ok(minute(at));
        let early = Err(Why::NoTimeLeft); // two hours before: 07:00, then 08:00 is the last moment
        assert_eq!(
            plan(Some("America/New_York")),
            [due("2026-03-07T13:00:00Z"), due("2026-03-09T12:00:00Z")]
        );
        assert_eq!(
            plan(Some("America/Los_Angeles")),
            [due("2026-03-07T16:00:00Z"), early]
        );
        // Unknown: the location's zone, and only from 10:00.
        assert_eq!(plan(None), [due("2026-03-07T15:00:00Z"), early]);
        // At the moment of sending the hours are looked at again.
        let evening = released(&receiver(), "Hello.", "2026-03-08T02:00:00Z");
        assert_eq!(
            evening,
            Release::Wait {
                until: minute("2026-03-08T12:00:00Z")
            }
        );
    }

    #[test]
    fn m12_a_text_that_failed_does_not_count() {
        let with = |result| {
            let (channel, at) = (Channel::Text, minute("2026-03-07T17:00:00Z"));
            let sent = vec![Sent {
                channel,
                at,
                result,
            }];
            released(&Receiver { sent, ..receiver() }, "Hello.", DUE)
        };
        assert_eq!(with(SentResult::Failed), EXEMPT);
        assert_eq!(with(SentResult::Unknown), dropped(Why::TooMany));
    }

    #[test]
    fn m13_the_same_reminder_is_planned_once_and_anew_when_the_visit_moves() {
        let first = planned(&visit(), &receiver(), &BTreeSet::new());
        let keys: BTreeSet<_> = first
            .iter()
            .flatten()
            .map(|reminder| reminder.key)
            .collect();
        assert_eq!(keys.len(), 2);
        let again = planned(&visit(), &receiver(), &keys);
        assert_eq!(again, [Err(Why::Planned), Err(Why::Planned)]);
        let moved = Upcoming {
            revision: 1,
            ..visit()
        };
        assert_eq!(
            planned(&moved, &receiver(), &keys).iter().flatten().count(),
            2
        );
    }

    #[test]
    #[rustfmt::skip] // a table
    fn m14_everything_is_looked_at_again_when_the_message_is_sent() {
        suppresses(Why::Cancelled,    |visit, _| visit.standing = VisitStanding::Cancelled);
        suppresses(Why::Completed,    |visit, _| visit.standing = VisitStanding::Completed);
        suppresses(Why::Moved,        |visit, _| visit.revision = 1);
        suppresses(Why::Deceased,     |_, receiver| receiver.is_deceased = true);
        suppresses(Why::MergedAway,   |_, receiver| receiver.is_merged_away = true);
        suppresses(Why::NotReachable, |_, receiver| receiver.number_is_reassigned = true);
        suppresses(Why::Withdrawn,    |_, receiver| receiver.consents = agreeing(Channel::Text, Purpose::Care, false).consents);
    }

    #[track_caller]
    fn suppresses(why: Why, change: impl FnOnce(&mut Upcoming, &mut Receiver)) {
        let (message, mut visit, mut receiver) = (reminder(), visit(), receiver());
        assert_eq!(
            release_of(&message, "Hello.", &visit, &receiver, DUE),
            EXEMPT
        );
        change(&mut visit, &mut receiver);
        assert_eq!(
            release_of(&message, "Hello.", &visit, &receiver, DUE),
            dropped(why)
        );
    }

    #[test]
    fn a_message_waits_for_its_time() {
        let early = released(&receiver(), "Hello.", "2026-03-06T18:00:00Z");
        assert_eq!(early, Release::Wait { until: minute(DUE) });
        let late = released(&receiver(), "Hello.", "2026-03-09T17:30:00Z");
        assert_eq!(late, dropped(Why::NoTimeLeft));
        assert!(!format!("{:?}", receiver()).contains("614"));
    }
}
