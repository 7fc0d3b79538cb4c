use chrono::NaiveDate;

use crate::code::{Locality, Modifier, PlaceOfService};
use crate::money::{Money, Units};

use super::contract::{Contract, LesserOf};
use super::error::FeeError;
use super::policy::{Denial, Verdict, price};
use super::schedule::Schedules;
use super::service::{ProviderClass, Service};

/// One service of the past, as columns hold it: its codes are texts still.
#[derive(Clone, Copy)]
pub struct PastService<'a> {
    /// Which claim or visit it belongs to: the same number for lines side by side means that they were
    /// billed together, and policy looks at them together. Numbers may come again further on.
    pub claim: u64,
    /// The day of service.
    pub date: NaiveDate,
    /// What was done.
    pub procedure: &'a str,
    /// What was special about it, with `:`, a comma or a blank between them.
    pub modifiers: &'a str,
    /// Where; empty for the practice's own rooms.
    pub place: &'a str,
    /// In which of Medicare's localities; empty where it is not known.
    pub locality: &'a str,
    /// How often.
    pub units: Units,
    /// What was charged for all units.
    pub billed: Money,
}

/// What a past service would be allowed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Repriced {
    /// So much.
    Allowed(Money),
    /// Nothing, by the payer's policy.
    Denied(Denial),
    /// Nobody can say. This is no zero.
    Unknown(FeeError),
}

/// What services of the past would be allowed under another contract: "what if this payer paid 112 %
/// of Medicare", "what if we had signed". One answer each, in order.
///
/// A service that has no amount stands aside, and the others of its claim are priced without it. How
/// a line comes to its amount is told by [`price`] and by [`Contract::allow`]: both say the same as
/// this does. All are taken as done by a physician; what patients would have owed is not asked.
///
/// ```
/// # use pms_core::fee::{Agreement, Contract, Method, PastService, RateRow, RateTable, Repriced, Schedules, reprice};
/// # use pms_core::id::Uuid;
/// # use pms_core::money::Units;
/// # use pms_core::time::Period;
/// # let period = Period::since("2026-01-01".parse()?);
/// # let row = RateRow {
/// #     procedure: "99213".parse().ok(), modifiers: vec![], place: None, locality: None, provider: None, period,
/// #     rate: Method::Fixed { amount: "92.50".parse()? },
/// # };
/// # let contract = Contract {
/// #     id: Uuid::nil().into(), payer: Uuid::nil().into(), plans: [].into(), period,
/// #     agreement: Agreement::new(RateTable::new([row])?),
/// # };
/// let past = |procedure| PastService {
///     claim: 1,
///     date: "2026-03-02".parse().unwrap(),
///     procedure,
///     modifiers: "25",
///     place: "11",
///     locality: "",
///     units: Units::ONE,
///     billed: "150.00".parse().unwrap(),
/// };
/// let mut answers = Vec::new();
/// reprice(&contract, &Schedules::default(), ["99213", "99214"].map(past), |answer| answers.push(answer));
/// assert_eq!(answers[0], Repriced::Allowed("92.50".parse()?));
/// assert!(matches!(&answers[1], Repriced::Unknown(error) if error.code() == "fee.no_rate"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn reprice<'a>(
    contract: &Contract,
    schedules: &Schedules,
    services: impl IntoIterator<Item = PastService<'a>>,
    mut tell: impl FnMut(Repriced),
) {
    // Of one claim; kept from claim to claim, so that a line costs no allocation of its own.
    let mut lines: Vec<Result<Service, FeeError>> = Vec::new();
    let mut spare: Vec<Vec<Modifier>> = Vec::new();
    let mut claim = None;
    let by_line = by_line(contract);
    for service in services {
        if claim != Some(service.claim) {
            tell_claim(
                contract, schedules, by_line, &mut lines, &mut spare, &mut tell,
            );
            claim = Some(service.claim);
        }
        lines.push(read(&service, spare.pop().unwrap_or_default()));
    }
    tell_claim(
        contract, schedules, by_line, &mut lines, &mut spare, &mut tell,
    );
}

fn read(past: &PastService<'_>, mut modifiers: Vec<Modifier>) -> Result<Service, FeeError> {
    modifiers.clear();
    if !past.modifiers.is_empty() {
        let texts = past.modifiers.split([':', ',', ' ']);
        for text in texts.filter(|text| !text.is_empty()) {
            modifiers.push(text.parse()?);
        }
    }
    let locality: Option<Locality> = match past.locality {
        "" => None,
        text => Some(text.parse()?),
    };
    Ok(Service {
        date: past.date,
        procedure: past.procedure.parse()?,
        modifiers,
        place: match past.place {
            "" => PlaceOfService::OFFICE,
            text => text.parse()?,
        },
        units: past.units,
        minutes: None,
        locality,
        provider: ProviderClass::Physician,
        billed: past.billed,
    })
}

/// Answers for the lines of one claim and forgets them.
fn tell_claim(
    contract: &Contract,
    schedules: &Schedules,
    by_line: bool,
    lines: &mut Vec<Result<Service, FeeError>>,
    spare: &mut Vec<Vec<Modifier>>,
    tell: &mut impl FnMut(Repriced),
) {
    let by_itself = |line: &Result<Service, FeeError>| match line {
        Ok(service) => contract.agreement.policy.on(service.date).is_none(),
        Err(_) => true,
    };
    if by_line && lines.iter().all(by_itself) {
        for line in &mut *lines {
            tell(match line {
                Ok(service) => match contract.allow(service, schedules) {
                    Ok(allowed) => Repriced::Allowed(allowed.amount),
                    Err(error) => Repriced::Unknown(error),
                },
                Err(error) => Repriced::Unknown(error.clone()),
            });
        }
    } else {
        together(contract, schedules, lines)
            .into_iter()
            .for_each(tell);
    }
    spare.extend(lines.drain(..).flatten().map(|line| line.modifiers));
}

/// No line's amount depends on another's, unless policy says so.
fn by_line(contract: &Contract) -> bool {
    let agreement = &contract.agreement;
    agreement.lesser_of_billed != LesserOf::PerClaim
        && agreement.rates.rows().all(|row| row.rate.case().is_none())
}

/// The lines priced together; one that has no amount is put aside until the others have theirs.
fn together(
    contract: &Contract,
    schedules: &Schedules,
    lines: &[Result<Service, FeeError>],
) -> Vec<Repriced> {
    let mut aside: Vec<Option<FeeError>> = lines
        .iter()
        .map(|line| line.as_ref().err().cloned())
        .collect();
    loop {
        let (places, services): (Vec<usize>, Vec<&Service>) = lines
            .iter()
            .enumerate()
            .filter(|(place, _)| aside.get(*place).is_some_and(Option::is_none))
            .filter_map(|(place, line)| Some((place, line.as_ref().ok()?)))
            .unzip();
        match price(contract, schedules, &services) {
            Ok(verdicts) => {
                let mut verdicts = verdicts.into_iter();
                let answer = |aside: Option<FeeError>| match aside {
                    Some(error) => Some(Repriced::Unknown(error)),
                    None => verdicts.next().map(|verdict| match verdict {
                        Verdict::Priced(priced) => Repriced::Allowed(priced.amount),
                        Verdict::Denied(denial) => Repriced::Denied(denial),
                    }),
                };
                return aside.into_iter().filter_map(answer).collect();
            }
            Err((number, error)) => {
                let place = places.get(number).and_then(|place| aside.get_mut(*place));
                match place {
                    Some(place) => *place = Some(error),
                    // No line is to blame: none has an amount.
                    None => aside = lines.iter().map(|_| Some(error.clone())).collect(),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fee::policy::Policy;
    use crate::fee::{Agreement, CasePer, Method, RateRow, RateTable};
    use crate::id::Uuid;
    use crate::time::Period;

    fn row(procedure: &str, modifier: &str, rate: Method) -> RateRow<Method> {
        RateRow {
            procedure: Some(procedure.parse().unwrap()),
            modifiers: modifier.parse().into_iter().collect(),
            place: None,
            locality: None,
            provider: None,
            period: Period::since("2026-01-01".parse().unwrap()),
            rate,
        }
    }

    fn fixed(amount: &str) -> Method {
        let amount = amount.parse().unwrap();
        Method::Fixed { amount }
    }

    fn contract(rows: impl IntoIterator<Item = RateRow<Method>>) -> Contract {
        Contract {
            id: Uuid::nil().into(),
            payer: Uuid::nil().into(),
            plans: [].into(),
            period: Period::since("2026-01-01".parse().unwrap()),
            agreement: Agreement::new(RateTable::new(rows).unwrap()),
        }
    }

    fn visits() -> Contract {
        contract([
            row("99213", "", fixed("92.50")),
            row("99213", "25", fixed("95.00")),
            row("93000", "26", fixed("9.00")),
            row(
                "J1100",
                "",
                Method::PercentOfBilled {
                    rate: "0.40".parse().unwrap(),
                },
            ),
        ])
    }

    fn past(claim: u64, procedure: &'static str, modifiers: &'static str) -> PastService<'static> {
        PastService {
            claim,
            date: "2026-03-02".parse().unwrap(),
            procedure,
            modifiers,
            place: "11",
            locality: "",
            units: Units::ONE,
            billed: "150.00".parse().unwrap(),
        }
    }

    fn answers(
        contract: &Contract,
        schedules: &Schedules,
        lines: &[PastService<'_>],
    ) -> Vec<String> {
        let mut told = Vec::new();
        reprice(contract, schedules, lines.iter().copied(), |answer| {
            told.push(match answer {
                Repriced::Allowed(amount) => amount.to_string(),
                Repriced::Denied(_) => "denied".to_owned(),
                Repriced::Unknown(error) => error.code().to_owned(),
            });
        });
        told
    }

    #[test]
    #[rustfmt::skip] // a table
    fn each_line_has_an_answer_in_its_place() {
        let lines = [
            past(1, "99213", ""),        past(1, "99213", "25"),
            past(2, "93000", "59:26"),   past(2, "93000", "59, 26"),
            past(3, "J1100", ""),        past(3, "99214", ""),
            past(4, "NOCODE", ""),       past(4, "99213", "2"),
            PastService { place: "1", ..past(5, "99213", "") },
            PastService { date: "2025-12-31".parse().unwrap(), ..past(5, "99213", "") },
            PastService { units: Units::whole(2), ..past(5, "99213", "") },
        ];
        let wanted = [
            "92.50",                     "95.00",
            "9.00",                      "9.00",
            "60.00",                     "fee.no_rate",
            "code.procedure",            "code.modifier",
            "code.place_of_service",
            "fee.no_rate",
            "150.00",
        ];
        assert_eq!(answers(&visits(), &Schedules::default(), &lines), wanted);
    }

    /// Two operations by one claim; the third line's code has no rate and takes nobody's place.
    #[test]
    fn policy_looks_at_the_lines_of_a_claim_together() {
        use crate::fee::policy::{Indicators, Multiple};
        let surgery = |code: &str| RateRow {
            procedure: code.parse().ok(),
            modifiers: vec![],
            place: None,
            locality: None,
            provider: None,
            period: Period::since("2026-01-01".parse().unwrap()),
            rate: Indicators {
                multiple: Multiple::Surgery,
                ..Indicators::default()
            },
        };
        let mut schedules = Schedules::default();
        schedules.policy.indicators = RateTable::new([surgery("29881"), surgery("29880")]).unwrap();
        let rows = [row("29881", "", fixed("60")), row("29880", "", fixed("80"))];
        let mut contract = contract(rows);
        let lines = [
            past(1, "29881", ""),
            past(1, "29999", ""),
            past(1, "29880", ""),
            past(2, "29881", ""),
        ];
        let told = |contract: &Contract| answers(contract, &schedules, &lines);
        assert_eq!(told(&contract), ["60.00", "fee.no_rate", "80.00", "60.00"]);
        contract.agreement.policy = Policy::medicare();
        assert_eq!(told(&contract), ["30.00", "fee.no_rate", "80.00", "60.00"]);
    }

    #[test]
    fn one_amount_of_a_case_and_the_lesser_of_a_claim_are_of_its_lines_together() {
        let case = Method::Case {
            name: "knee".into(),
            per: CasePer::Day,
            amount: "200.00".parse().unwrap(),
        };
        let rows = [row("29881", "", case.clone()), row("29880", "", case)];
        let lines = [
            past(1, "29881", ""),
            past(1, "29880", ""),
            past(2, "29880", ""),
        ];
        let told = answers(&contract(rows), &Schedules::default(), &lines);
        assert_eq!(told, ["100.00", "100.00", "150.00"]);

        let rows = [
            row("29881", "", fixed("100")),
            row("29880", "", fixed("180")),
        ];
        let mut contract = contract(rows);
        contract.agreement.lesser_of_billed = LesserOf::PerClaim;
        let told = answers(&contract, &Schedules::default(), &lines);
        assert_eq!(told, ["100.00", "180.00", "150.00"]);
    }

    proptest! {
        /// The short way for lines by themselves says what pricing them together says.
        #[test]
        fn both_ways_agree(picked in prop::collection::vec((0..3_u64, 0..5_usize, 0..4_usize, 0..40_000_i64), 0..12)) {
            let codes = ["99213", "93000", "J1100", "99214", "X"];
            let modifiers = ["", "25", "26", "59:26"];
            let contract = visits();
            let schedules = Schedules::default();
            let lines: Vec<_> = picked
                .iter()
                .map(|&(claim, code, modifier, cents)| PastService {
                    billed: Money::from_cents(cents).unwrap(),
                    ..past(claim, codes[code], modifiers[modifier])
                })
                .collect();
            let mut told = Vec::new();
            reprice(&contract, &schedules, lines.iter().copied(), |answer| told.push(answer));
            let mut wanted = Vec::new();
            for claim in lines.chunk_by(|one, next| one.claim == next.claim) {
                let read: Vec<_> = claim.iter().map(|line| read(line, Vec::new())).collect();
                wanted.extend(together(&contract, &schedules, &read));
            }
            prop_assert_eq!(told, wanted);
        }
    }
}
