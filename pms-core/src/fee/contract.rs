use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::{AdjustmentGroup, AdjustmentReason, Modifier};
use crate::id::{ContractId, PayerId, PlanId};
use crate::money::{Exact, Money, MoneyError, Rate, Rounding};
use crate::time::Period;

use super::anesthesia::Anesthesia;
use super::error::FeeError;
use super::policy::Policy;
use super::schedule::Schedules;
use super::service::Service;
use super::table::{RateRow, RateTable, Sound};

/// How a contract finds the amount of a service.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "method")]
#[non_exhaustive]
pub enum Method {
    /// So much for each unit.
    Fixed {
        /// For one unit.
        amount: Money,
    },
    /// A part of what is charged.
    PercentOfBilled {
        /// Which part.
        rate: Rate,
    },
    /// A part of the fee in a schedule, for each unit; exact until the one rounding of the line.
    PercentOfSchedule {
        /// The schedule's name.
        schedule: String,
        /// Which part; above one for a contract that pays more than the schedule.
        rate: Rate,
        /// Whether the schedule's fee is rounded to the cent before the part is taken.
        #[serde(default)]
        round_base: bool,
    },
    /// So much for all lines of a case together, shared out over them by charge.
    Case {
        /// Rows that name the same case share one amount: the first line's.
        name: String,
        /// For all lines.
        amount: Money,
        /// How often it is paid.
        per: CasePer,
    },
    /// By time.
    Anesthesia(Anesthesia),
}

/// How often a case is paid.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CasePer {
    /// Once a claim.
    Claim,
    /// Once a day.
    Day,
}

impl Sound for Method {
    fn is_sound(&self) -> bool {
        match self {
            Self::Fixed { amount } | Self::Case { amount, .. } => !amount.is_negative(),
            Self::PercentOfBilled { .. } | Self::PercentOfSchedule { .. } | Self::Anesthesia(_) => {
                true
            }
        }
    }
}

/// Who bears what is charged above the allowed amount.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Excess {
    /// The practice has agreed to write it off (CO-45).
    WrittenOff,
    /// Nothing was agreed: the patient may be asked for it (PR-45).
    Patient,
    /// The patient may be asked for it until all together is a limit by law; the rest is written off.
    ///
    /// Source: 42 CFR 414.48 (115 % where the practice neither participates nor takes assignment).
    Limited {
        /// The limit, as a part of the allowed amount.
        rate: Rate,
    },
}

impl Excess {
    /// As a payer would report it.
    ///
    /// Source: 005010X221A1, CAS.
    #[must_use]
    pub const fn reported(self) -> (AdjustmentGroup, AdjustmentReason) {
        let group = match self {
            Self::WrittenOff => AdjustmentGroup::ContractualObligation,
            Self::Patient | Self::Limited { .. } => AdjustmentGroup::PatientResponsibility,
        };
        (group, AdjustmentReason::OVER_FEE_SCHEDULE)
    }
}

/// Whether less is allowed where less is charged than the rates come to.
///
/// Stored as its name; `true` and `false` are read as by the line and as never.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", from = "Stored")]
pub enum LesserOf {
    /// Never: a line can be allowed more than is charged for it.
    None,
    /// No line is allowed more than is charged for it.
    PerLine,
    /// The priced lines of a claim together are allowed no more than is charged for them: one that is
    /// cheap at the practice leaves room for another. What is too much is taken from all lines in
    /// proportion, by largest remainder.
    PerClaim,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    Flag(bool),
    Name(Name),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Name {
    None,
    PerLine,
    PerClaim,
}

impl From<Stored> for LesserOf {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Flag(true) | Stored::Name(Name::PerLine) => Self::PerLine,
            Stored::Flag(false) | Stored::Name(Name::None) => Self::None,
            Stored::Name(Name::PerClaim) => Self::PerClaim,
        }
    }
}

/// What a payer and the practice have agreed, or what a payer recognizes without agreement.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Contract {
    /// The contract's own identifier.
    pub id: ContractId,
    /// With whom.
    pub payer: PayerId,
    /// For which of the payer's plans; for all of them where none is named.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub plans: BTreeSet<PlanId>,
    /// The days of service.
    pub period: Period,
    /// What was agreed.
    pub agreement: Agreement,
}

/// The terms of a contract.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Agreement {
    /// How each service is priced.
    pub rates: RateTable<Method>,
    /// Whether less is allowed where less is charged.
    pub lesser_of_billed: LesserOf,
    /// Who bears what is charged above the allowed amount.
    pub excess: Excess,
    /// The part by which the payer's payment, after all that the patient owes, is cut; 2 % under the
    /// federal sequester.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequestration: Option<Rate>,
    /// What is made of a day's lines before they are shared.
    #[serde(default, skip_serializing_if = "Policy::is_empty")]
    pub policy: Policy,
}

impl Agreement {
    /// The lesser of rate and charge, the excess written off, nothing reduced or cut.
    #[must_use]
    pub fn new(rates: RateTable<Method>) -> Self {
        Self {
            rates,
            lesser_of_billed: LesserOf::PerLine,
            excess: Excess::WrittenOff,
            sequestration: None,
            policy: Policy::default(),
        }
    }
}

/// What a contract allows for a service, and how it came to be.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Allowed {
    /// The allowed amount of the line.
    pub amount: Money,
    /// What the rate alone gives; more than the amount where the charge is lower and decides.
    pub rate_amount: Money,
    /// The method of the row that decided.
    pub method: Method,
    /// Since when that row holds.
    pub since: NaiveDate,
    /// What rounding to the cent added, in millionths of a cent.
    #[serde(default)]
    pub residue: i64,
}

/// What a contract's row gives for a service, before anything is rounded.
#[derive(Clone, Copy, Debug)]
pub(super) struct PerUnit<'a> {
    /// For all units.
    pub(super) exact: Exact,
    /// The part of it that is expense.
    pub(super) expense: Option<Exact>,
    /// The modifiers that the row asks for, the schedule's where it refers to one.
    pub(super) modifiers: &'a [Modifier],
    row: &'a RateRow<Method>,
}

impl PerUnit<'_> {
    /// Rounded, with the row that decided.
    pub(super) fn allowed(&self, exact: Exact) -> Result<Allowed, MoneyError> {
        let amount = exact.round(Rounding::HalfUp)?;
        Ok(Allowed {
            amount,
            rate_amount: amount,
            method: self.row.rate.clone(),
            since: self.row.period.start(),
            residue: exact.residue(amount)?,
        })
    }
}

impl Contract {
    /// What is allowed for a service that is billed alone: one rounding to the nearest cent, then the lesser of that and
    /// the charge where so agreed.
    ///
    /// # Errors
    ///
    /// [`FeeError::NoRate`] where nothing was agreed for the service, or not for its day,
    /// [`FeeError::NoSchedule`] where the schedule is not at hand, [`FeeError::Money`] where an amount
    /// does not fit.
    ///
    /// ```
    /// # use pms_core::fee::{Agreement, Contract, Excess, LesserOf, Method, RateRow, RateTable, Schedules, Service};
    /// # use pms_core::id::{ContractId, PayerId, Uuid};
    /// # use pms_core::money::Units;
    /// # use pms_core::time::Period;
    /// # let period = Period::since("2026-01-01".parse()?);
    /// let row = |code: &str, method| RateRow {
    ///     procedure: code.parse().ok(), modifiers: vec![], place: None, locality: None, provider: None, period, rate: method,
    /// };
    /// let contract = Contract {
    ///     id: ContractId::from(Uuid::from_u128(1)),
    ///     payer: PayerId::from(Uuid::from_u128(2)),
    ///     plans: [].into(),
    ///     period,
    ///     agreement: Agreement {
    ///         rates: RateTable::new([
    ///             row("99213", Method::Fixed { amount: "92.50".parse()? }),
    ///             row("J1100", Method::PercentOfBilled { rate: "0.40".parse()? }),
    ///         ])?,
    ///         lesser_of_billed: LesserOf::PerLine,
    ///         excess: Excess::WrittenOff,
    ///         sequestration: None,
    ///         policy: Default::default(),
    ///     },
    /// };
    /// let mut service = Service {
    ///     date: "2026-03-02".parse()?,
    ///     procedure: "99213".parse()?,
    ///     modifiers: vec![],
    ///     place: "11".parse()?,
    ///     units: Units::ONE,
    ///     minutes: None,
    ///     locality: None,
    ///     provider: Default::default(),
    ///     billed: "150.00".parse()?,
    /// };
    /// let schedules = Schedules::default();
    /// assert_eq!(contract.allow(&service, &schedules)?.amount, "92.50".parse()?);
    /// service.procedure = "99214".parse()?;
    /// assert_eq!(contract.allow(&service, &schedules).unwrap_err().code(), "fee.no_rate");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn allow(&self, service: &Service, schedules: &Schedules) -> Result<Allowed, FeeError> {
        let rated = self.rate(service, schedules)?;
        let allowed = rated.allowed(rated.exact)?;
        Ok(Allowed {
            amount: match self.agreement.lesser_of_billed {
                LesserOf::None => allowed.amount,
                LesserOf::PerLine | LesserOf::PerClaim => allowed.amount.min(service.billed),
            },
            ..allowed
        })
    }

    /// The row that decides for a service, where one holds.
    pub(super) fn row(&self, service: &Service) -> Option<&RateRow<Method>> {
        self.agreement
            .rates
            .find(&service.asked())
            .filter(|_| self.period.contains(service.date))
    }

    /// What the row gives, exact.
    pub(super) fn rate<'a>(
        &'a self,
        service: &Service,
        schedules: &'a Schedules,
    ) -> Result<PerUnit<'a>, FeeError> {
        let row = self.row(service).ok_or_else(|| service.no_rate())?;
        let by_time = matches!(
            row.rate,
            Method::Anesthesia(_) | Method::PercentOfBilled { .. }
        );
        if service.minutes.is_some() && !by_time {
            return Err(FeeError::Timed {
                procedure: service.procedure,
            });
        }
        let of_row = |exact| PerUnit {
            exact,
            expense: None,
            modifiers: &row.modifiers,
            row,
        };
        Ok(match &row.rate {
            Method::Fixed { amount } => of_row(Exact::from(*amount).of_units(service.units)?),
            Method::PercentOfBilled { rate } => of_row(Exact::from(service.billed).part(*rate)?),
            Method::Case { amount, .. } => of_row((*amount).into()),
            Method::Anesthesia(anesthesia) => of_row(anesthesia.amount(service)?),
            Method::PercentOfSchedule {
                schedule,
                rate,
                round_base,
            } => {
                let fee = schedules.find(schedule)?.fee(service)?;
                let base = if *round_base {
                    fee.amount.round(Rounding::HalfUp)?.into()
                } else {
                    fee.amount
                };
                let of_units = |exact: Exact| exact.of_units(service.units)?.part(*rate);
                PerUnit {
                    exact: of_units(base)?,
                    expense: fee.expense.map(of_units).transpose()?,
                    modifiers: fee.modifiers,
                    row,
                }
            }
        })
    }
}

/// The contract that decides for a plan on a day of service: one that names the plan before one for
/// all of the payer's plans, the later begun before the earlier.
#[must_use]
pub fn choose_contract(
    contracts: &[Contract],
    payer: PayerId,
    plan: PlanId,
    date: NaiveDate,
) -> Option<&Contract> {
    contracts
        .iter()
        .filter(|contract| contract.payer == payer && contract.period.contains(date))
        .filter(|contract| contract.plans.is_empty() || contract.plans.contains(&plan))
        .max_by_key(|contract| (!contract.plans.is_empty(), contract.period.start()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fee::{FeeSchedule, RateRow};
    use crate::id::Uuid;

    const ALWAYS: &str = "2026-01-01..";

    fn period(text: &str) -> Period {
        let (start, end) = text.split_once("..").unwrap();
        match end {
            "" => Period::since(start.parse().unwrap()),
            end => Period::new(start.parse().unwrap(), end.parse().unwrap()).unwrap(),
        }
    }

    fn row<T>(procedure: &str, modifiers: &[&str], place: &str, days: &str, rate: T) -> RateRow<T> {
        RateRow {
            procedure: procedure.parse().ok(),
            modifiers: modifiers.iter().map(|m| m.parse().unwrap()).collect(),
            place: serde_json::from_str(&format!("\"{place}\"")).ok(),
            locality: None,
            provider: None,
            period: period(days),
            rate,
        }
    }

    fn fixed(amount: &str) -> Method {
        let amount = amount.parse().unwrap();
        Method::Fixed { amount }
    }

    fn of_billed(rate: &str) -> Method {
        let rate = rate.parse().unwrap();
        Method::PercentOfBilled { rate }
    }

    fn of_medicare(rate: &str) -> Method {
        Method::PercentOfSchedule {
            schedule: "medicare".to_owned(),
            rate: rate.parse().unwrap(),
            round_base: false,
        }
    }

    fn contract(rows: Vec<RateRow<Method>>, lesser: bool) -> Contract {
        let lesser_of_billed = if lesser {
            LesserOf::PerLine
        } else {
            LesserOf::None
        };
        Contract {
            id: Uuid::from_u128(1).into(),
            payer: Uuid::from_u128(2).into(),
            plans: [].into(),
            period: period(ALWAYS),
            agreement: Agreement {
                rates: RateTable::new(rows).unwrap(),
                lesser_of_billed,
                excess: Excess::WrittenOff,
                sequestration: None,
                policy: Policy::default(),
            },
        }
    }

    fn service(procedure: &str, modifiers: &[&str], place: &str, date: &str) -> Service {
        Service {
            date: date.parse().unwrap(),
            procedure: procedure.parse().unwrap(),
            modifiers: modifiers.iter().map(|m| m.parse().unwrap()).collect(),
            place: place.parse().unwrap(),
            units: "1".parse().unwrap(),
            minutes: None,
            locality: None,
            provider: crate::fee::ProviderClass::Physician,
            billed: "200.00".parse().unwrap(),
        }
    }

    fn allowed(contract: &Contract, service: &Service) -> Result<String, &'static str> {
        let mut schedules = Schedules::default();
        let fees = [
            row("99213", &[], "", ALWAYS, "92.33".parse().unwrap()),
            row("99213", &[], "facility", ALWAYS, "67.10".parse().unwrap()),
        ];
        schedules.put("medicare", FeeSchedule::new(fees).unwrap());
        contract
            .allow(service, &schedules)
            .map(|allowed| allowed.amount.to_string())
            .map_err(|error| error.code())
    }

    #[test]
    #[rustfmt::skip] // a table
    fn the_most_specific_row_decides() {
        let contract = contract(vec![
            row("",      &[],           "",         ALWAYS,                   of_billed("0.5")),
            row("93000", &[],           "",         ALWAYS,                   fixed("30")),
            row("93000", &["26"],       "",         ALWAYS,                   fixed("10")),
            row("93000", &["26"],       "facility", ALWAYS,                   fixed("9")),
            row("93000", &["26", "59"], "",         ALWAYS,                   fixed("8")),
            row("93000", &["59"],       "",         ALWAYS,                   fixed("29")),
            row("93000", &["TC"],       "",         "2026-01-01..2026-06-30", fixed("20")),
            row("93000", &["TC"],       "",         "2026-07-01..",           fixed("21")),
        ], true);
        let check = |procedure, modifiers: &[&str], place, date, wanted| {
            let got = allowed(&contract, &service(procedure, modifiers, place, date));
            assert_eq!(got, wanted, "{procedure} {modifiers:?} {place} {date}");
        };
        //    code     modifiers             place day           allowed
        check("93000", &[],                  "11", "2026-03-02", Ok("30.00".into()));
        check("93000", &["76"],              "11", "2026-03-02", Ok("30.00".into()));
        check("93000", &["26"],              "11", "2026-03-02", Ok("10.00".into()));
        check("93000", &["76", "26"],        "11", "2026-03-02", Ok("10.00".into()));
        check("93000", &["26"],              "22", "2026-03-02", Ok("9.00".into()));
        check("93000", &["59", "26"],        "22", "2026-03-02", Ok("8.00".into()));
        check("93000", &["59", "TC"],        "11", "2026-03-02", Ok("29.00".into())); // first on the line
        check("93000", &["TC", "59"],        "11", "2026-03-02", Ok("20.00".into()));
        check("93000", &["TC"],              "11", "2026-06-30", Ok("20.00".into()));
        check("93000", &["TC"],              "11", "2026-07-01", Ok("21.00".into()));
        check("99213", &[],                  "11", "2026-03-02", Ok("100.00".into())); // default
        check("93000", &[],                  "11", "2025-12-31", Err("fee.no_rate"));
    }

    #[test]
    #[rustfmt::skip] // a table
    fn each_method_rounds_once() {
        let check = |method: Method, lesser, units: &str, place, wanted: Result<&str, &'static str>| {
            let contract = contract(vec![row("99213", &[], "", ALWAYS, method)], lesser);
            let service = Service { units: units.parse().unwrap(), ..service("99213", &[], place, "2026-03-02") };
            assert_eq!(allowed(&contract, &service), wanted.map(str::to_owned));
        };
        //    method                 lesser units  place allowed
        check(fixed("92.50"),        true,  "1",   "11", Ok("92.50"));
        check(fixed("92.50"),        true,  "3",   "11", Ok("200.00"));
        check(fixed("92.50"),        false, "3",   "11", Ok("277.50"));
        check(of_billed("0.333333"), true,  "3",   "11", Ok("66.67"));
        check(of_medicare("1.30"),   true,  "1",   "11", Ok("120.03")); // 120.029
        check(of_medicare("1.30"),   true,  "1",   "22", Ok("87.23"));
        check(of_medicare("1.15"),   true,  "1.5", "11", Ok("159.27")); // 159.26925
        check(of_medicare("1.30"),   false, "2",   "11", Ok("240.06")); // not twice 120.03
        check(Method::PercentOfSchedule { schedule: "other".into(), rate: Rate::ONE, round_base: false },
                                     true,  "1",   "11", Err("fee.no_schedule"));
    }

    #[test]
    fn k18_no_rate_is_never_zero() {
        let contract = contract(vec![row("99213", &["26"], "", ALWAYS, fixed("10"))], true);
        let unknown = service("99213", &[], "11", "2026-03-02");
        assert_eq!(allowed(&contract, &unknown), Err("fee.no_rate"));
        let ended = Contract {
            period: period("2026-01-01..2026-01-31"),
            ..contract
        };
        let late = service("99213", &["26"], "11", "2026-03-02");
        assert_eq!(allowed(&ended, &late), Err("fee.no_rate"));
    }

    #[test]
    fn two_rows_never_decide_for_the_same() {
        let refused = |one, other| RateTable::new([one, other]).unwrap_err().code();
        let base = row(
            "93000",
            &["26", "59"],
            "",
            "2026-01-01..2026-06-30",
            fixed("1"),
        );
        let again = row("93000", &["59", "26"], "", "2026-06-30..", fixed("2"));
        assert_eq!(refused(base.clone(), again), "fee.overlap");
        let next = row("93000", &["59", "26"], "", "2026-07-01..", fixed("2"));
        assert!(RateTable::new([base.clone(), next]).is_ok());
        let below = row("93000", &[], "", ALWAYS, fixed("-0.01"));
        assert_eq!(refused(base, below), "fee.negative_amount");
    }

    #[test]
    fn json_is_checked_too() {
        let contract = contract(vec![row("99213", &[], "", ALWAYS, fixed("10"))], true);
        let json = serde_json::to_string(&contract).unwrap();
        assert_eq!(serde_json::from_str::<Contract>(&json).unwrap(), contract);
        assert!(serde_json::from_str::<Contract>(&json.replace("10.00", "-10.00")).is_err());
    }

    /// Contracts that were stored when it was yes or no are read as what they meant.
    #[test]
    #[rustfmt::skip] // a table
    fn the_lesser_of_is_read_as_it_was_stored() {
        let read = |json: &str| serde_json::from_str::<LesserOf>(json).ok();
        assert_eq!(read("true"),          Some(LesserOf::PerLine));
        assert_eq!(read("false"),         Some(LesserOf::None));
        assert_eq!(read("\"sometimes\""), None);
        for lesser in [LesserOf::None, LesserOf::PerLine, LesserOf::PerClaim] {
            assert_eq!(read(&serde_json::to_string(&lesser).unwrap()), Some(lesser));
        }
        assert_eq!(serde_json::to_string(&LesserOf::PerClaim).unwrap(), "\"per_claim\"");
    }

    #[test]
    fn the_contract_of_the_plan_comes_before_the_payers() {
        let all = contract(vec![], true);
        let plan = PlanId::from(Uuid::from_u128(9));
        let own = Contract {
            id: Uuid::from_u128(3).into(),
            plans: [plan].into(),
            ..all.clone()
        };
        let later = Contract {
            id: Uuid::from_u128(4).into(),
            period: period("2026-06-01.."),
            ..all.clone()
        };
        let contracts = [all.clone(), own.clone(), later.clone()];
        let chosen = |plan, date: &str| {
            choose_contract(&contracts, all.payer, plan, date.parse().unwrap()).map(|c| c.id)
        };
        let other = PlanId::from(Uuid::from_u128(8));
        assert_eq!(chosen(plan, "2026-07-01"), Some(own.id));
        assert_eq!(chosen(other, "2026-05-31"), Some(all.id));
        assert_eq!(chosen(other, "2026-06-01"), Some(later.id));
        assert_eq!(chosen(other, "2025-06-01"), None);
    }
}
