use pms_core::practice;
use pms_core::practice::SeriesKept;
use pms_core::scheduling;
use pms_core::scheduling::Authorised;
use pms_core::scheduling::Because;
use pms_core::scheduling::Fit;
use pms_core::scheduling::Series;
use pms_core::scheduling::SeriesAnswer;
use pms_core::scheduling::read_rrule;
use pms_core::time::Minute;
use pms_core::time::Tzdb;

use crate::error::{PmsError, parse, within};
use crate::identity::{read, read_option};
use crate::scalar::{Day, Instant, LocalTime};
use crate::time::instant;

use super::call::Call;
use super::shell::{Practice, told};
use super::visit::{BookedVisit, Side, identifiers, visit, whole_minute, word};

record! {
    /// What becomes of a series of which some visits cannot be had.
    pub enum SeriesMode {
        /// All visits at their time, or none.
        AllOrNothing,
        /// Those that can be had; the answer lists the others.
        Skip,
        /// Each as near to its time as it can be had, so many days either way.
        Nearest,
    }
}

record! {
    /// When visits recur, how firmly, and how many are paid for.
    pub struct SeriesWish {
        /// The first visit, by the clock of the location.
        pub start: LocalTime,
        /// When the others are: the value of an RRULE that ends, `FREQ=WEEKLY;BYDAY=TU;COUNT=8`.
        pub rule: String,
        /// What becomes of the visits that cannot be had.
        pub mode: SeriesMode,
    }
    optional {
        /// How many days either way, where the nearest time is taken.
        pub days: u8,
        /// Days of the rule on which no visit is, as EXDATE says them.
        pub exdates: Vec<Day>,
        /// How many visits were authorised; without it as many as recur.
        pub authorised: Option<u16>,
        /// The last day on which one counts.
        pub authorised_until: Option<Day>,
    }
}

record! {
    /// Visits that are to recur.
    pub struct SeriesRequest {
        /// Whose time, as the schedules that are needed together: the first that can take every visit
        /// takes the series, else who can take most.
        pub pool: Vec<Vec<String>>,
        /// The type of visit.
        pub visit: String,
        /// When.
        pub wish: SeriesWish,
        /// For whom it is planned: their other visits are then in the way.
        pub patient: Option<String>,
    }
}

record! {
    /// A series that is to change from one visit on.
    pub struct SeriesRevision {
        /// On whose part.
        pub by: Side,
        /// Why: a code of the practice's own list.
        pub reason: String,
    }
    optional {
        /// The first visit that changes, by the time at which it recurs; without it all that have not
        /// begun.
        pub first: Option<LocalTime>,
        /// When it recurs from there on; without it the series ends.
        pub wish: Option<SeriesWish>,
    }
}

record! {
    /// What became, or would become, of one visit of a series.
    pub struct SeriesAnswerRow {
        /// When it recurs, by the clock of the location: which visit of the series it is.
        pub original: LocalTime,
        /// What becomes of it: `free`, `moved_to`, `conflict`, `no_such_time`, `not_authorised`,
        /// `exception`.
        pub answer: String,
        /// When it takes place; none where it does not, or stays as it was.
        pub start: Option<Instant>,
        /// What stands against it: `hours`, `busy` and the like.
        pub layer: Option<String>,
        /// Whose time that is.
        pub resource: Option<String>,
    }
}

record! {
    /// What would become of a whole series.
    pub struct SeriesPlan {
        /// Which of the pool takes it, counted from 0.
        pub taker: u32,
        /// An answer for each visit, in the order of their times.
        pub answers: Vec<SeriesAnswerRow>,
    }
}

record! {
    /// What was kept of a series.
    pub struct SeriesRow {
        /// The series; where it was split, the later one. None where nothing is left of it.
        pub id: Option<String>,
        /// The series from which it was split off.
        pub follows: Option<String>,
        /// The visits that were booked, moved or called off.
        pub visits: Vec<BookedVisit>,
        /// What became of each visit that was asked for.
        pub answers: Vec<SeriesAnswerRow>,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// What would become of each visit of a series, without keeping any.
    ///
    /// # Errors
    ///
    /// `rrule.syntax` and its like; `scheduling.series_too_long`; `practice.unknown`,
    /// `practice.unknown_visit_type`.
    pub async fn plan_series(
        &self,
        call: Call,
        request: SeriesRequest,
    ) -> Result<SeriesPlan, PmsError> {
        let (call, request) = (call.core()?, requested(&request)?);
        let plan = self.core.plan_series(&call, &request).await.map_err(told)?;
        Ok(SeriesPlan {
            taker: u32::try_from(plan.taker).unwrap_or(u32::MAX),
            answers: plan.answers.iter().map(answer_row).collect(),
        })
    }

    /// Books a series for a patient, all in one commit.
    ///
    /// # Errors
    ///
    /// As `plan_series`; `scheduling.series_conflict` where the mode does not allow what cannot be
    /// had: nothing is kept then.
    pub async fn book_series(
        &self,
        call: Call,
        patient: String,
        request: SeriesRequest,
    ) -> Result<SeriesRow, PmsError> {
        let patient = read(&patient, || "patient".to_owned())?;
        let (call, request) = (call.core()?, requested(&request)?);
        let kept = self.core.book_series(&call, patient, &request).await;
        Ok(row(&kept.map_err(told)?))
    }

    /// Changes a series from one visit on, or ends it there, all in one commit. What is before stays
    /// as it was; what has begun is never touched.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `scheduling.no_such_visit`, `scheduling.visit_past`,
    /// `scheduling.series_conflict`.
    pub async fn change_series(
        &self,
        call: Call,
        series: String,
        revision: SeriesRevision,
    ) -> Result<SeriesRow, PmsError> {
        let id = read(&series, || "series".to_owned())?;
        let to = revision.wish.as_ref().map(wished).transpose();
        let revision = practice::SeriesRevision {
            from: revision.first.map(LocalTime::inner),
            to: within("revision", to)?,
            because: Because {
                by: revision.by.into(),
                reason: parse(&revision.reason, "revision.reason")?,
            },
        };
        let call = call.core()?;
        let kept = self.core.change_series(&call, id, &revision).await;
        Ok(row(&kept.map_err(told)?))
    }

    /// A visit of a series that was left out or called off takes place after all, at `start`.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `scheduling.no_such_visit`, `scheduling.visit_stands`,
    /// `scheduling.not_free`.
    pub async fn book_again(
        &self,
        call: Call,
        series: String,
        original: LocalTime,
        start: Instant,
    ) -> Result<BookedVisit, PmsError> {
        let id = read(&series, || "series".to_owned())?;
        let (call, start): (_, Minute) = (call.core()?, whole_minute(start, "start")?);
        let booked = self.core.book_again(&call, id, original.0, start).await;
        Ok(visit(&booked.map_err(told)?))
    }
}

fn requested(request: &SeriesRequest) -> Result<practice::SeriesRequest, PmsError> {
    let pool = request.pool.iter().enumerate();
    let pool = pool.map(|(n, together)| identifiers(together, &format!("request.pool[{n}]")));
    let patient = request.patient.as_deref();
    Ok(practice::SeriesRequest {
        pool: pool.collect::<Result<_, _>>()?,
        visit: read(&request.visit, || "request.visit".to_owned())?,
        wish: within("request", wished(&request.wish))?,
        patient: read_option(patient, || "request.patient".to_owned())?,
    })
}

fn wished(wish: &SeriesWish) -> Result<scheduling::SeriesWish, PmsError> {
    let start = wish.start.0.format("%Y%m%dT%H%M%S");
    let read = read_rrule(
        &format!("DTSTART:{start}\nRRULE:{}", wish.rule),
        &Tzdb::bundled(),
    );
    let recurrence = match (read.rule, read.findings.first()) {
        (Some(rule), None) => rule.except(wish.exdates.iter().map(|day| day.0)),
        (_, Some(wrong)) => {
            let (code, detail) = (wrong.code(), wrong.to_string());
            return Err(PmsError::invalid("wish.rule", code, detail));
        }
        (None, None) => return Err(PmsError::invalid("wish.rule", "rrule.syntax", "no rule")),
    };
    Ok(scheduling::SeriesWish {
        recurrence,
        mode: match wish.mode {
            SeriesMode::AllOrNothing => scheduling::SeriesMode::AllOrNothing,
            SeriesMode::Skip => scheduling::SeriesMode::Skip,
            SeriesMode::Nearest => scheduling::SeriesMode::Nearest { days: wish.days },
        },
        authorised: wish.authorised.map(|visits| Authorised {
            visits,
            until: wish.authorised_until.map(Day::inner),
        }),
    })
}

fn row(kept: &SeriesKept) -> SeriesRow {
    let series = kept.series.as_ref();
    SeriesRow {
        id: series.map(|it| it.id().to_string()),
        follows: series
            .and_then(Series::follows)
            .map(|before| before.to_string()),
        visits: kept.appointments.iter().map(visit).collect(),
        answers: kept.answers.iter().map(answer_row).collect(),
    }
}

fn answer_row(answer: &SeriesAnswer) -> SeriesAnswerRow {
    let (name, against) = match &answer.fit {
        Fit::Free { .. } => ("free", None),
        Fit::MovedTo { .. } => ("moved_to", None),
        Fit::Conflict { layer, resource } => ("conflict", Some((layer, resource))),
        Fit::NoSuchTime => ("no_such_time", None),
        Fit::NotAuthorised => ("not_authorised", None),
        Fit::Exception => ("exception", None),
    };
    SeriesAnswerRow {
        original: LocalTime(answer.original),
        answer: name.to_owned(),
        start: answer.fit.slot().map(|slot| instant(slot.time().at())),
        layer: against.map(|(layer, _)| word(layer)),
        resource: against.map(|(_, resource)| resource.to_string()),
    }
}
