use pms_core::adjudication;
use pms_core::adjudication::AdjudicatedLine;
use pms_core::adjudication::Argument;
use pms_core::adjudication::Case;
use pms_core::adjudication::Line;
use pms_core::adjudication::Message;
use pms_core::adjudication::Templates;
use pms_core::adjudication::TraceStep;
use pms_core::code::Modifier;
use pms_core::coverage::Accrual;
use pms_core::coverage::AccumulatorEvent;
use pms_core::coverage::Accumulators;
use pms_core::coverage::Benefit;
use pms_core::coverage::Benefits;
use pms_core::coverage::Bucket;
use pms_core::coverage::CostShare;
use pms_core::coverage::Limit;
use pms_core::coverage::Measure;
use pms_core::coverage::Meter;
use pms_core::coverage::Network;
use pms_core::coverage::OutOfPocket;
use pms_core::coverage::Per;
use pms_core::coverage::Plan;
use pms_core::coverage::Pool;
use pms_core::coverage::Services;
use pms_core::coverage::Step;
use pms_core::fee::Agreement;
use pms_core::fee::Contract;
use pms_core::fee::Excess;
use pms_core::fee::LesserOf;
use pms_core::fee::Method;
use pms_core::fee::RateRow;
use pms_core::fee::RateTable;
use pms_core::fee::Schedules;
use pms_core::fee::Service;
use pms_core::id::PatientId;
use pms_core::id::Uuid;
use pms_core::money::Money;
use pms_core::money::MoneyError;
use pms_core::time::Period;

use crate::error::{At, PmsError, parse};
use crate::identity::read;
use crate::scalar::{Amount, Day, Rate, Units};

record! {
    /// How one step of a plan shares a charge between patient and plan.
    pub enum StepKind {
        /// The patient owes a fixed amount once a visit.
        Copay,
        /// The patient owes all until the deductible is met.
        Deductible,
        /// The patient owes a part of what is left.
        Coinsurance,
        /// The plan pays until a maximum is reached.
        Maximum,
    }
}

record! {
    /// One step of a plan. Each takes from what the steps before it left.
    pub struct BenefitStep {
        /// What it does.
        pub kind: StepKind,
        /// The copay, or the limit for one person. Not for coinsurance.
        pub amount: Option<Amount>,
        /// The limit for the family within which the person's own is embedded.
        pub family: Option<Amount>,
        /// The patient's part, for coinsurance.
        pub rate: Option<Rate>,
    }
}

record! {
    /// How a plan shares the cost of services.
    pub struct PlanTerms {
        /// What is done to the allowed amount, in order.
        pub steps: Vec<BenefitStep>,
        /// The most that one person pays in a plan year.
        pub out_of_pocket: Option<Amount>,
        /// The most that the family pays, within which the person's own is embedded.
        pub family_out_of_pocket: Option<Amount>,
    }
}

record! {
    /// What a contract allows for a procedure, by the unit.
    pub struct FeeRate {
        /// The procedure.
        pub procedure: String,
        /// The modifiers that the service must bear.
        pub modifiers: Vec<String>,
        /// How much.
        pub amount: Amount,
    }
}

record! {
    /// What was used of a plan's limits so far this year: by the patient, and by the whole family.
    pub struct LimitsUsed {
        /// Toward the patient's deductible.
        pub deductible: Amount,
        /// Toward the family's deductible, the patient's part included.
        pub family_deductible: Amount,
        /// Toward the most that the patient pays.
        pub out_of_pocket: Amount,
        /// Toward the most that the family pays, the patient's part included.
        pub family_out_of_pocket: Amount,
        /// What the plan has paid toward its maximum.
        pub paid: Amount,
    }
}

record! {
    /// One charge, as a payer sees it.
    pub struct ServiceLine {
        /// The charge line.
        pub charge: String,
        /// The day of service.
        pub date: Day,
        /// The procedure.
        pub procedure: String,
        /// What was special about it.
        pub modifiers: Vec<String>,
        /// Where it was done, such as `11`.
        pub place: String,
        /// How often.
        pub units: Units,
        /// What is charged.
        pub billed: Amount,
    }
}

record! {
    /// Why a payment differs from its charge, as a payer reports it.
    pub struct AdjustmentRow {
        /// Who bears it, such as `CO` or `PR`.
        pub group: String,
        /// Why, such as `45`.
        pub reason: String,
        /// How much less is paid; below zero, more.
        pub amount: Amount,
    }
}

record! {
    /// A value in a sentence, as the JSON door writes such values.
    pub struct SentenceValue {
        /// By which name a translation asks for it, as in `{amount}`.
        pub name: String,
        /// What it is: `money`, `rate`, `date`, `number`, `code` or `text`.
        pub kind: String,
        /// The bare value, such as `25.00`, `0.2` or `2026-03-02`.
        pub value: String,
    }
}

record! {
    /// What is said of an amount: in English, and apart from the text for a host that translates.
    pub struct Sentence {
        /// A stable name of what is said, such as `copay.rest`; never reused.
        pub key: String,
        /// The values that it shows.
        pub values: Vec<SentenceValue>,
        /// The sentence in English.
        pub text: String,
    }
}

record! {
    /// One step from the charge to the plan's payment.
    pub struct TraceRow {
        /// Which rule: `allowed`, `deductible`, `coinsurance`.
        pub rule: String,
        /// What the plan would have paid before it.
        pub before: Amount,
        /// What the plan would pay after it.
        pub after: Amount,
        /// The same in words, for the people at the practice: what it did, then by what.
        pub said: Vec<Sentence>,
    }
}

record! {
    /// What a line is worth. Billed is always what the plan pays, the patient owes and the practice
    /// writes off.
    pub struct EstimatedLine {
        /// The charge line.
        pub charge: String,
        /// What is charged.
        pub billed: Amount,
        /// What the contract allows.
        pub allowed: Amount,
        /// What the plan pays.
        pub plan_pays: Amount,
        /// What the patient owes in all.
        pub patient_owes: Amount,
        /// Of it, as a copay.
        pub copay: Amount,
        /// Of it, before the plan begins to pay.
        pub deductible: Amount,
        /// Of it, as a part of what was left.
        pub coinsurance: Amount,
        /// Of it, since a maximum is reached.
        pub over_maximum: Amount,
        /// What the practice writes off.
        pub written_off: Amount,
        /// The same as a payer would report it.
        pub adjustments: Vec<AdjustmentRow>,
        /// How it came about, step by step.
        pub trace: Vec<TraceRow>,
        /// What it comes to, in words for the patient.
        pub patient: Vec<Sentence>,
    }
}

record! {
    /// What a visit is worth.
    pub struct Estimate {
        /// Line by line, as given.
        pub lines: Vec<EstimatedLine>,
        /// What the plan pays for all.
        pub plan_pays: Amount,
        /// What the patient owes for all.
        pub patient_owes: Amount,
        /// What the practice writes off of all.
        pub written_off: Amount,
    }
}

/// What the lines of one visit are worth under a plan of the calendar year and a contract of fixed
/// fees: each cent with its reason. Nothing is recorded.
///
/// # Errors
///
/// `fee.no_rate`, `adjudication.twice`, `coverage.negative_amount` and their like.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn estimate(
    plan: PlanTerms,
    rates: Vec<FeeRate>,
    used: LimitsUsed,
    lines: Vec<ServiceLine>,
) -> Result<Estimate, PmsError> {
    // Who they are makes no difference to what a visit is worth.
    let nobody = Uuid::nil();
    let mut judged = Plan::new(
        nobody.into(),
        nobody.into(),
        parse("plan", "plan")?,
        parse("CI", "plan")?,
    );
    let year = Period::since(chrono::NaiveDate::MIN);
    judged.benefits = benefits(&plan, year)?;
    let contract = Contract {
        id: nobody.into(),
        payer: judged.payer,
        plans: [].into(),
        period: year,
        agreement: Agreement {
            rates: rate_table(&rates, year)?,
            lesser_of_billed: LesserOf::PerLine,
            excess: Excess::WrittenOff,
            sequestration: None,
            policy: Default::default(),
        },
    };
    let lines = lines
        .iter()
        .enumerate()
        .map(|(n, line)| service_line(n, line))
        .collect::<Result<Vec<_>, _>>()?;
    let patient = PatientId::from(Uuid::max());
    let first = lines.iter().map(|line| line.service.date).min();
    let used = match first {
        Some(first) => so_far(&used, patient, judged.year.first_day(first))?,
        None => Accumulators::default(),
    };
    let case = Case {
        patient,
        visit: nobody.into(),
        plan: &judged,
        network: Network::In,
        protected: false,
        contract: &contract,
        schedules: &Schedules::default(),
        used: &used,
    };
    let decided = adjudication::adjudicate(&case, &lines).at("lines")?;
    Ok(Estimate {
        lines: decided
            .lines
            .iter()
            .map(estimated)
            .collect::<Result<_, _>>()?,
        plan_pays: decided.plan_pays().at("lines").map(Amount)?,
        patient_owes: decided.patient_owes().at("lines").map(Amount)?,
        written_off: decided.written_off().at("lines").map(Amount)?,
    })
}

pub(crate) fn benefits(plan: &PlanTerms, period: Period) -> Result<Benefits, PmsError> {
    let steps = plan
        .steps
        .iter()
        .enumerate()
        .map(|(n, step)| benefit_step(n, step))
        .collect::<Result<Vec<_>, _>>()?;
    let out_of_pocket = plan.out_of_pocket.map(|own| OutOfPocket {
        pools: vec![pool(Measure::OutOfPocket, own, plan.family_out_of_pocket)],
        counts: vec![
            CostShare::Copay,
            CostShare::Deductible,
            CostShare::Coinsurance,
        ],
    });
    Benefits::new(vec![Benefit {
        period,
        network: Network::In,
        services: Services::All,
        steps,
        out_of_pocket,
    }])
    .at("plan")
}

fn benefit_step(n: usize, step: &BenefitStep) -> Result<Step, PmsError> {
    let wanted = |what: &str| {
        PmsError::invalid(
            format!("plan.steps[{n}].{what}"),
            "benefit.incomplete",
            "this step of a plan needs it",
        )
    };
    let amount = step.amount.ok_or_else(|| wanted("amount"));
    Ok(match step.kind {
        StepKind::Copay => Step::Copay {
            amount: amount?.0,
            per: Per::Visit,
        },
        StepKind::Deductible => Step::Deductible {
            pools: vec![pool(Measure::Deductible, amount?, step.family)],
        },
        StepKind::Coinsurance => Step::Coinsurance {
            patient: step.rate.ok_or_else(|| wanted("rate"))?.0,
        },
        StepKind::Maximum => Step::Maximum {
            pools: vec![pool(Measure::Paid, amount?, step.family)],
            spent: Default::default(),
        },
    })
}

fn pool(measure: Measure, own: Amount, family: Option<Amount>) -> Pool {
    let individual = own.0;
    Pool {
        bucket: Bucket::general(measure),
        limit: match family {
            Some(family) => Limit::Embedded {
                individual,
                family: family.0,
            },
            None => Limit::Individual { individual },
        },
    }
}

pub(crate) fn rate_table(rates: &[FeeRate], period: Period) -> Result<RateTable<Method>, PmsError> {
    let mut table = RateTable::default();
    for (n, rate) in rates.iter().enumerate() {
        table
            .insert(RateRow {
                procedure: Some(parse(&rate.procedure, &format!("rates[{n}].procedure"))?),
                modifiers: parse_all(&rate.modifiers, &format!("rates[{n}].modifiers"))?,
                place: None,
                locality: None,
                provider: None,
                period,
                rate: Method::Fixed {
                    amount: rate.amount.0,
                },
            })
            .at(&format!("rates[{n}]"))?;
    }
    Ok(table)
}

fn service_line(n: usize, line: &ServiceLine) -> Result<Line, PmsError> {
    let field = |name: &str| format!("lines[{n}].{name}");
    Ok(Line {
        charge: read(&line.charge, || field("charge"))?,
        service: Service {
            date: line.date.0,
            procedure: parse(&line.procedure, &field("procedure"))?,
            modifiers: parse_all(&line.modifiers, &field("modifiers"))?,
            place: parse(&line.place, &field("place"))?,
            units: line.units.0,
            minutes: None,
            locality: None,
            provider: Default::default(),
            billed: line.billed.0,
        },
        prior: None,
    })
}

fn parse_all(texts: &[String], field: &str) -> Result<Vec<Modifier>, PmsError> {
    texts.iter().map(|text| parse(text, field)).collect()
}

/// The sums of a family: the patient's own, and the rest of the family's as another member's.
fn so_far(
    used: &LimitsUsed,
    patient: PatientId,
    year: chrono::NaiveDate,
) -> Result<Accumulators, PmsError> {
    let others = PatientId::from(Uuid::nil());
    let rows = [
        (Measure::Deductible, used.deductible, used.family_deductible),
        (
            Measure::OutOfPocket,
            used.out_of_pocket,
            used.family_out_of_pocket,
        ),
        (Measure::Paid, used.paid, used.paid),
    ];
    let mut accruals = Vec::new();
    for (measure, own, family) in rows {
        let rest = family.0.minus(own.0).at("used")?;
        if own.0.is_negative() || rest.is_negative() {
            return Err(PmsError::invalid(
                "used",
                "benefit.used",
                "a family has used no less than the patient, and the patient no less than nothing",
            ));
        }
        let bucket = Bucket::general(measure);
        let meter = Meter::Year { year, bucket };
        accruals.extend(
            [(patient, own.0), (others, rest)].map(|(member, amount)| Accrual {
                member,
                meter,
                amount,
            }),
        );
    }
    accruals.retain(|accrual| accrual.amount != Money::ZERO);
    let mut sums = Accumulators::default();
    let as_of = year;
    sums.record(AccumulatorEvent::Reported { as_of, accruals })
        .at("used")?;
    Ok(sums)
}

fn estimated(line: &AdjudicatedLine) -> Result<EstimatedLine, PmsError> {
    let adjustments = line.adjustments().at("lines")?;
    Ok(EstimatedLine {
        charge: line.charge.to_string(),
        billed: Amount(line.billed),
        allowed: Amount(line.allowed),
        plan_pays: Amount(line.plan_pays),
        patient_owes: line.owes.total().at("lines").map(Amount)?,
        copay: Amount(line.owes.copay),
        deductible: Amount(line.owes.deductible),
        coinsurance: Amount(line.owes.coinsurance),
        over_maximum: Amount(line.owes.over_maximum),
        written_off: Amount(line.written_off),
        adjustments: adjustments.iter().map(adjustment_row).collect(),
        trace: line.trace.iter().map(trace_row).collect::<Result<_, _>>()?,
        patient: sentences(line.explain_to_patient())?,
    })
}

fn trace_row(step: &TraceStep) -> Result<TraceRow, PmsError> {
    Ok(TraceRow {
        rule: step.rule.code().to_owned(),
        before: Amount(step.before),
        after: Amount(step.after),
        said: sentences(step.explain())?,
    })
}

fn sentences(messages: Result<Vec<Message>, MoneyError>) -> Result<Vec<Sentence>, PmsError> {
    let english = Templates::default();
    let sentence = |message: &Message| Sentence {
        key: message.key.to_owned(),
        values: message.arguments.iter().map(sentence_value).collect(),
        text: english.say(message),
    };
    Ok(messages.at("lines")?.iter().map(sentence).collect())
}

fn sentence_value((name, argument): &(&str, Argument)) -> SentenceValue {
    SentenceValue {
        name: (*name).to_owned(),
        kind: argument.kind().to_owned(),
        value: argument.value(),
    }
}

pub(crate) fn adjustment_row(adjustment: &adjudication::Adjustment) -> AdjustmentRow {
    AdjustmentRow {
        group: adjustment.group.to_string(),
        reason: adjustment.reason.to_string(),
        amount: Amount(adjustment.amount),
    }
}
