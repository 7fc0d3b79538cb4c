use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::TimeError;
use super::interval::Interval;
use super::offset::Offsets;
use super::rules::ZoneRules;
use super::zone::Zone;

/// Zone rules that a host pushes in: the few changes of each zone that its own platform knows.
///
/// ```
/// # use pms_core::time::{Interval, Minute, Offset, Offsets, Zone, ZoneRules, ZoneTable};
/// let zone: Zone = "America/Phoenix".parse()?;
/// let clocks = Offsets::new(zone.clone(), Interval::ALWAYS, Offset::new(-420)?, vec![])?;
/// let rules = ZoneTable::new("host 2026f", [clocks]);
/// assert_eq!(rules.offset_at(&zone, Minute::new(0)?)?, Offset::new(-420)?);
/// assert!(rules.offset_at(&"America/Denver".parse()?, Minute::new(0)?).is_err());
/// # Ok::<(), pms_core::time::TimeError>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ZoneTable {
    version: String,
    zones: BTreeMap<Zone, Offsets>,
}

impl ZoneTable {
    /// A table of zones; of two with the same name the later one counts.
    #[must_use]
    pub fn new(version: impl Into<String>, zones: impl IntoIterator<Item = Offsets>) -> Self {
        Self {
            version: version.into(),
            zones: zones
                .into_iter()
                .map(|clocks| (clocks.zone().clone(), clocks))
                .collect(),
        }
    }
}

impl ZoneRules for ZoneTable {
    fn version(&self) -> &str {
        &self.version
    }

    fn offsets(&self, zone: &Zone, within: Interval) -> Result<Offsets, TimeError> {
        self.zones
            .get(zone)
            .ok_or_else(|| TimeError::UnknownZone { zone: zone.clone() })?
            .during(within)
    }
}
