use serde::{Deserialize, Serialize};

use crate::time::Minute;

/// How a message travels.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A text to a mobile telephone.
    Text,
    /// A call with a recorded voice.
    Voice,
    /// An e-mail.
    Email,
}

/// What a message is for. Consent to one is none to another.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Visits and treatment.
    Care,
    /// Bills and payments.
    Billing,
    /// Whatever sells.
    Marketing,
    /// Asking for a review.
    Review,
}

/// What a receiver once said about messages of one purpose on one channel.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Consent {
    /// On which channel.
    pub channel: Channel,
    /// For what.
    pub purpose: Purpose,
    /// Yes or no.
    pub given: bool,
    /// When it was said.
    pub at: Minute,
}

/// All that a receiver has said, in any order.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Consents(Vec<Consent>);

impl Consents {
    /// All that a receiver has said.
    #[must_use]
    pub fn new(said: impl IntoIterator<Item = Consent>) -> Self {
        Self(said.into_iter().collect())
    }

    /// Whether the receiver agrees, as last said up to `now`; none where nothing was said. Of a yes
    /// and a no in one minute the no counts.
    ///
    /// ```
    /// # use pms_core::engagement::{Channel, Consent, Consents, Purpose};
    /// # use pms_core::time::Minute;
    /// let (channel, purpose) = (Channel::Text, Purpose::Care);
    /// let [monday, friday] = [Minute::new(29_000_000)?, Minute::new(29_005_760)?];
    /// let said = Consents::new([
    ///     Consent { channel, purpose, given: true, at: monday },
    ///     Consent { channel, purpose, given: false, at: friday },
    /// ]);
    /// assert_eq!(said.agrees(channel, purpose, monday), Some(true));
    /// assert_eq!(said.agrees(channel, purpose, friday), Some(false));
    /// assert_eq!(said.agrees(channel, Purpose::Billing, friday), None);
    /// # Ok::<(), pms_core::time::TimeError>(())
    /// ```
    #[must_use]
    pub fn agrees(&self, channel: Channel, purpose: Purpose, now: Minute) -> Option<bool> {
        self.0
            .iter()
            .filter(|said| (said.channel, said.purpose) == (channel, purpose) && said.at <= now)
            .max_by_key(|said| (said.at, !said.given))
            .map(|said| said.given)
    }
}
