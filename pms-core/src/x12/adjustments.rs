use crate::adjudication::Adjustment;

use super::syntax::Writer;

/// Writes CAS: adjustments of one group that follow each other share a segment, six at most.
pub(super) fn write_adjustments(writer: &mut Writer, adjustments: &[Adjustment]) {
    for group in adjustments.chunk_by(|one, next| one.group == next.group) {
        for six in group.chunks(6) {
            let Some(first) = six.first() else { continue };
            let mut cas = writer.segment("CAS").code(first.group.as_str());
            for adjustment in six {
                cas = cas
                    .code(adjustment.reason.as_str())
                    .money(adjustment.amount);
                cas = match adjustment.units {
                    Some(units) => cas.units(units),
                    None => cas.empty(),
                };
            }
            cas.end();
        }
    }
}

/// The shape that all reasons have: up to three digits, or a letter and up to two digits.
pub(super) fn is_reason(code: &[u8]) -> bool {
    let digits = match code.split_first() {
        Some((first, rest)) if first.is_ascii_uppercase() => (rest, 2),
        _ => (code, 3),
    };
    (1..=digits.1).contains(&digits.0.len()) && digits.0.iter().all(u8::is_ascii_digit)
}

/// The groups that 005010 knows, and the one that older files have.
pub(super) fn is_group(code: &[u8]) -> bool {
    matches!(code, b"CO" | b"CR" | b"OA" | b"PI" | b"PR")
}
