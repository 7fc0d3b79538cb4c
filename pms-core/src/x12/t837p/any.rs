//! Any claim that a practice may send: subscribers and dependents, later payers with balanced
//! decisions, replacements and voids, one to fifty lines.

use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::{option, prop_compose};

use crate::adjudication::Adjustment;
use crate::claim::{
    Assignment, BenefitsAssigned, BillingProvider, Claim, ClaimLine, ClaimPayer, Dependent,
    LineAdjudication, LineNumber, OtherPayer, Person, Provider, ProviderName, Release,
    ServiceLocation, Signatures, SubscriberOnClaim,
};
use crate::code::{Npi, PayerTurn, TaxId, Taxonomy};
use crate::encounter::{Accident, AccidentCause, Measure, Pointer};
use crate::id::{ChargeId, Uuid};
use crate::money::{Money, Units};
use crate::party::{Address, PersonName, Sex, Text};

fn parsed<T: core::str::FromStr<Err: core::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

fn code<T>(codes: &[&str]) -> impl Strategy<Value = T> + use<T>
where
    T: core::str::FromStr<Err: core::fmt::Debug> + Clone + core::fmt::Debug + 'static,
{
    let codes: Vec<T> = codes.iter().map(|code| parsed(code)).collect();
    select(codes)
}

fn day(text: &str) -> NaiveDate {
    parsed(text)
}

fn text(longest: usize) -> impl Strategy<Value = Text> {
    let letters = format!("[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9 '.,*-]{{0,{}}}[a-z]", longest - 2);
    proptest::string::string_regex(&letters)
        .unwrap()
        .prop_map(|text| parsed(&text))
}

prop_compose! {
    fn npi()(digits in 100_000_000_u32..200_000_000) -> Npi {
        let digits = digits.to_string();
        let sound = (0..10).filter_map(|check| format!("{digits}{check}").parse().ok()).next();
        sound.unwrap()
    }
}

fn taxonomy() -> impl Strategy<Value = Option<Taxonomy>> {
    option::of(code(&["207Q00000X", "208000000X", "363LF0000X"]))
}

prop_compose! {
    fn name()(
        family in text(35),
        given in text(25),
        middle in option::of(text(12)),
        suffix in option::of(code(&["Jr", "III"])),
    ) -> PersonName {
        let mut name = PersonName::new(family.as_str(), given.as_str()).unwrap();
        name.middle = middle;
        name.suffix = suffix;
        name
    }
}

prop_compose! {
    fn address()(
        number in 1..9999_u32,
        street in text(30),
        second in option::of(text(20)),
        city in "[A-Z][a-z]{2,20}",
        state in code(&["CT", "OH", "CA", "TX", "PR"]),
        zip in 10_000_000_u32..999_999_999,
    ) -> Address {
        let zip = parsed(&format!("{zip:09}"));
        let mut address = Address::new(&format!("{number} {street}"), &city, state, zip).unwrap();
        address.second_line = second;
        address
    }
}

prop_compose! {
    fn person()(
        name in name(),
        years in 0..36_000_u64,
        sex in select(vec![Sex::Female, Sex::Male, Sex::Other, Sex::Unknown]),
        address in address(),
    ) -> Person {
        let birth = day("1926-01-01").checked_add_days(Days::new(years)).unwrap();
        Person { name, birth, sex, address: Some(address) }
    }
}

prop_compose! {
    fn provider()(
        person in option::of(name()),
        body in text(50),
        npi in npi(),
        taxonomy in taxonomy(),
    ) -> Provider {
        let name = person.map_or(ProviderName::Organization(body), ProviderName::Person);
        Provider { name, npi, taxonomy }
    }
}

prop_compose! {
    fn billing()(
        provider in provider(),
        tax in 100_000_000_u32..999_999_999,
        address in address().prop_filter("a street", |address| !address.is_box()),
        pay_to in option::of(address()),
        phone in option::of(2_025_550_100_u64..2_025_550_200),
    ) -> BillingProvider {
        BillingProvider {
            provider,
            tax_id: TaxId::employer(&tax.to_string()).unwrap(),
            address,
            pay_to,
            phone: phone.map(|phone| parsed(&phone.to_string())),
        }
    }
}

prop_compose! {
    fn payer()(
        bits: u128,
        name in text(40),
        number in "[A-Z0-9]{3,10}",
        address in option::of(address()),
    ) -> ClaimPayer {
        ClaimPayer { id: Uuid::from_u128(bits).into(), name, number: parsed(&number), address }
    }
}

prop_compose! {
    fn subscriber()(
        person in person(),
        member in "[A-Z]{1,3}[0-9]{6,10}",
        group in option::of("[A-Z0-9]{3,8}"),
    ) -> SubscriberOnClaim {
        SubscriberOnClaim {
            person,
            member_id: parsed(&member),
            group: group.map(|group| parsed(&group)),
        }
    }
}

const FROM: &str = "2026-07-01";

prop_compose! {
    fn line(diagnoses: u8)(
        charge: u128,
        procedure in code(&["99213", "99214", "97110", "80053", "J1100", "G0439", "00142"]),
        modifiers in vec(code(&["25", "59", "76", "LT", "RT", "GT", "XU"]), 0..=4),
        first in 1..=diagnoses,
        more in 0..=3_u8,
        quantity in prop_oneof![Just(1_000), 1..200_000_i64],
        cents in 0..500_000_i64,
        after in 0..20_u64,
        long in prop_oneof![4 => Just(0_u64), 1 => 1..5_u64],
        place in code(&["11", "22", "02", "10"]),
        rendering in option::weighted(0.1, provider()),
    ) -> ClaimLine {
        let from = day(FROM).checked_add_days(Days::new(after)).unwrap();
        let quantity = Units::from_thousandths(quantity).unwrap();
        let procedure: crate::code::ProcedureCode = procedure;
        let measure = match procedure.is_anesthesia() {
            true => Measure::Minutes(quantity),
            false => Measure::Units(quantity),
        };
        let last = (first + more).min(diagnoses);
        let charge = ChargeId::from(Uuid::from_u128(charge));
        ClaimLine {
            charge,
            number: LineNumber::from(charge),
            from,
            to: from.checked_add_days(Days::new(long)).unwrap(),
            procedure,
            modifiers,
            pointers: (first..=last).map(|number| Pointer::new(number).unwrap()).collect(),
            measure,
            amount: Money::from_cents(cents).unwrap(),
            place,
            rendering,
            adjudications: vec![],
        }
    }
}

fn lines() -> impl Strategy<Value = (u8, Vec<ClaimLine>)> {
    let count = prop_oneof![12 => 1..6_usize, 2 => 6..50_usize, 1 => Just(50)];
    (1..=12_u8, count)
        .prop_flat_map(|(diagnoses, count)| (Just(diagnoses), vec(line(diagnoses), count)))
}

/// What an earlier payer decided: each line paid in part, the rest discounted (or paid by who came
/// before) or left to the patient.
fn decided(claim: &mut Claim, mut other: OtherPayer, parts: (i64, i64), on_lines: bool) {
    let less = match other.turn {
        PayerTurn::Primary => ("CO", "45"),
        _ => ("OA", "23"),
    };
    let cents = |cents| Money::from_cents(cents).unwrap();
    let mut paid = Money::ZERO;
    let mut on_claim = (0, 0);
    for line in &mut claim.lines {
        let charge = line.amount.cents();
        let discount = charge * parts.0 / 100;
        let share = (charge - discount) * parts.1 / 100;
        let part = cents(charge - discount - share);
        paid = paid.plus(part).unwrap();
        if on_lines {
            line.adjudications.push(LineAdjudication {
                payer: other.payer.id,
                paid: part,
                procedure: line.procedure,
                modifiers: line.modifiers.clone(),
                units: line.measure.quantity(),
                bundled_into: None,
                adjustments: adjustments(less, discount, share),
                decided: day("2026-07-25"),
            });
        } else {
            on_claim = (on_claim.0 + discount, on_claim.1 + share);
        }
    }
    other.paid = Some(paid);
    other.adjustments = adjustments(less, on_claim.0, on_claim.1);
    other.decided = (!on_lines).then(|| day("2026-07-25"));
    claim.other_payers.push(other);
}

fn adjustments(less: (&str, &str), discount: i64, share: i64) -> Vec<Adjustment> {
    [(less.0, less.1, discount), ("PR", "2", share)]
        .into_iter()
        .filter(|(_, _, cents)| *cents != 0)
        .map(|(group, reason, cents)| {
            let amount = Money::from_cents(cents).unwrap();
            Adjustment::new(parsed(group), parsed(reason), amount)
        })
        .collect()
}

prop_compose! {
    fn other_payer()(
        subscriber in subscriber(),
        payer in payer(),
        relationship in code(&["18", "01", "19"]),
        filing in code(&["CI", "MB", "BL"]),
    ) -> OtherPayer {
        OtherPayer {
            turn: PayerTurn::Primary,
            relationship,
            filing,
            subscriber,
            payer,
            paid: None,
            adjustments: vec![],
            decided: None,
        }
    }
}

prop_compose! {
    fn accident()(
        cause in select(vec![AccidentCause::Auto, AccidentCause::Employment, AccidentCause::Other]),
        before in 0..30_u64,
        state in code(&["CT", "OH"]),
    ) -> Accident {
        Accident {
            cause,
            date: day(FROM).checked_sub_days(Days::new(before)),
            state: (cause == AccidentCause::Auto).then_some(state),
        }
    }
}

prop_compose! {
    fn signatures()(
        assignment in select(vec![Assignment::Accepted, Assignment::LaboratoryOnly, Assignment::NotAccepted]),
        benefits in select(vec![BenefitsAssigned::Yes, BenefitsAssigned::No, BenefitsAssigned::Refused]),
        release in select(vec![Release::Signed, Release::Informed]),
    ) -> Signatures {
        Signatures { provider: true, assignment, benefits, release }
    }
}

prop_compose! {
    fn location()(name in text(40), npi in option::of(npi()), address in address()) -> ServiceLocation {
        ServiceLocation { name, npi, address }
    }
}

prop_compose! {
    /// Any claim without an error.
    pub(in crate::x12) fn claim()(
        (id, frequency) in (any::<u128>(), code(&["1", "1", "1", "7", "8"])),
        billing in billing(),
        rendering in option::of(provider()),
        location in option::weighted(0.3, location()),
        (filing, payer) in (code(&["CI", "MC", "HM", "12", "ZZ"]), payer()),
        (subscriber, dependent, kind) in (subscriber(), option::of(person()), code(&["01", "19", "G8"])),
        others in prop_oneof![3 => Just(0), 2 => Just(1), 1 => Just(2)].prop_flat_map(|count: usize| vec(other_payer(), count)),
        (discount, share, on_lines) in (0..60_i64, 0..50_i64, any::<bool>()),
        (diagnoses, lines) in lines(),
        signatures in signatures(),
        accident in option::weighted(0.2, accident()),
        authorization in option::weighted(0.3, "[A-Z0-9]{4,12}"),
        patient_paid in option::weighted(0.2, 1..5_000_i64),
        original in "[A-Z0-9]{8,20}",
    ) -> Claim {
        let codes = ["J45909", "E119", "I10", "M545", "F411", "Z0000", "E785", "R079", "J069", "N390", "K219", "G43909"];
        let id: crate::id::ClaimId = Uuid::from_u128(id).into();
        let later: crate::code::ClaimFrequency = frequency;
        let mut claim = Claim {
            id,
            number: id.into(),
            frequency: later,
            payer_control_number: later.names_an_earlier_claim().then(|| parsed(&original)),
            patient: Uuid::from_u128(1).into(),
            encounter: Uuid::from_u128(2).into(),
            coverage: Uuid::from_u128(3).into(),
            rendering: rendering.filter(|rendering| rendering.npi != billing.provider.npi),
            billing,
            location,
            turn: PayerTurn::Primary,
            filing,
            payer,
            subscriber,
            dependent: dependent.map(|person| Dependent { relationship: kind, person }),
            other_payers: vec![],
            place: parsed("11"),
            signatures,
            accident,
            authorization: authorization.map(|text| parsed(&text)),
            patient_paid: patient_paid.map(|cents| Money::from_cents(cents).unwrap()),
            diagnoses: codes.iter().take(usize::from(diagnoses)).map(|code| parsed(code)).collect(),
            lines,
        };
        for (mut other, (turn, later)) in others.into_iter().zip([
            (PayerTurn::Primary, PayerTurn::Secondary),
            (PayerTurn::Secondary, PayerTurn::Tertiary),
        ]) {
            other.turn = turn;
            claim.turn = later;
            decided(&mut claim, other, (discount, share), on_lines);
        }
        claim
    }
}
