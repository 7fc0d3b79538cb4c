use crate::adjudication::trace::TraceStep;
use crate::code::Modifier;
use crate::fee::policy::{Bilateral, Component, Multiple, PolicyStep, Why};
use crate::fee::{Excess, ProviderClass};
use crate::money::{Money, Rate};
use rust_decimal::Decimal;

use super::message::{Argument, Message};
use super::staff::{rounded, since};

/// Why policy changed the amount, by how much, and since when it does.
pub(super) fn explain(
    step: &TraceStep,
    policy: &PolicyStep,
    excess: Excess,
    amount: Money,
) -> Vec<Message> {
    [why(&policy.why, policy.rate)]
        .into_iter()
        .chain(kind(&policy.why))
        .chain([effect(step, excess, amount)])
        .chain(since("since", policy.policy_since))
        .chain(policy.row_since.and_then(|row| since("since.row", row)))
        .chain(rounded(policy.residue))
        .collect()
}

fn why(why: &Why, rate: Rate) -> Message {
    let at = |key| Message::new(key).with("rate", rate);
    let by =
        |key, modifier: &Modifier| at(key).with("modifier", Argument::Code(modifier.to_string()));
    match why {
        Why::Units { within } => Message::new("policy.units").with("within", *within),
        Why::Bilateral { indicator } => match indicator {
            Bilateral::Both => at("policy.bilateral"),
            Bilateral::Each => at("policy.bilateral_each"),
            Bilateral::Single | Bilateral::Included | Bilateral::NotApplicable => {
                Message::new("policy.bilateral_once")
            }
        },
        Why::Multiple { of, rank, .. } => {
            let key = match of {
                Component::Whole => "policy.multiple_procedure",
                Component::OverBase => "policy.multiple_procedure.over_base",
                Component::Technical => "policy.multiple_procedure.technical",
                Component::Professional => "policy.multiple_procedure.professional",
                Component::Expense => "policy.multiple_procedure.expense",
            };
            at(key).with("rank", Decimal::from(*rank))
        }
        Why::Surgeon { modifier } => by("policy.surgeon", modifier),
        Why::GlobalSplit { modifier } => by("policy.global_split", modifier),
        Why::Provider { class } => at(match class {
            ProviderClass::Physician => "policy.provider.physician",
            ProviderClass::NonPhysician => "policy.provider.non_physician",
            ProviderClass::SocialWorker => "policy.provider.social_worker",
        }),
        Why::Modifier { modifier } => by("policy.modifier", modifier),
        Why::ClaimCharge { amounts, charges } => Message::new("policy.claim_charge")
            .with("amounts", *amounts)
            .with("charges", *charges),
        Why::NonParticipating => at("policy.non_participating"),
    }
}

/// Which of the rules for several services on a day it was.
fn kind(why: &Why) -> Option<Message> {
    let Why::Multiple { kind, .. } = why else {
        return None;
    };
    Some(Message::new(match kind {
        Multiple::None => return None,
        Multiple::Surgery => "policy.kind.surgery",
        Multiple::Endoscopy => "policy.kind.endoscopy",
        Multiple::Imaging => "policy.kind.imaging",
        Multiple::Therapy => "policy.kind.therapy",
        Multiple::Cardiology => "policy.kind.cardiology",
        Multiple::Ophthalmology => "policy.kind.ophthalmology",
    }))
}

fn effect(step: &TraceStep, excess: Excess, amount: Money) -> Message {
    let from_to = |key| {
        Message::new(key)
            .with("before", step.before)
            .with("after", step.after)
    };
    if amount.is_zero() {
        return Message::new("policy.keeps").with("after", step.after);
    }
    if amount.is_negative() {
        return from_to("policy.raises").with("amount", amount.negated());
    }
    let key = match excess {
        Excess::WrittenOff => "policy.lowers.written_off",
        Excess::Patient | Excess::Limited { .. } => "policy.lowers.patient",
    };
    from_to(key).with("amount", amount)
}
