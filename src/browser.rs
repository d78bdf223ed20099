//! The edge to the browser: disk, network, worker, tabs, files, clock. The stages know nothing of it.

pub mod backup_file;
pub mod clock;
pub mod crash;
pub mod database;
pub mod fetch;
pub mod files;
pub mod locks;
pub mod notify;
pub mod offline;
pub mod reach;
pub mod store;
pub mod tabs;
pub mod timing;
pub mod worker_client;
pub mod worker_host;
