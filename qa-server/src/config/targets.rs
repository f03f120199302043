//! The section `targets` of the file: one field for each system that is told what happens.
//!
//! A target's own keys are a type beside the target, in `deliver/<target>/config.rs`:
//! `Clone, Debug, Deserialize, Serialize, JsonSchema`, `#[serde(deny_unknown_fields)]`, a doc comment on every field,
//! [`Secret`](super::Secret) for what nobody may read. The manual's page of all keys is made of these.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Systems that are told what happens.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Targets {}
