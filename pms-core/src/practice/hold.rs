use crate::access::Noun;
use crate::access::Role;
use crate::access::Verb;
use crate::id::HoldId;
use crate::scheduling::Hold;
use crate::store::Question;
use crate::store::Term;
use crate::time::Minutes;

use super::call::Call;
use super::changes::Changes;
use super::choose::commit_chosen;
use super::error::PracticeError;
use super::shell::{Act, Attempt, Practice};
use super::visit::{Choice, end_hold, numbered, take};

impl Practice {
    /// Keeps a start for the caller, for a while.
    ///
    /// # Errors
    ///
    /// [`Refused::NotFree`] says whose time is not free and why; [`Refused::TooManyHolds`].
    ///
    /// [`Refused::NotFree`]: crate::scheduling::Refused::NotFree
    /// [`Refused::TooManyHolds`]: crate::scheduling::Refused::TooManyHolds
    pub async fn hold(
        &self,
        call: &Call,
        choice: &Choice,
        length: Minutes,
    ) -> Result<Hold, PracticeError> {
        let act = own(call, Act::new(Verb::Create, Noun::Hold));
        let mut attempt = self.begin(call, act, &(choice, length)).await?;
        loop {
            if let Some(hold) = attempt.replay().await? {
                return Ok(hold);
            }
            let mut changes = Changes::default();
            let slot = self.choose(&mut attempt, choice, &mut changes).await?;
            let policy = attempt.settings().await?.booking;
            let live = holds_of_caller(&mut attempt, call, &mut changes).await?;
            let id = attempt.ids().mint();
            let hold = Hold::place(id, slot, call.actor.id, length, call.now)?;
            let hold = hold.among(&live, &policy)?;
            take(&mut changes, &hold.cells(), id.into());
            if let Some(number) = numbered(&hold) {
                changes.take(number, id);
            }
            changes.add(&hold, "hold.placed")?;
            if let Some(hold) = commit_chosen(&mut attempt, changes, hold.slot(), &hold).await? {
                return Ok(hold);
            }
        }
    }

    /// Keeps a hold until so long from now, as long as it is live.
    ///
    /// # Errors
    ///
    /// [`Refused::HoldExpired`]; [`Refused::NotHolder`] where it is another's and the caller may not
    /// change holds.
    ///
    /// [`Refused::HoldExpired`]: crate::scheduling::Refused::HoldExpired
    /// [`Refused::NotHolder`]: crate::scheduling::Refused::NotHolder
    pub async fn extend_hold(
        &self,
        call: &Call,
        id: HoldId,
        length: Minutes,
    ) -> Result<Hold, PracticeError> {
        let act = own(call, Act::new(Verb::Create, Noun::Hold)).on(id);
        let mut attempt = self.begin(call, act, &(id, length)).await?;
        loop {
            if let Some(hold) = attempt.replay().await? {
                return Ok(hold);
            }
            let (hold, version) = attempt.own_hold(id).await?;
            let hold = hold.extend(length, call.now)?;
            let mut changes = Changes::default();
            changes.replace(&hold, version, "hold.extended")?;
            if let Some(hold) = attempt.commit(changes, &hold).await? {
                return Ok(hold);
            }
        }
    }

    /// Lets go of a hold: others may have its time at once.
    ///
    /// # Errors
    ///
    /// As [`extend_hold`](Self::extend_hold).
    pub async fn release_hold(&self, call: &Call, id: HoldId) -> Result<Hold, PracticeError> {
        let act = own(call, Act::new(Verb::Cancel, Noun::Hold)).on(id);
        let mut attempt = self.begin(call, act, &id).await?;
        loop {
            if let Some(hold) = attempt.replay().await? {
                return Ok(hold);
            }
            let (hold, version) = attempt.own_hold(id).await?;
            let mut changes = Changes::default();
            end_hold(&mut changes, &hold, version)?;
            if let Some(hold) = attempt.commit(changes, &hold).await? {
                return Ok(hold);
            }
        }
    }
}

/// A patient at the portal holds time for themselves.
fn own(call: &Call, act: Act) -> Act {
    match call.actor.role {
        Role::Patient(own) => act.of(own),
        _ => act,
    }
}

/// The live holds of the caller. Those that have run out are ended by this writer.
async fn holds_of_caller(
    attempt: &mut Attempt<'_>,
    call: &Call,
    changes: &mut Changes,
) -> Result<Vec<Hold>, PracticeError> {
    let term = Term::holder(call.actor.id);
    let noun = Noun::Hold;
    let answers = attempt.ask(&[Question::ByTerm { noun, term }]).await?;
    let mut live = Vec::new();
    for stored in answers.documents(0) {
        let hold: Hold = stored.record()?;
        if hold.is_live(call.now) {
            live.push(hold);
        } else if !changes.writes(stored.document.key) {
            end_hold(changes, &hold, stored.version)?;
        }
    }
    Ok(live)
}
