//! The API's part of the table, with what the OpenAPI document says of it.

use qa_api::follow::{FollowRequest, Follows, OftenRequest};
use qa_api::inbox::{
    BanRequest, BulkRequest, Decided, EscalateRequest, Inbox, NoteRequest, OfferRequest, PriorityRequest,
    ReportRequest, ResponseTimes,
};
use qa_api::paths;
use qa_api::people::{
    DisconnectRequest, EndSessionsRequest, Export, LeaveRequest, Leaving, People, Person, Profile, ProfileRequest,
    RoleDecision, RoleRequest, Sessions,
};
use qa_api::problem::Code;
use qa_api::reader::{Chosen, PageReport, Reports, Similar, VoteRequest};
use qa_api::request::{
    ActRequest, Acted, AnswerRequest, AskRequest, Challenge, Changed, EditRequest, Me, Posted, Preview, PreviewRequest,
    ReplyRequest, SignInRequest, SignedIn, Versions,
};
use qa_api::snapshot::Snapshot;
use qa_api::thread::{PageView, Thread};

use super::{Needs, Operation, Route};
use crate::domain::capability::Capability;
use crate::domain::limit::{
    ACTS_PER_ACCOUNT, ANSWERS_PER_CLIENT, CHOICES_PER_CLIENT, CODES_PER_ADDRESS, CODES_PER_CLIENT, EDITS_PER_ACCOUNT,
    FOLLOWS_PER_ACCOUNT, Limit, POSTS_PER_ADDRESS, POSTS_PER_CLIENT, PREVIEWS_PER_CLIENT, PROFILE_CHANGES_PER_ACCOUNT,
    REPORTS_PER_ACCOUNT, REPORTS_PER_CLIENT, VOTES_PER_ACCOUNT, VOTES_PER_CLIENT, WRONG_CODES_PER_ADDRESS,
};
use crate::http::api;

/// What limits posting: where nobody is signed in, a code is mailed, too.
pub(super) const POSTS: &[Limit] = &[POSTS_PER_CLIENT, POSTS_PER_ADDRESS, CODES_PER_CLIENT, CODES_PER_ADDRESS];

/// The rows below `/_qa/api/`.
pub(super) fn routes() -> Vec<Route> {
    let mut routes = reading();
    routes.extend(posting());
    routes.extend(deciding());
    routes.extend(moderating());
    routes.extend(signing_in());
    routes.extend(following());
    routes.extend(people());
    routes
}

fn reading() -> Vec<Route> {
    vec![
        Route::read(paths::OPENAPI, Needs::Nothing, api::get_openapi)
            .is(Operation::new("This document.").gives::<serde_json::Value>(200)),
        Route::read(paths::SNAPSHOT, Needs::Nothing, api::get_snapshot).is(Operation::new(
            "Every published thread, or those that changed after a cursor.",
        )
        .query(&[("since", "the cursor of the part before")])
        .gives::<Snapshot>(200)
        .gives_nothing(304)),
        Route::read(paths::page_threads("{page}"), Needs::Nothing, api::get_threads)
            .is(Operation::new("The published threads of a page, the same for everybody.").gives::<PageView>(200)),
        Route::read(paths::my_page_threads("{page}"), Needs::Account, api::get_my_threads)
            .is(Operation::new("The threads of a page as you may see them.").gives::<PageView>(200)),
        Route::read(paths::page_events("{page}"), Needs::Nothing, api::get_events).is(Operation::new(
            "Tells when a page changes, as server-sent events; each one's id is a cursor to go on from.",
        )
        .query(&[("after", "the cursor to go on from, for clients that cannot send `Last-Event-ID`")])
        .gives_events()
        .refuses(&[Code::RateLimited])),
        Route::read(paths::SIMILAR, Needs::Nothing, api::get_similar).is(Operation::new(
            "Sections and questions that may answer a question before it is asked.",
        )
        .query(&[("page", "the id of the page that the asker is on"), ("q", "what is being asked")])
        .gives::<Similar>(200)),
        Route::read(paths::REPORTS, Needs::Capability(Capability::SeeReports), api::get_reports)
            .is(Operation::new("The pages on which readers are hurt most.").gives::<Reports>(200)),
        Route::read(paths::page_report("{page}"), Needs::Capability(Capability::SeeReports), api::get_page_report)
            .is(Operation::new("What readers let the writers of a page know.").gives::<PageReport>(200)),
        Route::read(paths::question_edits("{question}"), Needs::OwnOr(Capability::EditOthers), api::get_question_edits)
            .is(Operation::new("The versions of a question's text.").gives::<Versions>(200)),
        Route::read(paths::reply_edits("{reply}"), Needs::OwnOr(Capability::EditOthers), api::get_reply_edits)
            .is(Operation::new("The versions of a reply's text.").gives::<Versions>(200)),
    ]
}

fn posting() -> Vec<Route> {
    vec![
        Route::write(paths::QUESTIONS, Needs::Nothing, POSTS, api::post_question).is(Operation::new(
            "Asks a question.",
        )
        .takes::<AskRequest>()
        .gives::<Posted>(201)
        .gives::<Posted>(202)
        .refuses(&[Code::UnknownPage, Code::Conflict, Code::Banned])),
        Route::write(paths::replies("{question}"), Needs::Nothing, POSTS, api::post_reply).is(Operation::new(
            "Replies to a question.",
        )
        .takes::<ReplyRequest>()
        .gives::<Posted>(201)
        .gives::<Posted>(202)
        .refuses(&[Code::Conflict, Code::Banned])),
        Route::write(paths::PREVIEW, Needs::Nothing, &[PREVIEWS_PER_CLIENT], api::post_preview).is(Operation::new(
            "Shows what a text will look like.",
        )
        .takes::<PreviewRequest>()
        .gives::<Preview>(200)),
        Route::write(paths::SIMILAR_CHOSEN, Needs::Nothing, &[CHOICES_PER_CLIENT], api::post_chosen)
            .is(Operation::new("Counts that a suggested section was chosen.").takes::<Chosen>().gives_nothing(204)),
        Route::write(paths::VOTES, Needs::Nothing, &[VOTES_PER_CLIENT], api::post_vote).is(Operation::new(
            "Says whether a page was useful.",
        )
        .takes::<VoteRequest>()
        .gives_nothing(204)
        .refuses(&[Code::UnknownPage])),
        Route::write(
            paths::question_edits("{question}"),
            Needs::OwnOr(Capability::EditOthers),
            &[EDITS_PER_ACCOUNT],
            api::post_question_edit,
        )
        .is(edits("Changes the text of a question.")),
        Route::write(
            paths::reply_edits("{reply}"),
            Needs::OwnOr(Capability::EditOthers),
            &[EDITS_PER_ACCOUNT],
            api::post_reply_edit,
        )
        .is(edits("Changes the text of a reply.")),
    ]
}

fn edits(summary: &'static str) -> Operation {
    let edits = Operation::new(summary).takes::<EditRequest>();
    edits.gives::<Changed>(200).gives::<Changed>(202).refuses(&[Code::Conflict, Code::Banned])
}

fn deciding() -> Vec<Route> {
    let decides =
        |summary| Operation::new(summary).takes::<ActRequest>().gives::<Acted>(200).refuses(&[Code::Conflict]);
    let votes = |summary| Operation::new(summary).gives::<Changed>(200).refuses(&[Code::Conflict]);
    let vote = Needs::Capability(Capability::Vote);
    vec![
        Route::write(paths::question_acts("{question}"), Needs::Act, &[ACTS_PER_ACCOUNT], api::post_question_act)
            .is(decides("Decides on a question.")),
        Route::write(paths::reply_acts("{reply}"), Needs::Act, &[ACTS_PER_ACCOUNT], api::post_reply_act)
            .is(decides("Decides on a reply.")),
        Route::write(paths::undo("{act}"), Needs::OwnOr(Capability::Undo), &[ACTS_PER_ACCOUNT], api::post_undo)
            .is(Operation::new("Takes a decision back.").gives::<Thread>(200).refuses(&[Code::Conflict])),
        Route::write(paths::question_vote("{question}"), vote, &[VOTES_PER_ACCOUNT], api::post_question_vote)
            .is(votes("Has the same question, or no longer.")),
        Route::write(paths::reply_vote("{reply}"), vote, &[VOTES_PER_ACCOUNT], api::post_reply_vote)
            .is(votes("Calls a reply helpful, or no longer.")),
    ]
}

fn moderating() -> Vec<Route> {
    let queue = Needs::Capability(Capability::SeeQueue);
    let acts = &[ACTS_PER_ACCOUNT];
    let decides = |summary| Operation::new(summary).gives::<Decided>(200).refuses(&[Code::NotFound, Code::Conflict]);
    vec![
        Route::read(paths::MODERATION_INBOX, queue, api::get_inbox).is(Operation::new("What waits for a moderator.")
            .query(&[("kind", "the kind of what waits"), ("topic", "the topic of its page")])
            .gives::<Inbox>(200)),
        Route::read(paths::MODERATION_TIMES, queue, api::get_times)
            .is(Operation::new("How long people wait, topic by topic.").gives::<ResponseTimes>(200)),
        Route::write(paths::MODERATION_BULK, queue, acts, api::post_bulk)
            .is(decides("Decides over several posts.").takes::<BulkRequest>()),
        Route::write(paths::MODERATION_BANS, queue, acts, api::post_ban)
            .is(decides("Keeps the author of a post from posting.").takes::<BanRequest>()),
        Route::write(paths::MODERATION_NOTES, queue, acts, api::post_note)
            .is(decides("Keeps what only moderators read.").takes::<NoteRequest>()),
        Route::write(paths::MODERATION_OFFERS, queue, acts, api::post_offer)
            .is(decides("Publishes an answer that was typed into a ticket, or leaves it there.")
                .takes::<OfferRequest>()),
        Route::write(paths::MODERATION_PRIORITIES, Needs::Capability(Capability::Prioritise), acts, api::post_priority)
            .is(decides("Says how urgent a question is.").takes::<PriorityRequest>()),
        Route::write(paths::MODERATION_ESCALATIONS, queue, acts, api::post_escalation)
            .is(decides("Asks the staff to decide.").takes::<EscalateRequest>()),
        Route::write(paths::decision_undo("{decision}"), queue, acts, api::post_decision_undo)
            .is(decides("Takes such a decision back.")),
        Route::write(paths::FLAGS, Needs::Nothing, &[REPORTS_PER_CLIENT, REPORTS_PER_ACCOUNT], api::post_flag)
            .is(decides("Says that something is wrong with a post.").takes::<ReportRequest>()),
    ]
}

fn signing_in() -> Vec<Route> {
    vec![
        Route::read(paths::ME, Needs::Nothing, api::get_me)
            .is(Operation::new("Who is signed in, and a stamp of the present time.").gives::<Me>(200)),
        Route::write(paths::SIGN_IN, Needs::Nothing, &[CODES_PER_CLIENT, CODES_PER_ADDRESS], api::post_sign_in)
            .is(Operation::new("Has a code or link mailed.").takes::<SignInRequest>().gives::<Challenge>(202)),
        Route::write_unlimited(
            paths::SIGN_OUT,
            Needs::Nothing,
            "it ends the session that it comes with, so it works once, and nobody is to be kept signed in",
            api::post_sign_out,
        )
        .is(Operation::new("Ends the session.").gives_nothing(204)),
        Route::write(
            paths::challenge_answer("{challenge}"),
            Needs::Secret,
            &[ANSWERS_PER_CLIENT, WRONG_CODES_PER_ADDRESS],
            api::post_answer,
        )
        .is(Operation::new("Answers with the mailed code: signs in, and sends on what waited.")
            .takes::<AnswerRequest>()
            .gives::<SignedIn>(200)
            .refuses(&[Code::WrongCode, Code::ExpiredCode, Code::Conflict])),
        Route::write(
            paths::challenge_resend("{challenge}"),
            Needs::Secret,
            &[CODES_PER_CLIENT, CODES_PER_ADDRESS],
            api::post_resend,
        )
        .is(Operation::new("Has another code mailed.").gives::<Challenge>(202).refuses(&[Code::ExpiredCode])),
    ]
}

fn following() -> Vec<Route> {
    let follows = &[FOLLOWS_PER_ACCOUNT];
    vec![
        Route::read(paths::MY_FOLLOWS, Needs::Account, api::get_follows)
            .is(Operation::new("What you follow.").gives::<Follows>(200)),
        Route::write(paths::MY_FOLLOWS, Needs::Account, follows, api::post_follow).is(Operation::new(
            "Follows a question, a page or a topic, or no longer.",
        )
        .takes::<FollowRequest>()
        .gives::<Follows>(200)
        .refuses(&[Code::NotFound])),
        Route::write(paths::question_follow("{question}"), Needs::Account, follows, api::post_question_follow)
            .is(Operation::new("Follows a question, or no longer.").takes::<OftenRequest>().gives::<Changed>(200)),
        Route::write(paths::RESUME_MAIL, Needs::Account, follows, api::post_resume_mail)
            .is(Operation::new("Lets mail come again after it was stopped.").gives::<Follows>(200)),
    ]
}

fn people() -> Vec<Route> {
    let changes = &[PROFILE_CHANGES_PER_ACCOUNT];
    vec![
        Route::read(paths::MY_PROFILE, Needs::Account, api::get_profile)
            .is(Operation::new("What you say about yourself.").gives::<Profile>(200)),
        Route::write(paths::MY_PROFILE, Needs::Account, changes, api::post_profile)
            .is(Operation::new("Changes it.").takes::<ProfileRequest>().gives::<Profile>(200)),
        Route::read(paths::MY_SESSIONS, Needs::Account, api::get_sessions)
            .is(Operation::new("Where you are signed in.").gives::<Sessions>(200)),
        Route::write(paths::END_SESSIONS, Needs::Account, changes, api::post_end_sessions).is(Operation::new(
            "Ends one session, or all others.",
        )
        .takes::<EndSessionsRequest>()
        .gives::<Sessions>(200)
        .refuses(&[Code::NotFound])),
        Route::write(paths::DISCONNECT, Needs::Account, changes, api::post_disconnect).is(Operation::new(
            "Parts the account from a provider.",
        )
        .takes::<DisconnectRequest>()
        .gives::<Profile>(200)
        .refuses(&[Code::NotFound])),
        Route::read(paths::MY_EXPORT, Needs::Account, api::get_export)
            .is(Operation::new("Everything that is stored about you.").gives::<Export>(200)),
        Route::write(paths::LEAVE, Needs::Account, changes, api::post_leave).is(Operation::new(
            "Leaves: signs out everywhere and sets the day of erasure.",
        )
        .takes::<LeaveRequest>()
        .gives::<Leaving>(202)
        .refuses(&[Code::Conflict])),
        Route::write(paths::STAY, Needs::Account, changes, api::post_stay)
            .is(Operation::new("Stays after all.").gives::<Profile>(200).refuses(&[Code::Conflict])),
        Route::write(paths::ASK_ROLE, Needs::Account, changes, api::post_ask_role).is(Operation::new(
            "Asks to become a moderator.",
        )
        .takes::<RoleRequest>()
        .gives::<Profile>(200)
        .refuses(&[Code::Conflict])),
        Route::read(paths::PEOPLE, Needs::Capability(Capability::GrantRoles), api::get_people)
            .is(Operation::new("Who has a role, and who asks for one.").gives::<People>(200)),
        Route::read(paths::person_data("{person}"), Needs::Nothing, api::get_person)
            .is(Operation::new("Somebody as everybody may know them.").gives::<Person>(200)),
        Route::write(
            paths::person_role("{person}"),
            Needs::Capability(Capability::GrantRoles),
            &[ACTS_PER_ACCOUNT],
            api::post_role,
        )
        .is(Operation::new("Gives somebody another role, or turns their wish down.")
            .takes::<RoleDecision>()
            .gives::<People>(200)
            .refuses(&[Code::Conflict])),
    ]
}
