use super::super::syntax::{Fields, Finding, Level, Position, Segment, Severity};
use super::element::elements;
use super::rule::{LoopRule, SegmentRule};

/// Follows a transaction through its guide, one segment after another.
#[derive(Clone, Debug)]
pub(in crate::x12) struct Follow {
    /// The loops that are open, the transaction first.
    open: Vec<Frame>,
    findings: Vec<Finding>,
}

/// A loop that is open.
#[derive(Clone, Debug)]
struct Frame {
    rule: &'static LoopRule,
    at: Position,
    /// How often each of its segments has come.
    segments: Vec<usize>,
    /// How often each of its loops has come.
    loops: Vec<usize>,
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
        Self {
            open: vec![Frame::open(rule, at)],
            findings: Vec::new(),
        }
    }

    /// Takes the next segment and tells the loop it belongs to; `None` where the guide has no
    /// place for it.
    pub(in crate::x12) fn step(&mut self, segment: &Segment<'_>) -> Option<&'static str> {
        let fields = Fields::from(*segment);
        let Some((depth, fit)) = self.place(&fields) else {
            return self.unexpected(&fields);
        };
        while self.open.len() > depth + 1 {
            self.leave();
        }
        let frame = self.open.last_mut()?;
        let rank = frame.rank_of(fit);
        let late = frame.rank > rank;
        frame.rank = frame.rank.max(rank);
        let many = frame.count(fit);
        let path = if late || many {
            frame.path_of(fit)
        } else {
            String::new()
        };
        if late {
            let says = "the segment comes later than the guide has it";
            self.find("x12.segment_order", path.clone(), segment.at(), says);
        }
        if many {
            let says = "the segment or loop comes more often than the guide allows";
            self.find("x12.segment_repeats", path, segment.at(), says);
        }
        let (id, rule) = self.enter(fit, segment.at())?;
        elements(id, rule, &fields, &mut self.findings);
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
        let frames = self.open.iter().enumerate().rev();
        frames
            .filter_map(|(depth, frame)| Some((depth, frame.fit(fields)?)))
            .next()
    }

    /// Opens the loop that the segment begins, if it begins one.
    fn enter(&mut self, fit: Fit, at: Position) -> Option<(&'static str, &'static SegmentRule)> {
        let rule = self.open.last()?.rule;
        match fit {
            Fit::Segment(number) => Some((rule.id, rule.segments.get(number)?)),
            Fit::Loop(number) => {
                let inner = rule.loops.get(number)?;
                let mut frame = Frame::open(inner, at);
                if let Some(first) = frame.segments.first_mut() {
                    *first = 1;
                }
                self.open.push(frame);
                Some((inner.id, inner.segments.first()?))
            }
        }
    }

    /// Closes the innermost loop and finds what it lacks.
    fn leave(&mut self) {
        let Some(frame) = self.open.pop() else { return };
        for (rule, count) in frame.rule.segments.iter().zip(&frame.segments) {
            if rule.required && *count == 0 {
                let path = within(frame.rule.id, rule.id);
                let says = "a segment that must be there is missing";
                self.find("x12.segment_missing", path, frame.at, says);
            }
        }
        for (rule, count) in frame.rule.loops.iter().zip(&frame.loops) {
            if rule.required && *count == 0 {
                let first = rule.segments.first().map_or("", |first| first.id);
                let says = "a loop that must be there is missing";
                let path = within(rule.id, first);
                self.find("x12.loop_missing", path, frame.at, says);
            }
        }
    }

    /// A segment whose code nobody knows is taken for what is most likely meant, so that one wrong
    /// letter does not leave all that follows without a place.
    fn unexpected(&mut self, fields: &Fields<'_>) -> Option<&'static str> {
        let segment = fields.segment();
        let frames = self.open.iter().enumerate().rev();
        let likely = frames
            .filter_map(|(depth, frame)| Some((depth, frame.likely(segment.id())?)))
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
            frame.count(fit);
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

impl Frame {
    fn open(rule: &'static LoopRule, at: Position) -> Self {
        Self {
            rule,
            at,
            segments: vec![0; rule.segments.len()],
            loops: vec![0; rule.loops.len()],
            rank: 0,
        }
    }

    /// What the segment is here. The first segment of a loop begins the loop anew, and so belongs
    /// to the one around it; the transaction has no such segment.
    fn fit(&self, fields: &Fields<'_>) -> Option<Fit> {
        let id = fields.segment().id();
        let is = |rule: &SegmentRule| {
            rule.id.as_bytes() == id && {
                let code = fields.element(rule.when.0).component(1);
                rule.is_told_by(code.bytes().trim_ascii())
            }
        };
        let begins = usize::from(!self.rule.id.is_empty());
        let mut own = self.rule.segments.iter().enumerate().skip(begins);
        let own = own.find(|(_, rule)| is(rule)).map(|(number, _)| number);
        let begun = |rule: &LoopRule| rule.segments.first().is_some_and(is);
        let inner = || self.rule.loops.iter().position(|rule| begun(rule));
        own.map(Fit::Segment).or_else(|| inner().map(Fit::Loop))
    }

    /// What a segment of this name, yet of no known code, is most likely: one of its own, or else
    /// the loop that is still missing, or the first that may still come.
    fn likely(&self, id: &[u8]) -> Option<Fit> {
        let begins = usize::from(!self.rule.id.is_empty());
        let mut own = self.rule.segments.iter().enumerate().skip(begins);
        if let Some((number, _)) = own.find(|(_, rule)| rule.id.as_bytes() == id) {
            return Some(Fit::Segment(number));
        }
        let named = |rule: &LoopRule| {
            let first = rule.segments.first();
            first.is_some_and(|first| first.id.as_bytes() == id)
        };
        let loops = self.rule.loops.iter().zip(&self.loops).enumerate();
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
                let name = segments.get(number).map(|rule| rule.id);
                let alike = segments.iter().take(number).rev();
                number - alike.take_while(|rule| Some(rule.id) == name).count()
            }
            Fit::Loop(number) => {
                let first = |rule: &LoopRule| rule.segments.first().map(|first| first.id);
                let name = loops.get(number).and_then(|rule| first(rule));
                let alike = loops.iter().take(number).rev();
                let alike = alike.take_while(|rule| first(rule) == name);
                segments.len() + number - alike.count()
            }
        }
    }

    /// Counts it, and tells whether that is too often.
    fn count(&mut self, fit: Fit) -> bool {
        let (count, most) = match fit {
            Fit::Segment(number) => (
                self.segments.get_mut(number),
                self.rule.segments.get(number).map(|rule| rule.most),
            ),
            Fit::Loop(number) => (
                self.loops.get_mut(number),
                self.rule.loops.get(number).map(|rule| rule.most),
            ),
        };
        let (Some(count), Some(most)) = (count, most) else {
            return false;
        };
        *count += 1;
        most > 0 && *count > most
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
