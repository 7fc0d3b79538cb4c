use chrono::NaiveDate;
use serde::Serialize;

use crate::claim::Provider;
use crate::coverage::{
    BenefitEntry, Coverage, Eligibility, EligibilityRequest, Failure, InNetwork, Subscriber,
    ToldDays,
};
use crate::party::{Patient, Sex};

use super::super::syntax::Position;
use super::super::t837p::Office;
use super::benefit::Procedure;
use super::inquiry::{Inquiry, Sought};
use super::member::Member;
use super::node::Node;
use super::part::{Dates, Part, Rejection, Trace};

/// What a payer answered of one member, as the practice reckons with it, and what of it has no place
/// there.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Understood {
    /// The answer, entry by entry.
    pub eligibility: Eligibility,
    /// What it says beyond. Of an entry, each is kept among the entry's own `sent`, too.
    pub uncarried: Vec<Uncarried>,
}

/// A segment, or an element, that is not carried.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Uncarried {
    /// Which, as `HSD` or `EB14`.
    pub what: String,
    /// Where its segment stands in the bytes it was read from.
    pub at: Position,
}

/// What a payer answered of a member. `as_of` is the day on which it answered.
///
/// ```
/// # use pms_core::coverage::{EligibilityResult, Figure, Network, Told, Wanted};
/// # use pms_core::x12::eligibility::{read, understand};
/// let file = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *260302*0800*^*00501*000000001*0*T*:~\
///     GS*HB*PAYER*PRACTICE*20260302*0800*1*X*005010X279A1~ST*271*0001*005010X279A1~\
///     BHT*0022*11*ASK1*20260302*0800~HL*1**20*1~NM1*PR*2*ACME HEALTH*****PI*60054~\
///     HL*2*1*21*1~NM1*1P*2*EXAMPLE MEDICAL*****XX*1234567893~HL*3*2*22*0~\
///     NM1*IL*1*RIVERA*ANA****MI*W1~EB*1**30~EB*B*IND*98***27*25*****Y~\
///     SE*12*0001~GE*1*1~IEA*1*000000001~";
/// let answer = &read(file.as_bytes()).transactions[0].transaction;
/// let told = understand(&answer.members()[0], "2026-03-02".parse()?).eligibility;
///
/// assert_eq!(told.determine("98", "2026-03-03".parse()?).result, EligibilityResult::Active);
/// let copay = Wanted { figure: Figure::Copay, service: "98", network: Network::In, family: false };
/// assert_eq!(told.value(copay), Some(Told::Amount("25.00".parse()?)));
/// assert_eq!(told.entries[told.quotes(copay)[0].entry].sent, ["EB*B*IND*98***27*25*****Y"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn understand(member: &Member<'_>, as_of: NaiveDate) -> Understood {
    let mut uncarried = Vec::new();
    let mut days = Vec::new();
    for node in &member.node().below {
        match &node.part {
            Part::Dates(dates) => days.extend(told_days(dates, node, &mut uncarried)),
            Part::Level(_)
            | Part::Trace(_)
            | Part::Party(_)
            | Part::Benefit(_)
            | Part::Rejection(_) => {}
            part => uncarried.push(beyond(part.name(), node)),
        }
    }
    let entries = member.benefits();
    let entries = entries.filter_map(|node| entry(node, &mut uncarried));
    let entries = entries.collect();
    let failure = |why: &Rejection| Failure::new(&why.reason, &why.follow_up);
    let failures = member.rejections().map(failure).collect();
    let eligibility = Eligibility {
        as_of,
        days,
        entries,
        failures,
    };
    Understood {
        eligibility,
        uncarried,
    }
}

fn beyond(what: &str, node: &Node) -> Uncarried {
    Uncarried {
        what: what.to_owned(),
        at: node.at(),
    }
}

fn told_days(dates: &Dates, node: &Node, uncarried: &mut Vec<Uncarried>) -> Option<ToldDays> {
    let (Some(first), Some(last)) = (dates.days.first(), dates.days.last()) else {
        uncarried.push(beyond("DTP03", node));
        return None;
    };
    Some(ToldDays {
        meaning: dates.qualifier.clone(),
        first,
        last,
    })
}

fn entry(node: &Node, uncarried: &mut Vec<Uncarried>) -> Option<BenefitEntry> {
    let benefit = node.benefit()?.clone();
    let (mut days, mut places, mut messages) = (Vec::new(), Vec::new(), Vec::new());
    if !benefit.pointers.is_empty() {
        uncarried.push(beyond("EB14", node));
    }
    for below in &node.below {
        match &below.part {
            Part::Dates(dates) => days.extend(told_days(dates, below, uncarried)),
            Part::Message(text) => messages.push(text.clone()),
            Part::Detail(detail) if detail.list == "ZZ" => places.push(detail.code.clone()),
            Part::Rejection(_) => {}
            part => uncarried.push(beyond(part.name(), below)),
        }
    }
    let authorization = match benefit.authorization.as_str() {
        "Y" => Some(true),
        "N" => Some(false),
        "" | "U" => None,
        _ => {
            uncarried.push(beyond("EB11", node));
            None
        }
    };
    let in_network = match benefit.in_network.as_str() {
        "Y" => Some(InNetwork::Yes),
        "N" => Some(InNetwork::No),
        "U" => Some(InNetwork::Unknown),
        "W" => Some(InNetwork::NotApplicable),
        "" => None,
        _ => {
            uncarried.push(beyond("EB12", node));
            None
        }
    };
    let mut sent = Vec::new();
    node.gather_sent(&mut sent);
    Some(BenefitEntry {
        kind: benefit.kind,
        level: benefit.level,
        services: benefit.services,
        insurance: benefit.insurance,
        plan: benefit.plan,
        period: benefit.period,
        amount: benefit.amount,
        share: benefit.share,
        unit: benefit.unit,
        quantity: benefit.quantity,
        authorization,
        in_network,
        procedure: benefit.procedure.as_ref().map(shown).unwrap_or_default(),
        places,
        days,
        messages,
        sent,
    })
}

/// A procedure as `HC:99213:25`.
fn shown(procedure: &Procedure) -> String {
    let mut parts = vec![procedure.qualifier.as_str(), &procedure.code];
    parts.extend(procedure.modifiers.iter().map(String::as_str));
    parts.join(":")
}

/// Why a request cannot be sent with these.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// The patient is not the one of the request.
    #[error("the request is about another patient")]
    OtherPatient,
    /// The coverage is not the one of the request.
    #[error("the request is about another coverage")]
    OtherCoverage,
    /// The provider is not the one of the request.
    #[error("the request is of another provider")]
    OtherProvider,
}

impl RequestError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::OtherPatient => "t270.other_patient",
            Self::OtherCoverage => "t270.other_coverage",
            Self::OtherProvider => "t270.other_provider",
        }
    }
}

/// Makes the question that a 270 carries of a practice's request, and says what of the coverage it
/// does not carry (`group`; `sex` where it is neither female nor male).
///
/// A dependent with a number of their own is asked for as a subscriber.
///
/// # Errors
///
/// [`RequestError`] where patient, coverage or provider are not the request's: no payer is asked about
/// the wrong person.
pub fn inquire(
    request: &EligibilityRequest,
    coverage: &Coverage,
    patient: &Patient,
    payer: Office,
    provider: Provider,
    trace: Option<Trace>,
) -> Result<(Inquiry, Vec<&'static str>), RequestError> {
    if request.patient != patient.id {
        return Err(RequestError::OtherPatient);
    }
    if request.coverage != coverage.id() || coverage.patient() != patient.id {
        return Err(RequestError::OtherCoverage);
    }
    if request.provider != provider.npi {
        return Err(RequestError::OtherProvider);
    }
    let own = Sought {
        member_id: None,
        name: Some(patient.name.clone()),
        birth: Some(patient.birth),
        sex: Some(patient.sex),
    };
    let terms = coverage.terms();
    let number = Some(coverage.claim_member_id().clone());
    let (subscriber, dependent) = match &terms.subscriber {
        Subscriber::Other {
            relationship,
            person,
            dependent_id: None,
        } => {
            let holder = Sought {
                member_id: number,
                name: Some(person.name.clone()),
                birth: Some(person.birth),
                sex: Some(person.sex),
            };
            (holder, Some((*relationship, own)))
        }
        _ => {
            let holder = Sought {
                member_id: number,
                ..own
            };
            (holder, None)
        }
    };
    let mut uncarried = Vec::new();
    uncarried.extend(terms.group.as_ref().map(|_| "group"));
    let told = matches!(patient.sex, Sex::Female | Sex::Male);
    uncarried.extend((!told).then_some("sex"));
    let inquiry = Inquiry {
        payer,
        provider,
        subscriber,
        dependent,
        trace,
        services: request.services.clone(),
        days: Some((request.day, request.day)),
    };
    Ok((inquiry, uncarried))
}
