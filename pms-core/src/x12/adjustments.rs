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
