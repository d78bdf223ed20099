//! Words to the reader: what stays until put away, what passes, and what is only heard.

use leptos::prelude::*;
use leptos::task::spawn_local;
use stylers_macro::style_sheet;

use super::state::{Notice, Turn, app};
use crate::browser::offline;

/// Notices and running work, under the masthead.
#[component]
pub fn Notices() -> impl IntoView {
    let css = style_sheet!("style/notices.css");
    let app = app();
    let leave = window_event_listener_untyped("beforeunload", move |event| {
        if app.unsaved.with_untracked(Option::is_some) {
            event.prevent_default();
        }
    });
    on_cleanup(move || leave.remove());
    view! {
        <div class=format!("notices {css}")>
            <Show when=move || app.update.get()>
                <div class="notice" data-notice="update" role="status">
                    <p>"A new version of Offprint is ready."</p>
                    <button type="button" data-update on:click=move |_| spawn_local(offline::take_update())>"Reload to use it"</button>
                    <button type="button" class="plain" on:click=move |_| app.update.set(false)>"Later"</button>
                </div>
            </Show>
            {move || app.unsaved.get().map(|why| {
                let text = format!("What you did could not be saved and will be gone when the page closes. {why}");
                view! {
                    <div class="notice trouble" data-notice="trouble" role="alert">
                        <p>{text}</p>
                        <button type="button" data-pay on:click=move |_| app.pay()>"Try again"</button>
                    </div>
                }
            })}
            {move || app.notices.get().into_iter().map(|notice| view! { <One notice=notice /> }).collect_view()}
            <div class="busy" role="status">
                {move || app.busy.get().into_iter().map(|(_, text)| view! { <p><span class="dots" aria-hidden="true"></span>{text}"…"</p> }).collect_view()}
            </div>
        </div>
    }
}

#[component]
fn One(notice: Notice) -> impl IntoView {
    let app = app();
    let Notice { number, text, trouble, link, .. } = notice;
    view! {
        <div class="notice" class:trouble=trouble data-notice=if trouble { "trouble" } else { "word" } role=if trouble { "alert" } else { "status" }>
            <p>{text} {link.map(|(query, words)| view! { " "<a href=query on:click=move |_| app.drop_notice(number, false)>{words}</a> })}</p>
            <button type="button" class="plain" aria-label="Put this message away" on:click=move |_| app.drop_notice(number, true)>"×"</button>
        </div>
    }
}

/// What was just done, with the offer to take it back or to do it again.
#[component]
pub fn Toasts() -> impl IntoView {
    let css = style_sheet!("style/toast.css");
    let app = app();
    view! {
        <div class=format!("toasts {css}") role="region" aria-label="Last act" data-unsaved=move || app.saving.get()>
            {move || app.toast.get().map(|toast| {
                let offer = toast.offer.map(|turn| match turn {
                    Turn::Undo => (turn, "undo", "Undo (u)", "Undo"),
                    Turn::Redo => (turn, "redo", "Do again (U)", "Do again"),
                });
                view! {
                    <div class="toast">
                        <span>{toast.text}{move || app.unsaved_words().map(|words| view! { <i>" · "{words}</i> })}</span>
                        {offer.map(|(turn, act, title, name)| view! {
                            <button type="button" data-act=act title=title on:click=move |_| app.turned(turn)>{name}</button>
                        })}
                    </div>
                }
            })}
        </div>
    }
}

/// For those who listen: how many papers, what was done. Polite, so that it waits its turn.
#[component]
pub fn Status() -> impl IntoView {
    let app = app();
    view! { <p id="status" class="hidden" role="status" aria-live="polite">{move || app.status.get()}</p> }
}
