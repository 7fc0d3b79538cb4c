use crate::money::Money;
use crate::remittance::{Account, Entity, PaymentMethod, Remittance};

use super::super::parts::text;
use super::super::syntax::Fields;

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

pub(super) fn account(bpr: &Fields<'_>, first: usize) -> Option<Account> {
    let account = Account {
        bank_qualifier: text(bpr, first),
        bank: text(bpr, first + 1),
        qualifier: text(bpr, first + 2),
        number: text(bpr, first + 3),
    };
    (account != Account::default()).then_some(account)
}
