use pms_core::practice;
use pms_core::scheduling::Schedule;
use pms_core::store::Expected;

use crate::error::PmsError;
use crate::scalar::Instant;

use super::call::Call;
use super::shell::{Practice, told};
use super::visit::{BookedVisit, visit, word};

record! {
    /// What became of a schedule that was published.
    pub struct PublishedSchedule {
        /// At which version the schedule is kept now.
        pub version: u64,
        /// The visits ahead that it leaves out, by start. They stay booked: somebody has to decide.
        pub stranded: Vec<StrandedVisit>,
    }
}

record! {
    /// A booked visit that a schedule leaves out.
    pub struct StrandedVisit {
        /// Which visit.
        pub visit: BookedVisit,
        /// What the schedule says against it: `hours`, `reserved`, `block`.
        pub layer: String,
    }
}

record! {
    /// What would change if a schedule stood so.
    pub struct ScheduleWhatIf {
        /// The visits ahead that it would leave out, by start.
        pub stranded: Vec<StrandedVisit>,
        /// How much time is offered to each type of visit now, and how much would be.
        pub offers: Vec<OfferRow>,
    }
}

record! {
    /// How many minutes are offered to a type of visit, bookings apart, counted where it fits.
    pub struct OfferRow {
        /// To which type.
        pub visit: String,
        /// How many now.
        pub before: u64,
        /// How many there would be.
        pub after: u64,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// Keeps a schedule, given as JSON as it is to be from now on, and lists the visits ahead that it
    /// leaves out. None of them is cancelled by that.
    ///
    /// # Errors
    ///
    /// As `register`; it takes the permission to read appointments besides.
    pub async fn publish(
        &self,
        call: Call,
        schedule: String,
        replaces: Option<u64>,
    ) -> Result<PublishedSchedule, PmsError> {
        let schedule: Schedule = crate::json::read(&schedule)?;
        let expected = replaces.map_or(Expected::New, Expected::Exact);
        let call = call.core()?;
        let published = self.core.publish(&call, &schedule, expected);
        let published = published.await.map_err(told)?;
        Ok(PublishedSchedule {
            version: published.version,
            stranded: published.stranded.iter().map(stranded).collect(),
        })
    }

    /// What would change if a schedule, given as JSON, stood so: the visits ahead that it would leave
    /// out, and how much time it offers to each type of visit in a window. Keeps nothing.
    ///
    /// # Errors
    ///
    /// `json.syntax`, `json.type`; `time.reversed`; whatever the permission refuses.
    pub async fn what_if(
        &self,
        call: Call,
        schedule: String,
        start: Instant,
        end: Instant,
    ) -> Result<ScheduleWhatIf, PmsError> {
        let schedule: Schedule = crate::json::read(&schedule)?;
        let (call, from, to) = (call.core()?, start.inner(), end.inner());
        let asked = self.core.what_if(&call, &schedule, from, to);
        let asked = asked.await.map_err(told)?;
        let offers = asked.offers.iter().map(|offer| OfferRow {
            visit: offer.visit.to_string(),
            before: offer.before.count(),
            after: offer.after.count(),
        });
        Ok(ScheduleWhatIf {
            stranded: asked.stranded.iter().map(stranded).collect(),
            offers: offers.collect(),
        })
    }
}

fn stranded(one: &practice::StrandedVisit) -> StrandedVisit {
    StrandedVisit {
        visit: visit(&one.appointment),
        layer: word(&one.layer),
    }
}
