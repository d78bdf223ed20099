//! The engine in its Web Worker. Without a browser there is nothing to do.

fn main() {
    #[cfg(target_arch = "wasm32")]
    offprint::browser::worker_host::run();
}
