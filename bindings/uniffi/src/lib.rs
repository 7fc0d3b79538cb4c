//! pms for Kotlin and Swift: the facade's records and functions, under their C names.
//!
//! What can be said stands in `pms_facade`, once for all languages; how it looks in Kotlin and Swift
//! stands in `uniffi.toml`.

pms_facade::uniffi_reexport_scaffolding!();
