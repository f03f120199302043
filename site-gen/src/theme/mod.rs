//! The theme: Tera templates, components and assets. Knows nothing of Markdown.
//!
//! A theme is a folder with `templates/`, `components/` and `assets/`; the default one is inside the binary.
//! Templates get the structs of [`context`]; components get the parameters they declare.

pub mod asset;
pub mod component;
pub mod context;
pub mod strings;

mod failure;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use tera::{Context, Tera, Value};

use crate::check::suggestion::did_you_mean;
use crate::check::{Code, Diagnostic, Problem};
use crate::observer::Observer;
use crate::source::site::find;
use asset::Asset;
use component::Signature;
use context::SiteContext;
use strings::{Catalogue, Strings};

/// The default theme's files: path below its folder, content.
const DEFAULT: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/default_theme.rs"));

/// Templates that every theme has.
const REQUIRED: [&str; 5] = ["page.html", "404.html", "shell.html", "redirect.html", "sidebar.html"];

/// The folder of templates that pages may choose, below `templates/`.
const PAGES: &str = "pages/";

/// What the names of the theme's own components start with, so that those of the site are told from them.
pub(super) const THEME: &str = "theme/";

/// A theme, ready to render.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// Template name → text, for the place of an error.
    sources: BTreeMap<String, String>,
    signatures: BTreeMap<String, Signature>,
    /// What components may ask for, by name.
    data: BTreeMap<String, Value>,
    strings: Strings,
    /// Files for the site's `assets/` folder.
    pub assets: Vec<Asset>,
    /// Measures every template.
    pub observer: Observer,
}

impl Theme {
    /// Loads the theme in `folder`, or the default one, and the site's own components, which win over the theme's.
    ///
    /// # Errors
    /// A diagnostic when a file cannot be read or a template is wrong.
    pub fn load(folder: Option<&Path>, own: &[(String, String)]) -> Result<Self, Diagnostic> {
        let default = || DEFAULT.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()));
        let files = match folder {
            Some(folder) => read_folder(folder)?,
            None => default().collect(),
        };
        let mut strings = Strings::default();
        let of_theme = files.iter().map(|(path, bytes)| (path.clone(), bytes.clone()));
        for (path, bytes) in default().filter(|_| folder.is_some()).chain(of_theme) {
            let Some(name) = path.strip_prefix("strings/").and_then(|name| name.strip_suffix(".yaml")) else {
                continue;
            };
            let yaml = String::from_utf8(bytes).map_err(|_| failure::not_utf8(&path))?;
            strings.add(name, &yaml).map_err(|reason| failure::bad_strings(&path, &reason))?;
        }
        let mut sources = BTreeMap::new();
        let mut assets = Vec::new();
        for (path, bytes) in files {
            if let Some(name) = path.strip_prefix("assets/") {
                assets.push((name.to_owned(), bytes));
            } else if path.ends_with(".html") {
                let name = match path.strip_prefix("templates/") {
                    Some(name) => name.to_owned(),
                    None => format!("{THEME}{path}"),
                };
                let text = String::from_utf8(bytes).map_err(|_| failure::not_utf8(&name))?;
                sources.insert(name, text);
            }
        }
        sources.extend(own.iter().cloned());
        let mut tera = Tera::default();
        // Of two components with one name, Tera takes the one whose template has no such prefix.
        tera.set_fallback_prefixes([THEME]).map_err(|error| failure::diagnose(&error, &sources))?;
        tera.add_raw_templates(sources.iter().map(|(name, text)| (name.as_str(), text.as_str())))
            .map_err(|error| failure::diagnose(&error, &sources))?;
        if let Some(missing) = REQUIRED.iter().find(|name| !sources.contains_key(**name)) {
            return Err(failure::missing_template(missing));
        }
        let names: Vec<String> = tera.get_component_names().map(str::to_owned).collect();
        let signatures = names
            .into_iter()
            .filter_map(|name| {
                let info = tera.get_component_definition(&name)?;
                let mut signature = Signature::of(&info);
                signature.describe(&name, &sources);
                Some((name, signature))
            })
            .collect();
        Ok(Self {
            tera,
            sources,
            signatures,
            data: BTreeMap::new(),
            strings,
            assets: asset::fingerprint(assets),
            observer: Observer::default(),
        })
    }

    /// Tells every template about the site.
    pub fn set_site(&mut self, site: &SiteContext) {
        let words = self.words(&site.language);
        let context = self.tera.global_context();
        context.insert("site", site);
        context.insert("text", &words);
    }

    /// Adds the site's own words, `_strings/*.yaml`, which win over the theme's, and says what is wrong with them.
    pub fn add_strings(&mut self, files: &[(String, String)]) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for (path, text) in files {
            let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".yaml");
            let words: Catalogue = match serde_yaml::from_str(text) {
                Ok(words) => words,
                Err(error) => {
                    diagnostics.push(failure::no_words(path, &error.to_string()));
                    continue;
                }
            };
            for key in words.keys() {
                if !self.strings.keys().any(|known| known == key) {
                    let hint = did_you_mean(key, self.strings.keys())
                        .unwrap_or_else(|| "the theme's `strings/en.yaml` has all of them".to_owned());
                    let problem = Problem::new(Code::DataSchema, find(text, key), format!("no theme prints `{key}`"));
                    diagnostics.push(Diagnostic::at(path, text, problem.hint(hint)));
                }
            }
            self.strings.extend(name, words);
        }
        diagnostics
    }

    /// The keys that the language of this tag has no words for.
    pub fn missing_words(&self, language: &str) -> Vec<&str> {
        self.strings.missing(language)
    }

    /// The theme's own words in the language of this tag.
    pub fn words(&self, language: &str) -> Catalogue {
        self.strings.catalogue(language)
    }

    /// The site's path of the asset of this name, without a slash at its beginning.
    pub fn asset_path(&self, name: &str) -> Option<&str> {
        self.assets.iter().find(|asset| asset.name == name).map(|asset| asset.path.as_str())
    }

    /// Gives components the site's data.
    pub fn set_data(&mut self, data: &BTreeMap<String, serde_json::Value>) {
        self.data = data.iter().map(|(name, value)| (name.clone(), Value::from_serializable(value))).collect();
    }

    /// The data of this name.
    pub fn data(&self, name: &str) -> Option<&Value> {
        self.data.get(name)
    }

    /// The names of all data.
    pub fn data_names(&self) -> impl Iterator<Item = &str> {
        self.data.keys().map(String::as_str)
    }

    /// The component of this name, if writers may use it.
    pub fn component(&self, name: &str) -> Option<&Signature> {
        self.signatures.get(name).filter(|_| is_for_writers(name))
    }

    /// The names of all components that writers may use.
    pub fn component_names(&self) -> impl Iterator<Item = &str> {
        self.signatures.keys().map(String::as_str).filter(|name| is_for_writers(name))
    }

    /// The names that pages may choose as their `template`.
    pub fn page_templates(&self) -> impl Iterator<Item = &str> {
        self.sources.keys().filter_map(|name| name.strip_prefix(PAGES)?.strip_suffix(".html"))
    }

    /// The template of a page that asks for `name`, or the ordinary one when the theme does not have it.
    pub fn page_template(&self, name: Option<&str>) -> Cow<'static, str> {
        name.map(|name| format!("{PAGES}{name}.html"))
            .filter(|path| self.sources.contains_key(path))
            .map_or(Cow::Borrowed("page.html"), Cow::Owned)
    }

    /// Whether the theme has this template, for those that a theme may leave out.
    pub fn has_template(&self, name: &str) -> bool {
        self.sources.contains_key(name)
    }

    /// Renders a template that needs nothing but the site.
    ///
    /// # Errors
    /// A diagnostic that points into the template.
    pub fn render_plain(&self, template: &str) -> Result<String, Diagnostic> {
        self.tera.render(template, &Context::new()).map_err(|error| failure::diagnose(&error, &self.sources))
    }

    /// Renders `template` with `value` under `name`, with other words than the site's where there are.
    ///
    /// # Errors
    /// A diagnostic that points into the template.
    pub fn render(
        &self,
        template: &str,
        name: &'static str,
        value: Value,
        words: Option<&Value>,
    ) -> Result<String, Diagnostic> {
        let mut html = Vec::new();
        self.render_to(&mut html, template, name, value, words)?;
        Ok(String::from_utf8(html).expect("templates and values are texts"))
    }

    /// The same at the end of `html`, which many pages may share one after the other.
    ///
    /// # Errors
    /// A diagnostic that points into the template.
    pub fn render_to(
        &self,
        html: &mut Vec<u8>,
        template: &str,
        name: &'static str,
        value: Value,
        words: Option<&Value>,
    ) -> Result<(), Diagnostic> {
        let mut context = Context::new();
        context.insert_value(name, value);
        if let Some(words) = words {
            context.insert_value("text", words.clone());
        }
        let rendered = self.observer.template(template, || self.tera.render_to(template, &context, html));
        rendered.map_err(|error| failure::diagnose(&error, &self.sources))
    }

    /// Renders `template` with the fields of `values`.
    ///
    /// # Errors
    /// A diagnostic that points into the template.
    pub fn render_with<T: Serialize>(&self, template: &str, values: &T) -> Result<String, Diagnostic> {
        let context = Context::from_serialize(values).map_err(|error| failure::diagnose(&error, &self.sources))?;
        let rendered = self.observer.template(template, || self.tera.render(template, &context));
        rendered.map_err(|error| failure::diagnose(&error, &self.sources))
    }

    /// Renders a component: `arguments` from the writer, `data` for what it declares as implicit.
    ///
    /// # Errors
    /// What the component says is wrong, as one sentence.
    pub fn render_component(
        &self,
        name: &str,
        arguments: &Context,
        data: &Context,
        body: &str,
    ) -> Result<String, String> {
        self.observer
            .template(name, || self.tera.render_component_with_implicits(name, arguments, data, Some(body), true))
            .map(|html| html.trim().to_owned())
            .map_err(|error| failure::message(&error))
    }
}

/// Components in lower case are the theme's own.
fn is_for_writers(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase()) && !name.contains('.')
}

fn read_folder(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Diagnostic> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| failure::unreadable(folder, &error.to_string()))?;
        let Ok(path) = entry.path().strip_prefix(folder) else { continue };
        let name = path.to_string_lossy().replace('\\', "/");
        if entry.file_type().is_file() && !name.split('/').any(|part| part.starts_with('.')) {
            let bytes = std::fs::read(entry.path()).map_err(|error| failure::unreadable(folder, &error.to_string()))?;
            files.insert(name, bytes);
        }
    }
    Ok(files)
}
