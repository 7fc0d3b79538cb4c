use super::super::syntax::{Element, Fields, Finding, Level, Position, Severity};
use super::element::elements;
use super::rule::{LoopRule, Name, SegmentRule};

/// Follows a transaction through its guide, one segment after another.
#[derive(Clone, Debug)]
pub(in crate::x12) struct Follow {
    /// The loops that are open, the transaction first.
    open: Vec<Frame>,
    /// How often each segment and then each loop of the open loops has come.
    counts: Vec<usize>,
    findings: Vec<Finding>,
}

/// A loop that is open.
#[derive(Clone, Copy, Debug)]
struct Frame {
    rule: &'static LoopRule,
    at: Position,
    /// Where its counts begin.
    first: usize,
    /// How far its order has come.
    rank: usize,
}

/// What a segment is within an open loop.
#[derive(Clone, Copy)]
enum Fit {
    Segment(usize),
    Loop(usize),
}

impl Follow {
    pub(in crate::x12) fn begin(rule: &'static LoopRule, at: Position) -> Self {
        let mut begun = Self {
            open: Vec::new(),
            counts: Vec::new(),
            findings: Vec::new(),
        };
        begun.open(rule, at);
        begun
    }

    /// Takes the next segment and tells the loop it belongs to; `None` where the guide has no
    /// place for it.
    pub(in crate::x12) fn step(&mut self, fields: &Fields<'_>) -> Option<&'static str> {
        let Some((depth, fit)) = self.place(fields) else {
            return self.unexpected(fields);
        };
        while self.open.len() > depth + 1 {
            self.leave();
        }
        let at = fields.segment().at();
        let frame = self.open.last_mut()?;
        let rank = frame.rank_of(fit);
        let late = frame.rank > rank;
        frame.rank = frame.rank.max(rank);
        let frame = *frame;
        if late {
            let says = "the segment comes later than the guide has it";
            self.find("x12.segment_order", frame.path_of(fit), at, says);
        }
        if self.count(frame, fit) {
            let says = "the segment or loop comes more often than the guide allows";
            self.find("x12.segment_repeats", frame.path_of(fit), at, says);
        }
        let (id, rule) = self.enter(fit, at)?;
        elements(id, rule, fields, &mut self.findings);
        Some(id)
    }

    /// The transaction has ended: what was still to come is missing.
    pub(in crate::x12) fn end(mut self) -> Vec<Finding> {
        while !self.open.is_empty() {
            self.leave();
        }
        self.findings
    }

    /// The innermost open loop that has a place for the segment.
    fn place(&self, fields: &Fields<'_>) -> Option<(usize, Fit)> {
        let mut sought = Sought::of(fields);
        let mut frames = self.open.iter().enumerate().rev();
        frames.find_map(|(depth, frame)| Some((depth, frame.fit(&mut sought)?)))
    }

    fn open(&mut self, rule: &'static LoopRule, at: Position) {
        let first = self.counts.len();
        let kinds = rule.segments.len() + rule.loops.len();
        self.counts.resize(first + kinds, 0);
        let rank = 0;
        self.open.push(Frame {
            rule,
            at,
            first,
            rank,
        });
    }

    /// Opens the loop that the segment begins, if it begins one.
    fn enter(&mut self, fit: Fit, at: Position) -> Option<(&'static str, &'static SegmentRule)> {
        let rule = self.open.last()?.rule;
        match fit {
            Fit::Segment(number) => Some((rule.id, rule.segments.get(number)?)),
            Fit::Loop(number) => {
                let inner = rule.loops.get(number)?;
                self.open(inner, at);
                self.count(*self.open.last()?, Fit::Segment(0));
                Some((inner.id, inner.segments.first()?))
            }
        }
    }

    /// Counts it, and tells whether that is too often.
    fn count(&mut self, frame: Frame, fit: Fit) -> bool {
        let Frame { rule, first, .. } = frame;
        let (slot, most) = match fit {
            Fit::Segment(number) => (number, rule.segments.get(number).map(|rule| rule.most)),
            Fit::Loop(number) => (
                rule.segments.len() + number,
                rule.loops.get(number).map(|rule| rule.most),
            ),
        };
        let Some((count, most)) = self.counts.get_mut(first + slot).zip(most) else {
            return false;
        };
        *count += 1;
        most > 0 && *count > most
    }

    /// Closes the innermost loop and finds what it lacks.
    fn leave(&mut self) {
        let Some(Frame {
            rule, at, first, ..
        }) = self.open.pop()
        else {
            return;
        };
        let missing = |count: Option<&usize>| count.is_none_or(|count| *count == 0);
        for (slot, inner) in (first..).zip(rule.segments) {
            if inner.required && missing(self.counts.get(slot)) {
                let path = within(rule.id, inner.id);
                let says = "a segment that must be there is missing";
                self.find("x12.segment_missing", path, at, says);
            }
        }
        for (slot, inner) in (first + rule.segments.len()..).zip(rule.loops) {
            if inner.required && missing(self.counts.get(slot)) {
                let path = within(
                    inner.id,
                    inner.segments.first().map_or("", |first| first.id),
                );
                let says = "a loop that must be there is missing";
                self.find("x12.loop_missing", path, at, says);
            }
        }
        self.counts.truncate(first);
    }

    /// A segment whose code nobody knows is taken for what is most likely meant, so that one wrong
    /// letter does not leave all that follows without a place.
    fn unexpected(&mut self, fields: &Fields<'_>) -> Option<&'static str> {
        let segment = fields.segment();
        let frames = self.open.iter().enumerate().rev();
        let likely = frames
            .filter_map(|(depth, frame)| {
                let counts = self.counts.get(frame.first..).unwrap_or_default();
                Some((depth, frame.likely(segment.id(), counts)?))
            })
            .next();
        let Some((depth, fit)) = likely else {
            let id = self.open.last().map_or("", |frame| frame.rule.id);
            let path = within(id, segment.label().unwrap_or("?"));
            let says = "the guide has no place for the segment here";
            self.find("x12.segment_unexpected", path, segment.at(), says);
            return None;
        };
        while self.open.len() > depth + 1 {
            self.leave();
        }
        let frame = self.open.last_mut()?;
        if let Fit::Loop(_) = fit {
            frame.rank = frame.rank.max(frame.rank_of(fit));
            let frame = *frame;
            self.count(frame, fit);
        }
        let (id, rule) = self.enter(fit, segment.at())?;
        let number = rule.when.0.max(1);
        let path = format!("{}{number:02}", within(id, rule.id));
        let at = fields.element(number).at();
        let says = "the code of the segment is none that the guide allows here";
        self.find("x12.qualifier", path, at, says);
        None
    }

    fn find(&mut self, code: &'static str, path: String, at: Position, says: &str) {
        self.findings.push(Finding {
            code,
            severity: Severity::Error,
            level: Level::Guide,
            path,
            at,
            says: says.to_owned(),
        });
    }
}

/// A segment whose place is sought: its name, and the code that was last asked of it.
struct Sought<'a, 's> {
    fields: &'s Fields<'a>,
    name: Name,
    code: (usize, &'a [u8]),
}

impl<'a, 's> Sought<'a, 's> {
    fn of(fields: &'s Fields<'a>) -> Self {
        Self {
            fields,
            name: Name::of(fields.segment().id()),
            code: (0, b""),
        }
    }

    fn is(&mut self, rule: &SegmentRule) -> bool {
        if rule.name != self.name {
            return false;
        }
        let (number, _) = rule.when;
        if number != self.code.0 {
            let code = self.fields.element(number).components().next();
            let code = code.map_or(&b""[..], |code: Element<'a>| code.bytes().trim_ascii());
            self.code = (number, code);
        }
        rule.is_told_by(self.code.1)
    }
}

impl Frame {
    /// What the segment is here. The first segment of a loop begins the loop anew, and so belongs
    /// to the one around it; the transaction has no such segment.
    fn fit(&self, sought: &mut Sought<'_, '_>) -> Option<Fit> {
        let begins = usize::from(!self.rule.id.is_empty());
        let mut own = self.rule.segments.iter().skip(begins);
        if let Some(number) = own.position(|rule| sought.is(rule)) {
            return Some(Fit::Segment(begins + number));
        }
        let mut begun = |rule: &LoopRule| rule.segments.first().is_some_and(|it| sought.is(it));
        let mut inner = self.rule.loops.iter();
        inner.position(|rule| begun(rule)).map(Fit::Loop)
    }

    /// What a segment of this name, yet of no known code, is most likely: one of its own, or else
    /// the loop that is still missing, or the first that may still come.
    fn likely(&self, id: &[u8], counts: &[usize]) -> Option<Fit> {
        let begins = usize::from(!self.rule.id.is_empty());
        let mut own = self.rule.segments.iter().enumerate().skip(begins);
        if let Some((number, _)) = own.find(|(_, rule)| rule.id.as_bytes() == id) {
            return Some(Fit::Segment(number));
        }
        let named = |rule: &LoopRule| {
            let first = rule.segments.first();
            first.is_some_and(|first| first.id.as_bytes() == id)
        };
        let counts = counts.get(self.rule.segments.len()..).unwrap_or_default();
        let loops = self.rule.loops.iter().zip(counts).enumerate();
        let likely = loops.filter(|(_, (rule, _))| named(rule));
        let likely = likely.min_by_key(|(number, (rule, count))| {
            let missing = rule.required && **count == 0;
            (!missing, self.rank_of(Fit::Loop(*number)) < self.rank)
        });
        likely.map(|(number, _)| Fit::Loop(number))
    }

    /// Segments of one name that stand together may come in any order, and so may loops that
    /// begin with one name.
    fn rank_of(&self, fit: Fit) -> usize {
        let segments = self.rule.segments;
        let loops = self.rule.loops;
        match fit {
            Fit::Segment(number) => {
                let name = segments.get(number).map(|rule| rule.name);
                let alike = segments.iter().take(number).rev();
                number - alike.take_while(|rule| Some(rule.name) == name).count()
            }
            Fit::Loop(number) => {
                let first = |rule: &LoopRule| rule.segments.first().map(|first| first.name);
                let name = loops.get(number).and_then(|rule| first(rule));
                let alike = loops.iter().take(number).rev();
                let alike = alike.take_while(|rule| first(rule) == name);
                segments.len() + number - alike.count()
            }
        }
    }

    fn path_of(&self, fit: Fit) -> String {
        match fit {
            Fit::Segment(number) => {
                let rule = self.rule.segments.get(number);
                within(self.rule.id, rule.map_or("", |rule| rule.id))
            }
            Fit::Loop(number) => {
                let inner = self.rule.loops.get(number);
                let first = inner.and_then(|inner| inner.segments.first());
                within(
                    inner.map_or("", |rule| rule.id),
                    first.map_or("", |rule| rule.id),
                )
            }
        }
    }
}

pub(super) fn within(id: &str, segment: &str) -> String {
    match id {
        "" => segment.to_owned(),
        _ => format!("{id}/{segment}"),
    }
}
