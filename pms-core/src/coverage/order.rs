use core::cmp::Ordering;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::code::{FilingIndicator, Relationship};
use crate::id::CoverageId;

use super::place::Coverage;
use super::plan::Plan;
use super::subscriber::Subscriber;

/// Whether the subscriber still works for whoever provides the plan.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Employment {
    /// Works there, or the plan has nothing to do with work.
    #[default]
    Active,
    /// Retired or laid off.
    Inactive,
    /// Left, and continues the plan by right (COBRA or a state's law).
    Continued,
}

/// Who a child's subscriber is to it, where the parents live apart; in the order in which they pay.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Custody {
    /// The parent whom a court has made responsible, as the payer knows.
    CourtOrdered,
    /// The parent with custody.
    CustodialParent,
    /// The spouse of the parent with custody.
    CustodialParentsSpouse,
    /// The parent without custody.
    OtherParent,
    /// The spouse of the parent without custody.
    OtherParentsSpouse,
}

/// What bears on the place of a coverage among others.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(default)]
pub struct Standing {
    /// Whether the subscriber still works for whoever provides the plan.
    pub employment: Employment,
    /// Who the subscriber is to a child whose parents live apart without joint custody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custody: Option<Custody>,
    /// Since when the subscriber has been on the plan, where that was before the coverage began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// By law this Medicare coverage pays after other insurance: working aged, disabled with a large
    /// group plan, the first months of renal disease.
    pub medicare_secondary: bool,
}

/// A rule that puts one coverage before another.
///
/// Source: NAIC Model 120, section 6; 42 CFR 411; 42 CFR 433.139.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OrderRule {
    /// Medicaid pays after all others.
    MedicaidLast,
    /// Medicare pays first, unless the law makes it second.
    Medicare,
    /// The plan that the patient holds pays before one that somebody else holds.
    OwnFirst,
    /// Of a child's parents' plans: by custody where they live apart, else that of the parent whose
    /// birthday comes first in the year, whatever the year of birth; on one day, the longer held.
    Parents,
    /// The plan from present work pays before one from past work, and either before a continued one.
    Employment,
    /// The plan that has been held longer pays first.
    LongerHeld,
}

impl OrderRule {
    /// The rules in the order in which they are asked; the first that tells two apart decides.
    pub const STANDARD: &'static [Self] = &[
        Self::MedicaidLast,
        Self::Medicare,
        Self::OwnFirst,
        Self::Parents,
        Self::Employment,
        Self::LongerHeld,
    ];
}

/// A coverage in its turn.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Turn {
    /// Which coverage.
    pub coverage: CoverageId,
    /// The rule that puts it before the next one. None for the last, and where no rule tells the two
    /// apart: then they share equally, and their order here is as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<OrderRule>,
}

/// In which order a patient's coverages pay, and why. Each comes with its plan; all hold on the day
/// of service.
///
/// Source: NAIC Model 120, section 6.
///
/// ```
/// # use pms_core::coverage::{Coverage, OrderRule, Plan, Standing, Subscriber, Terms, order_of_benefits};
/// # use pms_core::id::{PayerId, PlanId, Uuid};
/// # use pms_core::time::Period;
/// # let id = |n| Uuid::from_u128(n);
/// # let terms = |plan: &Plan| Terms {
/// #     payer: plan.payer, plan: plan.id, member_id: "W123456789".parse().unwrap(), group: None,
/// #     subscriber: Subscriber::Patient, standing: Standing::default(),
/// # };
/// # let period = Period::since("2026-01-01".parse()?);
/// let medicaid = Plan::new(id(1).into(), id(2).into(), "State".parse()?, "MC".parse()?);
/// let employer = Plan::new(id(3).into(), id(4).into(), "Choice".parse()?, "CI".parse()?);
/// let first = Coverage::new(id(5).into(), id(9).into(), terms(&medicaid), period);
/// let second = Coverage::new(id(6).into(), id(9).into(), terms(&employer), period);
///
/// let turns = order_of_benefits(&[(&first, &medicaid), (&second, &employer)], OrderRule::STANDARD);
/// assert_eq!(turns[0].coverage, second.id());
/// assert_eq!(turns[0].by, Some(OrderRule::MedicaidLast));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn order_of_benefits(held: &[(&Coverage, &Plan)], rules: &[OrderRule]) -> Vec<Turn> {
    let parents = Parents::of(held);
    let mut order: Vec<&(&Coverage, &Plan)> = held.iter().collect();
    let decide = |one: &(&Coverage, &Plan), other: &(&Coverage, &Plan)| {
        rules
            .iter()
            .map(|rule| (rule.compare(*one, *other, parents), *rule))
            .find(|(order, _)| order.is_ne())
    };
    order.sort_by(|one, other| decide(one, other).map_or(Ordering::Equal, |(order, _)| order));
    let next = order.iter().skip(1).map(Some).chain([None]);
    order
        .iter()
        .zip(next)
        .map(|(one, next)| Turn {
            coverage: one.0.id(),
            by: next
                .and_then(|next| decide(one, next))
                .map(|(_, rule)| rule),
        })
        .collect()
}

/// How parents' plans are told apart: one way for all coverages of a patient, so that the order is
/// one.
#[derive(Clone, Copy)]
enum Parents {
    Custody,
    Birthday,
    NotAsked,
}

impl Parents {
    fn of(held: &[(&Coverage, &Plan)]) -> Self {
        let dependents = || {
            held.iter()
                .map(|(coverage, _)| *coverage)
                .filter(|coverage| subscriber_birth(coverage).is_some())
        };
        if !dependents().all(is_child) {
            Self::NotAsked
        } else if dependents().all(|coverage| coverage.terms().standing.custody.is_some()) {
            Self::Custody
        } else {
            Self::Birthday
        }
    }
}

impl OrderRule {
    fn compare(
        self,
        one: (&Coverage, &Plan),
        other: (&Coverage, &Plan),
        parents: Parents,
    ) -> Ordering {
        let standing = |held: (&Coverage, &Plan)| held.0.terms().standing;
        let since = |held: (&Coverage, &Plan)| {
            let start = held.0.period().start();
            standing(held).since.map_or(start, |since| since.min(start))
        };
        let by = |key: &dyn Fn((&Coverage, &Plan)) -> u8| key(one).cmp(&key(other));
        match self {
            Self::MedicaidLast => {
                by(&|(_, plan)| u8::from(plan.filing == FilingIndicator::Medicaid))
            }
            Self::Medicare => by(&|held| match (
                is_medicare(held.1),
                standing(held).medicare_secondary,
            ) {
                (true, false) => 0,
                (false, _) => 1,
                (true, true) => 2,
            }),
            Self::OwnFirst => by(&|(coverage, _)| u8::from(subscriber_birth(coverage).is_some())),
            Self::Parents => match (subscriber_birth(one.0), subscriber_birth(other.0), parents) {
                (Some(_), Some(_), Parents::Custody) => {
                    standing(one).custody.cmp(&standing(other).custody)
                }
                (Some(first), Some(second), Parents::Birthday) => {
                    let day = |birth: NaiveDate| (birth.month(), birth.day());
                    day(first)
                        .cmp(&day(second))
                        .then_with(|| since(one).cmp(&since(other)))
                }
                _ => Ordering::Equal,
            },
            Self::Employment => standing(one).employment.cmp(&standing(other).employment),
            Self::LongerHeld => since(one).cmp(&since(other)),
        }
    }
}

fn is_medicare(plan: &Plan) -> bool {
    matches!(plan.filing.as_str(), "MA" | "MB")
}

fn is_child(coverage: &Coverage) -> bool {
    match &coverage.terms().subscriber {
        Subscriber::Patient => false,
        Subscriber::Other { relationship, .. } => *relationship == Relationship::Child,
    }
}

/// The subscriber's date of birth, where the subscriber is not the patient.
fn subscriber_birth(coverage: &Coverage) -> Option<NaiveDate> {
    match &coverage.terms().subscriber {
        Subscriber::Patient => None,
        Subscriber::Other { person, .. } => Some(person.birth),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::{SubscriberPerson, Terms};
    use crate::id::Uuid;
    use crate::party::{PersonName, Sex};
    use crate::time::Period;
    use proptest::prelude::*;

    /// One coverage in words: filing indicator, who holds it and their birthday, since when, standing.
    #[derive(Clone, Copy, Debug)]
    struct Held<'a> {
        filing: &'a str,
        holder: &'a str,
        birth: &'a str,
        since: &'a str,
        standing: Standing,
    }

    const STANDING: Standing = Standing {
        employment: Employment::Active,
        custody: None,
        since: None,
        medicare_secondary: false,
    };

    const OWN: Held<'static> = Held {
        filing: "CI",
        holder: "self",
        birth: "1980-01-01",
        since: "2020-01-01",
        standing: STANDING,
    };

    fn build(number: u128, held: &Held<'_>) -> (Coverage, Plan) {
        let id = |n: u128| Uuid::from_u128(number * 100 + n);
        let text = "Plan".parse().unwrap();
        let plan = Plan::new(
            id(1).into(),
            id(2).into(),
            text,
            held.filing.parse().unwrap(),
        );
        let subscriber = match held.holder {
            "self" => Subscriber::Patient,
            code => Subscriber::Other {
                relationship: code.parse().unwrap(),
                person: Box::new(SubscriberPerson {
                    name: PersonName::single("Other").unwrap(),
                    birth: held.birth.parse().unwrap(),
                    sex: Sex::Unknown,
                    address: None,
                }),
                dependent_id: None,
            },
        };
        let terms = Terms {
            payer: plan.payer,
            plan: plan.id,
            member_id: "W123456789".parse().unwrap(),
            group: None,
            subscriber,
            standing: held.standing,
        };
        let period = Period::since(held.since.parse().unwrap());
        let coverage = Coverage::new(id(0).into(), Uuid::from_u128(1).into(), terms, period);
        (coverage, plan)
    }

    /// Places the coverages both ways round; `first` pays first by `rule`.
    #[track_caller]
    fn before(first: Held<'_>, second: Held<'_>, rule: OrderRule) {
        let (one, other) = (build(1, &first), build(2, &second));
        for held in [
            [(&one.0, &one.1), (&other.0, &other.1)],
            [(&other.0, &other.1), (&one.0, &one.1)],
        ] {
            let turns = order_of_benefits(&held, OrderRule::STANDARD);
            assert_eq!(turns[0].coverage, one.0.id());
            assert_eq!(turns[0].by, Some(rule));
            assert_eq!(turns[1].by, None);
        }
    }

    #[test]
    fn e5_own_plan_before_a_dependents() {
        let spouse = Held {
            holder: "01",
            since: "2010-01-01",
            ..OWN
        };
        before(OWN, spouse, OrderRule::OwnFirst);
    }

    #[test]
    fn e5_the_birthday_decides_whatever_the_year() {
        let mother = Held {
            holder: "19",
            birth: "1970-11-12",
            since: "2010-01-01",
            ..OWN
        };
        let father = Held {
            holder: "19",
            birth: "1990-03-03",
            ..OWN
        };
        before(father, mother, OrderRule::Parents);
        let longer = Held {
            birth: "1965-03-03",
            since: "2019-12-31",
            ..father
        };
        before(longer, father, OrderRule::Parents);
    }

    #[test]
    fn e5_custody_decides_where_parents_live_apart() {
        let custody = |custody| Standing {
            custody: Some(custody),
            ..STANDING
        };
        let child = Held {
            holder: "19",
            ..OWN
        };
        let with = Held {
            standing: custody(Custody::CustodialParent),
            birth: "1980-12-31",
            ..child
        };
        let step = Held {
            standing: custody(Custody::CustodialParentsSpouse),
            ..child
        };
        let other = Held {
            standing: custody(Custody::OtherParent),
            ..child
        };
        let ordered = Held {
            standing: custody(Custody::CourtOrdered),
            ..child
        };
        before(with, step, OrderRule::Parents);
        before(step, other, OrderRule::Parents);
        before(ordered, with, OrderRule::Parents);
        // Of one parent it is not known: the birthday decides.
        before(
            other,
            Held {
                birth: "1980-01-02",
                ..child
            },
            OrderRule::Parents,
        );
    }

    #[test]
    fn e5_work_then_length_decide() {
        let at = |employment| Held {
            standing: Standing {
                employment,
                ..STANDING
            },
            ..OWN
        };
        before(
            at(Employment::Active),
            at(Employment::Inactive),
            OrderRule::Employment,
        );
        before(
            at(Employment::Inactive),
            at(Employment::Continued),
            OrderRule::Employment,
        );
        let longer = Held {
            since: "2019-01-01",
            ..OWN
        };
        before(longer, OWN, OrderRule::LongerHeld);
        let since = Standing {
            since: Some("2001-01-01".parse().unwrap()),
            ..STANDING
        };
        before(
            Held {
                standing: since,
                ..OWN
            },
            longer,
            OrderRule::LongerHeld,
        );
    }

    #[test]
    fn e5_where_no_rule_decides_they_share() {
        let (one, other) = (build(1, &OWN), build(2, &OWN));
        let turns = order_of_benefits(
            &[(&other.0, &other.1), (&one.0, &one.1)],
            OrderRule::STANDARD,
        );
        assert_eq!(turns[0].coverage, other.0.id());
        assert_eq!(turns[0].by, None);
    }

    #[test]
    fn e6_medicare_has_an_order_of_its_own_and_medicaid_is_last() {
        let medicare = Held {
            filing: "MB",
            since: "2024-01-01",
            ..OWN
        };
        let secondary = Held {
            standing: Standing {
                medicare_secondary: true,
                ..STANDING
            },
            since: "2000-01-01",
            ..medicare
        };
        let medicaid = Held {
            filing: "MC",
            since: "2000-01-01",
            ..OWN
        };
        let spouse = Held {
            holder: "01",
            ..OWN
        };
        before(medicare, OWN, OrderRule::Medicare);
        before(spouse, secondary, OrderRule::Medicare);
        before(secondary, medicaid, OrderRule::MedicaidLast);
        before(spouse, medicaid, OrderRule::MedicaidLast);
    }

    proptest! {
        #[test]
        fn the_order_is_one_whatever_comes_first(
            held in prop::collection::vec(
                (0..4_usize, 0..4_usize, 0..4_usize, 0..3_usize, 0..7_usize, any::<bool>()),
                1..6,
            ),
            turned in 0..6_usize,
        ) {
            let built: Vec<_> = held.iter().zip(1..).map(|(h, number)| {
                let custody = [None, Some(Custody::OtherParent), Some(Custody::CustodialParent)];
                build(number, &Held {
                    filing: ["CI", "MB", "MC", "MA"][h.0],
                    holder: ["self", "19", "19", "01"][h.1],
                    birth: ["1980-05-05", "1990-04-04", "1970-06-06", "1985-05-05"][h.2],
                    // Distinct, so that some rule always decides.
                    since: &format!("20{:02}-01-01", number),
                    standing: Standing {
                        employment: [Employment::Active, Employment::Inactive, Employment::Continued][h.3],
                        custody: custody[h.4 % 3],
                        since: None,
                        medicare_secondary: h.5,
                    },
                })
            }).collect();
            let mut pairs: Vec<_> = built.iter().map(|(coverage, plan)| (coverage, plan)).collect();
            let order = order_of_benefits(&pairs, OrderRule::STANDARD);
            let by = pairs.len();
            pairs.rotate_left(turned % by);
            prop_assert_eq!(&order_of_benefits(&pairs, OrderRule::STANDARD), &order);
            pairs.reverse();
            prop_assert_eq!(&order_of_benefits(&pairs, OrderRule::STANDARD), &order);
        }
    }
}
