use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// Who writes to whom, when, under which control numbers.
///
/// Control numbers are the host's: the interchange number must not come twice between the same
/// sender and receiver, or the receiver refuses the file.
///
/// Source: 005010 ISA and GS.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Envelope {
    /// What kind of identifier the sender has (ISA05), as `ZZ` or `30`.
    pub sender_qualifier: String,
    /// The sender (ISA06), up to 15 characters.
    pub sender: String,
    /// What kind of identifier the receiver has (ISA07).
    pub receiver_qualifier: String,
    /// The receiver (ISA08), up to 15 characters.
    pub receiver: String,
    /// The sender within the group (GS02).
    pub group_sender: String,
    /// The receiver within the group (GS03).
    pub group_receiver: String,
    /// The sender's civil time of writing.
    pub written: NaiveDateTime,
    /// The control number of the interchange (ISA13), 1 to 999999999.
    pub interchange_control: u32,
    /// The control number of the group (GS06), 1 to 999999999.
    pub group_control: u32,
    /// Whether a TA1 is asked for (ISA14).
    pub acknowledge: bool,
    /// Whether the content is real (ISA15).
    pub usage: Usage,
}

/// Whether an interchange is meant.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Usage {
    /// For money.
    Production,
    /// For practice.
    Test,
}
