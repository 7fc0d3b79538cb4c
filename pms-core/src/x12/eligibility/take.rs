use crate::money::{Money, Rate, Units};

use super::super::syntax::{Element, Fields, ValueError, decimal};
use super::benefit::{Benefit, Delivery, Detail, Procedure, Question};
use super::part::{
    Beginning, Contact, Dates, Days, Demographics, Insured, LevelKind, Part, Party, Reference,
    Rejection, Specialty, SpendDown, Town, Trace,
};
use super::verbatim::Verbatim;

/// Understands one segment, and what of it could not be: the element and why. `None` where the
/// segment is not modelled and cannot be kept either.
pub(super) struct Taking<'f, 'a> {
    fields: &'f Fields<'a>,
    pub(super) trouble: Vec<(usize, ValueError)>,
}

impl<'f, 'a> Taking<'f, 'a> {
    pub(super) fn new(fields: &'f Fields<'a>) -> Self {
        Self {
            fields,
            trouble: Vec::new(),
        }
    }

    pub(super) fn part(&mut self) -> Option<Part> {
        Some(match self.fields.segment().id() {
            b"BHT" => Part::Beginning(self.beginning()),
            b"HL" => Part::Level(LevelKind::from(self.text(3).as_str())),
            b"TRN" => Part::Trace(self.trace()),
            b"NM1" => Part::Party(self.party()),
            b"REF" => Part::Reference(self.reference()),
            b"N3" => Part::Street([1, 2].map(|n| self.text(n))),
            b"N4" => Part::Town(self.town()),
            b"PER" => Part::Contact(self.contact()),
            b"PRV" => Part::Specialty(self.specialty()),
            b"DMG" => Part::Demographics(self.demographics()),
            b"INS" => Part::Insured(self.insured()),
            b"DTP" => Part::Dates(self.dates()),
            b"EQ" => Part::Question(self.question()),
            b"AMT" => Part::SpendDown(self.spend_down()),
            b"EB" => Part::Benefit(self.benefit()),
            b"HSD" => Part::Delivery(self.delivery()),
            b"III" => Part::Detail(self.detail()),
            b"AAA" => Part::Rejection(self.rejection()),
            b"MSG" => Part::Message(self.text(1)),
            b"LS" => Part::RelatedFollow(self.text(1)),
            b"LE" => Part::RelatedEnd(self.text(1)),
            _ => Part::Other(Verbatim::of(self.fields.segment())?),
        })
    }

    fn beginning(&mut self) -> Beginning {
        Beginning {
            structure: self.text(1),
            purpose: self.text(2),
            reference: self.text(3),
            day: self.known(4, |element| element.date()),
            time: self.text(5),
            kind: self.text(6),
        }
    }

    fn trace(&self) -> Trace {
        Trace {
            kind: self.text(1),
            number: self.text(2),
            originator: self.text(3),
            department: self.text(4),
        }
    }

    fn party(&self) -> Party {
        Party {
            role: self.text(1),
            kind: self.text(2),
            name: self.text(3),
            further_names: [4, 5, 6, 7].map(|n| self.text(n)),
            qualifier: self.text(8),
            number: self.text(9),
        }
    }

    fn reference(&self) -> Reference {
        Reference {
            qualifier: self.text(1),
            number: self.text(2),
            name: self.text(3),
        }
    }

    fn town(&self) -> Town {
        Town {
            city: self.text(1),
            state: self.text(2),
            postal_code: self.text(3),
            country: self.text(4),
            subdivision: self.text(7),
        }
    }

    fn contact(&self) -> Contact {
        Contact {
            role: self.text(1),
            name: self.text(2),
            ways: [3, 5, 7].map(|n| [self.text(n), self.text(n + 1)]),
        }
    }

    fn specialty(&self) -> Specialty {
        Specialty {
            role: self.text(1),
            qualifier: self.text(2),
            code: self.text(3),
        }
    }

    fn demographics(&mut self) -> Demographics {
        Demographics {
            birth: self.known(2, |element| element.date()),
            sex: self.text(3),
        }
    }

    fn insured(&mut self) -> Insured {
        Insured {
            subscriber: self.text(1),
            relationship: self.text(2),
            change: self.text(3),
            reason: self.text(4),
            birth_order: self.known(17, whole),
        }
    }

    fn dates(&mut self) -> Dates {
        let days = match self.fields.element(2).bytes().trim_ascii() {
            b"D8" => self.known(3, |element| element.date()).map(Days::On),
            b"RD8" => self
                .known(3, |element| element.dates())
                .map(|(first, last)| Days::Range(first, last)),
            _ => {
                self.trouble.push((3, ValueError::Date));
                None
            }
        };
        Dates {
            qualifier: self.text(1),
            days: days.unwrap_or(Days::Unknown),
        }
    }

    fn question(&self) -> Question {
        Question {
            services: self.repeated(1),
            procedure: self.procedure(2),
            level: self.text(3),
            pointers: self.components(5),
        }
    }

    fn spend_down(&mut self) -> SpendDown {
        SpendDown {
            qualifier: self.text(1),
            amount: self.known(2, money),
        }
    }

    fn benefit(&mut self) -> Benefit {
        Benefit {
            kind: self.text(1),
            level: self.text(2),
            services: self.repeated(3),
            insurance: self.text(4),
            plan: self.text(5),
            period: self.text(6),
            amount: self.known(7, money),
            share: self.known(8, rate),
            unit: self.text(9),
            quantity: self.known(10, units),
            authorization: self.text(11),
            in_network: self.text(12),
            procedure: self.procedure(13),
            pointers: self.components(14),
        }
    }

    fn delivery(&mut self) -> Delivery {
        Delivery {
            unit: self.text(1),
            quantity: self.known(2, units),
            each: self.text(3),
            every: self.known(4, units),
            period: self.text(5),
            periods: self.known(6, whole),
            pattern: self.text(7),
            time: self.text(8),
        }
    }

    fn detail(&self) -> Detail {
        Detail {
            list: self.text(1),
            code: self.text(2),
            category: self.text(3),
            text: self.text(4),
        }
    }

    fn rejection(&self) -> Rejection {
        Rejection {
            valid: self.text(1),
            reason: self.text(3),
            follow_up: self.text(4),
        }
    }

    fn text(&self, number: usize) -> String {
        self.fields.element(number).text().into_owned()
    }

    /// All values of an element that repeats, or none where it is empty.
    fn repeated(&self, number: usize) -> Vec<String> {
        let element = self.fields.element(number);
        if element.is_empty() {
            return Vec::new();
        }
        let each = element.repetitions();
        each.map(|value| value.text().into_owned()).collect()
    }

    fn components(&self, number: usize) -> Vec<String> {
        let element = self.fields.element(number);
        if element.is_empty() {
            return Vec::new();
        }
        let each = element.components();
        each.map(|value| value.text().into_owned()).collect()
    }

    fn procedure(&self, number: usize) -> Option<Procedure> {
        let mut parts = self.components(number).into_iter();
        let qualifier = parts.next()?;
        Some(Procedure {
            qualifier,
            code: parts.next().unwrap_or_default(),
            modifiers: parts.take(4).collect(),
        })
    }

    /// The value of an element; nothing where it is empty or could not be understood.
    fn known<T>(
        &mut self,
        number: usize,
        read: impl FnOnce(Element<'a>) -> Result<T, ValueError>,
    ) -> Option<T> {
        let element = self.fields.element(number);
        if element.is_empty() {
            return None;
        }
        match read(element) {
            Ok(value) => Some(value),
            Err(error) => {
                self.trouble.push((number, error));
                None
            }
        }
    }
}

fn money(element: Element<'_>) -> Result<Money, ValueError> {
    element.money()
}

fn units(element: Element<'_>) -> Result<Units, ValueError> {
    element.units()
}

/// A part of a whole, to the millionth.
fn rate(element: Element<'_>) -> Result<Rate, ValueError> {
    let millionths = decimal(element.bytes().trim_ascii(), 6);
    let rate = millionths.and_then(|millionths| Rate::from_millionths(millionths).ok());
    rate.ok_or(ValueError::Rate)
}

fn whole(element: Element<'_>) -> Result<u32, ValueError> {
    element.text().parse().map_err(|_| ValueError::Units)
}
