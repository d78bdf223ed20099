//! The app in the browser: the page, or the engine where the page has started one. Without a browser there is nothing to do.

fn main() {
    #[cfg(target_arch = "wasm32")]
    if offprint::browser::worker_host::is_wanted() {
        offprint::browser::worker_host::run();
    } else {
        offprint::browser::crash::watch_page();
        offprint::ui::mount();
    }
}
