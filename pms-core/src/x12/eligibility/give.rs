use super::super::syntax::Draft;
use super::benefit::{Benefit, Delivery, Procedure, Question};
use super::part::{Beginning, Contact, Dates, Days, Insured, Part, Party, Town, Trace};

/// What the place of a level in the tree tells of it (HL01, HL02, HL04).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    pub(super) number: u32,
    pub(super) parent: Option<u32>,
    pub(super) child: bool,
}

/// Writes the elements of a segment, all but those of [`Part::Other`].
pub(super) fn give<'w>(part: &Part, place: Place, draft: Draft<'w>) -> Draft<'w> {
    match part {
        Part::Beginning(beginning) => give_beginning(beginning, draft),
        Part::Level(kind) => {
            let draft = draft.number(place.number);
            let draft = match place.parent {
                Some(parent) => draft.number(parent),
                None => draft.empty(),
            };
            let draft = draft.id(kind.code(), 2);
            draft.code(if place.child { "1" } else { "0" })
        }
        Part::Trace(trace) => give_trace(trace, draft),
        Part::Party(party) => give_party(party, draft),
        Part::Reference(reference) => draft
            .id(&reference.qualifier, 3)
            .id(&reference.number, 50)
            .text(&reference.name, 80),
        Part::Street([first, second]) => draft.text(first, 55).text(second, 55),
        Part::Town(town) => give_town(town, draft),
        Part::Contact(contact) => give_contact(contact, draft),
        Part::Specialty(specialty) => draft
            .id(&specialty.role, 3)
            .id(&specialty.qualifier, 3)
            .id(&specialty.code, 50),
        Part::Demographics(person) => match person.birth {
            Some(birth) => draft.code("D8").date(birth),
            None => draft.skip(2),
        }
        .id(&person.sex, 1),
        Part::Insured(insured) => give_insured(insured, draft),
        Part::Dates(dates) => give_dates(dates, draft),
        Part::Question(question) => give_question(question, draft),
        Part::SpendDown(spend_down) => {
            let draft = draft.id(&spend_down.qualifier, 3);
            given(spend_down.amount, draft, Draft::money)
        }
        Part::Benefit(benefit) => give_benefit(benefit, draft),
        Part::Delivery(delivery) => give_delivery(delivery, draft),
        Part::Detail(detail) => draft
            .id(&detail.list, 3)
            .id(&detail.code, 30)
            .id(&detail.category, 2)
            .text(&detail.text, 264),
        Part::Rejection(rejection) => draft
            .id(&rejection.valid, 1)
            .empty()
            .id(&rejection.reason, 2)
            .id(&rejection.follow_up, 1),
        Part::Message(text) => draft.text(text, 264),
        Part::RelatedFollow(name) | Part::RelatedEnd(name) => draft.id(name, 4),
        Part::Other(_) => draft,
    }
}

/// A value, or an empty element.
fn given<'w, T>(
    value: Option<T>,
    draft: Draft<'w>,
    write: impl FnOnce(Draft<'w>, T) -> Draft<'w>,
) -> Draft<'w> {
    match value {
        Some(value) => write(draft, value),
        None => draft.empty(),
    }
}

fn give_beginning<'w>(beginning: &Beginning, draft: Draft<'w>) -> Draft<'w> {
    let draft = draft
        .id(&beginning.structure, 4)
        .id(&beginning.purpose, 2)
        .id(&beginning.reference, 50);
    given(beginning.day, draft, Draft::date)
        .id(&beginning.time, 8)
        .id(&beginning.kind, 2)
}

fn give_trace<'w>(trace: &Trace, draft: Draft<'w>) -> Draft<'w> {
    draft
        .id(&trace.kind, 2)
        .id(&trace.number, 50)
        .id(&trace.originator, 10)
        .id(&trace.department, 50)
}

fn give_party<'w>(party: &Party, draft: Draft<'w>) -> Draft<'w> {
    let [first, middle, prefix, suffix] = &party.further_names;
    draft
        .id(&party.role, 3)
        .id(&party.kind, 1)
        .text(&party.name, 60)
        .text(first, 35)
        .text(middle, 25)
        .text(prefix, 10)
        .text(suffix, 10)
        .id(&party.qualifier, 2)
        .id(&party.number, 80)
}

fn give_town<'w>(town: &Town, draft: Draft<'w>) -> Draft<'w> {
    draft
        .text(&town.city, 30)
        .id(&town.state, 2)
        .id(&town.postal_code, 15)
        .id(&town.country, 3)
        .skip(2)
        .id(&town.subdivision, 3)
}

fn give_contact<'w>(contact: &Contact, draft: Draft<'w>) -> Draft<'w> {
    let draft = draft.id(&contact.role, 2).text(&contact.name, 60);
    contact.ways.iter().fold(draft, |draft, [kind, number]| {
        draft.id(kind, 2).text(number, 256)
    })
}

fn give_insured<'w>(insured: &Insured, draft: Draft<'w>) -> Draft<'w> {
    let draft = draft
        .id(&insured.subscriber, 1)
        .id(&insured.relationship, 2)
        .id(&insured.change, 3)
        .id(&insured.reason, 3)
        .skip(12);
    given(insured.birth_order, draft, Draft::number)
}

fn give_dates<'w>(dates: &Dates, draft: Draft<'w>) -> Draft<'w> {
    let draft = draft.id(&dates.qualifier, 3);
    match &dates.days {
        Days::On(day) => draft.code("D8").date(*day),
        Days::Range(first, last) => {
            let range = format!("{}-{}", first.format("%Y%m%d"), last.format("%Y%m%d"));
            draft.code("RD8").code(&range)
        }
        Days::Unknown => draft,
    }
}

fn give_question<'w>(question: &Question, draft: Draft<'w>) -> Draft<'w> {
    procedure(
        question.procedure.as_ref(),
        draft.repeated(&question.services),
    )
    .id(&question.level, 3)
    .empty()
    .composite(&question.pointers)
}

fn give_benefit<'w>(benefit: &Benefit, draft: Draft<'w>) -> Draft<'w> {
    let draft = draft
        .id(&benefit.kind, 3)
        .id(&benefit.level, 3)
        .repeated(&benefit.services)
        .id(&benefit.insurance, 3)
        .text(&benefit.plan, 50)
        .id(&benefit.period, 2);
    let draft = given(benefit.amount, draft, Draft::money);
    let draft = given(benefit.share, draft, |draft, share| {
        draft.code(&share.to_string())
    })
    .id(&benefit.unit, 2);
    let draft = given(benefit.quantity, draft, Draft::units)
        .id(&benefit.authorization, 1)
        .id(&benefit.in_network, 1);
    procedure(benefit.procedure.as_ref(), draft).composite(&benefit.pointers)
}

fn procedure<'w>(procedure: Option<&Procedure>, draft: Draft<'w>) -> Draft<'w> {
    let Some(procedure) = procedure else {
        return draft.empty();
    };
    let mut parts = vec![procedure.qualifier.as_str(), procedure.code.as_str()];
    parts.extend(procedure.modifiers.iter().map(String::as_str));
    draft.composite(&parts)
}

fn give_delivery<'w>(delivery: &Delivery, draft: Draft<'w>) -> Draft<'w> {
    let draft = draft.id(&delivery.unit, 2);
    let draft = given(delivery.quantity, draft, Draft::units).id(&delivery.each, 2);
    let draft = given(delivery.every, draft, Draft::units).id(&delivery.period, 2);
    given(delivery.periods, draft, Draft::number)
        .id(&delivery.pattern, 2)
        .id(&delivery.time, 1)
}
