use std::panic::set_hook;

use js_sys::Function;
use wasm_bindgen::prelude::*;

/// Has `told` called when the module stops working because of a fault in it, with the place of the fault. Its text is not told:
/// it may quote what it stumbled over.
#[wasm_bindgen(js_name = onPanic)]
pub fn on_panic(told: Function) {
    set_hook(Box::new(move |panic| {
        let place =
            panic.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
        // Nobody is left to be told of a failure here.
        let _ = told.call1(&JsValue::UNDEFINED, &place.into());
    }));
}
