use super::*;
use crate::claim::example::{claim, id};
use crate::claim::{ClaimPayer, LineAdjudication, OtherPayer, Severity};
use crate::code::{Dated, FilingIndicator};
use crate::encounter::{Accident, Pointer};

fn checks() -> Checks<'static> {
    Checks::on("2026-03-05".parse().unwrap())
}

/// What spoiling a sound claim brings, as `path edit`.
#[track_caller]
fn finds(wanted: &[&str], spoil: impl FnOnce(&mut Claim)) {
    let mut claim = claim();
    spoil(&mut claim);
    let found = claim.findings(&checks());
    let shown: Vec<String> = found
        .iter()
        .map(|found| format!("{} {}", found.path, found.edit.id()))
        .collect();
    assert_eq!(shown, wanted);
}

fn pointer(number: u8) -> Pointer {
    Pointer::new(number).unwrap()
}

fn accident(cause: AccidentCause, date: Option<&str>, state: Option<&str>) -> Option<Accident> {
    Some(Accident {
        cause,
        date: date.map(|date| date.parse().unwrap()),
        state: state.map(|state| state.parse().unwrap()),
    })
}

fn zip(address: &mut Address, digits: &str) {
    let (state, zip) = ("OH".parse().unwrap(), digits.parse().unwrap());
    address.region = Region::Domestic { state, zip };
}

#[test]
fn a_sound_claim_has_no_findings() {
    finds(&[], |_| {});
    finds(&[], |c| {
        c.accident = accident(AccidentCause::Auto, Some("2026-03-01"), Some("OH"))
    });
    finds(&[], |c| {
        c.accident = accident(AccidentCause::Employment, Some("2026-03-02"), None)
    });
    finds(&[], |c| c.lines[0].from = c.patient_person().birth);
}

/// The defects of a valid claim that four independent validators all pass over, one by one; codes
/// without a valid shape cannot be said at all.
#[test]
#[rustfmt::skip] // a table
fn the_defects_that_others_miss() {
    finds(&["frequency claim.frequency_unknown"],                |c| c.frequency = "5".parse().unwrap());
    finds(&["payer_control_number claim.control_number_missing"],|c| c.frequency = ClaimFrequency::Replacement);
    finds(&["lines[0].pointers[1] claim.pointer_absent"],        |c| c.lines[0].pointers[1] = pointer(3));
    finds(&["accident.date claim.accident_date_missing"],        |c| c.accident = accident(AccidentCause::Auto, None, Some("OH")));
    finds(&["billing.address claim.billing_box"],                |c| c.billing.address.line = "PO Box 7".parse().unwrap());
    finds(&["billing.address.region.zip claim.billing_zip_short"],|c| zip(&mut c.billing.address, "43210"));
    finds(&["lines[1].to claim.service_after_submission"],       |c| c.lines[1].to = "2026-03-06".parse().unwrap());
    finds(&["lines[1].from claim.service_before_birth"],         |c| c.lines[1].from = "1980-02-28".parse().unwrap());
    finds(&["other_payers claim.secondary_without_other_payer"], |c| c.turn = PayerTurn::Secondary);
    finds(&["diagnoses[1] claim.diagnosis_twice"],               |c| c.diagnoses[1] = c.diagnoses[0]);
    finds(&["rendering claim.rendering_repeats_billing"],        |c| c.rendering = Some(c.billing.provider.clone()));
    for (text, code) in [
        (r#""1234567890""#, "NPI, check digit"), (r#""12345678931""#, "NPI, length"),
    ] {
        assert!(serde_json::from_str::<crate::code::Npi>(text).is_err(), "{code}");
    }
    assert!("25000".parse::<crate::code::Icd10Cm>().is_err(), "not ICD-10");
    assert_eq!("J45.909".parse::<crate::code::Icd10Cm>().unwrap().as_str(), "J45909", "no dot");
    assert!("9921X".parse::<crate::code::ProcedureCode>().is_err(), "no CPT");
    assert!("207Q00000".parse::<crate::code::Taxonomy>().is_err(), "no taxonomy");
}

#[test]
#[rustfmt::skip] // a table
fn each_edit_sees_its_defect() {
    finds(&["payer_control_number claim.control_number_unexpected"], |c| c.payer_control_number = Some("1".parse().unwrap()));
    finds(&["accident.state claim.accident_state_missing"],      |c| c.accident = accident(AccidentCause::Auto, Some("2026-03-01"), None));
    finds(&["accident.date claim.accident_after_service"],       |c| c.accident = accident(AccidentCause::Other, Some("2026-03-03"), None));
    finds(&["subscriber.person.address claim.patient_address_missing"], |c| c.subscriber.person.address = None);
    finds(&["lines claim.no_lines"],                             |c| c.lines.clear());
    finds(&["lines claim.nothing_charged"],                      |c| c.lines.iter_mut().for_each(|l| l.amount = Money::ZERO));
    finds(&["lines claim.total_too_large"],                      |c| c.lines[0].amount = "99999999.99".parse().unwrap());
    finds(&["lines[1].amount claim.negative_amount"],            |c| c.lines[1].amount = "-0.01".parse().unwrap());
    finds(&["lines[0].measure claim.nothing_done"],              |c| c.lines[0].measure = Measure::Units(Units::ZERO));
    finds(&["lines[0].measure claim.minutes_missing"],           |c| c.lines[0].procedure = "00140".parse().unwrap());
    finds(&["lines[0].procedure claim.dental_procedure"],        |c| c.lines[0].procedure = "D0120".parse().unwrap());
    finds(&["lines[0].modifiers claim.too_many_modifiers"],      |c| c.lines[0].modifiers = vec!["25".parse().unwrap(); 5]);
    finds(&["lines[0].pointers claim.pointer_missing"],          |c| c.lines[0].pointers.clear());
    finds(&["lines[0].pointers[1] claim.pointer_twice"],         |c| c.lines[0].pointers = vec![pointer(1), pointer(1)]);
    finds(&["lines[1].to claim.dates_backwards"],                |c| c.lines[1].to = "2026-03-01".parse().unwrap());
    finds(&["lines[1].number claim.line_number_twice"],          |c| c.lines[1].number = c.lines[0].number.clone());
    finds(&["lines[1].charge claim.charge_twice"],               |c| c.lines[1].charge = c.lines[0].charge);
    finds(&["diagnoses claim.no_diagnosis", "lines[0].pointers[0] claim.pointer_absent"], |c| {
        c.diagnoses.clear();
        c.lines.truncate(1);
        c.lines[0].pointers = vec![pointer(1)];
    });
}

#[test]
fn too_much_of_anything_is_seen() {
    let code = |n: usize| format!("A{n:02}").parse().unwrap();
    finds(&["diagnoses claim.too_many_diagnoses"], |c| {
        c.diagnoses = (0..13).map(code).collect()
    });
    finds(&["lines[0].pointers claim.too_many_pointers"], |c| {
        c.diagnoses = (0..5).map(code).collect();
        c.lines[0].pointers = (1..=5).map(pointer).collect();
    });
    finds(&["lines claim.too_many_lines"], |c| {
        let line = c.lines[0].clone();
        let nth = |n: u128| ClaimLine {
            charge: id(n),
            number: crate::claim::LineNumber::from(id::<crate::id::ChargeId>(n)),
            procedure: format!("{:05}", 10_000 + n).parse().unwrap(),
            ..line.clone()
        };
        c.lines = (0..51).map(nth).collect();
    });
}

#[test]
#[rustfmt::skip] // a table
fn k17_the_same_service_twice_is_a_duplicate_unless_a_modifier_tells_them_apart() {
    //          the second line's modifiers  and units  found
    repeats(&[],           "1", &["lines[1].procedure claim.line_twice"]);
    repeats(&["59"],       "1", &[]);
    repeats(&["76"],       "1", &[]);
    repeats(&["25"],       "1", &[]); // another key, though nothing tells them apart
    repeats(&[],           "2", &[]);
}

#[track_caller]
fn repeats(modifiers: &[&str], units: &str, wanted: &[&str]) {
    finds(wanted, |c| {
        c.lines[1].procedure = c.lines[0].procedure;
        c.lines[1].modifiers = modifiers.iter().map(|m| m.parse().unwrap()).collect();
        c.lines[1].measure = Measure::Units(units.parse().unwrap());
    });
}

#[test]
fn k18_a_claim_is_never_negative() {
    finds(
        &[
            "lines[0].amount claim.negative_amount",
            "lines[1].amount claim.negative_amount",
        ],
        |c| {
            c.lines
                .iter_mut()
                .for_each(|line| line.amount = line.amount.negated());
        },
    );
}

#[test]
fn k20_codes_are_judged_on_the_date_of_service() {
    let row = |code: &str, from: &str, to: &str| Dated {
        code: code.into(),
        from: from.parse().ok(),
        to: to.parse().ok(),
    };
    let icd = [row("J45909", "", ""), row("I10", "2026-04-01", "")];
    let icd = CodeList::new("ICD-10-CM", icd).unwrap();
    let cpt = CodeList::new("CPT", [row("99213", "", "2025-12-31")]).unwrap();
    let checks = checks().with_diagnoses(&icd).with_procedures(&cpt);
    let found: Vec<_> = claim()
        .findings(&checks)
        .iter()
        .map(ToString::to_string)
        .collect();
    let wanted = [
        "diagnoses[1]: the diagnosis is not in force on the date of service",
        "lines[0].procedure: the procedure is not in force on the date of service",
        "lines[1].procedure: the code list does not have the procedure",
    ];
    assert_eq!(found, wanted);
}

/// A secondary claim: the primary decided on both lines, one of them in two parts.
fn secondary() -> Claim {
    let mut claim = claim();
    claim.turn = PayerTurn::Secondary;
    let payer = ClaimPayer {
        id: id(77),
        name: "First Payer".parse().unwrap(),
        number: "12345".parse().unwrap(),
        address: None,
    };
    claim.other_payers.push(OtherPayer {
        turn: PayerTurn::Primary,
        relationship: Relationship::Itself,
        filing: FilingIndicator::MedicareB,
        subscriber: claim.subscriber.clone(),
        payer,
        paid: Some("100.00".parse().unwrap()),
        adjustments: Vec::new(),
        decided: None,
    });
    claim.lines[0].adjudications = vec![
        decision("50.00", &[("CO", "45", "15.00")]),
        decision("20.00", &[("CO", "45", "20.00"), ("PR", "1", "20.00")]),
    ];
    claim.lines[1].adjudications = vec![decision(
        "30.00",
        &[("CO", "45", "25.00"), ("PR", "2", "5.00")],
    )];
    claim
}

fn decision(paid: &str, adjustments: &[(&str, &str, &str)]) -> LineAdjudication {
    let adjustment = |(group, reason, amount): &(&str, &str, &str)| {
        let (group, reason) = (group.parse().unwrap(), reason.parse().unwrap());
        Adjustment::new(group, reason, amount.parse().unwrap())
    };
    LineAdjudication {
        payer: id(77),
        paid: paid.parse().unwrap(),
        procedure: "99213".parse().unwrap(),
        modifiers: Vec::new(),
        units: Units::ONE,
        bundled_into: None,
        adjustments: adjustments.iter().map(adjustment).collect(),
        decided: "2026-04-01".parse().unwrap(),
    }
}

#[test]
#[rustfmt::skip] // a table
fn k13_what_an_earlier_payer_decided_adds_up() {
    tells(&[], |_| {});
    tells(&["other_payers[0].paid claim.other_payer_unbalanced"],  |c| c.other_payers[0].paid = Some("100.01".parse().unwrap()));
    tells(&["other_payers[0].turn claim.turn_twice"],              |c| c.other_payers[0].turn = PayerTurn::Secondary);
    tells(&["lines[1].adjudications[0] claim.line_unbalanced"],    |c| c.lines[1].adjudications[0].paid = "29.99".parse().unwrap());
    tells(&["lines[0].adjudications[1] claim.decision_of_nobody",
            "lines[0].adjudications[0] claim.line_unbalanced",
            "other_payers[0].paid claim.other_payer_unbalanced",
            "lines[0].adjudications[1] claim.line_unbalanced"],    |c| c.lines[0].adjudications[1].payer = id(78));
}

/// As [`finds`], in any order.
#[track_caller]
fn tells(wanted: &[&str], spoil: impl FnOnce(&mut Claim)) {
    let mut claim = secondary();
    spoil(&mut claim);
    let found = claim.findings(&checks());
    let mut shown: Vec<String> = found
        .iter()
        .map(|f| format!("{} {}", f.path, f.edit.id()))
        .collect();
    let mut wanted = wanted.to_vec();
    shown.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(shown, wanted);
    assert!(found.iter().all(|f| f.severity() == Severity::Error));
}

#[test]
fn a_dependent_is_checked_as_the_patient() {
    let visit = crate::claim::example::child(None);
    let drawn = crate::id::ClaimId::from(crate::id::Uuid::from_u128(31));
    let mut claim = Claim::draw(drawn, drawn.into(), visit.sources()).unwrap();
    assert_eq!(claim.findings(&checks()), []);
    if let Some(dependent) = &mut claim.dependent {
        dependent.relationship = Relationship::Itself;
        dependent.person.address = None;
        dependent.person.birth = "2026-03-03".parse().unwrap();
    }
    let edits: Vec<_> = claim
        .findings(&checks())
        .iter()
        .map(|found| found.edit)
        .collect();
    let before_birth = Edit::ServiceBeforeBirth;
    assert_eq!(
        edits,
        [
            Edit::PatientAddressMissing,
            Edit::DependentIsSelf,
            before_birth,
            before_birth
        ]
    );
}
