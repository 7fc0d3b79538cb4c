//! The target that this program is named after, on the bytes that libFuzzer makes up.

#![no_main]

mod target;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let ours = target::TARGETS.iter().find(|(name, _)| *name == env!("CARGO_BIN_NAME"));
    let (_, holds) = ours.expect("a target of this name");
    holds(bytes);
});
