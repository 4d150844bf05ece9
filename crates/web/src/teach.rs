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
    stage::now,
    step::{Asked, AtStep},
    taught::{Held, Taught, desk_of},
};
use excomm_class::{Act, ClassId, Course, Played, Sealed, State as Class};
use excomm_scenario::format::PutTo;

pub(super) async fn page(
    State(site): State<Arc<Site>>,
    Taught { class, state, token }: Taught,
    headers: HeaderMap,
) -> Result<Markup, Refused> {
    let part = site.desk(&class, &state, &token).await?;
    let (desk, onlooker) = (desk_of(&state), token.onlooker());
    let body = html! {
        (site.atlas.shapes())
        (head(site.title(), &html! { "The teacher’s desk" }, None))
        main .columns data-events=(format!("{desk}/events")) data-row=(state.row) {
            section data-part=(format!("{desk}/part")) data-on="turn" { (part) }
            section {
                div data-part=(format!("{desk}/live")) data-on="row" { (site.happening(&state)) }
                div data-part=(format!("{desk}/seats")) data-on="row" { (site.seats(&state)) }
                h2 { "To join" }
                p .code { (state.code) }
                p { "Pupils join at " (site.join_link(&headers, &state.code)) }
                p { a href=(format!("/show/{}", onlooker.reveal())) { "The page for the wall" } }
                p .mute { "Keep the link that was printed to yourself: whoever has it teaches this class." }
                (site.plan())
            }
        }
    };
    Ok(shell("The teacher’s desk", Setting::Desk, &body))
}

pub(super) async fn part(
    State(site): State<Arc<Site>>,
    Taught { class, state, token }: Taught,
) -> Result<Markup, Refused> {
    site.desk(&class, &state, &token).await
}

pub(super) async fn live(State(site): State<Arc<Site>>, Taught { state, .. }: Taught) -> Markup {
    site.happening(&state)
}

pub(super) async fn seats(State(site): State<Arc<Site>>, Taught { state, .. }: Taught) -> Markup {
    site.seats(&state)
}

pub(super) async fn act(
    State(site): State<Arc<Site>>,
    Held(token): Held,
    taught: Result<Taught, Refused>,
    Path(asked): Path<Asked>,
    fields: Fields,
) -> Result<Response, Refused> {
    match taught {
        Ok(taught) => {
            let done = act_once(&site, &taught, &asked, &fields).await;
            done.map_err(|refused| refused.leading_to(desk_of(&taught.state)))
        }
        Err(_) if asked.what == "forget" && site.once.has_forgotten(token.as_ref()) => {
            Ok(forgotten().into_response())
        }
        Err(refused) => Err(refused),
    }
}

async fn act_once(
    site: &Site,
    Taught { class, state, token }: &Taught,
    asked: &Asked,
    fields: &Fields,
) -> Result<Response, Refused> {
    let keeper = &AtStep { keeper: &site.keeper, step: asked.step };
    match asked.what.as_str() {
        "next" => site.next(keeper, class, state).await?,
        "close" => keeper.act(class, Class::close).await?,
        "decide" => {
            let option = fields.number("option")?;
            let sides = state.ballot().map_or(0, |ballot| ballot.beside.len());
            let order = |i| match fields.text(&format!("b{i}")) {
                "" => Ok(None),
                _ => fields.number(&format!("b{i}")).map(Some),
            };
            let orders = (0..sides).map(order).collect::<Result<Vec<Option<u32>>, Refused>>()?;
            keeper.act(class, move |state| state.decide(option, orders)).await?;
            site.bench.consider(&site.taught(token)?.1);
        }
        "hands" => {
            let options = state.ballot().map_or(0, |ballot| ballot.open.len());
            let count = |i| match fields.text(&format!("c{i}")) {
                "" => Ok(0),
                _ => fields.number(&format!("c{i}")),
            };
            let counts = (0..options).map(count).collect::<Result<Vec<u32>, Refused>>()?;
            keeper.act(class, move |state| state.hands(counts)).await?;
        }
        "free" => {
            let seat = fields.number("seat")?;
            keeper.act(class, move |state| state.free(seat)).await?;
        }
        "recast" => {
            let (seat, role) = (fields.number("seat")?, fields.text("role").to_owned());
            if site.role(&role).is_none() {
                return Err(Refused::new(StatusCode::BAD_REQUEST, "There is no such role."));
            }
            keeper.act(class, move |state| state.recast(seat, &role)).await?;
        }
        "time" => {
            let minutes: i64 = fields.number("min")?;
            let until = (1..=60).contains(&minutes).then(|| now() + 60 * minutes);
            keeper.act(class, move |_| Ok(Act::Timed { until })).await?;
        }
        "name" => keeper.act(class, Class::name_the_best).await?,
        "lock" => keeper.act(class, |state| state.lock(true)).await?,
        "unlock" => keeper.act(class, |state| state.lock(false)).await?,
        "rename" => {
            let (seat, name) = (fields.number("seat")?, fields.text("name").to_owned());
            keeper.act(class, move |state| state.rename(seat, &name)).await?;
        }
        "remove" => {
            let (seat, later) = (fields.number("seat")?, fields.text("later") == "yes");
            keeper.act(class, move |state| state.remove_seats(seat, later)).await?;
        }
        "pause" => keeper.act(class, |state| state.pause(true)).await?,
        "go-on" => keeper.act(class, |state| state.pause(false)).await?,
        "inject" => site.inject(keeper, class, state, fields.text("inject").to_owned()).await?,
        "foretell" => keeper.act(class, Class::ask_to_foretell).await?,
        "end" => keeper.act(class, Class::end).await?,
        "fork" => {
            let (decision, option) = (fields.number("decision")?, fields.number("option")?);
            keeper.act(class, move |state| state.fork(decision, option)).await?;
        }
        "undo" => keeper.act(class, Class::undo).await?,
        "another" => {
            let other = site.another(class, state, fields.number("after").ok()).await?;
            let there = format!("/teach/{}", other.reveal());
            return Ok(Redirect::to(&there).into_response());
        }
        "forget" => {
            if fields.text("sure") != "yes" {
                let says = "Tick the box first: what is forgotten cannot be had back.";
                return Err(Refused::new(StatusCode::BAD_REQUEST, says));
            }
            site.keeper.forget(class).await?;
            site.once.forget(token);
            return Ok(forgotten().into_response());
        }
        _ => return Err(Refused::new(StatusCode::NOT_FOUND, "There is no such thing to do.")),
    }
    Ok(Redirect::to(&desk_of(state)).into_response())
}

fn forgotten() -> Markup {
    let body = html! { main { h1 { "Forgotten" } p .big { "All this class did has been deleted. Its links open nothing any more." } } };
    shell("Forgotten", Setting::Hand, &body)
}

impl Site {
    /// Puts the next question of a class.
    async fn next(
        &self,
        keeper: &AtStep<'_>,
        class: &ClassId,
        state: &Class,
    ) -> Result<(), Refused> {
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
        keeper.act(class, put).await
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
    async fn inject(
        &self,
        keeper: &AtStep<'_>,
        class: &ClassId,
        state: &Class,
        id: String,
    ) -> Result<(), Refused> {
        if !self.game.exercise.injects.iter().any(|known| known.id == id) {
            return Err(Refused::new(StatusCode::NOT_FOUND, "The exercise has no such event."));
        }
        let played = self.played(Course::of(state)).await?;
        if played.asked.is_none() {
            let says = "No further question comes in this world, so nothing can be added to it.";
            return Err(Refused::new(StatusCode::CONFLICT, says));
        }
        let at = played.now.0 + 60;
        keeper.act(class, move |state| state.inject(&id, at)).await
    }
}
