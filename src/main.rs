//! The page. Everything it does is in the library; without a browser there is nothing to do.

fn main() {
    #[cfg(target_arch = "wasm32")]
    {
        offprint::browser::crash::watch_page();
        offprint::ui::mount();
    }
}
