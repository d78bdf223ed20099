//! User Timing: what took how long, for anyone who looks from outside.
//!
//! Measures are named `offprint:read`, `offprint:store`, `offprint:search`, `offprint:facets` and `offprint:render`; their detail holds a count,
//! `{ papers: 72 }`. `offprint:restore` and `offprint:feeds` last from the page's start until all that was stored has been read,
//! and until each feed has been asked; `offprint:index` until everything can be searched, and counts the papers indexed meanwhile.
//! Work done in the worker is entered on the page's timeline, where tools look for it.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::clock;
use crate::engine::message::Measure;

/// Enters a finished piece of work. Browsers without measures of this kind lose nothing but the measure.
pub fn enter(measure: &Measure) {
    let Some(performance) = clock::performance() else { return };
    let (options, detail) = (Object::new(), Object::new());
    let set = |object: &Object, name: &str, value: f64| Reflect::set(object, &name.into(), &value.into()).is_ok();
    let start = measure.start - performance.time_origin();
    let filled = set(&detail, "papers", f64::from(measure.papers))
        && set(&options, "start", start)
        && set(&options, "end", start + measure.duration)
        && Reflect::set(&options, &"detail".into(), &detail).is_ok();
    let function = Reflect::get(&performance, &"measure".into()).and_then(JsValue::dyn_into::<Function>);
    if let (true, Ok(function)) = (filled, function) {
        // A start before the page's own (a worker that began earlier) is refused with an exception; it is no loss.
        let _ = function.call2(&performance, &format!("offprint:{}", measure.stage).into(), &options);
    }
}

/// Enters a piece of the page's own work that ends now.
pub fn enter_until_now(stage: &str, start: f64, papers: u32) {
    enter(&Measure { stage: stage.to_owned(), start, duration: clock::precise() - start, papers });
}

/// Enters what has taken since the page was opened and ends now.
pub fn enter_since_start(stage: &str, count: u32) {
    let start = clock::performance().map_or_else(clock::precise, |clock| clock.time_origin());
    enter_until_now(stage, start, count);
}
