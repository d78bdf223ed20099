//! Other tabs of the same site: what one does, the others show at once.

use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use serde::{Deserialize, Serialize};

use crate::engine::message::{decode, encode};

/// What tabs tell each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Word {
    /// This was done and is stored now: the key and bytes of the journal's entry.
    Did(String, Vec<u8>),
    /// These sheets of papers are stored now.
    Stored(Vec<String>),
    /// The list of feeds changed.
    Settled,
    /// Everything was erased.
    Erased,
}

/// The line between tabs. A browser without BroadcastChannel has a line that nobody hears.
pub struct Tabs {
    channel: Option<BroadcastChannel>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
}

impl Tabs {
    /// Opens the line. Words of tabs of another build that cannot be read are passed over.
    pub fn open(hear: impl Fn(Word) + 'static) -> Tabs {
        let heard = Closure::new(move |event: MessageEvent| {
            let bytes = event.data().dyn_into::<js_sys::Uint8Array>().map(|array| array.to_vec());
            if let Ok(Ok(word)) = bytes.map(|bytes| decode(&bytes)) {
                hear(word);
            }
        });
        let channel = BroadcastChannel::new("offprint-1").ok();
        if let Some(channel) = &channel {
            channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        }
        Tabs { channel, _heard: heard }
    }

    /// Tells the other tabs, not this one.
    pub fn tell(&self, word: &Word) {
        if let Some(channel) = &self.channel {
            let bytes: JsValue = js_sys::Uint8Array::from(encode(word).as_slice()).into();
            let _ = channel.post_message(&bytes);
        }
    }
}
