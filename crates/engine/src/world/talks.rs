//! Statements, pledges, consents, papers and meetings.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{
    Condition, EventId, FactId, Label, Occasion, Orders, SignId, When, compile::Compiler, letters,
    opening::Initial, sign::SignKind,
};

/// Something that may be said.
#[derive(Component, Debug, Clone)]
pub struct Statement {
    /// Who is named as saying it: a person, or the actor.
    pub by: Label,
    /// The actor who says it.
    pub speaker: Entity,
    /// Who hears it; empty means everybody.
    pub to: Arc<[Entity]>,
    /// Its sign.
    pub said: SignId,
    /// It is said only if this holds.
    pub when: Option<Condition>,
    /// How often it has been said.
    pub times: u32,
}

/// How a pledge stands. The order is that of its codes in pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PledgeState {
    /// Not made, or taken back.
    Unmade,
    /// Made; its condition is not met yet.
    Open,
    /// Made, and it binds.
    Binding,
    /// Its terms are met.
    Kept,
    /// It is broken.
    Broken,
}

impl PledgeState {
    /// Returns the state with this code in pictures; without one, that it is not made.
    #[must_use]
    pub fn of_code(code: f64) -> PledgeState {
        use PledgeState::{Binding, Broken, Kept, Open, Unmade};
        let known = [Open, Binding, Kept, Broken];
        known.into_iter().find(|state| *state as u8 == code as u8).unwrap_or(Unmade)
    }
}

/// A pledge.
#[derive(Component, Debug, Clone)]
pub struct Pledge {
    /// Who promises.
    pub by: Label,
    /// To whom.
    pub to: Label,
    /// The one to whom, who finds it kept or broken for all others.
    pub judge: Entity,
    /// How it stands.
    pub state: PledgeState,
    /// The event that made it stand so.
    pub set_by: EventId,
    /// When it was made.
    pub made: Option<super::Time>,
    /// How often it has been made.
    pub times: u32,
    /// The sign of its state.
    pub sign: SignId,
    /// The sign that it was made.
    pub promised: SignId,
    /// What moves it on.
    pub terms: Arc<Terms>,
}

/// What moves a pledge on, as things are.
#[derive(Debug, Clone)]
pub struct Terms {
    /// It binds from the time this holds.
    pub binds: Option<Condition>,
    /// It is kept when this holds.
    pub kept: Option<Condition>,
    /// It is broken when this holds.
    pub broken: Option<Condition>,
    /// The one who was promised finds it kept when this holds.
    pub shown: Option<Condition>,
}

/// A consent.
#[derive(Component, Debug, Clone, Copy)]
pub struct Consent {
    /// Who must agree.
    pub of: Label,
    /// How it stands, as its code in pictures.
    pub state: excomm_scenario::format::ConsentState,
    /// The event that made it stand so.
    pub by: EventId,
    /// Its sign.
    pub sign: SignId,
}

/// A paper.
#[derive(Component, Debug, Clone, Copy)]
pub struct Paper {
    /// Who writes it.
    pub by: Label,
    /// Hours it takes.
    pub takes_h: FactId,
    /// What is done when it is ready.
    pub then: Orders,
    /// Whose hours it keeps: those of who it is written for.
    pub keeps: Option<Entity>,
    /// Whether it has been asked for.
    pub asked: bool,
    /// The event and the moment by which it was handed in.
    pub handed_in: Option<(super::Time, EventId)>,
    /// Its sign.
    pub ready: SignId,
}

/// A meeting.
#[derive(Component, Debug, Clone)]
pub struct Meeting {
    /// When it is first held.
    pub at: Option<When>,
    /// Days after which it meets again.
    pub again_days: Option<FactId>,
    /// The local hours at which it meets again.
    pub hours: Arc<[FactId]>,
    /// Hours that lie at least between two of its meetings.
    pub gap_h: Option<FactId>,
    /// The papers that it takes up, if it is held only when there is business.
    pub business: Option<Arc<[Entity]>>,
    /// Whether it is held at once when it is called.
    pub any_hour: bool,
    /// Whose hours it keeps.
    pub keeps: Option<Entity>,
    /// The questions on its agenda.
    pub agenda: Arc<[(Entity, Label)]>,
    /// What is done in any case.
    pub then: Orders,
    /// How often it has met.
    pub times: u32,
    /// When it last met.
    pub last: Option<super::Time>,
    /// Its sign.
    pub met: SignId,
}

/// Compiles statements, pledges, consents, papers and meetings.
pub(super) fn compile(c: &mut Compiler) {
    statements(c);
    pledges(c);
    consents(c);
    papers(c);
    meetings(c);
}

fn statements(c: &mut Compiler) {
    for statement in &c.part.statements {
        let thing = c.thing("statements", &statement.id);
        c.own(thing, &statement.by);
        let (speaker, actor) = c.named("actors", &statement.by);
        let by = statement.voice.as_ref().map_or(actor, |voice| c.named("people", voice).1);
        let to = statement.to.iter().map(|to| c.entity("actors", to)).collect();
        let (said, times) = (c.sign(SignKind::Said, thing), u32::from(statement.standing));
        if statement.standing {
            c.initially(said, Initial::Value(f64::from(times)));
        }
        let letter = letters::letter(c, statement);
        let at = format!("statements/{}", statement.id);
        let when = statement.when.as_ref().map(|when| c.condition(&at, speaker, when));
        let statement = Statement { by, speaker, to, said, when, times };
        c.dress(thing, move |world, _| {
            world.insert(statement.clone());
            if let Some(letter) = &letter {
                world.insert(letter.clone());
            }
        });
    }
}

fn pledges(c: &mut Compiler) {
    for pledge in &c.part.pledges {
        let at = format!("pledges/{}", pledge.id);
        let (who, label) = c.named("pledges", &pledge.id);
        let observer = c.world;
        let judge = c.entity("actors", &pledge.to);
        let mut term = |written: &Option<excomm_scenario::format::Condition>| {
            let term = c.condition(&at, observer, written.as_ref()?);
            c.watch(observer, &term, (Occasion::Terms, who, label, 0));
            c.watch(judge, &term, (Occasion::Judge, who, label, 0));
            Some(term)
        };
        let mut terms = Terms {
            binds: term(&pledge.binds_if),
            kept: term(&pledge.kept_if),
            broken: term(&pledge.broken_if),
            shown: None,
        };
        terms.shown = match &pledge.shown_if {
            None => terms.kept.clone(),
            Some(written) => {
                let shown = c.condition(&at, judge, written);
                c.watch(judge, &shown, (Occasion::Judge, who, label, 0));
                Some(shown)
            }
        };
        if let Some(known_to) = &pledge.known_to {
            for actor in [&pledge.by, &pledge.to].into_iter().chain(known_to) {
                c.own(label.thing, actor);
            }
        }
        let state = match (pledge.standing, &terms.binds) {
            (false, _) => PledgeState::Unmade,
            (true, Some(_)) => PledgeState::Open,
            (true, None) => PledgeState::Binding,
        };
        let sign = c.sign(SignKind::Pledge, label.thing);
        let promised = c.sign(SignKind::Promised, label.thing);
        c.reads_always(judge, sign);
        // left out, it has not been made
        if c.kept(&at) {
            c.initially(sign, Initial::Value(f64::from(state as u8)));
            c.initially(promised, Initial::Value(f64::from(u8::from(pledge.standing))));
        }
        let standing = pledge.standing;
        let pledge = Pledge {
            by: c.named("actors", &pledge.by).1,
            to: c.named("actors", &pledge.to).1,
            judge,
            state,
            set_by: EventId::NONE,
            made: None,
            times: u32::from(standing),
            sign,
            promised,
            terms: Arc::new(terms),
        };
        c.dress(label.thing, move |world, opening| {
            let made = standing.then_some(opening.start);
            world.insert(Pledge { made, ..pledge.clone() });
        });
    }
}

fn consents(c: &mut Compiler) {
    for consent in &c.part.consents {
        let thing = c.thing("consents", &consent.id);
        let sign = c.sign(SignKind::Consent, thing);
        c.initially(sign, Initial::Value(f64::from(consent.starts as u8)));
        let (_, of) = c.named("actors", &consent.of);
        let consent = Consent { of, state: consent.starts, by: EventId::NONE, sign };
        c.dress(thing, move |world, _| {
            world.insert(consent);
        });
    }
}

fn papers(c: &mut Compiler) {
    for paper in &c.part.papers {
        let at = format!("papers/{}", paper.id);
        let thing = c.thing("papers", &paper.id);
        c.own(thing, &paper.for_actor);
        let (_, by) = c.named("people", &paper.by);
        let keeps = c.hours_of(&at, &paper.for_actor, false);
        let paper = Paper {
            by,
            takes_h: c.fact(&paper.takes_h),
            then: c.orders(&format!("{at}/then"), &paper.then, keeps),
            keeps,
            asked: false,
            handed_in: None,
            ready: c.sign(SignKind::Paper, thing),
        };
        c.dress(thing, move |world, _| {
            world.insert(paper);
        });
    }
}

fn meetings(c: &mut Compiler) {
    for meeting in &c.part.meetings {
        let at = format!("meetings/{}", meeting.id);
        let thing = c.thing("meetings", &meeting.id);
        c.own(thing, &meeting.of);
        let when = meeting.at.as_ref().map(|moment| c.moment_of(moment));
        let agenda: Vec<_> = meeting.agenda.iter().map(|q| c.named("questions", q)).collect();
        for (_, question) in &agenda {
            c.gives_orders(&at, question.thing);
        }
        let keeps = c.hours_of(&at, &meeting.of, false);
        let then_keeps = keeps.filter(|_| !meeting.any_hour);
        let papers: Vec<_> = meeting.papers.iter().map(|paper| c.named("papers", paper)).collect();
        if meeting.needs_business {
            let looked_at = agenda.iter().chain(&papers);
            looked_at.for_each(|(_, item)| c.depends(&at, item.thing));
        }
        let papers = papers.iter().map(|(paper, _)| *paper).collect();
        let meeting = Meeting {
            at: when,
            again_days: c.fact_if(meeting.again_days.as_deref()),
            hours: meeting.hours.iter().map(|hour| c.fact(hour)).collect(),
            gap_h: c.fact_if(meeting.gap_h.as_deref()),
            business: meeting.needs_business.then_some(papers),
            any_hour: meeting.any_hour,
            keeps,
            agenda: agenda.into(),
            then: c.orders(&format!("{at}/then"), &meeting.then, then_keeps),
            times: 0,
            last: None,
            met: c.sign(SignKind::Met, thing),
        };
        c.dress(thing, move |world, _| {
            world.insert(meeting.clone());
        });
    }
}
