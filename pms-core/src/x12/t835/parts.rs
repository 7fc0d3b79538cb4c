use crate::money::Money;
use crate::remittance::{Account, Entity, Kept, PaymentMethod, Qualified, Remittance, ServiceCode};

use super::super::syntax::{Element, Fields};

pub(super) fn empty() -> Remittance {
    Remittance {
        handling: String::new(),
        amount: Money::ZERO,
        method: PaymentMethod::Other(String::new()),
        format: None,
        company: [String::new(), String::new()],
        payer_account: None,
        payee_account: None,
        effective: None,
        trace: String::new(),
        originator: String::new(),
        originator_supplement: None,
        produced: None,
        payer: Entity::default(),
        payee: Entity::default(),
        headings: Vec::new(),
        claims: Vec::new(),
        provider_adjustments: Vec::new(),
        kept: Vec::new(),
    }
}

pub(super) fn text(fields: &Fields<'_>, number: usize) -> String {
    fields.element(number).text().into_owned()
}

/// Qualifier and value, where there is a value.
pub(super) fn qualified(fields: &Fields<'_>, first: usize) -> Option<Qualified> {
    let value = fields.element(first + 1).some()?;
    let qualifier = text(fields, first);
    Some(Qualified { qualifier, value })
}

pub(super) fn account(bpr: &Fields<'_>, first: usize) -> Option<Account> {
    let account = Account {
        bank_qualifier: text(bpr, first),
        bank: text(bpr, first + 1),
        qualifier: text(bpr, first + 2),
        number: text(bpr, first + 3),
    };
    (account != Account::default()).then_some(account)
}

pub(super) fn code(element: Element<'_>) -> ServiceCode {
    let mut parts = element.components();
    let mut next = || parts.next().map(|part| part.text().into_owned());
    let (qualifier, code) = (next().unwrap_or_default(), next().unwrap_or_default());
    let modifiers = [next(), next(), next(), next()];
    ServiceCode {
        qualifier,
        code,
        modifiers: modifiers
            .into_iter()
            .flatten()
            .filter(|modifier| !modifier.is_empty())
            .collect(),
        description: next().filter(|text| !text.is_empty()),
    }
}

pub(super) fn kept(fields: &Fields<'_>) -> Kept {
    let parts = |element: Element<'_>| {
        let parts = element.components();
        parts.map(|part| part.text().into_owned()).collect()
    };
    Kept {
        name: fields.segment().name().into_owned(),
        elements: fields.segment().elements().map(parts).collect(),
    }
}

/// The elements beyond those that are modelled, in their places.
pub(super) fn surplus(fields: &Fields<'_>, modelled: usize) -> Vec<Kept> {
    let more = (modelled + 1..=fields.count()).any(|number| !fields.element(number).is_empty());
    if !more {
        return Vec::new();
    }
    let mut kept = kept(fields);
    for element in kept.elements.iter_mut().take(modelled) {
        element.clear();
    }
    vec![kept]
}
