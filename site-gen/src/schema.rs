//! `site-gen schema`: what editors need to complete and check front matter, `site.yaml` and data files as they are typed.
//!
//! Each schema is JSON Schema draft 2020-12, made from the very type that the generator reads.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, generate::SchemaSettings};

use crate::source::defaults::FolderDefaults;
use crate::source::front_matter::FrontMatter;
use crate::source::server::moderation::Moderation;
use crate::source::server::replies::Reply;
use crate::source::server::rotations::Rotation;
use crate::source::site;
use crate::source::teams::Team;
use crate::source::testimonials::Testimonial;

/// What there is a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// What stands at the top of a page.
    FrontMatter,
    /// What stands in `_index.md`.
    FolderDefaults,
    /// `site.yaml`.
    Site,
    /// `_data/testimonials.yaml`.
    Testimonials,
    /// `_data/teams.yaml`.
    Teams,
    /// `_data/moderation.yaml`.
    Moderation,
    /// `_data/replies.yaml`.
    Replies,
    /// `_data/rotations.yaml`.
    Rotations,
}

impl Subject {
    /// Every subject.
    pub const ALL: [Self; 8] = [
        Self::FrontMatter,
        Self::FolderDefaults,
        Self::Site,
        Self::Testimonials,
        Self::Teams,
        Self::Moderation,
        Self::Replies,
        Self::Rotations,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::FrontMatter => "front-matter",
            Self::FolderDefaults => "folder-defaults",
            Self::Site => "site",
            Self::Testimonials => "testimonials",
            Self::Teams => "teams",
            Self::Moderation => "moderation",
            Self::Replies => "replies",
            Self::Rotations => "rotations",
        }
    }

    /// The schema as JSON.
    pub fn to_json(self) -> String {
        let mut schema = match self {
            Self::FrontMatter => of::<FrontMatter>(),
            Self::FolderDefaults => of::<FolderDefaults>(),
            Self::Site => site::schema(),
            Self::Testimonials => of::<Vec<Testimonial>>(),
            Self::Teams => of::<BTreeMap<String, Team>>(),
            Self::Moderation => of::<Moderation>(),
            Self::Replies => of::<BTreeMap<String, Reply>>(),
            Self::Rotations => of::<BTreeMap<String, Rotation>>(),
        };
        schema.insert("title".to_owned(), self.name().into());
        serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n"
    }
}

pub(crate) fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}
