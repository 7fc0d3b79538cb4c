use super::super::syntax::{Fields, Position};
use super::report::Report;
use super::rule::lists;

/// Which levels (HL) a transaction has.
pub(in crate::x12) struct LevelRules {
    /// Each kind (HL03) and the kinds that it may stand below, with a blank between them; the kind
    /// at the top stands below none.
    pub(in crate::x12) below: &'static [(&'static str, &'static str)],
    /// What findings are called: a wrong number, a wrong parent, a wrong child flag.
    pub(in crate::x12) codes: [&'static str; 3],
}

/// The levels of a transaction (HL): numbered from 1, each naming its parent and telling whether a
/// level follows below it.
#[derive(Clone)]
pub(in crate::x12) struct Levels {
    rules: &'static LevelRules,
    all: Vec<Level>,
}

#[derive(Clone, Copy)]
struct Level {
    kind: &'static str,
    /// The loop that it begins.
    place: &'static str,
    told_child: bool,
    has_child: bool,
    at: Position,
}

impl Levels {
    pub(in crate::x12) fn new(rules: &'static LevelRules) -> Self {
        Self {
            rules,
            all: Vec::new(),
        }
    }

    pub(in crate::x12) fn take(
        &mut self,
        hl: &Fields<'_>,
        place: &'static str,
        report: &mut Report,
    ) {
        let [wrong_number, wrong_parent, _] = self.rules.codes;
        let number = self.all.len() + 1;
        let path = |element: usize| format!("{place}/HL{element:02}");
        if hl.element(1).text().parse() != Ok(number) {
            let says = "levels are numbered from 1, each one more than the last";
            report.error(wrong_number, path(1), hl.element(1).at(), says);
        }
        let mut kinds = self.rules.below.iter();
        let rule = kinds.find(|(kind, _)| hl.element(3).is(kind));
        let parent = hl.element(2).text().parse::<usize>().ok();
        let above = parent.and_then(|number| self.all.get_mut(number.checked_sub(1)?));
        let sound = match (rule, above) {
            (Some((_, "")), None) => hl.element(2).is_empty(),
            (Some((_, parents)), Some(above)) => {
                above.has_child = true;
                lists(parents, above.kind.as_bytes())
            }
            _ => false,
        };
        if !sound {
            let says = "the level does not stand below the one that it names";
            report.error(wrong_parent, path(2), hl.element(2).at(), says);
        }
        self.all.push(Level {
            kind: rule.map_or("?", |(kind, _)| kind),
            place,
            told_child: hl.element(4).is("1"),
            has_child: false,
            at: hl.element(4).at(),
        });
    }

    pub(in crate::x12) fn end(&self, report: &mut Report) {
        let [_, _, wrong_child] = self.rules.codes;
        for level in &self.all {
            if level.told_child != level.has_child {
                let path = format!("{}/HL04", level.place);
                let says = match level.has_child {
                    true => "the level says that none stands below it, yet one does",
                    false => "the level says that one stands below it, yet none does",
                };
                report.error(wrong_child, path, level.at, says);
            }
        }
    }
}
