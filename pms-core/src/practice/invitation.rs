use core::fmt;

use serde::Serialize;

use crate::access::Noun;
use crate::access::Verb;
use crate::id::AppointmentId;
use crate::party::Email;
use crate::party::Location;
use crate::party::Region;
use crate::scheduling::Appointment;
use crate::scheduling::Invitation;
use crate::scheduling::Telling;
use crate::scheduling::write_invitation;

use super::call::Call;
use super::error::PracticeError;
use super::shell::{Act, Practice};

/// What an entry in somebody's calendar is to say. What is not asked for is not told: neither why the
/// patient comes nor where.
#[derive(Clone, Eq, PartialEq, Serialize)]
pub struct Invite {
    /// Who invites: where a reply goes.
    pub organizer: Email,
    /// What the one who invites is called.
    pub organizer_name: Option<String>,
    /// Who is invited. None for an entry that is put into a calendar by hand.
    pub attendee: Option<Email>,
    /// The words of the entry.
    pub summary: Option<String>,
    /// Where there are no words: the name of the type of visit, instead of `Appointment`.
    pub names_visit: bool,
    /// The name and the address of the location.
    pub names_location: bool,
}

/// Says none of it: it may be about a patient.
impl fmt::Debug for Invite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Invite(..)")
    }
}

impl Practice {
    /// An appointment as an iCalendar object: an invitation, or word that it was called off. A later
    /// one takes the place of an earlier one in the reader's calendar.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Unknown`]; whatever the permission or the zone rules refuse.
    pub async fn invitation(
        &self,
        call: &Call,
        id: AppointmentId,
        wish: &Invite,
    ) -> Result<Invitation, PracticeError> {
        let patient = self.patient_of(id).await?;
        let act = Act::new(Verb::Read, Noun::Appointment).of(patient).on(id);
        let mut attempt = self.begin(call, act, &(id, wish)).await?;
        attempt.note().await?;
        let (visit, _) = attempt.record::<Appointment>(id).await?;
        let place = match wish.names_location {
            true => Some(place(&attempt.record(visit.slot().location()).await?.0)),
            false => None,
        };
        let named = wish.names_visit.then(|| visit.slot().visit().name());
        let telling = Telling {
            organizer: &wish.organizer,
            organizer_name: wish.organizer_name.as_deref(),
            attendee: wish.attendee.as_ref(),
            summary: wish.summary.as_deref().or(named),
            place: place.as_deref(),
        };
        Ok(write_invitation(&visit, &telling, call.now, self.rules())?)
    }
}

/// A location as one writes it on an envelope, in one line.
fn place(location: &Location) -> String {
    let mut told = location.name.to_string();
    let Some(address) = &location.address else {
        return told;
    };
    let lines = [Some(&address.line), address.second_line.as_ref()];
    for part in lines.into_iter().flatten().chain([&address.city]) {
        told.push_str(", ");
        told.push_str(part.as_str());
    }
    if let Region::Domestic { state, zip } = &address.region {
        told.push_str(&format!(", {state} {zip}"));
    }
    told
}
