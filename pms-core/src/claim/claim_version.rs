use core::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::code::ClaimFrequency;
use crate::id::ClaimId;
use crate::party::Text;

use super::acknowledgment::{Acknowledgment, settle};
use super::check::Checks;
use super::error::ClaimError;
use super::finding::Severity;
use super::number::{ClaimNumber, PayerControlNumber};
use super::snapshot::Claim;
use super::state::{Gate, Outcome, State, Successor};

/// A claim on its way: what it says never changes, where it stands does. `Debug` shows the
/// identifier and the state.
///
/// Each step consumes the version and gives it back one step further, or refuses. What a payer has
/// turned away is sent anew; what it has decided is replaced or voided under the payer's own
/// number, the newest that it gave.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct ClaimVersion {
    claim: Claim,
    state: State,
    #[serde(default)]
    payer_control_number: Option<PayerControlNumber>,
    #[serde(default)]
    forwarded: bool,
    #[serde(default)]
    hold: Option<Text>,
    #[serde(default)]
    predecessor: Option<ClaimId>,
    #[serde(default)]
    successor: Option<Successor>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    acknowledgments: Vec<Acknowledgment>,
}

impl ClaimVersion {
    /// A draft.
    #[must_use]
    pub fn new(claim: Claim) -> Self {
        Self {
            claim,
            state: State::Draft,
            payer_control_number: None,
            forwarded: false,
            hold: None,
            predecessor: None,
            successor: None,
            acknowledgments: Vec::new(),
        }
    }

    /// The draft, saying something else: a claim is corrected before it leaves by drawing it again.
    ///
    /// # Errors
    ///
    /// [`ClaimError::WrongState`] once it has left; [`ClaimError::OtherClaim`] where it is not the
    /// same version of a claim for the same patient.
    pub fn redraw(self, claim: Claim) -> Result<Self, ClaimError> {
        match self.state {
            State::Draft | State::Ready { .. } => {}
            _ => return Err(self.wrong_state()),
        }
        if claim.id != self.claim.id || claim.patient != self.claim.patient {
            return Err(ClaimError::OtherClaim);
        }
        let state = State::Draft;
        Ok(Self {
            claim,
            state,
            ..self
        })
    }

    /// Ready to go: checked, without errors.
    ///
    /// A file that was not read at all may be sent again as it is.
    ///
    /// # Errors
    ///
    /// [`ClaimError::HasErrors`]; [`ClaimError::WrongState`]; [`ClaimError::Superseded`].
    pub fn prepare(self, checks: &Checks<'_>, now: DateTime<Utc>) -> Result<Self, ClaimError> {
        self.stands_for_itself()?;
        match self.state {
            State::Draft | State::Rejected { by: Gate::File, .. } => {}
            _ => return Err(self.wrong_state()),
        }
        let findings = self.claim.findings(checks);
        let errors = findings
            .iter()
            .filter(|found| found.severity() == Severity::Error);
        match errors.count() {
            0 => Ok(self.at(State::Ready { at: now })),
            errors => Err(ClaimError::HasErrors { errors }),
        }
    }

    /// On its way.
    ///
    /// # Errors
    ///
    /// [`ClaimError::WrongState`] unless it is ready; [`ClaimError::OnHold`];
    /// [`ClaimError::Superseded`].
    pub fn submit(self, now: DateTime<Utc>) -> Result<Self, ClaimError> {
        self.stands_for_itself()?;
        match (self.state, &self.hold) {
            (State::Ready { .. }, None) => Ok(self.at(State::Submitted { at: now })),
            (State::Ready { .. }, Some(_)) => Err(ClaimError::OnHold),
            _ => Err(self.wrong_state()),
        }
    }

    /// Turned away at a gate. A later gate may turn away what an earlier one let through.
    ///
    /// # Errors
    ///
    /// [`ClaimError::WrongState`] unless it is on its way or let through.
    pub fn reject(self, by: Gate, now: DateTime<Utc>) -> Result<Self, ClaimError> {
        match self.state {
            State::Submitted { .. } | State::Accepted { .. } => {
                Ok(self.at(State::Rejected { at: now, by }))
            }
            _ => Err(self.wrong_state()),
        }
    }

    /// Let through at a gate, where the payer may already give its number.
    ///
    /// # Errors
    ///
    /// [`ClaimError::WrongState`] unless it is on its way or let through.
    pub fn accept(
        self,
        by: Gate,
        number: Option<PayerControlNumber>,
        now: DateTime<Utc>,
    ) -> Result<Self, ClaimError> {
        let by = match self.state {
            State::Submitted { .. } => by,
            State::Accepted { by: before, .. } => by.max(before),
            _ => return Err(self.wrong_state()),
        };
        Ok(self.numbered(number).at(State::Accepted { at: now, by }))
    }

    /// With one more word of what became of it on its way, and the payer's number where that was given:
    /// let through or turned away as all that was said of this sending has it. The same word again
    /// changes nothing; what comes once the payer has decided, or of a sending that has been made anew
    /// since, is kept and changes nothing else. Nothing is refused, so that nothing is lost.
    ///
    /// ```
    /// # use pms_core::claim::{Acknowledgment, ClaimVersion};
    /// # fn read(claim: ClaimVersion, answer: Acknowledgment) {
    /// let once = claim.acknowledge(answer.clone(), None);
    /// assert_eq!(once.clone().acknowledge(answer, None), once);
    /// # }
    /// ```
    #[must_use]
    pub fn acknowledge(mut self, word: Acknowledgment, number: Option<PayerControlNumber>) -> Self {
        let told = &self.acknowledgments;
        if told.iter().any(|earlier| word.repeats(earlier)) {
            return self;
        }
        // What was told of a file that was not read says nothing of the file that was sent anew.
        let unread = |sent: &str| {
            let same = |earlier: &&Acknowledgment| !sent.is_empty() && earlier.sent == sent;
            told.iter().filter(same).any(Acknowledgment::is_unread_file)
        };
        let of_this = told.iter().filter(|earlier| !unread(&earlier.sent));
        let standing = match unread(&word.sent) {
            true => None,
            false => settle(of_this.chain([&word])),
        };
        let state = self.state.settled(standing, word.at);
        let followed = matches!(self.state, State::Rejected { .. }) && self.successor.is_some();
        let state = if followed { self.state } else { state };
        self.acknowledgments.push(word);
        self.numbered(number).at(state)
    }

    /// Decided on. A payer may decide again, even when all seemed done; its last number counts.
    ///
    /// # Errors
    ///
    /// [`ClaimError::WrongState`] where the payer cannot have it.
    pub fn adjudicate(
        self,
        outcome: Outcome,
        number: Option<PayerControlNumber>,
        now: DateTime<Utc>,
    ) -> Result<Self, ClaimError> {
        match self.state {
            State::Draft | State::Ready { .. } | State::Rejected { .. } => Err(self.wrong_state()),
            State::Submitted { .. }
            | State::Accepted { .. }
            | State::Adjudicated { .. }
            | State::Closed { .. } => {
                let state = State::Adjudicated { at: now, outcome };
                Ok(self.numbered(number).at(state))
            }
        }
    }

    /// The payer has sent it on to the next one: that one is not billed again.
    ///
    /// # Errors
    ///
    /// [`ClaimError::WrongState`] unless it is decided on.
    pub fn forward(mut self) -> Result<Self, ClaimError> {
        match self.state {
            State::Adjudicated { .. } => {
                self.forwarded = true;
                Ok(self)
            }
            _ => Err(self.wrong_state()),
        }
    }

    /// Nothing more is to be done.
    ///
    /// # Errors
    ///
    /// [`ClaimError::WrongState`] unless it is decided on.
    pub fn close(self, now: DateTime<Utc>) -> Result<Self, ClaimError> {
        match self.state {
            State::Adjudicated { outcome, .. } => Ok(self.at(State::Closed { at: now, outcome })),
            _ => Err(self.wrong_state()),
        }
    }

    /// Stopped by a person, wherever it stands, until [released](Self::release).
    #[must_use]
    pub fn hold(self, reason: Text) -> Self {
        let hold = Some(reason);
        Self { hold, ..self }
    }

    /// No longer stopped.
    #[must_use]
    pub fn release(self) -> Self {
        Self { hold: None, ..self }
    }

    /// This version with its successor named, and the successor as a draft that says `next`.
    ///
    /// What was turned away goes again as what it was, a new claim mostly; what the payer has goes
    /// as a replacement under its newest number.
    ///
    /// # Errors
    ///
    /// [`ClaimError::WrongState`] while the answer is open; [`ClaimError::NoPayerControlNumber`];
    /// [`ClaimError::Superseded`]; [`ClaimError::OtherClaim`] where `next` is the same version or
    /// about another patient or payer.
    pub fn correct(self, next: Claim) -> Result<(Self, Self), ClaimError> {
        let by = next.id;
        match self.state {
            State::Rejected { .. } => {
                let frequency = self.claim.frequency;
                let number = self.claim.payer_control_number.clone();
                self.followed(next, frequency, number, Successor::Resent { by })
            }
            State::Accepted { .. } | State::Adjudicated { .. } | State::Closed { .. } => {
                let number = Some(self.known_number()?);
                let successor = Successor::Replaced { by };
                self.followed(next, ClaimFrequency::Replacement, number, successor)
            }
            State::Draft | State::Ready { .. } | State::Submitted { .. } => Err(self.wrong_state()),
        }
    }

    /// This version with its successor named, and a draft that takes it back from the payer.
    ///
    /// # Errors
    ///
    /// [`ClaimError::WrongState`] where the payer does not have it;
    /// [`ClaimError::NoPayerControlNumber`]; [`ClaimError::Superseded`].
    pub fn void(self, id: ClaimId, number: ClaimNumber) -> Result<(Self, Self), ClaimError> {
        match self.state {
            State::Accepted { .. } | State::Adjudicated { .. } | State::Closed { .. } => {
                let known = Some(self.known_number()?);
                let content = self.claim.clone();
                let next = Claim {
                    id,
                    number,
                    ..content
                };
                let successor = Successor::Voided { by: id };
                self.followed(next, ClaimFrequency::Void, known, successor)
            }
            State::Draft
            | State::Ready { .. }
            | State::Submitted { .. }
            | State::Rejected { .. } => Err(self.wrong_state()),
        }
    }

    fn followed(
        self,
        next: Claim,
        frequency: ClaimFrequency,
        payer_control_number: Option<PayerControlNumber>,
        successor: Successor,
    ) -> Result<(Self, Self), ClaimError> {
        self.stands_for_itself()?;
        let (old, new) = (&self.claim, &next);
        if new.id == old.id || new.patient != old.patient || new.payer.id != old.payer.id {
            return Err(ClaimError::OtherClaim);
        }
        let draft = Self {
            predecessor: Some(self.claim.id),
            ..Self::new(Claim {
                frequency,
                payer_control_number,
                ..next
            })
        };
        let successor = Some(successor);
        Ok((Self { successor, ..self }, draft))
    }

    fn known_number(&self) -> Result<PayerControlNumber, ClaimError> {
        self.payer_control_number
            .clone()
            .ok_or(ClaimError::NoPayerControlNumber)
    }

    fn numbered(self, number: Option<PayerControlNumber>) -> Self {
        let payer_control_number = number.or(self.payer_control_number);
        Self {
            payer_control_number,
            ..self
        }
    }

    fn at(self, state: State) -> Self {
        Self { state, ..self }
    }

    fn stands_for_itself(&self) -> Result<(), ClaimError> {
        match self.successor {
            None => Ok(()),
            Some(_) => Err(ClaimError::Superseded),
        }
    }

    fn wrong_state(&self) -> ClaimError {
        let state = self.state.name();
        ClaimError::WrongState { state }
    }

    /// What it says.
    #[must_use]
    pub fn claim(&self) -> &Claim {
        &self.claim
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }

    /// The newest number that the payer gave it.
    #[must_use]
    pub fn payer_control_number(&self) -> Option<&PayerControlNumber> {
        self.payer_control_number.as_ref()
    }

    /// Whether the payer has sent it on to the next one.
    #[must_use]
    pub fn is_forwarded(&self) -> bool {
        self.forwarded
    }

    /// What was said of it on its way, in the order in which it was read.
    #[must_use]
    pub fn acknowledgments(&self) -> &[Acknowledgment] {
        &self.acknowledgments
    }

    /// Why a person has stopped it.
    #[must_use]
    pub fn held_for(&self) -> Option<&Text> {
        self.hold.as_ref()
    }

    /// The version in whose place it stands.
    #[must_use]
    pub fn predecessor(&self) -> Option<ClaimId> {
        self.predecessor
    }

    /// The version that stands in its place.
    #[must_use]
    pub fn successor(&self) -> Option<Successor> {
        self.successor
    }
}

impl fmt::Debug for ClaimVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClaimVersion({}, {})", self.claim.id, self.state.name())
    }
}

#[cfg(test)]
#[path = "claim_version_tests.rs"]
mod tests;
