//! A second opinion: policy, benefits and coordination once more, slowly and in decimals, one step at a
//! time as a biller would on paper. Both agree on 100,000 random visits, line by line and cent by cent.
//!
//! `PMS_SEED` chooses other visits; a disagreement prints the visit.

use fastrand::Rng;
use pms_core::adjudication::{AdjudicatedLine, Case, Line, Prior, adjudicate};
use pms_core::coverage::{
    Accumulators, Benefit, Benefits, Bucket, Coordination, CostShare, Limit, MaximumSpent, Measure,
    Network, OutOfPocket, Per, Plan, Pool, Services, Step,
};
use pms_core::fee::policy::{
    Allowance, Beyond, Bilateral, Component, Indicators, Multiple, MultipleRow, Policy,
    PolicyVersion, Reduction, Surgeon, SurgeonRow,
};
use pms_core::fee::{
    Agreement, Contract, Excess, LesserOf, Method, ProviderClass, RateRow, RateTable, Schedules,
    Service,
};
use pms_core::id::Uuid;
use pms_core::money::{Money, Rate, Units};
use pms_core::time::Period;
use rust_decimal::{Decimal, RoundingStrategy};

const CASES: usize = 100_000;

/// A step that the patient pays by.
#[derive(Clone, Copy, Debug)]
enum Share {
    Copay(i64, Per),
    Deductible(i64),
    Coinsurance(i64),
}

/// Amounts in cents, rates in per mille.
#[derive(Clone, Debug)]
struct Visit {
    lines: Vec<Asked>,
    policy: bool,
    non_participating: bool,
    lesser: LesserOf,
    excess: Excess,
    steps: Vec<Share>,
    out_of_pocket: Option<i64>,
    maximum: Option<i64>,
    sequestration: Option<i64>,
    coordination: Coordination,
    reserve: bool,
}

#[derive(Clone, Debug)]
struct Asked {
    fee: i64,
    billed: i64,
    units: u32,
    surgery: bool,
    both: bool,
    bilateral: Bilateral,
    assistant: bool,
    provider: ProviderClass,
    prior: Option<[i64; 4]>,
}

const METHODS: [Coordination; 7] = [
    Coordination::Standard,
    Coordination::FullCharge,
    Coordination::Basic,
    Coordination::CarveOut,
    Coordination::Maintenance,
    Coordination::MedicareSecondary,
    Coordination::Medicaid,
];

fn any_line(rng: &mut Rng, behind: bool) -> Asked {
    let billed = if rng.u8(..10) == 0 {
        0
    } else {
        rng.i64(1..300_000)
    };
    let paid = rng.i64(0..=billed);
    let prior = behind.then(|| {
        let off = rng.i64(0..=billed - paid);
        [paid, off, rng.i64(0..300_000), rng.i64(0..300_000)]
    });
    let sides = [
        Bilateral::Single,
        Bilateral::Both,
        Bilateral::Included,
        Bilateral::Each,
        Bilateral::NotApplicable,
    ];
    let providers = [
        ProviderClass::Physician,
        ProviderClass::NonPhysician,
        ProviderClass::SocialWorker,
    ];
    Asked {
        fee: rng.i64(0..200_000),
        billed,
        units: rng.u32(1..4),
        surgery: rng.bool(),
        both: rng.u8(..4) == 0,
        bilateral: sides[rng.usize(..5)],
        assistant: rng.u8(..5) == 0,
        provider: providers[rng.usize(..3)],
        prior,
    }
}

fn any_visit(rng: &mut Rng) -> Visit {
    let behind = rng.bool();
    let count = rng.usize(1..5);
    let per = if rng.bool() { Per::Visit } else { Per::Line };
    let mut steps = vec![
        Share::Copay(rng.i64(0..6_000), per),
        Share::Deductible(rng.i64(0..150_000)),
        Share::Coinsurance(rng.i64(0..=1_000)),
    ];
    rng.shuffle(&mut steps);
    steps.truncate(rng.usize(0..4));
    let excess = [
        Excess::WrittenOff,
        Excess::Patient,
        Excess::Limited {
            rate: "1.15".parse().unwrap(),
        },
    ];
    let line = LesserOf::PerLine;
    let lesser = [LesserOf::None, line, line, LesserOf::PerClaim];
    let lines = (0..count).map(|_| any_line(rng, behind)).collect();
    Visit {
        lines,
        policy: rng.bool(),
        non_participating: rng.bool(),
        lesser: lesser[rng.usize(..4)],
        excess: excess[rng.usize(..3)],
        steps,
        out_of_pocket: rng.bool().then(|| rng.i64(0..200_000)),
        maximum: rng.bool().then(|| rng.i64(0..300_000)),
        sequestration: rng.bool().then(|| rng.i64(0..100)),
        coordination: METHODS[rng.usize(..7)],
        reserve: rng.bool(),
    }
}

// The library.

fn money(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn mille(rate: i64) -> Rate {
    Rate::from_millionths(rate * 1_000).unwrap()
}

fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

fn always() -> Period {
    Period::since("2026-01-01".parse().unwrap())
}

fn row<T>(number: usize, rate: T) -> RateRow<T> {
    RateRow {
        procedure: format!("{:05}", 10_000 + number).parse().ok(),
        modifiers: vec![],
        place: None,
        locality: None,
        provider: None,
        period: always(),
        rate,
    }
}

fn pool(measure: Measure, limit: i64) -> Vec<Pool> {
    let limit = Limit::Individual {
        individual: money(limit),
    };
    vec![Pool {
        bucket: Bucket::general(measure),
        limit,
    }]
}

fn policy(visit: &Visit) -> Policy {
    let mut reductions = vec![
        Reduction::Bilateral {
            both: mille(1_500),
            each: mille(2_000),
        },
        Reduction::Multiple {
            rows: vec![MultipleRow {
                kind: Multiple::Surgery,
                of: Component::Whole,
                rates: [1_000, 500, 250].map(mille).to_vec(),
                beyond: Beyond::LastRate,
            }],
        },
        Reduction::Surgeons {
            rows: vec![SurgeonRow {
                modifier: "80".parse().unwrap(),
                role: Surgeon::Assistant,
                rate: Some(mille(160)),
            }],
        },
        Reduction::Provider {
            rates: [
                (ProviderClass::NonPhysician, mille(850)),
                (ProviderClass::SocialWorker, mille(750)),
            ]
            .into(),
            marks: [].into(),
        },
    ];
    if visit.non_participating {
        reductions.push(Reduction::NonParticipating { rate: mille(950) });
    }
    let version = PolicyVersion {
        period: always(),
        units: None,
        bundling: None,
        reductions,
        payment: [].into(),
    };
    Policy {
        versions: if visit.policy { vec![version] } else { vec![] },
    }
}

fn fast(visit: &Visit) -> Vec<AdjudicatedLine> {
    let rates = visit.lines.iter().enumerate().map(|(n, line)| {
        row(
            n,
            Method::Fixed {
                amount: money(line.fee),
            },
        )
    });
    let marks = visit.lines.iter().enumerate().map(|(n, line)| {
        row(
            n,
            Indicators {
                multiple: if line.surgery {
                    Multiple::Surgery
                } else {
                    Multiple::None
                },
                bilateral: line.bilateral,
                assistant: Allowance::Payable,
                ..Indicators::default()
            },
        )
    });
    let mut schedules = Schedules::default();
    schedules.policy.indicators = RateTable::new(marks).unwrap();
    let contract = Contract {
        id: id(1),
        payer: id(2),
        plans: [].into(),
        period: always(),
        agreement: Agreement {
            rates: RateTable::new(rates).unwrap(),
            lesser_of_billed: visit.lesser,
            excess: visit.excess,
            sequestration: visit.sequestration.map(mille),
            policy: policy(visit),
        },
    };
    let mut steps: Vec<Step> = visit
        .steps
        .iter()
        .map(|step| match *step {
            Share::Copay(amount, per) => Step::Copay {
                amount: money(amount),
                per,
            },
            Share::Deductible(limit) => Step::Deductible {
                pools: pool(Measure::Deductible, limit),
            },
            Share::Coinsurance(rate) => Step::Coinsurance {
                patient: mille(rate),
            },
        })
        .collect();
    if let Some(limit) = visit.maximum {
        let spent = MaximumSpent::KeepsDiscount;
        steps.push(Step::Maximum {
            pools: pool(Measure::Paid, limit),
            spent,
        });
    }
    let mut plan = Plan::new(id(3), id(2), "Plan".parse().unwrap(), "CI".parse().unwrap());
    plan.coordination = visit.coordination;
    plan.reserve = visit.reserve;
    plan.benefits = Benefits::new(vec![Benefit {
        period: always(),
        network: Network::In,
        services: Services::All,
        steps,
        out_of_pocket: visit.out_of_pocket.map(|limit| OutOfPocket {
            pools: pool(Measure::OutOfPocket, limit),
            counts: vec![
                CostShare::Copay,
                CostShare::Deductible,
                CostShare::Coinsurance,
            ],
        }),
    }])
    .unwrap();
    let lines: Vec<Line> = visit
        .lines
        .iter()
        .enumerate()
        .map(|(n, line)| asked(n, line))
        .collect();
    let case = Case {
        patient: id(7),
        visit: id(8),
        plan: &plan,
        network: Network::In,
        protected: false,
        contract: &contract,
        schedules: &schedules,
        used: &Accumulators::default(),
    };
    adjudicate(&case, &lines).unwrap().lines
}

fn asked(number: usize, line: &Asked) -> Line {
    let code = format!("{:05}", 10_000 + number).parse().unwrap();
    let day = "2026-03-02".parse().unwrap();
    let mut service = Service::new(code, day, "24".parse().unwrap(), money(line.billed));
    service.units = Units::whole(line.units);
    service.provider = line.provider;
    let modifiers = [(line.both, "50"), (line.assistant, "80")];
    let borne = modifiers.into_iter().filter(|(borne, _)| *borne);
    service.modifiers = borne
        .map(|(_, modifier)| modifier.parse().unwrap())
        .collect();
    let prior = line.prior.map(|[paid, off, allowed, in_full]| Prior {
        allowed: Some(money(allowed)),
        in_full: Some(money(in_full)),
        ..Prior::new(money(paid), money(off))
    });
    Line {
        charge: id(100 + number as u128),
        service,
        prior,
    }
}

// The second opinion, which takes nothing from the library.

type D = Decimal;

fn dollars(cents: i64) -> D {
    D::new(cents, 2)
}

fn part(rate: i64) -> D {
    D::new(rate, 3)
}

fn to_the_cent(amount: D) -> D {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

fn nothing() -> D {
    D::ZERO
}

/// What is left of the plan's limits, and what was taken so far.
struct Left {
    deductible: D,
    out_of_pocket: D,
    maximum: D,
    copay_taken: D,
    reserve: D,
}

/// copay, deductible, coinsurance, over the maximum, above allowed
type Owed = [D; 5];

#[derive(Debug, PartialEq)]
struct Answer {
    allowed: D,
    plan_pays: D,
    owed: Owed,
    written_off: D,
    prior_written_off: D,
}

/// What is allowed for each line before the charge is looked at, not rounded.
fn allowed(visit: &Visit) -> Vec<D> {
    let mut amounts: Vec<D> = visit
        .lines
        .iter()
        .map(|line| dollars(line.fee) * D::from(line.units))
        .collect();
    if !visit.policy {
        return amounts;
    }
    for (amount, line) in amounts.iter_mut().zip(&visit.lines) {
        if line.both && line.bilateral == Bilateral::Both {
            *amount *= part(1_500);
        }
        if line.both && line.bilateral == Bilateral::Each {
            *amount *= part(2_000);
        }
    }
    let before = amounts.clone();
    for (number, line) in visit.lines.iter().enumerate() {
        if !line.surgery {
            continue;
        }
        let own = to_the_cent(before[number]);
        let mut dearer = 0;
        for (other, one) in visit.lines.iter().enumerate() {
            let amount = to_the_cent(before[other]);
            if one.surgery && (amount > own || (amount == own && other < number)) {
                dearer += 1;
            }
        }
        amounts[number] *= part(match dearer {
            0 => 1_000,
            1 => 500,
            _ => 250,
        });
    }
    for (amount, line) in amounts.iter_mut().zip(&visit.lines) {
        if line.assistant {
            *amount *= part(160);
        }
        *amount *= part(match line.provider {
            ProviderClass::NonPhysician => 850,
            ProviderClass::SocialWorker => 750,
            _ => 1_000,
        });
        if visit.non_participating {
            *amount *= part(950);
        }
    }
    amounts
}

fn slow(visit: &Visit) -> Vec<Answer> {
    let endless = D::from(1_000_000_000);
    let deductible = visit.steps.iter().find_map(|step| match step {
        Share::Deductible(limit) => Some(dollars(*limit)),
        _ => None,
    });
    let mut left = Left {
        deductible: deductible.unwrap_or_default(),
        out_of_pocket: visit.out_of_pocket.map_or(endless, dollars),
        maximum: visit.maximum.map_or(endless, dollars),
        copay_taken: nothing(),
        reserve: nothing(),
    };
    let exact = allowed(visit);
    let bounded = bounded(visit, &exact);
    visit
        .lines
        .iter()
        .zip(exact.into_iter().zip(bounded))
        .map(|(line, amounts)| answer(visit, line, amounts, &mut left))
        .collect()
}

/// To the cent, and no more than is charged: for each line, or for all of them.
fn bounded(visit: &Visit, exact: &[D]) -> Vec<D> {
    let mut amounts: Vec<D> = exact.iter().copied().map(to_the_cent).collect();
    let charges: Vec<D> = visit
        .lines
        .iter()
        .map(|line| dollars(line.billed))
        .collect();
    let (total, charged): (D, D) = (amounts.iter().sum(), charges.iter().sum());
    if visit.lesser == LesserOf::PerLine {
        for (amount, charge) in amounts.iter_mut().zip(charges) {
            *amount = charge.min(*amount);
        }
    } else if visit.lesser == LesserOf::PerClaim && total > charged {
        let over = total - charged;
        let parts = amounts.iter().map(|amount| over * amount / total);
        let whole = parts.clone().map(|part| part.trunc_with_scale(2));
        // Whole numbers tell which remainder is largest.
        let cents = |amount: D| u128::try_from((amount * D::from(100)).trunc()).unwrap();
        let rest = |amount: &D| cents(over) * cents(*amount) % cents(total);
        let mut order: Vec<usize> = (0..amounts.len()).collect();
        order.sort_by_key(|number| (core::cmp::Reverse(rest(&amounts[*number])), *number));
        let whole: Vec<D> = whole.collect();
        let left = cents(over - whole.iter().sum::<D>());
        for (amount, part) in amounts.iter_mut().zip(whole) {
            *amount -= part;
        }
        for number in order.into_iter().take(usize::try_from(left).unwrap()) {
            amounts[number] -= dollars(1);
        }
    }
    amounts
}

fn answer(visit: &Visit, line: &Asked, (exact, allowed): (D, D), left: &mut Left) -> Answer {
    let billed = dollars(line.billed);
    let mut written_off = nothing();
    let mut above = nothing();
    let mut rest = allowed;
    // The most that everybody together pays.
    let mut most = None;
    match visit.excess {
        Excess::WrittenOff => {
            written_off = billed - allowed;
            most = Some(allowed);
        }
        Excess::Patient if allowed > billed => written_off = billed - allowed,
        Excess::Patient => above = billed - allowed,
        Excess::Limited { .. } => {
            let limit = to_the_cent(exact * D::new(115, 2)).max(allowed);
            let start = billed.min(limit);
            written_off = billed - start;
            rest = allowed.min(start);
            above = start - rest;
            most = Some(limit);
        }
    }
    if let (Some([paid, ..]), Coordination::Maintenance) = (line.prior, visit.coordination) {
        rest -= dollars(paid).min(rest);
    }

    let (mut pays, mut owed) = share(visit, rest, left);
    owed[4] = above;
    let mut prior_written_off = line.prior.map_or(nothing(), |[_, off, ..]| dollars(off));
    if let Some([paid, off, prior_allowed, in_full]) = line.prior {
        let [paid, off, prior_allowed, in_full] = [paid, off, prior_allowed, in_full].map(dollars);
        let least = |amounts: &[D]| amounts.iter().copied().min().unwrap().max(nothing());
        let patients = billed - paid - off;
        let base = match visit.coordination {
            Coordination::Standard | Coordination::Maintenance => least(&[pays, patients]),
            Coordination::FullCharge => least(&[pays, billed - paid]),
            Coordination::Basic => least(&[pays, allowed - paid, billed - paid]),
            Coordination::CarveOut => least(&[pays - paid, patients]),
            Coordination::MedicareSecondary => least(&[
                in_full.min(billed) - paid,
                pays,
                prior_allowed.max(allowed) - paid,
            ]),
            Coordination::Medicaid => least(&[pays, allowed - paid, patients]),
            _ => panic!("no such way to coordinate"),
        };
        prior_written_off = off.min(billed - paid - base);
        let open = billed - paid - prior_written_off;
        let mut now = base;
        if visit.reserve {
            let room = (allowed - paid - base).max(nothing());
            // Never past the maximum, of which this line has already taken its own benefit.
            let under = left.maximum + pays - base;
            now += left.reserve.min(room).min(open - base).min(under);
        }
        let mut stays = open - now;
        if visit.coordination == Coordination::Medicaid {
            most = Some(nothing());
        }
        written_off = nothing();
        if let Some(most) = most {
            let may = if visit.coordination == Coordination::Medicaid {
                nothing()
            } else {
                ((most - paid - base).max(nothing()) - (now - base)).max(nothing())
            };
            written_off = stays - stays.min(may);
            stays -= written_off;
        }
        let alone = owed;
        for (number, amount) in owed.iter_mut().enumerate() {
            *amount = if number == 4 {
                stays
            } else {
                (*amount).min(stays)
            };
            stays -= *amount;
        }
        for kind in 0..3 {
            left.out_of_pocket += alone[kind] - owed[kind];
        }
        left.maximum += pays - now;
        if visit.reserve {
            left.reserve += pays - now;
        }
        pays = now;
    }
    if let Some(rate) = visit.sequestration {
        let cut = to_the_cent(pays * part(rate));
        pays -= cut;
        written_off += cut;
    }
    Answer {
        allowed,
        plan_pays: pays,
        owed,
        written_off,
        prior_written_off,
    }
}

/// The plan's steps, one after the other.
fn share(visit: &Visit, allowed: D, left: &mut Left) -> (D, Owed) {
    let mut rest = allowed;
    let mut owed = [nothing(); 5];
    for step in &visit.steps {
        let (kind, mut amount) = match step {
            Share::Copay(amount, Per::Line) => (0, dollars(*amount)),
            Share::Copay(amount, Per::Visit) => {
                (0, (dollars(*amount) - left.copay_taken).max(nothing()))
            }
            Share::Deductible(_) => (1, left.deductible),
            Share::Coinsurance(rate) => (2, to_the_cent(rest * part(*rate))),
        };
        amount = amount.min(rest).min(left.out_of_pocket);
        match step {
            Share::Copay(_, Per::Visit) => left.copay_taken += amount,
            Share::Deductible(_) => left.deductible -= amount,
            _ => {}
        }
        left.out_of_pocket -= amount;
        owed[kind] += amount;
        rest -= amount;
    }
    let pays = rest.min(left.maximum);
    left.maximum -= pays;
    owed[3] = rest - pays;
    (pays, owed)
}

fn told(line: &AdjudicatedLine) -> Answer {
    let owes = line.owes;
    let decimal = |amount: Money| dollars(amount.cents());
    Answer {
        allowed: decimal(line.allowed),
        plan_pays: decimal(line.plan_pays),
        owed: [
            owes.copay,
            owes.deductible,
            owes.coinsurance,
            owes.over_maximum,
            owes.above_allowed,
        ]
        .map(decimal),
        written_off: decimal(line.written_off),
        prior_written_off: decimal(line.prior.unwrap_or_default().written_off),
    }
}

/// Every cent of a line is somewhere, its trace leads to the payment, and only a contract that allows
/// more than is charged writes off less than nothing.
fn sound(visit: &Visit, line: &AdjudicatedLine) -> bool {
    let settled = line.prior.unwrap_or_default().settled().unwrap();
    let owed = line.owes.total().unwrap();
    let sum = Money::sum([settled, line.plan_pays, owed, line.written_off]).unwrap();
    let mut at = line.billed;
    let led = line
        .trace
        .iter()
        .all(|step| core::mem::replace(&mut at, step.after) == step.before);
    let positive = !line.plan_pays.is_negative() && !owed.is_negative();
    sum == line.billed
        && led
        && at == line.plan_pays
        && positive
        && (visit.lesser != LesserOf::PerLine || !line.written_off.is_negative())
}

#[test]
fn a_second_opinion_agrees_on_every_visit() {
    let seed = std::env::var("PMS_SEED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(5);
    let mut rng = Rng::with_seed(seed);
    let mut lines = 0;
    for _ in 0..CASES {
        let visit = any_visit(&mut rng);
        let decided = fast(&visit);
        let answers: Vec<Answer> = decided.iter().map(told).collect();
        assert_eq!(answers, slow(&visit), "{visit:#?}");
        assert!(decided.iter().all(|line| sound(&visit, line)), "{visit:#?}");
        lines += decided.len();

        // Who has met more of the deductible never owes more, as long as the plan pays first.
        if visit.lines.iter().all(|line| line.prior.is_none()) {
            let mut further = visit.clone();
            for step in &mut further.steps {
                if let Share::Deductible(left) = step {
                    *left /= 2;
                }
            }
            let owed = |lines: &[AdjudicatedLine]| {
                Money::sum(lines.iter().map(|line| line.owes.total().unwrap())).unwrap()
            };
            assert!(owed(&fast(&further)) <= owed(&decided), "{visit:#?}");
        }
    }
    println!("{CASES} visits, {lines} lines");
}
