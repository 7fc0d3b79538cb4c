use core::fmt;

use crate::id::Uuid;

use super::key::{Key, Stamp};

/// What others are to be told once the batch is kept, and not otherwise.
///
/// Messages of one stream are delivered in their order, each at least once: whoever delivers must
/// bear the same message twice, and knows it by its identifier.
#[derive(Clone, Eq, PartialEq)]
pub struct Message {
    /// Its own identifier, for the receiver to know it again.
    pub id: Uuid,
    /// What it is about; orders it among the others.
    pub stream: Key,
    /// What is to be done, as a stable name: `reminder.send`.
    pub topic: String,
    /// With what, as JSON. Nothing ever prints it.
    pub body: Vec<u8>,
}

/// A message handed out for a while.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Leased {
    /// The message.
    pub message: Message,
    /// How often it has been handed out, this time included.
    pub attempt: u32,
    /// Until when nobody else gets it.
    pub until: Stamp,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({} {} on {})", self.topic, self.id, self.stream)
    }
}
