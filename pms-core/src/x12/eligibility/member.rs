use super::benefit::Question;
use super::node::Node;
use super::part::{LevelKind, Part, Party, Rejection, Trace};

/// One who is asked or answered for, with the levels above.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    source: Option<&'a Node>,
    receiver: Option<&'a Node>,
    subscriber: Option<&'a Node>,
    own: &'a Node,
}

impl<'a> Member<'a> {
    /// Goes through a level and those below it.
    pub(super) fn gather(node: &'a Node, above: &mut Vec<&'a Node>, found: &mut Vec<Self>) {
        let Some(kind) = node.level() else { return };
        let of = |wanted: &LevelKind| above.iter().find(|n| n.level() == Some(wanted)).copied();
        let member = Self {
            source: of(&LevelKind::Source),
            receiver: of(&LevelKind::Receiver),
            subscriber: match kind {
                LevelKind::Subscriber => Some(node),
                _ => of(&LevelKind::Subscriber),
            },
            own: node,
        };
        match kind {
            LevelKind::Dependent => found.push(member),
            LevelKind::Subscriber if member.is_meant() => found.push(member),
            _ => {}
        }
        above.push(node);
        for each in node.levels() {
            Self::gather(each, above, found);
        }
        above.pop();
    }

    /// A subscriber who stands there for dependents' sake alone is not.
    fn is_meant(&self) -> bool {
        let said = |node: &Node| {
            matches!(
                node.part,
                Part::Trace(_) | Part::Question(_) | Part::Benefit(_) | Part::Rejection(_)
            )
        };
        self.own.below.iter().any(said) || self.own.levels().next().is_none()
    }

    /// The level, with all that is said.
    #[must_use]
    pub fn node(&self) -> &'a Node {
        self.own
    }

    /// The payer.
    #[must_use]
    pub fn payer(&self) -> Option<&'a Party> {
        self.source?.party()
    }

    /// Who asks.
    #[must_use]
    pub fn provider(&self) -> Option<&'a Party> {
        self.receiver?.party()
    }

    /// The subscriber, who may be the member.
    #[must_use]
    pub fn subscriber(&self) -> Option<&'a Party> {
        self.subscriber?.party()
    }

    /// The member.
    #[must_use]
    pub fn party(&self) -> Option<&'a Party> {
        self.own.party()
    }

    /// The payer knows the member through the subscriber.
    #[must_use]
    pub fn is_dependent(&self) -> bool {
        self.own.level() == Some(&LevelKind::Dependent)
    }

    /// The numbers by which a question finds its answer.
    pub fn traces(&self) -> impl Iterator<Item = &'a Trace> + use<'a> {
        self.own.below.iter().filter_map(|node| match &node.part {
            Part::Trace(trace) => Some(trace),
            _ => None,
        })
    }

    /// What is asked.
    pub fn questions(&self) -> impl Iterator<Item = &'a Question> + use<'a> {
        self.own.below.iter().filter_map(|node| match &node.part {
            Part::Question(question) => Some(question),
            _ => None,
        })
    }

    /// The entries of the answer, each with what belongs to it below. None is left out or joined
    /// with another, whatever they say of each other.
    pub fn benefits(&self) -> impl Iterator<Item = &'a Node> + use<'a> {
        let entries = self.own.below.iter();
        entries.filter(|node| matches!(node.part, Part::Benefit(_)))
    }

    /// Why there is no answer, or no whole one: told of the payer, of the provider, of the
    /// subscriber, of the member or of an entry.
    pub fn rejections(&self) -> impl Iterator<Item = &'a Rejection> + use<'a> {
        let through = self.subscriber.filter(|_| self.is_dependent());
        let levels = [self.source, self.receiver, through, Some(self.own)];
        let entries = self.benefits().flat_map(Node::rejections);
        let levels = levels.into_iter().flatten();
        levels.flat_map(Node::rejections).chain(entries)
    }
}
