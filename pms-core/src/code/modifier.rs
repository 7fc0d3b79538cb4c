use super::error::CodeError;
use super::text::coded;

coded! {
    /// What was special about a procedure: two letters or digits.
    ///
    /// Source: 005010X222A1, SV101-3 to SV101-6.
    ///
    /// ```
    /// # use pms_core::code::Modifier;
    /// let separate: Modifier = "25".parse()?;
    /// assert_eq!(separate.as_str(), "25");
    /// assert!("2".parse::<Modifier>().is_err());
    /// # Ok::<(), pms_core::code::CodeError>(())
    /// ```
    Modifier[2], |code: &str| code.len() == 2, CodeError::Modifier
}

impl Modifier {
    /// Whether it says that the same procedure was rightly done again, or apart, on one day, so
    /// that two equal lines are no duplicates: 59, 76, 77, 91, XE, XP, XS, XU.
    ///
    /// Source: CMS, NCCI modifiers; CPT appendix A.
    #[must_use]
    pub fn tells_apart(&self) -> bool {
        matches!(
            self.as_str(),
            "59" | "76" | "77" | "91" | "XE" | "XP" | "XS" | "XU"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_modifier_is_two_letters_or_digits() {
        for (text, sound) in [
            ("25", true),
            ("lt", true),
            ("F1", true),
            ("2", false),
            ("255", false),
            ("2-", false),
        ] {
            assert_eq!(text.parse::<Modifier>().is_ok(), sound, "{text}");
        }
        assert_eq!("lt".parse::<Modifier>(), "LT".parse());
    }
}
