//! The OpenAPI 3.1 document (<https://spec.openapis.org/oas/v3.1.1.html>), made of the table of routes and of `qa-api`.
//!
//! Problems follow from a row: what it needs, takes and is limited by says how it can be refused.

use std::collections::BTreeMap;

use qa_api::problem::{Code, MEDIA_TYPE, Problem};
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::routes::{Needs, Operation, Route, Writes};

/// Where the API's paths begin.
const API: &str = "/_qa/api/v1/";

/// Schemas as a client writes them, and as it reads them: what may be left out differs.
struct Schemas {
    taken: SchemaGenerator,
    given: SchemaGenerator,
}

/// The document of the rows of `table` that are of the API.
///
/// # Panics
/// When one name would stand for two schemas, which a test excludes.
pub(super) fn document(table: &[Route]) -> Value {
    let settings = || {
        SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        })
    };
    let mut schemas = Schemas {
        taken: settings().for_deserialize().into_generator(),
        given: settings().for_serialize().into_generator(),
    };
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for route in table {
        if let Some(operation) = &route.operation {
            let method = route.method.as_str().to_ascii_lowercase();
            let described = describe(route, operation, &method, &mut schemas);
            paths.entry(&route.path).or_default().insert(method, described);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Questions and answers of this site",
            "version": "1",
            "description": "A session is begun by answering a challenge and kept in a cookie. \
                Requests that write say by `Origin` or `Sec-Fetch-Site` that no other site made them.",
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": merged(schemas),
            "securitySchemes": {
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-qa-session",
                    "description": "`qa-session` on a server started with `--dev`.",
                },
            },
        },
    })
}

fn describe(route: &Route, operation: &Operation, method: &str, schemas: &mut Schemas) -> Value {
    let mut described = json!({
        "operationId": id(method, &route.path),
        "summary": operation.summary,
        "responses": replies(route, operation, schemas),
    });
    let parameters = parameters(route, operation);
    if !parameters.is_empty() {
        described["parameters"] = parameters.into();
    }
    if let Some(schema) = operation.takes {
        let schema = schema(&mut schemas.taken);
        described["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    }
    if needs_account(route.needs) {
        described["security"] = json!([{ "session": [] }]);
    }
    described
}

/// The name of an operation, for clients that are made from the document.
fn id(method: &str, path: &str) -> String {
    let path = path.strip_prefix(API).unwrap_or(path).replace(['{', '}'], "");
    format!("{method}_{}", path.replace(['/', '-', '.'], "_"))
}

fn parameters(route: &Route, operation: &Operation) -> Vec<Value> {
    let in_path = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path = in_path.map(|name| {
        json!({
            "name": name,
            "in": "path",
            "required": true,
            "description": format!("The id of the {name}."),
            "schema": { "type": "string", "minLength": 1 },
        })
    });
    let in_query = operation.query.iter().map(|(name, meaning)| {
        json!({ "name": name, "in": "query", "description": format!("What it is: {meaning}."), "schema": { "type": "string" } })
    });
    in_path.chain(in_query).collect()
}

fn replies(route: &Route, operation: &Operation, schemas: &mut Schemas) -> Value {
    let mut replies = Map::new();
    for reply in &operation.gives {
        let mut described = json!({ "description": meaning(reply.status) });
        if let Some((kind, schema)) = reply.body {
            described["content"] = json!({ kind: { "schema": schema(&mut schemas.given) } });
        }
        replies.insert(reply.status.to_string(), described);
    }
    let problem = schemas.given.subschema_for::<Problem>();
    let codes = refusals(route, operation);
    for code in Code::ALL.into_iter().filter(|code| codes.contains(code)) {
        let status = code.status().to_string();
        let described = replies
            .entry(status)
            .or_insert_with(|| json!({ "description": "", "content": { MEDIA_TYPE: { "schema": problem.clone() } } }));
        let before = described["description"].as_str().unwrap_or_default();
        let name = serde_json::to_value(code).expect("a code is a string");
        let line = format!("`{}`: {}.", name.as_str().unwrap_or_default(), code.title());
        described["description"] = Value::from(format!("{before}\n{line}").trim_start());
        if matches!(code, Code::RateLimited | Code::Unavailable) {
            let seconds = json!({ "description": "Seconds to wait.", "schema": { "type": "integer", "minimum": 1 } });
            described["headers"] = json!({ "Retry-After": seconds });
        }
    }
    Value::Object(replies)
}

/// How a request to `route` can be refused.
fn refusals(route: &Route, operation: &Operation) -> Vec<Code> {
    let mut codes = operation.refuses.to_vec();
    codes.extend([Code::BadRequest, Code::Internal, Code::Unavailable]);
    if route.path.contains('{') {
        codes.push(Code::NotFound);
    }
    if operation.takes.is_some() {
        codes.extend([Code::InvalidInput, Code::TooLarge]);
    }
    if needs_account(route.needs) {
        codes.push(Code::SignedOut);
    }
    if !matches!(route.needs, Needs::Nothing | Needs::Secret | Needs::Account) {
        codes.push(Code::Forbidden);
    }
    if route.writes.is_some() {
        codes.push(Code::CrossSite);
    }
    if matches!(route.writes, Some(Writes::Limited(_))) {
        codes.push(Code::RateLimited);
    }
    codes
}

fn needs_account(needs: Needs) -> bool {
    !matches!(needs, Needs::Nothing | Needs::Secret)
}

fn meaning(status: u16) -> &'static str {
    match status {
        201 => "Done, and stored where it belongs.",
        202 => "Taken: it waits for a code, a moderator or a day.",
        204 => "Done.",
        304 => "Unchanged since the `ETag` that the request names.",
        _ => "As asked for.",
    }
}

/// The definitions of both, of which those with the same name are the same or get a name for being written.
fn merged(mut schemas: Schemas) -> Value {
    let mut all = schemas.given.take_definitions(true);
    for (name, schema) in schemas.taken.take_definitions(true) {
        let other = all.insert(name.clone(), schema.clone());
        assert!(other.is_none_or(|other| other == schema), "`{name}` is read and written in different shapes");
    }
    for schema in all.values_mut() {
        unlink(schema);
    }
    Value::Object(all)
}

/// Takes the links of Rust's documentation out of descriptions: what they lead to is not here.
fn unlink(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(text) if name == "description" => {
                        *text = text.replace("[`crate::", "`").replace("[`", "`").replace("`]", "`");
                    }
                    other => unlink(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(unlink),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::routes::table;
    use super::*;

    #[test]
    fn every_operation_has_its_own_name_and_every_reference_leads_somewhere() {
        let document = document(&table(None));
        let paths = document["paths"].as_object().unwrap();
        let mut lines = Vec::new();
        for (path, methods) in paths {
            for (method, operation) in methods.as_object().unwrap() {
                let mut replies: Vec<_> =
                    operation["responses"].as_object().unwrap().keys().map(String::as_str).collect();
                replies.sort_unstable();
                let id = operation["operationId"].as_str().unwrap();
                lines.push((path, format!("{method:4} {path} {id} {}", replies.join(" "))));
            }
        }
        // Which order a map of JSON has depends on what else is compiled.
        lines.sort_unstable();
        let lines: Vec<_> = lines.into_iter().map(|(_, line)| line).collect();
        let mut names: Vec<_> = lines.iter().map(|line| line.split(' ').nth(2)).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), lines.len());
        insta::assert_snapshot!("operations", lines.join("\n"));

        let text = document.to_string();
        for part in text.split("#/components/schemas/").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(document["components"]["schemas"][name].is_object(), "{name}");
        }
    }

    #[test]
    fn the_document_has_every_route_of_the_api_and_no_other() {
        let table = table(None);
        let document = document(&table);
        let rows: usize =
            document["paths"].as_object().unwrap().values().map(|path| path.as_object().unwrap().len()).sum();
        assert_eq!(rows, table.iter().filter(|route| route.path.starts_with(API)).count());
    }
}
