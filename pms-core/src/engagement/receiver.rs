use core::fmt;

use serde::{Deserialize, Serialize};

use crate::id::PatientId;
use crate::party::{Email, Phone};
use crate::time::{Minute, Minutes, Zone};

use super::consent::{Channel, Consents};

/// One who gets messages, as known at the moment. `Debug` shows the identifier alone.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Receiver {
    /// Which patient it is about.
    pub patient: PatientId,
    /// The mobile number that the patient gave.
    #[serde(default)]
    pub mobile: Option<Phone>,
    /// The e-mail address that the patient gave.
    #[serde(default)]
    pub email: Option<Email>,
    /// Where the receiver's clock hangs, if that is known.
    #[serde(default)]
    pub zone: Option<Zone>,
    /// What the receiver has said about messages.
    #[serde(default)]
    pub consents: Consents,
    /// The patient has died.
    #[serde(default)]
    pub is_deceased: bool,
    /// The record was merged into another one.
    #[serde(default)]
    pub is_merged_away: bool,
    /// The number is known to be somebody else's by now.
    #[serde(default)]
    pub number_is_reassigned: bool,
    /// What was sent to the receiver before.
    #[serde(default)]
    pub sent: Vec<Sent>,
}

/// A message that went out.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Sent {
    /// On which channel.
    pub channel: Channel,
    /// When.
    pub at: Minute,
    /// What became of it.
    pub result: SentResult,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SentResult {
    /// It reached the device; whether anybody read it, nobody knows.
    Delivered,
    /// Not known yet: it may have reached the receiver, so it counts.
    Unknown,
    /// It did not reach the receiver, so it does not count.
    Failed,
}

impl Receiver {
    /// Whether there is an address on the channel that is still the patient's.
    pub(super) fn is_reachable(&self, channel: Channel) -> bool {
        match channel {
            Channel::Text | Channel::Voice => self.mobile.is_some() && !self.number_is_reassigned,
            Channel::Email => self.email.is_some(),
        }
    }

    /// How many messages of a channel may have reached the receiver within the time before `now`.
    pub(super) fn reached_within(&self, channel: Channel, time: Minutes, now: Minute) -> usize {
        let since = now.minus(time);
        let reached = |sent: &&Sent| {
            sent.channel == channel
                && sent.result != SentResult::Failed
                && sent.at > since
                && sent.at <= now
        };
        self.sent.iter().filter(reached).count()
    }
}

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Receiver({})", self.patient)
    }
}
