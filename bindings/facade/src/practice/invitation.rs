use pms_core::practice::Invite;

use crate::error::{PmsError, parse};
use crate::identity::read;

use super::call::Call;
use super::shell::{Practice, told};
use super::visit::word;

record! {
    /// What an entry in somebody's calendar is to say of a visit. What is not asked for is not told.
    pub struct InvitationWish {
        /// The address of the one who invites.
        pub organizer: String,
    }
    optional {
        /// What the one who invites is called.
        pub organizer_name: Option<String>,
        /// The address of the one who is invited; none for an entry that is put in by hand.
        pub attendee: Option<String>,
        /// The words of the entry; `Appointment` where there are none.
        pub summary: Option<String>,
        /// Where there are no words: the name of the type of visit.
        pub names_visit: bool,
        /// The name and the address of the location.
        pub names_location: bool,
    }
}

record! {
    /// A visit as calendars read it.
    pub struct Invitation {
        /// A whole iCalendar object: `text/calendar`, or the content of an `.ics` file.
        pub text: String,
        /// What its reader is to do, which a message has to say beside it: `request`, `publish`,
        /// `cancel`.
        pub method: String,
        /// Under which name calendars know the visit, through all of its moves.
        pub uid: String,
        /// The higher of two invitations counts.
        pub sequence: u32,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// An appointment as an iCalendar object: an invitation, or word that it was called off. A later
    /// one takes the place of an earlier one in the reader's calendar.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `party.email`; whatever the permission refuses.
    pub async fn invitation(
        &self,
        call: Call,
        appointment: String,
        wish: InvitationWish,
    ) -> Result<Invitation, PmsError> {
        let id = read(&appointment, || "appointment".to_owned())?;
        let attendee = wish.attendee.as_deref();
        let wish = Invite {
            organizer: parse(&wish.organizer, "wish.organizer")?,
            organizer_name: wish.organizer_name,
            attendee: attendee
                .map(|text| parse(text, "wish.attendee"))
                .transpose()?,
            summary: wish.summary,
            names_visit: wish.names_visit,
            names_location: wish.names_location,
        };
        let told_of = self.core.invitation(&call.core()?, id, &wish).await;
        let invitation = told_of.map_err(told)?;
        Ok(Invitation {
            text: invitation.text,
            method: word(&invitation.method),
            uid: invitation.uid,
            sequence: invitation.sequence,
        })
    }
}
