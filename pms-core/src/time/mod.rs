//! The two times of books.

mod as_of;

pub use as_of::AsOf;
