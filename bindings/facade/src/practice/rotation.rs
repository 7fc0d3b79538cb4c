use pms_core::practice::Rotation;
use pms_core::practice::Share;
use pms_core::practice::Turn;

use crate::error::PmsError;
use crate::identity::read;
use crate::scalar::Instant;

use super::call::Call;
use super::shell::{Practice, told};

record! {
    /// What part of the visits goes to a schedule.
    pub struct TurnShare {
        /// Which.
        pub schedule: String,
        /// Its weight beside the others'; with 0 it comes after all.
        pub weight: u32,
    }
}

record! {
    /// One of those whose turn it may be.
    pub struct TurnRow {
        /// Which schedule.
        pub schedule: String,
        /// Its weight.
        pub weight: u32,
        /// How many minutes visits and holds take of its time, without buffers.
        pub booked: u64,
        /// How many it is taken to have: as many, or for one whose first hours begin within the time
        /// that counts what the others have for their weight, where that is more.
        pub counted: u64,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// Whose turn it is to have a visit of some type: the least minutes for the weight first, of what
    /// is booked between two instants. Named in this order in `any_of`, they are booked so.
    ///
    /// # Errors
    ///
    /// `time.reversed`; `practice.unknown`, `practice.unknown_visit_type`.
    pub async fn whose_turn(
        &self,
        call: Call,
        among: Vec<TurnShare>,
        visit: String,
        start: Instant,
        end: Instant,
    ) -> Result<Vec<TurnRow>, PmsError> {
        let share = |(n, share): (usize, &TurnShare)| -> Result<Share, PmsError> {
            let schedule = read(&share.schedule, || format!("among[{n}].schedule"))?;
            let weight = share.weight;
            Ok(Share { schedule, weight })
        };
        let rotation = Rotation {
            among: among
                .iter()
                .enumerate()
                .map(share)
                .collect::<Result<_, _>>()?,
            visit: read(&visit, || "visit".to_owned())?,
            from: start.inner(),
            to: end.inner(),
        };
        let turns = self.core.whose_turn(&call.core()?, &rotation).await;
        Ok(turns.map_err(told)?.iter().map(row).collect())
    }
}

fn row(turn: &Turn) -> TurnRow {
    TurnRow {
        schedule: turn.schedule.to_string(),
        weight: turn.weight,
        booked: turn.booked.count(),
        counted: turn.counted.count(),
    }
}
