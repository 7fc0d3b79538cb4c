use pms_core::metrics;
use pms_core::metrics::AgingBasis;
use pms_core::metrics::ChargeBase;
use pms_core::metrics::Credits;
use pms_core::metrics::Outstanding;
use pms_core::metrics::Ratio;
use pms_core::metrics::ReceivableRow;
use pms_core::metrics::Receivables;
use pms_core::metrics::Revenue;
use pms_core::metrics::RevenueRow;
use pms_core::time::AsOf;

use crate::error::{At, PmsError};
use crate::identity::{read, read_option};
use crate::scalar::{Amount, Day, Exact, Instant};

record! {
    /// From which day a receivable's age is counted.
    pub enum AgingFrom {
        /// From the service.
        Service,
        /// From the first bill.
        FirstBilled,
        /// From the day since when the party owes.
        Responsibility,
    }
}

record! {
    /// One movement of what a party owes for a charge.
    pub struct ReceivableMovement {
        /// The charge line.
        pub charge: String,
        /// The payer that owes; none where the patient does.
        pub payer: Option<String>,
        /// When the service was.
        pub service: Day,
        /// When it was first billed to the party.
        pub first_billed: Option<Day>,
        /// Since when the party owes.
        pub responsible_since: Option<Day>,
        /// When the movement took effect.
        pub effective: Day,
        /// When it came to be known.
        pub recorded: Instant,
        /// Above zero the party owes more, below zero less.
        pub amount: Amount,
    }
}

record! {
    /// What one party owes, by the age of it in days.
    pub struct AgingRow {
        /// The payer; none for patients.
        pub payer: Option<String>,
        /// 0 to 30 days, and what is not due yet.
        pub up_to30: Amount,
        /// 31 to 60 days.
        pub up_to60: Amount,
        /// 61 to 90 days.
        pub up_to90: Amount,
        /// 91 to 120 days.
        pub up_to120: Amount,
        /// More than 120 days.
        pub over120: Amount,
        /// Owed, and without a day to count from: not billed yet.
        pub undated: Amount,
        /// Paid too much, as an amount above zero; not taken off what is owed.
        pub credits: Amount,
    }
}

record! {
    /// Receivables by party and age, patients first.
    pub struct AgingReport {
        /// The last day whose events count.
        pub as_of: Day,
        /// The last instant whose knowledge counts.
        pub known_at: Instant,
        /// From which day ages are counted.
        pub basis: AgingFrom,
        /// One line a party that owes or is in credit.
        pub rows: Vec<AgingRow>,
    }
}

/// The aging report: what is owed by party and age, as of a day and as it was known at an instant.
///
/// # Errors
///
/// `id.syntax`, `money.out_of_range`.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn age_receivables(
    movements: Vec<ReceivableMovement>,
    basis: AgingFrom,
    as_of: Day,
    known_at: Instant,
) -> Result<AgingReport, PmsError> {
    let rows = movements
        .iter()
        .enumerate()
        .map(|(n, movement)| receivable(n, movement))
        .collect::<Result<Vec<_>, _>>()?;
    let counted = match basis {
        AgingFrom::Service => AgingBasis::Service,
        AgingFrom::FirstBilled => AgingBasis::FirstBilled,
        AgingFrom::Responsibility => AgingBasis::Responsibility,
    };
    let aging = Receivables::of(&rows, counted)
        .and_then(|receivables| receivables.aging(AsOf::new(as_of.0, known_at.0)))
        .at("movements")?;
    Ok(AgingReport {
        as_of,
        known_at,
        basis,
        rows: aging.lines.iter().map(aging_row).collect(),
    })
}

pub(crate) fn aging_row(line: &metrics::AgingLine) -> AgingRow {
    let [up_to30, up_to60, up_to90, up_to120, over120] = line.buckets.map(Amount);
    AgingRow {
        payer: line.payer.map(|payer| payer.to_string()),
        up_to30,
        up_to60,
        up_to90,
        up_to120,
        over120,
        undated: Amount(line.undated),
        credits: Amount(line.credits),
    }
}

fn receivable(n: usize, movement: &ReceivableMovement) -> Result<ReceivableRow, PmsError> {
    Ok(ReceivableRow {
        charge: read(&movement.charge, || format!("movements[{n}].charge"))?,
        payer: read_option(movement.payer.as_deref(), || {
            format!("movements[{n}].payer")
        })?,
        service: movement.service.0,
        first_billed: movement.first_billed.map(Day::inner),
        responsible_since: movement.responsible_since.map(Day::inner),
        effective: movement.effective.0,
        recorded: movement.recorded.0,
        amount: movement.amount.0,
    })
}

record! {
    /// What a movement means for the revenue of a service.
    pub enum RevenueKind {
        /// Charged at full fee.
        Charge,
        /// Taken off by contract.
        Contractual,
        /// Paid by anyone.
        Payment,
        /// Given back to the one who paid.
        Refund,
    }
}

record! {
    /// One movement of revenue.
    pub struct RevenueMovement {
        /// What it means.
        pub kind: RevenueKind,
        /// The payer it is about; none for the patient's part.
        pub payer: Option<String>,
        /// When the service was.
        pub service: Day,
        /// When the movement took effect.
        pub effective: Day,
        /// When it came to be known.
        pub recorded: Instant,
        /// Above zero as its kind says; below zero takes it back.
        pub amount: Amount,
    }
}

record! {
    /// A convention of days in receivables.
    pub struct DaysConvention {
        /// How many days of charges are averaged, the last being the day of the report.
        pub window: u32,
        /// Charges less what contracts take off, not at full fee.
        pub net_charges: bool,
        /// Credits are taken off what is owed.
        pub subtract_credits: bool,
    }
}

record! {
    /// A key figure with its convention on its face: numerator over denominator, spread over days.
    pub struct Figure {
        /// A stable name that tells two definitions of one figure apart.
        pub convention: String,
        /// The last day whose events count.
        pub as_of: Day,
        /// The last instant whose knowledge counts.
        pub known_at: Instant,
        /// What is divided.
        pub numerator: Exact,
        /// By what.
        pub denominator: Exact,
        /// Over how many days the denominator is spread; 1 where it is not.
        pub days: u32,
        /// The figure; none where the denominator is zero, which is undefined and not zero.
        pub value: Option<Exact>,
    }
}

pub(crate) fn figure(ratio: &Ratio) -> Figure {
    Figure {
        convention: ratio.convention.clone(),
        as_of: Day(ratio.as_of.effective),
        known_at: Instant(ratio.as_of.recorded),
        numerator: Exact(ratio.numerator.into()),
        denominator: Exact(ratio.denominator.into()),
        days: ratio.days,
        value: ratio.value().map(Exact),
    }
}

/// How many days of charges are outstanding: what is owed over a day's charges.
///
/// # Errors
///
/// `metrics.empty_window`, `id.syntax`, `money.out_of_range`.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn days_in_receivables(
    owed: Amount,
    credits: Amount,
    revenue: Vec<RevenueMovement>,
    convention: DaysConvention,
    as_of: Day,
    known_at: Instant,
) -> Result<Figure, PmsError> {
    let rows = revenue
        .iter()
        .enumerate()
        .map(|(n, movement)| revenue_row(n, movement))
        .collect::<Result<Vec<_>, _>>()?;
    let outstanding = Outstanding {
        owed: owed.0,
        credits: credits.0,
    };
    let by = metrics::DaysInReceivables {
        window: convention.window,
        charges: if convention.net_charges {
            ChargeBase::Net
        } else {
            ChargeBase::Gross
        },
        credits: if convention.subtract_credits {
            Credits::Subtracted
        } else {
            Credits::Apart
        },
    };
    let as_of = AsOf::new(as_of.0, known_at.0);
    let ratio = metrics::days_in_receivables(outstanding, &rows, by, as_of).at("convention")?;
    Ok(figure(&ratio))
}

fn revenue_row(n: usize, movement: &RevenueMovement) -> Result<RevenueRow, PmsError> {
    Ok(RevenueRow {
        kind: match movement.kind {
            RevenueKind::Charge => Revenue::Charge,
            RevenueKind::Contractual => Revenue::Contractual,
            RevenueKind::Payment => Revenue::Payment,
            RevenueKind::Refund => Revenue::Refund,
        },
        payer: read_option(movement.payer.as_deref(), || format!("revenue[{n}].payer"))?,
        service: movement.service.0,
        effective: movement.effective.0,
        recorded: movement.recorded.0,
        amount: movement.amount.0,
    })
}
