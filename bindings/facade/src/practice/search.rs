use pms_core::practice::FindSlots;
use pms_core::scheduling;
use pms_core::scheduling::Filter;
use pms_core::scheduling::Hours;
use pms_core::scheduling::Openings;
use pms_core::scheduling::Pick;
use pms_core::scheduling::Relief;
use pms_core::scheduling::Window;
use pms_core::time::ClockTime;
use pms_core::time::Minute;

use crate::error::{At, PmsError, parse};
use crate::identity::{read, read_option};
use crate::scalar::Instant;
use crate::scheduling::{DayOfWeek, SlotAnswer};
use crate::time::instant;

use super::call::Call;
use super::shell::{Practice, told};
use super::visit::{identifiers, word};

record! {
    /// A wish for a visit: whose time, what kind, between when.
    pub struct VisitWish {
        /// The schedules that are needed together.
        pub schedules: Vec<String>,
        /// The type of visit.
        pub visit: String,
        /// Starts from here on.
        pub start: Instant,
        /// Starts before this.
        pub end: Instant,
    }
    optional {
        /// Any one of these schedules besides, those who are preferred first.
        pub any_of: Vec<String>,
        /// For whom: their other visits are then in the way, and hours for new patients know them.
        pub patient: Option<String>,
        /// Which starts would be liked.
        pub filter: Option<TimeFilter>,
        /// No more starts than this.
        pub most: Option<u32>,
        /// Of each local day its first start alone.
        pub first_per_day: bool,
    }
}

record! {
    /// Which starts somebody would like: mornings, Tuesdays after five.
    pub struct TimeFilter {}
    optional {
        /// On these days of the week; on all where none is named.
        pub days: Vec<DayOfWeek>,
        /// Starts within these hours of the day; in all where none are named.
        pub hours: Vec<DayHours>,
        /// On the clocks of this zone; without it on those of the location.
        pub zone: Option<String>,
    }
}

record! {
    /// From when to when on the clock of a day.
    pub struct DayHours {
        /// From when, such as `08:00`.
        pub opens: String,
        /// Until when; `24:00` is midnight at its end.
        pub closes: String,
    }
}

record! {
    /// When the visit could start.
    pub struct OpenTimes {
        /// Whether it could at all, and if not, what that means.
        pub answer: SlotAnswer,
        /// The starts, in order.
        pub starts: Vec<Instant>,
        /// Who would be booked at each of them: a resource for each role, in the order of the wish and
        /// then of what the type of visit needs.
        pub resources: Vec<Vec<String>>,
        /// What part of the wish could not be searched: `unpublished`, `notice` or `horizon`.
        pub clipped: Vec<String>,
    }
}

record! {
    /// Why there are the starts that there are: what each layer takes, and what would help.
    pub struct SearchExplanation {
        /// How many starts there are.
        pub starts: u64,
        /// The layers that stand against some minute of the window.
        pub against: Vec<LayerRow>,
        /// What would open further starts, the cheapest first.
        pub relaxations: Vec<RelaxationRow>,
    }
}

record! {
    /// What one layer of one resource takes.
    pub struct LayerRow {
        /// Which layer: `hours`, `busy`, `filter`.
        pub layer: String,
        /// Whose it is; none where it is the patient's, the policy's or the wish's.
        pub resource: Option<String>,
        /// At how many minutes of the window the visit could not start for this, whatever else stands
        /// against them too.
        pub removes: u64,
        /// How many starts would be open if this alone did not count.
        pub alone: u64,
    }
}

record! {
    /// Something that would open further starts: some layers that did not count, or a shorter visit.
    pub struct RelaxationRow {
        /// The layers that would not count; none where the visit would be shorter.
        pub lift: Vec<LayerName>,
        /// How many minutes the visit would last; none where layers would be lifted.
        pub shorter: Option<u64>,
        /// How many starts that would open.
        pub starts: u64,
        /// The first of them.
        pub first: Instant,
    }
}

record! {
    /// A layer of a resource, or nobody's.
    pub struct LayerName {
        /// Which layer.
        pub layer: String,
        /// Whose it is.
        pub resource: Option<String>,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// Every time at which the visit could start, and who would be booked then.
    ///
    /// # Errors
    ///
    /// `id.syntax`; `time.reversed`; `practice.unknown`, `practice.unknown_visit_type`.
    pub async fn find_times(&self, call: Call, wish: VisitWish) -> Result<OpenTimes, PmsError> {
        let pick = match wish.first_per_day {
            true => Pick::FirstPerDay,
            false => Pick::All,
        };
        let most = wish.most.and_then(|most| usize::try_from(most).ok());
        let (call, wish) = (call.core()?, wished(&wish)?);
        let open = self.core.find_slots(&call, &wish).await.map_err(told)?;
        let starts = open.pick(pick).take(most.unwrap_or(usize::MAX));
        let starts: Vec<Minute> = starts.collect();
        Ok(OpenTimes {
            answer: SlotAnswer::from(open.answer()),
            resources: starts.iter().map(|at| filled(&open, *at)).collect(),
            starts: starts.into_iter().map(instant).collect(),
            clipped: open.clips().iter().map(word).collect(),
        })
    }

    /// Why there are the starts that `find_times` gives, and no others. How many are asked for and
    /// how often a day does not matter.
    ///
    /// # Errors
    ///
    /// As `find_times`.
    pub async fn why(&self, call: Call, wish: VisitWish) -> Result<SearchExplanation, PmsError> {
        let (call, wish) = (call.core()?, wished(&wish)?);
        let why = self.core.why(&call, &wish).await.map_err(told)?;
        let against = why.against.iter().map(|row| LayerRow {
            layer: word(&row.layer),
            resource: row.resource.map(|resource| resource.to_string()),
            removes: row.removes.count(),
            alone: row.alone,
        });
        Ok(SearchExplanation {
            starts: why.starts,
            against: against.collect(),
            relaxations: why.relaxations.iter().map(relaxation).collect(),
        })
    }
}

fn wished(wish: &VisitWish) -> Result<FindSlots, PmsError> {
    let mut wished = FindSlots::of(
        identifiers(&wish.schedules, "wish.schedules")?,
        read(&wish.visit, || "wish.visit".to_owned())?,
        wish.start.inner(),
        wish.end.inner(),
    );
    wished.any_of = identifiers(&wish.any_of, "wish.anyOf")?;
    wished.patient = read_option(wish.patient.as_deref(), || "wish.patient".to_owned())?;
    wished.filter = wish.filter.as_ref().map(filter).transpose()?;
    Ok(wished)
}

fn filter(filter: &TimeFilter) -> Result<Filter, PmsError> {
    let zone = filter.zone.as_deref();
    Ok(Filter {
        days: filter.days.iter().copied().map(Into::into).collect(),
        hours: hours(&filter.hours, "wish.filter.hours")?,
        zone: zone
            .map(|zone| parse(zone, "wish.filter.zone"))
            .transpose()?,
    })
}

/// The hours of a day, in any order.
pub(super) fn hours(hours: &[DayHours], field: &str) -> Result<Hours, PmsError> {
    let windows = hours.iter().enumerate().map(|(n, hours)| {
        let field = format!("{field}[{n}]");
        let clock = |text: &str| parse::<ClockTime>(text, &field);
        Window::new(clock(&hours.opens)?, clock(&hours.closes)?).at(&field)
    });
    Ok(windows.collect::<Result<Vec<_>, _>>()?.into())
}

fn filled(open: &Openings, start: Minute) -> Vec<String> {
    let resources = open.fill(start).unwrap_or_default();
    resources.iter().map(ToString::to_string).collect()
}

fn relaxation(found: &scheduling::Relaxation) -> RelaxationRow {
    let (lift, shorter) = match &found.change {
        Relief::Shorter(length) => (&[][..], Some(length.count())),
        Relief::Lift(layers) => (layers.as_slice(), None),
        _ => (&[][..], None),
    };
    let lift = lift.iter().map(|(layer, resource)| LayerName {
        layer: word(layer),
        resource: resource.map(|resource| resource.to_string()),
    });
    RelaxationRow {
        lift: lift.collect(),
        shorter,
        starts: found.starts,
        first: instant(found.first),
    }
}
