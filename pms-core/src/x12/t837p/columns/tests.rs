//! Columns hold what was written and what is read.

use proptest::prelude::*;

use super::super::{any, read, tests::submission, write};
use super::{Columns, batches};
use crate::claim::Claim;
use crate::x12::columns::{ABSENT_CENTS, OF_CLAIM, Values};
use crate::x12::syntax::Characters;

fn cents<'a>(amounts: impl IntoIterator<Item = &'a i64>) -> i64 {
    amounts.into_iter().sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Every cent, unit, diagnosis and adjustment of the claims stands in the columns, whatever the
    /// size of a batch.
    #[test]
    fn d6_columns_hold_what_the_practice_wrote(
        claims in proptest::collection::vec(any::claim(), 1..5),
        most in 1..4_usize,
    ) {
        let all: Vec<&Claim> = claims.iter().collect();
        let file = write(&all, &submission(), Characters::Clean).unwrap();
        let mut first = 0;
        for columns in batches(&file, most) {
            prop_assert_eq!(&columns.findings, &vec![]);
            let part = &claims[first..(first + most).min(claims.len())];
            first += columns.claims.len();
            holds(&columns, part);
        }
        prop_assert_eq!(first, claims.len());
    }

    #[test]
    fn damaged_files_read_alike(changes in proptest::collection::vec(
        (any::<prop::sample::Index>(), prop::sample::select(b"~*:\n 0159-.ACLHMNSVX\xc9".to_vec())), 0..6,
    ), claim in any::claim(), most in 1..3_usize) {
        let mut file = write(&[&claim, &claim], &submission(), Characters::Clean).unwrap();
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let read = read(&file);
        let (mut lines, mut found) = (0, Vec::new());
        let mut controls = Vec::new();
        for columns in batches(&file, most) {
            lines += columns.services.len();
            controls.extend(columns.claims.control.iter().map(str::to_owned));
            found.extend(columns.findings);
        }
        let wanted: usize = read.claims.iter().map(|claim| claim.lines.len()).sum();
        prop_assert_eq!(lines, wanted);
        let wanted: Vec<_> = read.claims.iter().map(|claim| claim.patient_control.clone()).collect();
        prop_assert_eq!(controls, wanted);
        prop_assert_eq!(found.len(), read.findings.len());
    }
}

#[track_caller]
fn holds(columns: &Columns, claims: &[Claim]) {
    let lines = || claims.iter().flat_map(|claim| &claim.lines);
    let charges: Vec<_> = lines().map(|line| line.amount.cents()).collect();
    assert_eq!(columns.services.charge, charges);
    assert_eq!(cents(&columns.claims.charge), cents(&charges));
    let units: Vec<_> = lines()
        .map(|line| line.measure.quantity().thousandths())
        .collect();
    assert_eq!(columns.services.units, units);
    let days: Vec<_> = lines().map(|line| line.to.to_epoch_days()).collect();
    assert_eq!(columns.services.last_day, days);
    let diagnoses: Vec<_> = claims.iter().flat_map(|claim| &claim.diagnoses).collect();
    let told: Vec<_> = columns.diagnoses.code.iter().collect();
    assert_eq!(
        told,
        diagnoses
            .iter()
            .map(|code| code.as_str())
            .collect::<Vec<_>>()
    );
    let paid: Vec<_> = claims
        .iter()
        .map(|claim| claim.patient_paid.map_or(ABSENT_CENTS, |paid| paid.cents()))
        .collect();
    assert_eq!(columns.claims.patient_paid, paid);
    let others = || claims.iter().flat_map(|claim| &claim.other_payers);
    let paid: Vec<_> = others()
        .map(|other| other.paid.map_or(ABSENT_CENTS, |paid| paid.cents()))
        .collect();
    assert_eq!(columns.other_payers.paid, paid);
    let taken = others().flat_map(|other| &other.adjustments);
    let taken: Vec<_> = taken.map(|each| each.amount.cents()).collect();
    let table = &columns.adjustments;
    let of = |claim_level: bool| {
        let rows = table.service.iter().zip(&table.amount);
        let rows = rows.filter(move |(row, _)| (**row == OF_CLAIM) == claim_level);
        rows.map(|(_, amount)| *amount).collect::<Vec<_>>()
    };
    assert_eq!(of(true), taken);
    let taken = lines()
        .flat_map(|line| &line.adjudications)
        .flat_map(|each| &each.adjustments);
    assert_eq!(
        of(false),
        taken.map(|each| each.amount.cents()).collect::<Vec<_>>()
    );
    for (row, claim) in claims.iter().enumerate() {
        let rendering = claim
            .rendering
            .as_ref()
            .map_or("", |rendering| rendering.npi.as_str());
        assert_eq!(columns.claims.rendering_npi.text(row), rendering);
        assert_eq!(columns.claims.filing.text(row), claim.filing.as_str());
        assert_eq!(columns.claims.place.text(row), claim.place.as_str());
    }
}

/// Every column of a table has as many values as the table has rows.
#[test]
fn tables_are_given_away_whole() {
    let claims = super::super::tests::claims(3);
    let all: Vec<&Claim> = claims.iter().collect();
    let file = write(&all, &submission(), Characters::Clean).unwrap();
    let columns = batches(&file, 10).next().unwrap();
    let tables = columns.clone().into_tables().tables;
    let names: Vec<_> = tables
        .iter()
        .map(|table| (table.name, table.rows))
        .collect();
    assert_eq!(
        names[..2],
        [("claims", 3), ("services", columns.services.len())]
    );
    for table in tables {
        for (name, values) in table.columns {
            let rows = match values {
                Values::Texts(values) => values.len(),
                Values::Cents(values) | Values::Thousandths(values) => values.len(),
                Values::Days(values) => values.len(),
                Values::Rows(values) | Values::Numbers(values) => values.len(),
                Values::Flags(values) => values.len(),
                Values::Places(values) => values.len(),
            };
            assert_eq!(rows, table.rows, "{}.{name}", table.name);
        }
    }
}
