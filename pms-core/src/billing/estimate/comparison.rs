use serde::{Deserialize, Serialize};

use crate::adjudication::{Owes, ShareKind};
use crate::id::ChargeId;
use crate::money::{Money, MoneyError};

use super::figures::Figures;
use super::line::{ActualLine, EstimatedLine};

/// Why a patient owes another amount than was estimated.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Cause {
    /// More or less was charged.
    Charge,
    /// The payer allows more or less.
    Allowed,
    /// The plan shares another way: another copay, or a deductible that was met in between.
    Share(ShareKind),
    /// What was said by hand, instead of what was computed.
    Override,
    /// It was done, and not estimated.
    NotEstimated,
    /// It was estimated, and not done.
    NotDone,
}

/// How much a cause makes of what the patient owes; below zero, the patient owes less for it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct CauseAmount {
    /// The cause.
    pub cause: Cause,
    /// Actual less estimated.
    pub amount: Money,
}

/// One service, as it was estimated and as it came.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct LineComparison {
    /// The estimated charge; none where it was not estimated.
    pub estimated: Option<ChargeId>,
    /// The actual charge; none where it was not done.
    pub actual: Option<ChargeId>,
    /// What the patient owes, less what was estimated.
    pub difference: Money,
    /// The same by cause.
    pub causes: Vec<CauseAmount>,
}

/// An estimate against what came.
///
/// Always: the difference is what the patient owes less what was estimated, and the sum over the lines,
/// and the sum over the causes.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Comparison {
    /// Line by line: as estimated, then what was not estimated.
    pub lines: Vec<LineComparison>,
    /// All figures as they were computed.
    pub computed: Figures,
    /// What the patient was told to owe.
    pub estimated: Money,
    /// All figures as they came.
    pub actual: Figures,
    /// What the patient owes, less what was estimated.
    pub difference: Money,
    /// The same by cause.
    pub causes: Vec<CauseAmount>,
}

/// Holds an estimate against what came. Lines meet by charge, else by procedure and modifiers.
///
/// Of what the patient owes, so much is put down to the charge, then to the allowed amount, as its own
/// difference can explain; the rest is the plan's way of sharing.
///
/// # Errors
///
/// [`MoneyError::OutOfRange`] where a sum does not fit.
///
/// ```
/// # use pms_core::billing::{ActualLine, Cause, EstimatedLine, Figures, against_actual};
/// # use pms_core::id::{ChargeId, Uuid};
/// # use pms_core::money::Money;
/// # let charge = ChargeId::from(Uuid::from_u128(1));
/// let told = EstimatedLine {
///     charge, procedure: "99213".parse()?, modifiers: vec![],
///     computed: Figures::self_pay("150.00".parse()?, Money::ZERO)?, overridden: None,
/// };
/// let came = ActualLine {
///     charge, procedure: "99214".parse()?, modifiers: vec![],
///     figures: Figures::self_pay("210.00".parse()?, Money::ZERO)?,
/// };
/// let comparison = against_actual(&[told], &[came])?;
/// assert_eq!(comparison.difference, "60.00".parse()?);
/// assert_eq!(comparison.causes[0].cause, Cause::Charge);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn against_actual(
    estimate: &[EstimatedLine],
    actual: &[ActualLine],
) -> Result<Comparison, MoneyError> {
    let met = meet(estimate, actual);
    let mut lines = Vec::new();
    for (told, came) in estimate.iter().zip(&met) {
        let came = came.and_then(|at| actual.get(at));
        lines.push(compare(told, came)?);
    }
    let others = actual.iter().enumerate();
    for (_, came) in others.filter(|(at, _)| !met.contains(&Some(*at))) {
        let amount = came.figures.owes.total()?;
        lines.push(LineComparison {
            estimated: None,
            actual: Some(came.charge),
            difference: amount,
            causes: listed([(Cause::NotEstimated, amount)])?,
        });
    }
    let causes = lines.iter().flat_map(|line| &line.causes);
    let sum = |all: Figures, one: &Figures| all.plus(*one);
    let none = Figures::default();
    let told = estimate.iter().map(EstimatedLine::patient_owes);
    Ok(Comparison {
        causes: listed(causes.map(|each| (each.cause, each.amount)))?,
        computed: estimate
            .iter()
            .map(|line| &line.computed)
            .try_fold(none, sum)?,
        estimated: Money::sum(told.collect::<Result<Vec<_>, _>>()?)?,
        actual: actual
            .iter()
            .map(|line| &line.figures)
            .try_fold(none, sum)?,
        difference: Money::sum(lines.iter().map(|line| line.difference))?,
        lines,
    })
}

/// Which actual line each estimated one became.
fn meet(estimate: &[EstimatedLine], actual: &[ActualLine]) -> Vec<Option<usize>> {
    let mut met: Vec<Option<usize>> = vec![None; estimate.len()];
    let same_charge = |told: &EstimatedLine, came: &ActualLine| told.charge == came.charge;
    let same_service = |told: &EstimatedLine, came: &ActualLine| {
        told.procedure == came.procedure && told.modifiers == came.modifiers
    };
    for is_same in [
        &same_charge as &dyn Fn(&EstimatedLine, &ActualLine) -> bool,
        &same_service,
    ] {
        for (at, told) in estimate.iter().enumerate() {
            let found = actual
                .iter()
                .enumerate()
                .find(|(n, came)| !met.contains(&Some(*n)) && is_same(told, came));
            if let Some(place) = met.get_mut(at).filter(|place| place.is_none()) {
                *place = found.map(|(n, _)| n);
            }
        }
    }
    met
}

fn compare(told: &EstimatedLine, came: Option<&ActualLine>) -> Result<LineComparison, MoneyError> {
    let estimated = told.patient_owes()?;
    let owes = came.map_or(Ok(Money::ZERO), |came| came.figures.owes.total())?;
    let causes = match came {
        None => listed([(Cause::NotDone, estimated.negated())])?,
        Some(came) => {
            let by_hand = told.computed.owes.total()?.minus(estimated)?;
            let rest = causes(&told.computed, &came.figures)?;
            listed(rest.into_iter().chain([(Cause::Override, by_hand)]))?
        }
    };
    Ok(LineComparison {
        estimated: Some(told.charge),
        actual: came.map(|came| came.charge),
        difference: owes.minus(estimated)?,
        causes,
    })
}

/// What the patient owes more or less for one service, by cause.
fn causes(told: &Figures, came: &Figures) -> Result<Vec<(Cause, Money)>, MoneyError> {
    let charge = came.charge.minus(told.charge)?;
    let allowed = came.allowed.minus(told.allowed)?;
    let above = came.owes.above_allowed.minus(told.owes.above_allowed)?;
    let by_charge = toward(above, charge);
    let by_allowed = toward(above.minus(by_charge)?, allowed.negated());
    let rest = above.minus(by_charge)?.minus(by_allowed)?;
    let mut found = vec![
        (Cause::Charge, by_charge),
        (Cause::Allowed, by_allowed),
        (Cause::Share(ShareKind::AboveAllowed), rest),
    ];
    let mut shares = Vec::new();
    for kind in Owes::KINDS.into_iter().rev() {
        if kind != ShareKind::AboveAllowed {
            shares.push((kind, came.owes.of(kind).minus(told.owes.of(kind))?));
        }
    }
    let within = Money::sum(shares.iter().map(|(_, amount)| *amount))?;
    let explained = toward(within, allowed);
    // An allowed amount that moves with the charge, as under a lesser-of rule, is the charge's doing.
    let cause = if allowed == charge {
        Cause::Charge
    } else {
        Cause::Allowed
    };
    found.push((cause, explained));
    // The last cents of an allowed amount fall into the last shares.
    let mut left = explained;
    for (kind, amount) in shares {
        let taken = toward(amount, left);
        left = left.minus(taken)?;
        found.push((Cause::Share(kind), amount.minus(taken)?));
    }
    Ok(found)
}

/// So much of an amount as goes the way of another, and no further than that.
fn toward(amount: Money, way: Money) -> Money {
    amount.clamp(way.min(Money::ZERO), way.max(Money::ZERO))
}

/// Each cause once, those of nothing left out.
fn listed(
    amounts: impl IntoIterator<Item = (Cause, Money)>,
) -> Result<Vec<CauseAmount>, MoneyError> {
    let mut all = std::collections::BTreeMap::<Cause, Money>::new();
    for (cause, amount) in amounts {
        let sum = all.entry(cause).or_default();
        *sum = sum.plus(amount)?;
    }
    all.retain(|_, amount| !amount.is_zero());
    let listed = all.into_iter();
    Ok(listed
        .map(|(cause, amount)| CauseAmount { cause, amount })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjudication::Adjustment;
    use crate::billing::Overridden;
    use crate::id::Uuid;
    use proptest::prelude::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    fn told(n: u128, procedure: &str, computed: Figures) -> EstimatedLine {
        EstimatedLine {
            charge: Uuid::from_u128(n).into(),
            procedure: procedure.parse().unwrap(),
            modifiers: vec![],
            computed,
            overridden: None,
        }
    }

    fn came(n: u128, procedure: &str, figures: Figures) -> ActualLine {
        ActualLine {
            charge: Uuid::from_u128(n).into(),
            procedure: procedure.parse().unwrap(),
            modifiers: vec![],
            figures,
        }
    }

    /// Charge, paid, then adjustments: `150 40 CO-45=50 PR-1=50 PR-2=10`.
    fn answer(text: &str) -> Figures {
        let mut words = text.split(' ');
        let mut amount = || money(words.next().unwrap());
        let (charge, paid) = (amount(), amount());
        let adjustments: Vec<Adjustment> = words
            .map(|word| {
                let (why, amount) = word.split_once('=').unwrap();
                let (group, reason) = why.split_once('-').unwrap();
                Adjustment::new(
                    group.parse().unwrap(),
                    reason.parse().unwrap(),
                    money(amount),
                )
            })
            .collect();
        Figures::answered(charge, paid, &adjustments).unwrap()
    }

    fn shown(causes: &[CauseAmount]) -> String {
        let each = causes.iter().map(|each| match each.cause {
            Cause::Share(kind) => format!("{kind:?} {}", each.amount),
            cause => format!("{cause:?} {}", each.amount),
        });
        each.collect::<Vec<_>>().join(", ")
    }

    #[test]
    #[rustfmt::skip] // a table
    fn each_cent_of_a_difference_has_its_cause() {
        let base = "150 40 CO-45=50 PR-1=50 PR-2=10";
        //    estimated  came                                      causes
        check(base, base,                                          "");
        check(base, "150 80 CO-45=50 PR-2=20",                     "Deductible -50.00, Coinsurance 10.00");
        check(base, "150 48 CO-45=40 PR-1=50 PR-2=12",             "Allowed 2.00");
        check(base, "170 40 CO-45=70 PR-1=50 PR-2=10",             "");
        check(base, "150 0 CO-45=50 PR-1=100",                     "Deductible 50.00, Coinsurance -10.00");
        check(base, "150 0 PR-96=150",                             "Allowed 40.00, AboveAllowed 50.00"); // allowed: 100 less
        check("150 0 PR-1=150", "180 0 PR-1=180",                  "Charge 30.00");
        check("150 80 PR-45=50 PR-2=20", "180 80 PR-45=80 PR-2=20", "Charge 30.00");
        check("150 80 PR-45=50 PR-2=20", "150 72 PR-45=60 PR-2=18", "Allowed 8.00");
    }

    #[track_caller]
    fn check(estimated: &str, actual: &str, wanted: &str) {
        let (estimated, actual) = (answer(estimated), answer(actual));
        let compared =
            against_actual(&[told(1, "99213", estimated)], &[came(1, "99213", actual)]).unwrap();
        assert_eq!(shown(&compared.causes), wanted);
    }

    #[test]
    fn lines_meet_by_charge_and_then_by_service() {
        let figures = |text| Figures::self_pay(money(text), Money::ZERO).unwrap();
        let mut by_hand = told(1, "99213", figures("150"));
        by_hand.overridden = Some(Overridden {
            amount: money("140"),
            by: Uuid::from_u128(9).into(),
            why: "known patient".parse().unwrap(),
        });
        let estimate = [
            by_hand,
            told(2, "85025", figures("20")),
            told(3, "87880", figures("30")),
        ];
        let actual = [
            came(8, "85025", figures("25")),
            came(1, "99214", figures("200")),
            came(9, "93000", figures("60")),
        ];
        let compared = against_actual(&estimate, &actual).unwrap();
        let lines: Vec<String> = compared
            .lines
            .iter()
            .map(|line| shown(&line.causes))
            .collect();
        assert_eq!(
            lines,
            [
                "Charge 50.00, Override 10.00",
                "Charge 5.00",
                "NotDone -30.00",
                "NotEstimated 60.00"
            ]
        );
        assert_eq!(
            (compared.estimated, compared.difference),
            (money("190"), money("95"))
        );
        assert_eq!(
            compared.computed.charge,
            money("200"),
            "what was computed is kept beside the override"
        );
    }

    fn any_figures() -> impl Strategy<Value = Figures> {
        prop::collection::vec(0..20_000_i64, 8).prop_map(|cents| {
            let of = |n: usize| Money::from_cents(cents[n] * i64::from(cents[n] % 3 != 0)).unwrap();
            let owes = Owes {
                copay: of(0),
                deductible: of(1),
                coinsurance: of(2),
                over_maximum: of(3),
                above_allowed: of(4),
            };
            Figures {
                charge: of(5),
                allowed: of(6),
                payers_pay: of(7),
                owes,
                not_collected: Money::ZERO,
            }
        })
    }

    proptest! {
        #[test]
        fn differences_come_to_the_whole_difference(
            estimate in prop::collection::vec((1..5_u128, 0..3_usize, any_figures(), prop::option::of(0..9_999_i64)), 0..5),
            actual in prop::collection::vec((1..5_u128, 0..3_usize, any_figures()), 0..5),
        ) {
            let codes = ["99213", "99214", "85025"];
            let estimate: Vec<_> = estimate.into_iter().map(|(n, code, figures, by_hand)| {
                let mut line = told(n, codes[code], figures);
                line.overridden = by_hand.map(|cents| Overridden {
                    amount: Money::from_cents(cents).unwrap(),
                    by: Uuid::from_u128(9).into(),
                    why: "known".parse().unwrap(),
                });
                line
            }).collect();
            let actual: Vec<_> = actual.into_iter().map(|(n, code, figures)| came(n, codes[code], figures)).collect();
            let compared = against_actual(&estimate, &actual).unwrap();
            let sum = |causes: &[CauseAmount]| Money::sum(causes.iter().map(|each| each.amount)).unwrap();
            let owed = compared.actual.owes.total().unwrap();
            prop_assert_eq!(compared.difference, owed.minus(compared.estimated).unwrap());
            prop_assert_eq!(sum(&compared.causes), compared.difference);
            for line in &compared.lines {
                prop_assert_eq!(sum(&line.causes), line.difference);
            }
            let done = compared.lines.iter().filter(|line| line.actual.is_some()).count();
            prop_assert_eq!(done, actual.len());
        }
    }
}
