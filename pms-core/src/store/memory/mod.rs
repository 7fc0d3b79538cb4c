//! The store that lives and dies with the process.

mod answers;
mod books;
mod volatile;

pub use volatile::Memory;
