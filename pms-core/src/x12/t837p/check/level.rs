use super::super::super::syntax::{Fields, Position};
use super::rules::Report;

/// The levels of a transaction (HL): numbered from 1, each naming its parent and telling whether a
/// level follows below it.
#[derive(Clone, Debug, Default)]
pub(super) struct Levels {
    all: Vec<Level>,
}

#[derive(Clone, Copy, Debug)]
struct Level {
    kind: u8,
    told_child: bool,
    has_child: bool,
    at: Position,
}

impl Levels {
    pub(super) fn take(&mut self, hl: &Fields<'_>, place: &str, report: &mut Report) {
        let number = self.all.len() + 1;
        let path = |element: usize| format!("{place}/HL{element:02}");
        if hl.element(1).text().parse() != Ok(number) {
            let says = "levels are numbered from 1, each one more than the last";
            report.error("t837p.level_number", path(1), hl.element(1).at(), says);
        }
        let kind = hl.element(3).bytes().get(1).copied().unwrap_or_default();
        let parent = hl.element(2).text().parse::<usize>().ok();
        let above = parent.and_then(|number| self.all.get_mut(number.checked_sub(1)?));
        let sound = match (kind, above) {
            (b'0', None) => hl.element(2).is_empty(),
            (b'2', Some(above)) => above.take(b'0'),
            (b'3', Some(above)) => above.take(b'2'),
            _ => false,
        };
        if !sound {
            let says = "the level does not stand below the one that it names";
            report.error("t837p.level_parent", path(2), hl.element(2).at(), says);
        }
        self.all.push(Level {
            kind,
            told_child: hl.element(4).is("1"),
            has_child: false,
            at: hl.element(4).at(),
        });
    }

    pub(super) fn end(&self, report: &mut Report) {
        for level in &self.all {
            if level.told_child != level.has_child {
                let place = match level.kind {
                    b'0' => "2000A/HL04",
                    b'2' => "2000B/HL04",
                    _ => "2000C/HL04",
                };
                let says = match level.has_child {
                    true => "the level says that none stands below it, yet one does",
                    false => "the level says that one stands below it, yet none does",
                };
                report.error("t837p.level_child", place.to_owned(), level.at, says);
            }
        }
    }
}

impl Level {
    /// Takes a child, which stands below a level of this kind alone.
    fn take(&mut self, wanted: u8) -> bool {
        self.has_child = true;
        self.kind == wanted
    }
}
