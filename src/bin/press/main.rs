//! The press: feeds in; an archive, feeds and letters out. `docs/press.md` is its handbook.
#![cfg_attr(target_arch = "wasm32", no_main)]
#![cfg(not(target_arch = "wasm32"))]

mod build;
mod check;
mod digest;
mod fetch;
mod files;
mod http;
mod keep;
mod sent;
mod stats;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Feeds in; an archive, feeds and letters out.
#[derive(Parser)]
#[command(name = "press", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Build(build::Order),
    Check(check::Order),
    Fetch(fetch::Order),
    Stats(stats::Order),
    Digest(digest::Order),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().verb {
        Verb::Build(order) => build::run(&order),
        Verb::Check(order) => check::run(&order),
        Verb::Fetch(order) => fetch::run(&order),
        Verb::Stats(order) => stats::run(&order),
        Verb::Digest(order) => digest::run(&order),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("press: {message}");
            ExitCode::from(2)
        }
    }
}
