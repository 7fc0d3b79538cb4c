use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::VisitTypeId;
use crate::time::{ClockTime, Fold, Gap, Minute, Minutes, Zone, ZoneRules};

use super::error::Refused;
use super::hold::later;
use super::hours::Window;

/// How a practice offers time that became free.
///
/// ```
/// # use pms_core::scheduling::{Mode, OfferRules};
/// # use pms_core::time::Minutes;
/// let rules = OfferRules::default();
/// assert_eq!(rules.mode, Mode::Approval);
/// assert_eq!(rules.answer_within(Minutes::new(60)), Minutes::new(15));
/// assert_eq!(rules.answer_within(Minutes::new(3 * 1_440)), Minutes::new(240));
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct OfferRules {
    /// What an acceptance leads to.
    pub mode: Mode,
    /// To how many an offer goes at once.
    pub manner: Manner,
    /// Who of equal urgency comes first.
    pub order: Order,
    /// How long an offer can be answered, by how soon the visit is. The last row that is not
    /// sooner counts.
    pub answer: Vec<ByLead>,
    /// How long after one batch the next goes out, by how soon the visit is; for broadcasts.
    pub batch: Vec<ByLead>,
    /// No offer is made closer to the visit than this.
    pub least_lead: Minutes,
    /// Closer to the visit than this an acceptance is approved by the practice, whatever the mode.
    pub least_lead_unattended: Minutes,
    /// How long the practice has to approve.
    pub approve_within: Minutes,
    /// A visit is moved only where it becomes earlier by so much.
    pub least_gain: Minutes,
    /// A patient gets no more offers on one day of the location.
    pub most_a_day: u8,
    /// A patient gets no offer so soon after another.
    pub repeat_after: Minutes,
    /// For fairness, each offer that was declined or not answered counts as so much waiting less.
    pub setback: Minutes,
    /// Messages reach a patient only in these hours of their day. Without them, always.
    pub hours: Option<Window>,
    /// How often time that a moved visit frees is offered in turn.
    pub depth: u8,
    /// Time that a visit of one of these types frees goes to the same type alone.
    pub protected: Vec<VisitTypeId>,
    /// An entry is put to the practice anew after waiting so long.
    pub age_out: Minutes,
}

/// What a session says of its own time that becomes free, in place of the practice's [`OfferRules`].
/// What it leaves out is as the practice has it.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Refill {
    /// It is not offered to those who wait.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub never: bool,
    /// Whoever accepts it is approved by the practice, whatever the mode.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub attended: bool,
    /// Time that a visit of one of these types frees goes to the same type alone; with none named,
    /// to whoever waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protected: Option<Vec<VisitTypeId>>,
    /// No offer is made closer to the visit than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least_lead: Option<Minutes>,
    /// Closer to the visit than this an acceptance is approved by the practice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least_lead_unattended: Option<Minutes>,
}

impl Refill {
    /// Whether all is as the practice has it.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// What an acceptance leads to.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The time is kept until the practice approves.
    #[default]
    Approval,
    /// The visit is booked or moved at once.
    Book,
    /// Nothing is sent: the practice calls, and says what the patient answered.
    Call,
}

/// To how many an offer goes at once.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// To one, for whom the time is held meanwhile.
    #[default]
    OneByOne,
    /// To so many, none of whom holds it: the first to accept has it.
    Broadcast(u8),
}

/// Who comes first among those of equal urgency.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Who has waited longest.
    #[default]
    Waiting,
    /// Whose visit is furthest away; who has none comes before.
    FurthestVisit,
    /// Whose visit is nearest; who has none comes before.
    NearestVisit,
}

/// A length of time for visits that are at least so far away.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ByLead {
    /// From this long before the visit on.
    pub lead: Minutes,
    /// The length of time.
    pub length: Minutes,
}

const fn by_lead(hours: u64, minutes: u64) -> ByLead {
    ByLead {
        lead: Minutes::new(hours * 60),
        length: Minutes::new(minutes),
    }
}

const DAY: u64 = 1_440;

impl Default for OfferRules {
    /// Held for one at a time and approved by the practice: 15 minutes to answer for today, four
    /// hours from two days on; no offer within two hours, no unattended booking within 72; two
    /// offers a day; three runs deep.
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            manner: Manner::default(),
            order: Order::default(),
            answer: vec![by_lead(0, 15), by_lead(12, 60), by_lead(48, 240)],
            batch: vec![by_lead(0, 1), by_lead(2, 2), by_lead(12, 4), by_lead(48, 8)],
            least_lead: Minutes::new(120),
            least_lead_unattended: Minutes::new(3 * DAY),
            approve_within: Minutes::new(240),
            least_gain: Minutes::new(DAY),
            most_a_day: 2,
            repeat_after: Minutes::new(60),
            setback: Minutes::new(DAY),
            hours: None,
            depth: 3,
            protected: Vec::new(),
            age_out: Minutes::new(180 * DAY),
        }
    }
}

impl OfferRules {
    /// The rules for time in some sessions; none where one of them is never offered. What a session
    /// says counts in place of these; of what several say, the strictest.
    ///
    /// ```
    /// # use pms_core::scheduling::{Mode, OfferRules, Refill};
    /// # use pms_core::time::Minutes;
    /// let practice = OfferRules { mode: Mode::Book, ..OfferRules::default() };
    /// let week = Minutes::new(7 * 1_440);
    /// let procedures = Refill { least_lead_unattended: Some(week), ..Refill::default() };
    /// let there = practice.clone().within([&procedures]).ok_or("never offered")?;
    /// assert_eq!(there.mode_at(Minutes::new(4 * 1_440)), Mode::Approval);
    /// assert_eq!(practice.within([&Refill { never: true, ..Refill::default() }]), None);
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub fn within<'a>(mut self, sessions: impl IntoIterator<Item = &'a Refill>) -> Option<Self> {
        let sessions: Vec<&Refill> = sessions.into_iter().collect();
        if sessions.iter().any(|session| session.never) {
            return None;
        }
        if self.mode == Mode::Book && sessions.iter().any(|session| session.attended) {
            self.mode = Mode::Approval;
        }
        let said = sessions
            .iter()
            .filter_map(|session| session.protected.as_ref());
        let said: Vec<&Vec<VisitTypeId>> = said.collect();
        if !said.is_empty() {
            self.protected = said.into_iter().flatten().copied().collect();
        }
        let most = |said: fn(&Refill) -> Option<Minutes>| {
            sessions.iter().filter_map(|session| said(session)).max()
        };
        self.least_lead = most(|session| session.least_lead).unwrap_or(self.least_lead);
        self.least_lead_unattended =
            most(|session| session.least_lead_unattended).unwrap_or(self.least_lead_unattended);
        Some(self)
    }

    /// How long an offer can be answered when the visit is `lead` away.
    #[must_use]
    pub fn answer_within(&self, lead: Minutes) -> Minutes {
        pick(&self.answer, lead)
    }

    /// How long after one batch of a broadcast the next goes out.
    #[must_use]
    pub fn next_batch(&self, lead: Minutes) -> Minutes {
        pick(&self.batch, lead)
    }

    /// What an acceptance leads to when the visit is `lead` away.
    #[must_use]
    pub fn mode_at(&self, lead: Minutes) -> Mode {
        match self.mode {
            Mode::Book if lead < self.least_lead_unattended => Mode::Approval,
            mode => mode,
        }
    }

    /// The first moment from `now` on in which a patient in `zone` may be told of an offer.
    ///
    /// # Errors
    ///
    /// Whatever the zone rules refuse.
    pub fn reachable(
        &self,
        zone: &Zone,
        rules: &dyn ZoneRules,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, Refused> {
        let Some(hours) = self.hours else {
            return Ok(now);
        };
        let civil = rules.civil_at(zone, Minute::containing(now))?;
        let clock = ClockTime::try_from(civil.time())?;
        if clock >= hours.opens() && clock < hours.closes() {
            return Ok(now);
        }
        let mut date = civil.date();
        if clock >= hours.closes() {
            date = date.succ_opt().unwrap_or(date);
        }
        let opens = chrono::NaiveTime::MIN
            .overflowing_add_signed(chrono::TimeDelta::minutes(
                hours.opens().minute_of_day().into(),
            ))
            .0;
        let at = rules.resolve(zone, date.and_time(opens))?;
        Ok(at.pick(Gap::Edge, Fold::First)?.into())
    }

    /// When an offer made now for a visit at `start` runs out; none where it is too late to make
    /// one.
    pub(super) fn expires(
        &self,
        start: Minute,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, Refused> {
        let lead = Minutes::between(Minute::containing(now), start);
        if lead < self.least_lead || lead == Minutes::ZERO {
            return Ok(None);
        }
        let until = later(now, self.answer_within(lead))?;
        Ok(Some(until.min(start.into())))
    }
}

fn pick(rows: &[ByLead], lead: Minutes) -> Minutes {
    rows.iter()
        .filter(|row| row.lead <= lead)
        .max_by_key(|row| row.lead)
        .or_else(|| rows.first())
        .map_or(Minutes::ZERO, |row| row.length)
        .max(Minutes::new(1))
}
