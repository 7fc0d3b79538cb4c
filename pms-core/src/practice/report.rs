use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::access::Verb;
use crate::id::PayerId;
use crate::id::ResourceId;
use crate::metrics::Aging;
use crate::metrics::AgingBasis;
use crate::metrics::CapacityRow;
use crate::metrics::ChargeBase;
use crate::metrics::Credits;
use crate::metrics::DaysInReceivables;
use crate::metrics::DecisionRow;
use crate::metrics::DenialRate;
use crate::metrics::DenialUnit;
use crate::metrics::NoShowRate;
use crate::metrics::Ratio;
use crate::metrics::Receivables;
use crate::metrics::VisitOutcome;
use crate::metrics::VisitRow;
use crate::metrics::days_in_receivables;
use crate::metrics::denial_rate;
use crate::metrics::denial_rates_by_payer;
use crate::metrics::gross_collection_rate;
use crate::metrics::no_show_rate;
use crate::metrics::utilisation;
use crate::posting::receivable_rows;
use crate::posting::revenue_rows;
use crate::scheduling::Appointment;
use crate::scheduling::Calendar;
use crate::scheduling::Initiator;
use crate::scheduling::Schedule;
use crate::scheduling::Status;
use crate::time::AsOf;
use crate::time::Period;

use super::call::Call;
use super::error::PracticeError;
use super::remittance::Posted;
use super::settings::Settings;
use super::shell::{Act, Practice};

/// How the business stood at the end of a month: each figure as a ratio with its convention.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MonthEnd {
    /// The days that were looked at.
    pub window: Period,
    /// As of when the books were read.
    pub as_of: AsOf,
    /// Who owes what, by age from the date of service.
    pub aging: Aging,
    /// Days of gross charges that are outstanding, over a window of 90 days.
    pub days_in_receivables: Ratio,
    /// First answers with a denied line, of all claims that were decided.
    pub denied_claims: Ratio,
    /// What was denied at first, of all that was charged.
    pub denied_dollars: Ratio,
    /// The share of denied claims, by payer.
    pub denied_by_payer: BTreeMap<PayerId, Ratio>,
    /// Payments of what was charged, in the window.
    pub gross_collection: Ratio,
    /// How often patients did not come.
    pub no_show: Ratio,
    /// Booked of offered minutes, by resource.
    pub utilisation: BTreeMap<ResourceId, Ratio>,
}

impl Practice {
    /// The figures of a window of days, as of a day and an instant: asked again later with the same
    /// two, they are the same.
    ///
    /// # Errors
    ///
    /// Where the store or the permission refuses.
    pub async fn month_end(
        &self,
        call: &Call,
        window: Period,
        as_of: AsOf,
    ) -> Result<MonthEnd, PracticeError> {
        let act = Act::new(Verb::Read, Noun::Report);
        let mut attempt = self.begin(call, act, &(window, as_of)).await?;
        let settings = attempt.settings().await?;
        let books = self.journal(as_of).await?;
        let revenue = revenue_rows(&books);
        let receivables = Receivables::of(&receivable_rows(&books), AgingBasis::Service)?;
        let decisions: Vec<DecisionRow> = self
            .all::<Posted>()
            .await?
            .into_iter()
            .flat_map(|posted| posted.decisions)
            .collect();
        let appointments = self.all::<Appointment>().await?;
        let visits: Vec<VisitRow> = appointments.iter().map(visit_row).collect();
        let capacity = self.capacity(&settings, &appointments, window).await?;
        let denial = |unit| DenialRate::initial(unit, window);
        let claims = denial(DenialUnit::Claims);
        let dollars = denial(DenialUnit::Dollars);
        let quarter = DaysInReceivables {
            window: 90,
            charges: ChargeBase::Gross,
            credits: Credits::Apart,
        };
        let missed = NoShowRate {
            window,
            late_cancels: false,
        };
        let outstanding = receivables.outstanding(as_of)?;
        Ok(MonthEnd {
            window,
            as_of,
            aging: receivables.aging(as_of)?,
            days_in_receivables: days_in_receivables(outstanding, &revenue, quarter, as_of)?,
            denied_claims: denial_rate(&decisions, &claims, as_of)?,
            denied_dollars: denial_rate(&decisions, &dollars, as_of)?,
            denied_by_payer: denial_rates_by_payer(&decisions, &claims, as_of)?,
            gross_collection: gross_collection_rate(&revenue, window, as_of)?,
            no_show: no_show_rate(&visits, missed, as_of),
            utilisation: by_resource(&capacity, window, as_of),
        })
    }

    /// What each resource offered on each day, and what of it was booked.
    async fn capacity(
        &self,
        settings: &Settings,
        appointments: &[Appointment],
        window: Period,
    ) -> Result<Vec<CapacityRow>, PracticeError> {
        let schedules = self.all::<Schedule>().await?;
        let mut booked: BTreeMap<(ResourceId, NaiveDate), u64> = BTreeMap::new();
        for appointment in appointments.iter().filter(|a| a.status().meaning().counts) {
            let slot = appointment.slot();
            for resource in slot.resources() {
                let minutes = booked.entry((*resource, slot.time().civil().date()));
                *minutes.or_default() += slot.interval().length().count();
            }
        }
        let mut rows = Vec::new();
        for schedule in &schedules {
            for day in window.days() {
                let offered = self.offered(schedule, settings, day)?;
                let taken = booked.remove(&(schedule.resource, day)).unwrap_or_default();
                rows.push(CapacityRow {
                    resource: schedule.resource,
                    effective: day,
                    recorded: DateTime::UNIX_EPOCH,
                    available_minutes: u32::try_from(offered).unwrap_or(u32::MAX),
                    booked_minutes: u32::try_from(taken).unwrap_or(u32::MAX),
                });
            }
        }
        Ok(rows)
    }

    /// The minutes that a schedule offers on a day, closures and blocks taken away.
    fn offered(
        &self,
        schedule: &Schedule,
        settings: &Settings,
        day: NaiveDate,
    ) -> Result<u64, PracticeError> {
        let Some(day) = self.rules().day(&schedule.zone, day)? else {
            return Ok(0);
        };
        let calendar = Calendar {
            closures: &settings.closures,
            ..Calendar::of(schedule)
        };
        Ok(calendar.offered(day, self.rules())?.length().count())
    }
}

fn by_resource(
    capacity: &[CapacityRow],
    window: Period,
    as_of: AsOf,
) -> BTreeMap<ResourceId, Ratio> {
    let mut rows: BTreeMap<ResourceId, Vec<&CapacityRow>> = BTreeMap::new();
    for row in capacity {
        rows.entry(row.resource).or_default().push(row);
    }
    rows.into_iter()
        .map(|(resource, rows)| (resource, utilisation(rows, window, as_of)))
        .collect()
}

/// What became of an appointment, and since when that is known.
fn visit_row(appointment: &Appointment) -> VisitRow {
    let time = appointment.slot().time();
    let start = DateTime::from(time.at());
    let (outcome, recorded) = match appointment.status() {
        Status::Fulfilled { .. } => (VisitOutcome::Kept, start),
        Status::NoShow { at } => (VisitOutcome::NoShow, *at),
        Status::Cancelled { late, by, at, .. } => {
            let patient = *late && *by == Initiator::Patient;
            let outcome = match patient {
                true => VisitOutcome::LateCancel,
                false => VisitOutcome::Cancelled,
            };
            (outcome, *at)
        }
        Status::EnteredInError { at } => (VisitOutcome::Cancelled, *at),
        _ => (VisitOutcome::Planned, start),
    };
    VisitRow {
        effective: time.civil().date(),
        recorded,
        outcome,
    }
}
