use core::fmt;

use serde::{Deserialize, Serialize};

use crate::money::{Money, MoneyError};

use super::advice::{PaymentMethod, Remittance};
use super::claim_payment::ClaimPayment;
use super::service_payment::ServicePayment;

/// Where a remittance contradicts itself, and by how much.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Finding {
    /// What does not hold.
    pub rule: Rule,
    /// Where.
    pub place: Place,
    /// What the payer states.
    pub stated: Money,
    /// What it would have to be by the rest of the remittance.
    pub expected: Money,
    /// What is stated less what is expected.
    pub difference: Money,
}

/// What must hold within a remittance.
///
/// Source: 005010X221A1 on balancing; X12 RFI 2548, 2570, 1147.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[non_exhaustive]
pub enum Rule {
    /// A line: charge less adjustments is what is paid.
    ServiceBalance,
    /// A claim: charge less all adjustments, its own and its lines', is what is paid.
    ClaimBalance,
    /// The whole: what is paid for claims less provider adjustments is the payment.
    RemittanceBalance,
    /// A claim with lines: their charges are the charge of the claim.
    ChargeOfLines,
    /// The patient's responsibility is the sum of PR, reversals excepted.
    PatientResponsibility,
    /// A reversal restates amounts with the opposite sign, so neither charge nor payment is above
    /// zero.
    ReversalSign,
    /// Only a reversal has a charge below zero.
    NegativeCharge,
    /// A payment is never below zero: what is owed to the payer is carried forward.
    NegativePayment,
    /// Where nothing is paid, the amount is zero.
    NoPayment,
    /// Amounts so large that they cannot be added up.
    TooLarge,
}

/// A place within a remittance; numbers count from 0.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Place {
    /// The payment as a whole.
    Remittance,
    /// One claim.
    Claim {
        /// Which one.
        claim: usize,
    },
    /// One line.
    Service {
        /// Of which claim.
        claim: usize,
        /// Which line of it.
        service: usize,
    },
}

/// Adds up a remittance and says where it contradicts itself. Nothing found means that every cent
/// is somewhere.
///
/// Nothing is bettered: a payer's amounts stay as they were sent.
///
/// ```
/// # use pms_core::remittance::{Remittance, prove};
/// # fn book(remittance: &Remittance) -> Result<(), String> {
/// for finding in prove(remittance) {
///     if finding.rule.is_balance() {
///         return Err(finding.to_string());
///     }
/// }
/// # Ok(()) }
/// ```
#[must_use]
pub fn prove(remittance: &Remittance) -> Vec<Finding> {
    let mut proof = Proof::default();
    for (number, claim) in remittance.claims.iter().enumerate() {
        proof.claim(number, claim);
    }
    proof.whole(remittance, remittance.paid_for_claims());
    proof.findings
}

/// Proves the payment alone, of a remittance whose claims were proved elsewhere: what was paid for
/// them less provider adjustments is what is paid.
///
/// ```
/// # use pms_core::money::Money;
/// # use pms_core::remittance::{Remittance, prove_payment};
/// # fn head(remittance: &Remittance) -> bool {
/// prove_payment(remittance, Money::ZERO).is_empty()
/// # }
/// ```
#[must_use]
pub fn prove_payment(remittance: &Remittance, paid_for_claims: Money) -> Vec<Finding> {
    let mut proof = Proof::default();
    proof.whole(remittance, Ok(paid_for_claims));
    proof.findings
}

#[derive(Default)]
struct Proof {
    findings: Vec<Finding>,
}

impl Proof {
    fn whole(&mut self, remittance: &Remittance, paid: Result<Money, MoneyError>) {
        let place = Place::Remittance;
        let amount = remittance.amount;
        let expected = paid.and_then(|paid| paid.minus(remittance.taken_from_provider()?));
        self.same(Rule::RemittanceBalance, place, amount, expected);
        if amount.is_negative() {
            self.same(Rule::NegativePayment, place, amount, Ok(Money::ZERO));
        }
        if remittance.method == PaymentMethod::NoPayment {
            self.same(Rule::NoPayment, place, amount, Ok(Money::ZERO));
        }
    }

    fn claim(&mut self, number: usize, claim: &ClaimPayment) {
        let place = Place::Claim { claim: number };
        for (line, service) in claim.services.iter().enumerate() {
            self.service((number, line), claim, service);
        }
        let expected = claim.adjusted().and_then(|all| claim.charge.minus(all));
        self.same(Rule::ClaimBalance, place, claim.paid, expected);
        if !claim.services.is_empty() {
            let lines = Money::sum(claim.services.iter().map(|service| service.charge));
            self.same(Rule::ChargeOfLines, place, claim.charge, lines);
        }
        if !claim.is_reversal() {
            let stated = claim.patient_responsibility.unwrap_or_default();
            let rule = Rule::PatientResponsibility;
            self.same(rule, place, stated, claim.patient_share());
        }
        self.signs(place, claim, claim.charge, claim.paid);
    }

    fn service(
        &mut self,
        (claim, service): (usize, usize),
        of: &ClaimPayment,
        line: &ServicePayment,
    ) {
        let place = Place::Service { claim, service };
        let expected = line.adjusted().and_then(|all| line.charge.minus(all));
        self.same(Rule::ServiceBalance, place, line.paid, expected);
        self.signs(place, of, line.charge, line.paid);
    }

    fn signs(&mut self, place: Place, of: &ClaimPayment, charge: Money, paid: Money) {
        if of.is_reversal() {
            for amount in [charge, paid] {
                if amount.is_positive() {
                    self.same(Rule::ReversalSign, place, amount, Ok(amount.negated()));
                }
            }
        } else if charge.is_negative() {
            self.same(Rule::NegativeCharge, place, charge, Ok(charge.negated()));
        }
    }

    fn same(
        &mut self,
        rule: Rule,
        place: Place,
        stated: Money,
        expected: Result<Money, MoneyError>,
    ) {
        let difference = expected.and_then(|expected| stated.minus(expected));
        let finding = match (expected, difference) {
            (Ok(_), Ok(difference)) if difference.is_zero() => return,
            (Ok(expected), Ok(difference)) => Finding {
                rule,
                place,
                stated,
                expected,
                difference,
            },
            _ => Finding {
                rule: Rule::TooLarge,
                place,
                stated,
                expected: Money::ZERO,
                difference: stated,
            },
        };
        self.findings.push(finding);
    }
}

impl Rule {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ServiceBalance => "remittance.service_balance",
            Self::ClaimBalance => "remittance.claim_balance",
            Self::RemittanceBalance => "remittance.balance",
            Self::ChargeOfLines => "remittance.charge_of_lines",
            Self::PatientResponsibility => "remittance.patient_responsibility",
            Self::ReversalSign => "remittance.reversal_sign",
            Self::NegativeCharge => "remittance.negative_charge",
            Self::NegativePayment => "remittance.negative_payment",
            Self::NoPayment => "remittance.no_payment",
            Self::TooLarge => "remittance.too_large",
        }
    }

    /// One of the three equations (or unable to be added up): money is missing or made up, and
    /// nothing may be posted.
    #[must_use]
    pub fn is_balance(self) -> bool {
        matches!(
            self,
            Self::ServiceBalance | Self::ClaimBalance | Self::RemittanceBalance | Self::TooLarge
        )
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::ServiceBalance => "the line's charge less its adjustments is not what is paid",
            Self::ClaimBalance => "the claim's charge less all adjustments is not what is paid",
            Self::RemittanceBalance => {
                "what is paid for claims less provider adjustments is not the payment"
            }
            Self::ChargeOfLines => "the charges of the lines are not the charge of the claim",
            Self::PatientResponsibility => {
                "the patient's responsibility is not the sum of the PR adjustments"
            }
            Self::ReversalSign => "a reversal takes back amounts, so none is above zero",
            Self::NegativeCharge => "only a reversal has a charge below zero",
            Self::NegativePayment => "a payment is never below zero",
            Self::NoPayment => "nothing is paid, yet there is an amount",
            Self::TooLarge => "the amounts are too large to be added up",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Remittance => f.write_str("payment"),
            Self::Claim { claim } => write!(f, "claim {}", claim + 1),
            Self::Service { claim, service } => {
                write!(f, "claim {}, line {}", claim + 1, service + 1)
            }
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            rule,
            place,
            stated,
            expected,
            difference,
        } = self;
        let sentence = rule.sentence();
        write!(
            f,
            "{place}: {sentence}: stated {stated}, expected {expected}, difference {difference}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::remittance::example::{adjustment, claim, line, provider, remittance};
    use proptest::prelude::*;

    #[track_caller]
    fn finds(remittance: &Remittance, wanted: &[(Rule, Place, &str)]) {
        let found: Vec<_> = prove(remittance)
            .iter()
            .map(|f| (f.rule, f.place, f.difference.to_string()))
            .collect();
        let wanted: Vec<_> = wanted
            .iter()
            .map(|(rule, place, difference)| (*rule, *place, (*difference).to_owned()))
            .collect();
        assert_eq!(found, wanted);
    }

    const CLAIM: Place = Place::Claim { claim: 0 };
    const LINE: Place = Place::Service {
        claim: 0,
        service: 0,
    };

    /// 200 - CO45 80 - PR1 50 - PR2 20 = 50.
    fn balanced() -> Remittance {
        let line = line(
            "200.00",
            "50.00",
            &["CO-45-80.00", "PR-1-50.00", "PR-2-20.00"],
        );
        let mut claim = claim("1", "200.00", "50.00", vec![line]);
        claim.patient_responsibility = Some("70.00".parse().unwrap());
        remittance("50.00", vec![claim], vec![])
    }

    #[test]
    fn k5_three_equations_hold() {
        finds(&balanced(), &[]);
    }

    #[test]
    fn k5_a_line_that_does_not_balance_is_named_with_its_difference() {
        let mut wrong = balanced();
        wrong.claims[0].services[0].paid = "50.01".parse().unwrap();
        finds(&wrong, &[(Rule::ServiceBalance, LINE, "0.01")]);
    }

    #[test]
    fn k5_a_claim_that_does_not_balance_is_named_with_its_difference() {
        let mut wrong = balanced();
        wrong.claims[0].paid = "40.00".parse().unwrap();
        wrong.amount = "40.00".parse().unwrap();
        finds(&wrong, &[(Rule::ClaimBalance, CLAIM, "-10.00")]);
        let mut wrong = balanced();
        wrong.claims[0].adjustments.push(adjustment("OA-94-5.00"));
        finds(&wrong, &[(Rule::ClaimBalance, CLAIM, "5.00")]);
    }

    #[test]
    fn k5_a_positive_provider_adjustment_lowers_the_payment() {
        let mut held = balanced();
        held.provider_adjustments = vec![provider("WO", "15.00"), provider("L6", "-2.50")];
        finds(
            &held,
            &[(Rule::RemittanceBalance, Place::Remittance, "12.50")],
        );
        held.amount = "37.50".parse().unwrap();
        finds(&held, &[]);
    }

    #[test]
    fn lines_bear_the_charge_of_the_claim() {
        let mut wrong = balanced();
        wrong.claims[0].services.push(line("10.00", "10.00", &[]));
        wrong.claims[0].services[0].paid = "50.00".parse().unwrap();
        finds(&wrong, &[(Rule::ChargeOfLines, CLAIM, "-10.00")]);
    }

    #[test]
    fn patient_responsibility_is_the_sum_of_pr() {
        let mut wrong = balanced();
        wrong.claims[0].patient_responsibility = None;
        finds(&wrong, &[(Rule::PatientResponsibility, CLAIM, "-70.00")]);
        assert!(!Rule::PatientResponsibility.is_balance());
    }

    #[test]
    fn k10_a_reversal_bears_the_opposite_sign() {
        let back = line("-200.00", "-50.00", &["CO-45--80.00", "PR-1--70.00"]);
        let back = claim("22", "-200.00", "-50.00", vec![back]);
        let again = line("200.00", "120.00", &["CO-45-80.00"]);
        let again = claim("1", "200.00", "120.00", vec![again]);
        let both = remittance("70.00", vec![back, again], vec![]);
        finds(&both, &[]);

        let wrong = claim("22", "200.00", "50.00", vec![]);
        let mut wrong = remittance("50.00", vec![wrong], vec![]);
        wrong.claims[0].adjustments = vec![adjustment("CO-45-150.00")];
        let signs = (Rule::ReversalSign, CLAIM);
        finds(
            &wrong,
            &[(signs.0, signs.1, "400.00"), (signs.0, signs.1, "100.00")],
        );
    }

    #[test]
    fn a_payment_is_not_below_zero_and_no_payment_is_none() {
        let back = claim("22", "-50.00", "-50.00", vec![]);
        let below = remittance("-50.00", vec![back.clone()], vec![]);
        finds(
            &below,
            &[(Rule::NegativePayment, Place::Remittance, "-50.00")],
        );
        let carried = remittance("0.00", vec![back], vec![provider("FB", "-50.00")]);
        finds(&carried, &[]);
        let mut none = balanced();
        none.method = PaymentMethod::NoPayment;
        finds(&none, &[(Rule::NoPayment, Place::Remittance, "50.00")]);
    }

    #[test]
    fn amounts_too_large_to_add_are_a_finding() {
        let mut huge = balanced();
        huge.provider_adjustments = vec![provider("CS", "1.00"), provider("CS", "1.00")];
        huge.provider_adjustments[0].amount = Money::MAX;
        finds(&huge, &[(Rule::TooLarge, Place::Remittance, "50.00")]);
    }

    prop_compose! {
        fn any_line()(
            charge in 0..1_000_000_i64,
            parts in proptest::collection::vec((0..4_usize, -10_000..100_000_i64), 0..6),
        ) -> (i64, Vec<(usize, i64)>) {
            (charge, parts)
        }
    }

    fn cents(cents: i64) -> Money {
        Money::from_cents(cents).unwrap()
    }

    /// Pays what is left of each line, so that it balances by construction.
    fn built(lines: &[(i64, Vec<(usize, i64)>)]) -> Remittance {
        let groups = ["CO-45-0.00", "PR-2-0.00", "OA-23-0.00", "CO-97-0.00"];
        let services: Vec<_> = lines
            .iter()
            .map(|(charge, parts)| {
                let mut service = line("0.00", "0.00", &[]);
                service.charge = cents(*charge);
                for (group, amount) in parts {
                    let mut part = adjustment(groups[*group]);
                    part.amount = cents(*amount);
                    service.adjustments.push(part);
                }
                service.paid = cents(charge - parts.iter().map(|(_, a)| a).sum::<i64>());
                service
            })
            .collect();
        let mut whole = claim("1", "0.00", "0.00", services);
        whole.charge = Money::sum(whole.services.iter().map(|s| s.charge)).unwrap();
        whole.paid = Money::sum(whole.services.iter().map(|s| s.paid)).unwrap();
        whole.patient_responsibility = Some(whole.patient_share().unwrap());
        let mut all = remittance("0.00", vec![whole], vec![provider("CS", "0.00")]);
        let fee = all.claims[0].paid.minus(cents(100)).unwrap();
        all.provider_adjustments[0].amount = fee;
        all.amount = cents(100);
        all
    }

    proptest! {
        #[test]
        fn k5_what_balances_is_proved_and_one_cent_is_missed(
            lines in proptest::collection::vec(any_line(), 1..6),
            which in any::<proptest::sample::Index>(),
        ) {
            let mut whole = built(&lines);
            prop_assert_eq!(prove(&whole), vec![]);
            let line = which.index(lines.len());
            let service = &mut whole.claims[0].services[line];
            service.paid = service.paid.plus(cents(1)).unwrap();
            let found = prove(&whole);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].place, Place::Service { claim: 0, service: line });
            prop_assert_eq!(found[0].difference, cents(1));
        }
    }
}
