//! The edge: the only code that names a browser's interfaces. Everything else is plain Rust.

pub mod clock;
pub mod crash;
pub mod database;
pub mod fetch;
pub mod files;
pub mod offline;
pub mod store;
pub mod tabs;
pub mod timing;
pub mod worker_client;
pub mod worker_host;
