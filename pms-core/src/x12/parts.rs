//! What several transactions are made of, read and written: names, numbers with their kind,
//! services, and segments that are kept as they were sent.

use crate::remittance::{Entity, Kept, Qualified, ServiceCode};

use super::syntax::{Draft, Element, Fields, Writer};

pub(super) fn text(fields: &Fields<'_>, number: usize) -> String {
    fields.element(number).text().into_owned()
}

/// Qualifier and value, where there is a value.
pub(super) fn qualified(fields: &Fields<'_>, first: usize) -> Option<Qualified> {
    let value = fields.element(first + 1).some()?;
    let qualifier = text(fields, first);
    Some(Qualified { qualifier, value })
}

/// A person or organisation (NM1).
pub(super) fn entity(nm1: &Fields<'_>) -> Entity {
    Entity {
        role: text(nm1, 1),
        kind: text(nm1, 2),
        name: text(nm1, 3),
        further_names: [4, 5, 6, 7].map(|number| text(nm1, number)),
        id: qualified(nm1, 8),
        kept: surplus(nm1, 9),
    }
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

pub(super) fn write_entity(writer: &mut Writer, entity: &Entity) {
    let mut nm1 = writer
        .segment("NM1")
        .id(&entity.role, 3)
        .id(&entity.kind, 1)
        .text(&entity.name, 60);
    for name in &entity.further_names {
        nm1 = nm1.text(name, 35);
    }
    let nm1 = write_qualified(nm1, entity.id.as_ref(), 80);
    write_surplus(nm1, "NM1", &entity.kept, 9).end();
}

pub(super) fn write_qualified<'w>(
    draft: Draft<'w>,
    id: Option<&Qualified>,
    longest: usize,
) -> Draft<'w> {
    match id {
        Some(id) => draft.id(&id.qualifier, 2).id(&id.value, longest),
        None => draft.skip(2),
    }
}

/// The components of a service, in their places.
pub(super) fn components(code: &ServiceCode) -> Vec<&str> {
    let mut parts = vec![code.qualifier.as_str(), code.code.as_str()];
    parts.extend(code.modifiers.iter().map(String::as_str));
    if let Some(description) = &code.description {
        parts.resize(6, "");
        parts.push(description);
    }
    parts
}

/// Elements beyond those that are modelled.
pub(super) fn write_surplus<'w>(
    mut draft: Draft<'w>,
    name: &str,
    kept: &[Kept],
    modelled: usize,
) -> Draft<'w> {
    let of = kept.iter().find(|kept| kept.name == name);
    for element in of
        .iter()
        .flat_map(|kept| kept.elements.iter().skip(modelled))
    {
        draft = draft.composite(element);
    }
    draft
}

/// A segment as it was sent.
pub(super) fn write_kept(writer: &mut Writer, kept: &Kept) {
    let mut draft = writer.segment(&kept.name);
    for element in &kept.elements {
        draft = draft.composite(element);
    }
    draft.end();
}
