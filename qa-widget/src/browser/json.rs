//! Parsed JSON as the browser holds it.

use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;

use crate::read::Value;

impl Value for JsValue {
    fn get(&self, key: &str) -> Option<Self> {
        let value = Reflect::get(self, &JsValue::from_str(key)).ok()?;
        (!value.is_undefined() && !value.is_null()).then_some(value)
    }

    fn text(&self) -> Option<String> {
        self.as_string()
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a whole number")]
    fn number(&self) -> Option<u64> {
        let number = self.as_f64()?;
        (number >= 0.0 && number.fract() == 0.0).then_some(number as u64)
    }

    fn is_true(&self) -> bool {
        *self == JsValue::TRUE
    }

    fn items(&self) -> Vec<Self> {
        if Array::is_array(self) { Array::from(self).iter().collect() } else { Vec::new() }
    }
}
