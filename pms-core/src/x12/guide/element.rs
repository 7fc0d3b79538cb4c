use super::super::syntax::{Element, Fields, Finding, Level, Severity, decimal};
use super::follow::within;
use super::rule::{ElementRule, SegmentRule, Shape, lists};

/// Finds what is wrong with the elements of a segment that stands in a loop.
pub(super) fn elements(
    place: &'static str,
    rule: &SegmentRule,
    fields: &Fields<'_>,
    found: &mut Vec<Finding>,
) {
    let spot = |element| Spot {
        place,
        segment: rule.id,
        element,
        component: None,
    };
    for each in rule.elements {
        if each.required || each.number <= fields.count() {
            look(each, fields.element(each.number), spot(each.number), found);
        }
    }
    let last = rule.elements.iter().map(|each| each.number).max();
    for number in last.unwrap_or(usize::MAX).saturating_add(1)..=fields.count() {
        let element = fields.element(number);
        if !element.is_empty() {
            let says = "the guide knows no such element in this segment";
            let code = "x12.element_surplus";
            found.push(finding(code, Level::Guide, spot(number), element, says));
        }
    }
}

/// Where an element stands: a path, once it is asked for one.
#[derive(Clone, Copy)]
struct Spot {
    place: &'static str,
    segment: &'static str,
    element: usize,
    component: Option<usize>,
}

impl Spot {
    fn path(self) -> String {
        let path = within(self.place, self.segment);
        match self.component {
            None => format!("{path}{:02}", self.element),
            Some(component) => format!("{path}{:02}-{component}", self.element),
        }
    }
}

fn look(rule: &ElementRule, element: Element<'_>, spot: Spot, found: &mut Vec<Finding>) {
    if element.is_empty() {
        if rule.required {
            let says = "an element that must be there is empty";
            let code = "x12.element_missing";
            found.push(finding(code, Level::Guide, spot, element, says));
        }
        return;
    }
    match rule.shape {
        Shape::Parts(parts) => {
            let mut rest = element.components();
            let mut passed = 0;
            for part in parts {
                // Rules of components stand in their order: each is found behind the last.
                let between = part.number.checked_sub(passed + 1);
                let next = between.and_then(|between| rest.nth(between));
                passed = part.number;
                let component = Some(part.number);
                let spot = Spot { component, ..spot };
                let next = next.unwrap_or_else(|| element.component(part.number));
                look(part, next, spot, found);
            }
        }
        Shape::Each(most, shape) => {
            for each in element.repetitions() {
                let wrong = misshapen(shape, each);
                found.extend(
                    wrong.map(|(code, level, says)| finding(code, level, spot, each, says)),
                );
            }
            if element.repetitions().count() > most {
                let says = "the element repeats more often than it may";
                let code = "x12.element_repeats";
                found.push(finding(code, Level::Guide, spot, element, says));
            }
        }
        _ => {
            if let Some((code, level, says)) = misshapen(&rule.shape, element) {
                found.push(finding(code, level, spot, element, says));
            } else if element.bytes().trim_ascii() != element.bytes() {
                let says = "blanks stand around what the element says";
                let code = "x12.element_blank";
                found.push(Finding {
                    severity: Severity::Warning,
                    ..finding(code, Level::Syntax, spot, element, says)
                });
            }
        }
    }
}

type Misshapen = (&'static str, Level, &'static str);

fn misshapen(shape: &Shape, element: Element<'_>) -> Option<Misshapen> {
    let bytes = element.bytes().trim_ascii();
    // Only what is not ASCII has fewer characters than bytes.
    let length = match bytes.is_ascii() {
        true => bytes.len(),
        false => element.text().chars().count(),
    };
    let digits = |from: &[u8]| from.iter().filter(|b| b.is_ascii_digit()).count();
    let kind = |says| Some(("x12.element_type", Level::Syntax, says));
    let long = |says| Some(("x12.element_length", Level::Syntax, says));
    match shape {
        Shape::Text(most) if length > *most => long("the element is longer than it may be"),
        Shape::Wide(least, _) if length < *least => long("the element is shorter than it may be"),
        Shape::Wide(_, most) if length > *most => long("the element is longer than it may be"),
        Shape::Code(codes) if !lists(codes, bytes) => Some((
            "x12.element_code",
            Level::Guide,
            "the code is none that the guide allows here",
        )),
        Shape::Decimal(_) if decimal(bytes, 9).is_none() => kind("not a decimal number"),
        Shape::Decimal(most) if digits(bytes) > *most => long("the number has too many digits"),
        Shape::Number(_) if digits(bytes) != bytes.len() => kind("not a whole number"),
        Shape::Number(most) if bytes.len() > *most => long("the number has too many digits"),
        Shape::Day if element.date().is_err() => kind("not a date"),
        Shape::Time if !is_time(bytes) => kind("not a time of day"),
        _ => None,
    }
}

fn is_time(bytes: &[u8]) -> bool {
    let pair = |at: usize| {
        let pair = core::str::from_utf8(bytes.get(at..at + 2)?).ok()?;
        pair.parse::<u8>().ok()
    };
    matches!(bytes.len(), 4 | 6 | 7 | 8)
        && bytes.iter().all(u8::is_ascii_digit)
        && pair(0).is_some_and(|hour| hour < 24)
        && pair(2).is_some_and(|minute| minute < 60)
}

fn finding(
    code: &'static str,
    level: Level,
    spot: Spot,
    element: Element<'_>,
    says: &str,
) -> Finding {
    Finding {
        code,
        severity: Severity::Error,
        level,
        path: spot.path(),
        at: element.at(),
        says: says.to_owned(),
    }
}
