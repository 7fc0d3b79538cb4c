use super::error::CodeError;
use super::text::coded;

coded! {
    /// A provider's field of work: ten characters, a digit first and X or Y last.
    ///
    /// Source: NUCC, Health Care Provider Taxonomy; 005010X222A1, PRV03.
    ///
    /// ```
    /// # use pms_core::code::Taxonomy;
    /// let family_medicine: Taxonomy = "207Q00000X".parse()?;
    /// assert!("207Q00000".parse::<Taxonomy>().is_err());
    /// # Ok::<(), pms_core::code::CodeError>(())
    /// ```
    Taxonomy[10], has_shape, CodeError::Taxonomy
}

fn has_shape(code: &str) -> bool {
    code.len() == 10 && code.starts_with(|c: char| c.is_ascii_digit()) && code.ends_with(['X', 'Y'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taxonomy_code_has_a_shape() {
        for (text, sound) in [
            ("207Q00000X", true),
            ("363LF0000X", true),
            ("193200000x", true),
            ("203BF0100Y", true), // of the older list
            ("207Q000000", false),
            ("X07Q00000X", false),
            ("207Q0000X", false),
            ("207Q000000X", false),
        ] {
            assert_eq!(text.parse::<Taxonomy>().is_ok(), sound, "{text}");
        }
    }
}
