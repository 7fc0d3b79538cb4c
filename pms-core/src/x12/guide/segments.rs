//! Segments that several guides have alike.

use super::rule::Shape::{Code, Decimal, Text, Wide};
use super::rule::{ElementRule, need, of};

pub(in crate::x12) const STREET: &[ElementRule] = &[need(1, Text(55)), of(2, Text(55))];
pub(in crate::x12) const TOWN: &[ElementRule] = &[
    need(1, Wide(2, 30)),
    of(2, Wide(2, 2)),
    of(3, Wide(3, 15)),
    of(4, Wide(2, 3)),
    of(5, Text(2)),
    of(6, Text(30)),
    of(7, Text(3)),
];

pub(in crate::x12) const REFERENCE: &[ElementRule] =
    &[need(1, Wide(2, 3)), need(2, Text(50)), of(4, Text(256))];
pub(in crate::x12) const AMOUNT: &[ElementRule] = &[need(1, Text(3)), need(2, Decimal(10))];
pub(in crate::x12) const DATE: &[ElementRule] = &[
    need(1, Wide(3, 3)),
    need(2, Code("D8 RD8 DT")),
    need(3, Text(35)),
];
