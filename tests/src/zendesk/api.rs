//! The stand-in's door: authentication, then each call as the documentation says.

#![expect(clippy::result_large_err, reason = "a refusal is a whole answer, as axum takes it")]

use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State as Shared};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::shapes::{Create, ListQuery, NewTicket, PageQuery, TokenRequest, Update, UserRequest};
use super::{CLIENT, CLIENT_SECRET, Comment, KEY_LIFE, State, Ticket};
use crate::faults::{self, Faults};

type Door = Shared<Arc<Mutex<State>>>;

pub(super) fn router(state: Arc<Mutex<State>>, faults: Faults) -> Router {
    Router::new()
        .route("/api/v2/users/create_or_update", post(post_user))
        .route("/api/v2/tickets", get(list_tickets).post(post_ticket))
        .route("/api/v2/tickets/{id}", get(get_ticket).put(put_ticket))
        .route("/api/v2/tickets/{id}/audits", get(get_audits))
        .route("/api/v2/tickets/{id}/comments", get(get_comments))
        .layer(from_fn_with_state(state.clone(), authenticate))
        .route("/oauth/tokens", post(post_token))
        .layer(from_fn_with_state(faults, faults::meet))
        .with_state(state)
}

async fn authenticate(Shared(state): Door, request: Request, next: Next) -> Response {
    let given = request.headers().get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let basic = format!("Basic {}", STANDARD.encode("service@example.org/token:legacy"));
    let allowed = {
        let state = state.lock().expect("no handler panics");
        let token = given.strip_prefix("Bearer ").and_then(|token| state.tokens.get(token));
        given == basic || token.is_some_and(|until| *until > state.now)
    };
    if allowed {
        return next.run(request).await;
    }
    let said = json!({ "error": "invalid_token", "error_description": "The access token provided is expired" });
    (StatusCode::UNAUTHORIZED, Json(said)).into_response()
}

/// Reads a request strictly.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Response> {
    serde_json::from_slice(body).map_err(|error| {
        let said = json!({ "error": "InvalidJSON", "description": error.to_string() });
        (StatusCode::BAD_REQUEST, Json(said)).into_response()
    })
}

fn invalid(field: &str, description: &str) -> Response {
    let said = json!({
        "error": "RecordInvalid",
        "description": "Record validation errors",
        "details": { field: [{ "description": description }] },
    });
    (StatusCode::UNPROCESSABLE_ENTITY, Json(said)).into_response()
}

fn missing() -> Response {
    let said = json!({ "error": "RecordNotFound", "description": "Not found" });
    (StatusCode::NOT_FOUND, Json(said)).into_response()
}

async fn post_token(Shared(state): Door, body: Bytes) -> Result<Response, Response> {
    let request: TokenRequest = parse(&body)?;
    let known = request.grant_type == "client_credentials"
        && (request.client_id.as_str(), request.client_secret.as_str()) == (CLIENT, CLIENT_SECRET)
        && request.scope.split(' ').any(|scope| scope == "tickets:write")
        && (301..172_800).contains(&request.expires_in);
    if !known {
        return Ok((StatusCode::UNAUTHORIZED, Json(json!({ "error": "invalid_client" }))).into_response());
    }
    let mut state = state.lock().expect("no handler panics");
    let token = format!("token-{}", state.id());
    let until = state.now + request.expires_in * 1000;
    state.tokens.insert(token.clone(), until);
    let said = json!({ "access_token": token, "token_type": "bearer", "expires_in": request.expires_in });
    Ok(Json(said).into_response())
}

async fn post_user(Shared(state): Door, body: Bytes) -> Result<Json<Value>, Response> {
    let UserRequest { user } = parse(&body)?;
    let mut state = state.lock().expect("no handler panics");
    let known = state.users.values().any(|known| known.email == user.email);
    if !known && !user.skip_verify_email {
        state.mails.push(format!("{}: please verify your address", user.email));
    }
    let id = state.user(&user.name, &user.email, "end-user");
    Ok(Json(json!({ "user": { "id": id, "name": user.name, "role": "end-user" } })))
}

async fn list_tickets(Shared(state): Door, Query(query): Query<ListQuery>) -> Json<Value> {
    let state = state.lock().expect("no handler panics");
    let found = state.tickets.values().rev().filter(|ticket| ticket.external_id == query.external_id);
    Json(json!({ "tickets": found.map(show).collect::<Vec<_>>(), "next_page": null }))
}

async fn post_ticket(Shared(state): Door, headers: HeaderMap, body: Bytes) -> Result<Response, Response> {
    let text = String::from_utf8(body.to_vec()).expect("requests are UTF-8");
    let key = headers.get("idempotency-key").map(|key| key.to_str().expect("a key is plain").to_owned());
    let mut state = state.lock().expect("no handler panics");
    let now = state.now;
    state.keys.retain(|_, (at, ..)| now - *at < KEY_LIFE);
    if let Some((_, before, reply)) = key.as_ref().and_then(|key| state.keys.get(key)) {
        if *before != text {
            let said = json!({ "error": "IdempotentRequestError",
                "description": "Request parameters don't match the given idempotency key" });
            return Ok((StatusCode::BAD_REQUEST, Json(said)).into_response());
        }
        let said: Value = serde_json::from_str(reply).expect("a reply is JSON");
        return Ok((StatusCode::CREATED, [("x-idempotency-lookup", "hit")], Json(said)).into_response());
    }
    let Create { ticket } = parse(text.as_bytes())?;
    let ticket = insert(&mut state, ticket)?;
    let said = json!({ "ticket": show(&ticket), "audit": { "id": ticket.comments[0].id } });
    if let Some(key) = key {
        state.keys.insert(key, (now, text, said.to_string()));
    }
    Ok((StatusCode::CREATED, [("x-idempotency-lookup", "miss")], Json(said)).into_response())
}

fn insert(state: &mut State, new: NewTicket) -> Result<Ticket, Response> {
    if let Some(source) = new.via_followup_source_id
        && state.tickets.get(&source).is_none_or(|source| source.status != "closed")
    {
        return Err(invalid("via_followup_source_id", "Source: is not closed"));
    }
    if new.kind.as_deref().is_some_and(|kind| !["problem", "incident", "question", "task"].contains(&kind)) {
        return Err(invalid("type", "Type: is not known"));
    }
    let id = state.id();
    let comment = state.id();
    // The first user is the one that signs in.
    let service = 1;
    let requester = new.requester_id.unwrap_or(service);
    if new.comment.public && requester != service {
        state.mails.push(format!("{}: your request was received", state.users[&requester].email));
    }
    let ticket = Ticket {
        id,
        external_id: new.external_id.unwrap_or_default(),
        subject: new.subject,
        status: "new".to_owned(),
        priority: new.priority.unwrap_or_default(),
        tags: new.tags,
        group: new.group_id,
        requester,
        follows: new.via_followup_source_id,
        comments: vec![Comment {
            id: comment,
            author: service,
            public: new.comment.public,
            body: new.comment.body,
            marker: None,
        }],
        changes: 1,
    };
    state.tickets.insert(id, ticket.clone());
    Ok(ticket)
}

async fn get_ticket(Shared(state): Door, Path(id): Path<u64>) -> Result<Json<Value>, Response> {
    let state = state.lock().expect("no handler panics");
    Ok(Json(json!({ "ticket": show(state.tickets.get(&id).ok_or_else(missing)?) })))
}

async fn put_ticket(Shared(state): Door, Path(id): Path<u64>, body: Bytes) -> Result<Json<Value>, Response> {
    let Update { ticket: change } = parse(&body)?;
    let mut state = state.lock().expect("no handler panics");
    let audit = state.id();
    let required = state.required;
    let ticket = state.tickets.get_mut(&id).ok_or_else(missing)?;
    if ticket.status == "closed" {
        return Err(invalid("status", "Status: closed prevents ticket update"));
    }
    if change.safe_update && change.updated_stamp != Some(stamp(ticket)) {
        let said = json!({ "error": "UpdateConflict", "description": "Safe Update prevented the update" });
        return Err((StatusCode::CONFLICT, Json(said)).into_response());
    }
    if required && change.status.as_deref() == Some("solved") {
        return Err(invalid("base", "Product: is required when solving a ticket"));
    }
    if let Some(status) = change.status {
        ticket.status = status;
    }
    if let Some(priority) = change.priority {
        ticket.priority = priority;
    }
    let mut mailed = false;
    if let Some(comment) = change.comment {
        let marker = change.metadata.as_ref().and_then(|custom| custom.get("postil")?.as_str()).map(str::to_owned);
        mailed = comment.public;
        ticket.comments.push(Comment { id: audit, author: 1, public: comment.public, body: comment.body, marker });
    }
    ticket.changes += 1;
    let ticket = ticket.clone();
    if mailed {
        let address = state.users[&ticket.requester].email.clone();
        state.mails.push(format!("{address}: your request was updated"));
    }
    Ok(Json(json!({ "ticket": show(&ticket), "audit": { "id": audit } })))
}

async fn get_audits(
    Shared(state): Door,
    Path(id): Path<u64>,
    Query(query): Query<PageQuery>,
) -> Result<Json<Value>, Response> {
    let state = state.lock().expect("no handler panics");
    let ticket = state.tickets.get(&id).ok_or_else(missing)?;
    let audits = ticket.comments.iter().map(|comment| {
        let custom = comment.marker.as_ref().map_or_else(|| json!({}), |marker| json!({ "postil": marker }));
        json!({ "id": comment.id, "metadata": { "system": {}, "custom": custom } })
    });
    Ok(Json(page("audits", audits.collect(), &query)))
}

async fn get_comments(
    Shared(state): Door,
    Path(id): Path<u64>,
    Query(query): Query<PageQuery>,
) -> Result<Json<Value>, Response> {
    let state = state.lock().expect("no handler panics");
    let ticket = state.tickets.get(&id).ok_or_else(missing)?;
    let comments = ticket.comments.iter().map(|comment| {
        json!({ "id": comment.id, "author_id": comment.author, "public": comment.public,
            "body": comment.body, "plain_body": comment.body })
    });
    let mut said = page("comments", comments.collect(), &query);
    if query.include.as_deref() == Some("users") {
        let users = state.users.iter().map(|(id, user)| json!({ "id": id, "name": user.name, "role": user.role }));
        said["users"] = users.collect();
    }
    Ok(Json(said))
}

fn page(name: &str, all: Vec<Value>, query: &PageQuery) -> Value {
    let from = query.after.unwrap_or(0);
    let to = (from + query.size).min(all.len());
    json!({ name: &all[from..to], "meta": { "has_more": to < all.len(), "after_cursor": to.to_string() } })
}

fn stamp(ticket: &Ticket) -> String {
    format!("2026-09-21T00:{:02}:{:02}Z", ticket.changes / 60, ticket.changes % 60)
}

fn show(ticket: &Ticket) -> Value {
    json!({
        "id": ticket.id,
        "url": format!("https://example.zendesk.com/api/v2/tickets/{}.json", ticket.id),
        "external_id": ticket.external_id,
        "subject": ticket.subject,
        "status": ticket.status,
        "priority": ticket.priority,
        "tags": ticket.tags,
        "group_id": ticket.group,
        "requester_id": ticket.requester,
        "updated_at": stamp(ticket),
    })
}
