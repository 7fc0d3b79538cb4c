use serde::{Deserialize, Serialize};

use crate::id::ActorId;

use super::error::Refused;
use super::layer::Layer;
use super::reason::ReasonCode;

/// Somebody books against named layers, says why, and answers for it.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Override {
    layers: Vec<Layer>,
    reason: ReasonCode,
    actor: ActorId,
}

#[derive(Deserialize, Serialize)]
struct Parts {
    layers: Vec<Layer>,
    reason: ReasonCode,
    actor: ActorId,
}

impl Override {
    /// An override of these layers.
    ///
    /// # Errors
    ///
    /// [`Refused::HardLayer`] for a layer that nobody may override.
    pub fn new(
        layers: impl Into<Vec<Layer>>,
        reason: ReasonCode,
        actor: ActorId,
    ) -> Result<Self, Refused> {
        let mut layers = layers.into();
        layers.sort_unstable();
        layers.dedup();
        match layers.iter().find(|layer| layer.is_hard()) {
            Some(layer) => Err(Refused::HardLayer { layer: *layer }),
            None => Ok(Self {
                layers,
                reason,
                actor,
            }),
        }
    }

    /// The layers, in their order.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Why, by the practice's own list.
    #[must_use]
    pub const fn reason(&self) -> &ReasonCode {
        &self.reason
    }

    /// Who answers for it.
    #[must_use]
    pub const fn actor(&self) -> ActorId {
        self.actor
    }

    /// The same, of those layers alone that stood against the booking.
    pub(super) fn narrowed(&self, against: &[Layer]) -> Option<Self> {
        let layers: Vec<Layer> = self
            .layers
            .iter()
            .copied()
            .filter(|layer| against.contains(layer))
            .collect();
        (!layers.is_empty()).then(|| Self {
            layers,
            ..self.clone()
        })
    }
}

impl TryFrom<Parts> for Override {
    type Error = Refused;

    fn try_from(parts: Parts) -> Result<Self, Refused> {
        Self::new(parts.layers, parts.reason, parts.actor)
    }
}

impl From<Override> for Parts {
    fn from(given: Override) -> Self {
        Self {
            layers: given.layers,
            reason: given.reason,
            actor: given.actor,
        }
    }
}
