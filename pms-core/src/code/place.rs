use super::error::CodeError;
use super::text::{Short, coded};

coded! {
    /// Where a service took place: two digits of CMS's list.
    ///
    /// Source: CMS, Place of Service Code Set; 005010X222A1, CLM05-1.
    ///
    /// ```
    /// # use pms_core::code::PlaceOfService;
    /// let office: PlaceOfService = "11".parse()?;
    /// assert_eq!(office, PlaceOfService::OFFICE);
    /// # Ok::<(), pms_core::code::CodeError>(())
    /// ```
    PlaceOfService[2], is_place, CodeError::PlaceOfService
}

fn is_place(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_digit())
}

impl PlaceOfService {
    /// By video or telephone, the patient away from home.
    pub const TELEHEALTH: Self = Self(Short::literal("02"));
    /// By video or telephone, the patient at home.
    pub const TELEHEALTH_HOME: Self = Self(Short::literal("10"));
    /// The practice's own rooms.
    pub const OFFICE: Self = Self(Short::literal("11"));
    /// Where the patient lives.
    pub const HOME: Self = Self(Short::literal("12"));
}
