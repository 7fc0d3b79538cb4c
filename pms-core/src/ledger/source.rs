use core::fmt;

use serde::{Deserialize, Serialize};

use super::content::ContentHash;
use super::error::LedgerError;

/// What kind of event an entry tells of.
///
/// A host's own kinds are kept by their name.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(from = "String", into = "String")]
#[non_exhaustive]
pub enum SourceKind {
    /// A charge was made.
    Charge,
    /// A payer answered a claim.
    Remittance,
    /// A payer settled something with the practice apart from claims.
    ProviderAdjustment,
    /// A remittance's money reached the bank.
    Deposit,
    /// A patient paid.
    PatientPayment,
    /// Money that lay unapplied was applied.
    Application,
    /// Money is given back.
    Refund,
    /// Somebody else became responsible.
    Transfer,
    /// An amount was given up.
    WriteOff,
    /// An entry was taken back.
    Reversal,
    /// A balance was brought from another system.
    Opening,
    /// A kind of the host's own.
    Other(String),
}

impl SourceKind {
    const KNOWN: [(Self, &'static str); 11] = [
        (Self::Charge, "charge"),
        (Self::Remittance, "remittance"),
        (Self::ProviderAdjustment, "provider_adjustment"),
        (Self::Deposit, "deposit"),
        (Self::PatientPayment, "patient_payment"),
        (Self::Application, "application"),
        (Self::Refund, "refund"),
        (Self::Transfer, "transfer"),
        (Self::WriteOff, "write_off"),
        (Self::Reversal, "reversal"),
        (Self::Opening, "opening"),
    ];

    /// The kind as a stable name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Other(name) => name,
            known => Self::KNOWN
                .iter()
                .find(|(kind, _)| kind == known)
                .map_or("", |(_, name)| name),
        }
    }
}

impl From<String> for SourceKind {
    fn from(name: String) -> Self {
        Self::KNOWN
            .into_iter()
            .find(|(_, known)| *known == name)
            .map_or(Self::Other(name), |(kind, _)| kind)
    }
}

impl From<SourceKind> for String {
    fn from(kind: SourceKind) -> Self {
        kind.name().to_owned()
    }
}

/// Where an entry comes from, so that the same event is posted once.
///
/// Kind and identity name the event; the content says what it told. The same event with the same
/// content is a replay and changes nothing; with other content it is refused. The identity may hold
/// an account number, so `Debug` leaves it out.
#[derive(Clone, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Wire")]
pub struct Source {
    kind: SourceKind,
    id: String,
    content: ContentHash,
}

#[derive(Deserialize)]
struct Wire {
    kind: SourceKind,
    id: String,
    content: ContentHash,
}

impl Source {
    /// A source from its kind, its identity among that kind, and what it told.
    ///
    /// # Errors
    ///
    /// [`LedgerError::SourceSyntax`] where the identity or a host's own kind is empty, longer than
    /// 255 characters, or holds control characters.
    pub fn new(
        kind: SourceKind,
        id: impl Into<String>,
        content: ContentHash,
    ) -> Result<Self, LedgerError> {
        let id = id.into();
        let sound = |text: &str| {
            (1..=255).contains(&text.chars().count()) && !text.chars().any(char::is_control)
        };
        if sound(&id) && sound(kind.name()) {
            Ok(Self { kind, id, content })
        } else {
            Err(LedgerError::SourceSyntax)
        }
    }

    /// What kind of event it is.
    #[must_use]
    pub fn kind(&self) -> &SourceKind {
        &self.kind
    }

    /// Which event of that kind.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it told.
    #[must_use]
    pub fn content(&self) -> ContentHash {
        self.content
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("kind", &self.kind)
            .field("content", &self.content)
            .finish_non_exhaustive()
    }
}

impl TryFrom<Wire> for Source {
    type Error = LedgerError;

    fn try_from(wire: Wire) -> Result<Self, LedgerError> {
        Self::new(wire.kind, wire.id, wire.content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Content;

    #[test]
    fn a_kind_of_the_hosts_own_survives() {
        for name in ["charge", "write_off", "loyalty_points"] {
            let text = format!("\"{name}\"");
            let kind: SourceKind = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_string(&kind).unwrap(), text);
        }
        let kind = SourceKind::from("loyalty_points".to_owned());
        assert_eq!(kind, SourceKind::Other("loyalty_points".to_owned()));
    }

    #[test]
    fn an_identity_is_sound_and_stays_out_of_debug() {
        let hash = Content::new().hash();
        let source = Source::new(SourceKind::Charge, "ACCT-77", hash).unwrap();
        assert!(!format!("{source:?}").contains("77"));
        let text = serde_json::to_string(&source).unwrap();
        assert_eq!(serde_json::from_str::<Source>(&text).unwrap(), source);
        for bad in ["", "a\nb", &"x".repeat(256)] {
            let refused = Source::new(SourceKind::Charge, bad, hash);
            assert_eq!(refused, Err(LedgerError::SourceSyntax));
        }
        let own = SourceKind::Other(String::new());
        assert!(Source::new(own, "1", hash).is_err());
    }
}
