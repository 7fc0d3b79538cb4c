use super::error::CodeError;
use super::text::coded;

coded! {
    /// Where Medicare pays by one index of prices: its contractor's five digits, and two of the locality.
    ///
    /// Source: CMS physician fee schedule, geographic practice cost index file.
    ///
    /// ```
    /// # use pms_core::code::Locality;
    /// let ohio: Locality = "1520200".parse()?;
    /// assert_eq!(ohio.as_str(), "1520200");
    /// assert!("15202".parse::<Locality>().is_err());
    /// # Ok::<(), pms_core::code::CodeError>(())
    /// ```
    Locality[7], |code: &str| code.len() == 7 && code.bytes().all(|b| b.is_ascii_digit()), CodeError::Locality
}
