//! The teacher's page: what comes next, and everything that can be done.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    Site,
    refused::{Fields, Refused},
    shell::{Setting, head, shell},
    show::join_link,
    stage::now,
};
use excomm_class::{Act, ClassId, Course, Played, Sealed, State as Class, Token};
use excomm_scenario::format::PutTo;

pub(super) async fn page(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Markup, Refused> {
    let (_, state) = site.taught(&token)?;
    let part = site.desk(&state, &token).await?;
    let onlooker = Token::sent(&token).onlooker();
    let body = html! {
        (site.atlas.shapes())
        (head(site.title(), &html! { "The teacher’s desk" }, None))
        main .columns data-events=(format!("/teach/{token}/events")) data-row=(state.row) {
            section data-part=(format!("/teach/{token}/part")) data-on="turn" { (part) }
            section {
                div data-part=(format!("/teach/{token}/live")) data-on="row" { (site.happening(&state)) }
                div data-part=(format!("/teach/{token}/seats")) data-on="row" { (site.seats(&state, &token)) }
                h2 { "To join" }
                p .code { (state.code) }
                p { "Pupils join at " (join_link(&headers, &state.code)) }
                p { a href=(format!("/show/{}", onlooker.reveal())) { "The page for the wall" } }
                p .mute { "Keep this page’s link to yourself: whoever has it teaches this class." }
                (site.plan())
            }
        }
    };
    Ok(shell("The teacher’s desk", Setting::Desk, &body))
}

pub(super) async fn part(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
) -> Result<Markup, Refused> {
    let (_, state) = site.taught(&token)?;
    site.desk(&state, &token).await
}

pub(super) async fn live(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
) -> Result<Markup, Refused> {
    let (_, state) = site.taught(&token)?;
    Ok(site.happening(&state))
}

pub(super) async fn seats(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
) -> Result<Markup, Refused> {
    let (_, state) = site.taught(&token)?;
    Ok(site.seats(&state, &token))
}

pub(super) async fn act(
    State(site): State<Arc<Site>>,
    Path((token, what)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, Refused> {
    let (class, state) = site.taught(&token)?;
    let keeper = &site.keeper;
    match what.as_str() {
        "next" => site.next(&class, &state).await?,
        "close" => _ = keeper.act(&class, Class::close).await?,
        "decide" => {
            let option = fields.number("option")?;
            let sides = state.ballot().map_or(0, |ballot| ballot.beside.len());
            let order = |i| match fields.text(&format!("b{i}")) {
                "" => Ok(None),
                _ => fields.number(&format!("b{i}")).map(Some),
            };
            let orders = (0..sides).map(order).collect::<Result<Vec<Option<u32>>, Refused>>()?;
            keeper.act(&class, move |state| state.decide(option, orders)).await?;
        }
        "hands" => {
            let options = state.ballot().map_or(0, |ballot| ballot.open.len());
            let count = |i| match fields.text(&format!("c{i}")) {
                "" => Ok(0),
                _ => fields.number(&format!("c{i}")),
            };
            let counts = (0..options).map(count).collect::<Result<Vec<u32>, Refused>>()?;
            keeper.act(&class, move |state| state.hands(counts)).await?;
        }
        "free" => {
            let seat = fields.number("seat")?;
            keeper.act(&class, move |state| state.free(seat)).await?;
        }
        "recast" => {
            let (seat, role) = (fields.number("seat")?, fields.text("role").to_owned());
            if site.role(&role).is_none() {
                return Err(Refused::new(StatusCode::BAD_REQUEST, "There is no such role."));
            }
            keeper.act(&class, move |state| state.recast(seat, &role)).await?;
        }
        "time" => {
            let minutes: i64 = fields.number("min")?;
            let until = (1..=60).contains(&minutes).then(|| now() + 60 * minutes);
            keeper.act(&class, move |_| Ok(Act::Timed { until })).await?;
        }
        "name" => _ = keeper.act(&class, Class::name_the_best).await?,
        "pause" => _ = keeper.act(&class, |state| state.pause(true)).await?,
        "go-on" => _ = keeper.act(&class, |state| state.pause(false)).await?,
        "inject" => site.inject(&class, &state, fields.text("inject").to_owned()).await?,
        "foretell" => _ = keeper.act(&class, Class::ask_to_foretell).await?,
        "end" => _ = keeper.act(&class, Class::end).await?,
        "fork" => {
            let (decision, option) = (fields.number("decision")?, fields.number("option")?);
            keeper.act(&class, move |state| state.fork(decision, option)).await?;
        }
        "undo" => _ = keeper.act(&class, Class::undo).await?,
        "another" => {
            let links = site.open(state.seed).await?;
            let there = format!("/teach/{}", links.teacher.reveal());
            return Ok(Redirect::to(&there).into_response());
        }
        "forget" => {
            if fields.text("sure") != "yes" {
                let says = "Tick the box first: what is forgotten cannot be had back.";
                return Err(Refused::new(StatusCode::BAD_REQUEST, says));
            }
            keeper.forget(&class).await?;
            return Ok(forgotten().into_response());
        }
        _ => return Err(Refused::new(StatusCode::NOT_FOUND, "There is no such thing to do.")),
    }
    Ok(Redirect::to(&format!("/teach/{token}")).into_response())
}

fn forgotten() -> Markup {
    let body = html! { main { h1 { "Forgotten" } p .big { "All this class did has been deleted. Its links open nothing any more." } } };
    shell("Forgotten", Setting::Hand, &body)
}

impl Site {
    /// Puts the next question of a class.
    async fn next(&self, class: &ClassId, state: &Class) -> Result<(), Refused> {
        let played = self.played(Course::of(state)).await?;
        let Some(asked) = &played.asked else {
            let says =
                "No further question comes in this world. Let the class foretell the outcome.";
            return Err(Refused::new(StatusCode::CONFLICT, says));
        };
        let put = self.game.exercise.questions.iter().find(|put| *put.question == asked.question);
        let roles =
            put.map_or_else(Vec::new, |put| put.to.iter().map(|role| role.0.clone()).collect());
        let act = Act::Put {
            question: asked.question.clone(),
            nth: asked.nth,
            roles,
            open: asked.open.clone(),
            at: played.now.0,
            beside: put.map_or_else(Vec::new, |put| self.sealed(put, &played)),
        };
        let (after, injected) = (state.decided.len(), state.injected.len());
        let put = move |state: &Class| {
            if state.injected.len() != injected {
                let says = "Something was made to happen meanwhile; try again.";
                return Err(excomm_class::Refusal::new(excomm_class::Why::Untimely, says));
            }
            state.put(act, after)
        };
        self.keeper.act(class, put).await?;
        Ok(())
    }

    /// Returns what other sides vote on at the same time, each for the next time it is asked.
    fn sealed(&self, put: &PutTo, played: &Played) -> Vec<Sealed> {
        let each = put.beside.iter().filter_map(|beside| {
            let question = self.question(&beside.question)?;
            let asked = played.answered.iter().filter(|known| known.question == question.id);
            Some(Sealed {
                question: question.id.clone(),
                nth: asked.count() as u32 + 1,
                roles: beside.to.iter().map(|role| role.0.clone()).collect(),
                options: question.options.len() as u32,
            })
        });
        each.collect()
    }

    /// Makes something happen a minute after the moment the class has come to.
    async fn inject(&self, class: &ClassId, state: &Class, id: String) -> Result<(), Refused> {
        if !self.game.exercise.injects.iter().any(|known| known.id == id) {
            return Err(Refused::new(StatusCode::NOT_FOUND, "The exercise has no such event."));
        }
        let played = self.played(Course::of(state)).await?;
        if played.asked.is_none() {
            let says = "No further question comes in this world, so nothing can be added to it.";
            return Err(Refused::new(StatusCode::CONFLICT, says));
        }
        let at = played.now.0 + 60;
        self.keeper.act(class, move |state| state.inject(&id, at)).await?;
        Ok(())
    }
}
