//! Links of a ring: what news sets something off, and what that changes at the same moment.

use crate::format::{
    Condition, ConsentState, Evidence, Fact, Grounds, LineStatus, Order, Part, Push, Quantity,
    Response, Statement, Topic,
};

/// Something that can be heard of at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum News<'a> {
    Gauge(&'a str),
    Belief(&'a str),
    Said(&'a str),
    Met(&'a str),
    Reported(&'a str, &'a str),
    Line(&'a str, LineStatus),
    Consent(&'a str, ConsentState),
    /// A pledge is made, or taken back.
    Pledge(&'a str, bool),
}

impl News<'_> {
    /// Returns the path of what the news is about.
    pub(super) fn path(self) -> String {
        match self {
            News::Gauge(id) => format!("gauges/{id}"),
            News::Belief(id) => format!("beliefs/{id}"),
            News::Said(id) => format!("statements/{id}"),
            News::Met(id) => format!("meetings/{id}"),
            News::Reported(actor, _) => format!("actors/{actor}"),
            News::Line(id, _) => format!("lines/{id}"),
            News::Consent(id, _) => format!("consents/{id}"),
            News::Pledge(id, _) => format!("pledges/{id}"),
        }
    }

    /// Returns whether the news is that something stands otherwise; if it stands so, nothing happens.
    pub(super) fn is_state(self) -> bool {
        matches!(self, News::Line(..) | News::Consent(..) | News::Pledge(..))
    }
}

/// Which way a number goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
    /// One or the other, by what a fact is.
    Either,
}

/// What is changed at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Deed<'a> {
    pub news: News<'a>,
    pub way: Way,
}

/// Something that news sets off.
pub(super) struct Link<'a> {
    /// Its path.
    pub path: String,
    /// Who hears the news; none: the world itself, which hears everything.
    pub hearer: Option<&'a str>,
    /// What is heard.
    pub on: &'a Condition,
    /// Whether it has a `when` besides.
    pub waits: bool,
    /// What it changes at once.
    pub does: Vec<Deed<'a>>,
    /// Whether it stands behind ends in the order of a moment, so that an end can come before it.
    pub after_ends: bool,
}

/// Returns everything that news can set off again and again at one moment, without luck.
pub(super) fn links(part: &Part) -> Vec<Link<'_>> {
    let pushes = part.gauges.iter().flat_map(|gauge| {
        let link = |push| of_push(part, &gauge.id, push);
        gauge.moved_by.iter().map(link)
    });
    let evidence = part.beliefs.iter().flat_map(|belief| {
        let link = |evidence| of_evidence(part, (&belief.id, &belief.holder.0), evidence);
        belief.moved_by.iter().map(link)
    });
    let responses = part.responses.iter().filter_map(|response| of_response(part, response));
    pushes.chain(evidence).chain(responses).collect()
}

fn of_push<'a>(part: &'a Part, gauge: &'a str, push: &'a Push) -> Link<'a> {
    let way = way(part, &push.by, 0.0);
    Link {
        path: format!("gauges/{gauge}/moved_by/{}", push.id),
        hearer: None,
        on: &push.on,
        waits: push.when.is_some(),
        does: vec![Deed { news: News::Gauge(gauge), way }],
        after_ends: false,
    }
}

fn of_evidence<'a>(
    part: &'a Part,
    (belief, holder): (&'a str, &'a str),
    evidence: &'a Evidence,
) -> Link<'a> {
    let way = way(part, &evidence.ratio, 1.0);
    Link {
        path: format!("beliefs/{belief}/moved_by/{}", evidence.id),
        hearer: Some(holder),
        on: &evidence.on,
        waits: false,
        does: vec![Deed { news: News::Belief(belief), way }],
        after_ends: false,
    }
}

/// Returns the link of a response; nothing if it comes only so often, or by luck.
fn of_response<'a>(part: &'a Part, response: &'a Response) -> Option<Link<'a>> {
    let by_luck = response.odds.as_ref().is_some_and(|odds| best(part, odds) < 1.0);
    if response.times.is_some() || by_luck {
        return None;
    }
    Some(Link {
        path: format!("responses/{}", response.id),
        hearer: Some(&response.who.0),
        on: &response.on,
        waits: response.when.is_some(),
        does: at_once(part, &response.then),
        after_ends: true,
    })
}

/// Returns what orders change at once, luck apart.
fn at_once<'a>(part: &'a Part, orders: &'a [Order]) -> Vec<Deed<'a>> {
    use Order as O;
    let up = |news| vec![Deed { news, way: Way::Up }];
    let deeds = |order: &'a Order| match order {
        O::Say(id) => up(News::Said(id)),
        O::Report { to, what } => up(News::Reported(to, what)),
        O::SetLine(id, status) => up(News::Line(id, *status)),
        O::AskConsent(id) => up(News::Consent(id, ConsentState::Asked)),
        O::Give(id) => up(News::Consent(id, ConsentState::Given)),
        O::Refuse(id) => up(News::Consent(id, ConsentState::Refused)),
        O::Pledge(id) => up(News::Pledge(id, true)),
        O::Retract(id) => up(News::Pledge(id, false)),
        O::Move { gauge, by } => {
            vec![Deed { news: News::Gauge(gauge), way: way(part, by, 0.0) }]
        }
        O::Meet(id) => {
            let held = part.meetings.iter().find(|meeting| meeting.id == id.0);
            let then = held.map_or(&[][..], |meeting| &meeting.then);
            let calls_itself = |order: &Order| matches!(order, O::Meet(_));
            let then = if then.iter().any(calls_itself) { &[][..] } else { then };
            let mut deeds = at_once(part, then);
            deeds.push(Deed { news: News::Met(id), way: Way::Up });
            deeds
        }
        O::Later { after_h, then } if is_no_time(best(part, after_h)) => at_once(part, then),
        O::Maybe { odds, then, .. } if best(part, odds) >= 1.0 => at_once(part, then),
        O::Maybe { odds, or_else, .. } if best(part, odds) <= 0.0 => at_once(part, or_else),
        // these let time pass, come by luck, come once, or are no news to anybody at once
        O::Later { .. }
        | O::Maybe { .. }
        | O::Commission(_)
        | O::Ask(_)
        | O::End(_)
        | O::Fly(_)
        | O::StandDown(_)
        | O::Strike(_)
        | O::SetStance(..)
        | O::Prohibit(..)
        | O::Allow(..)
        | O::ShiftOdds { .. }
        | O::Scale { .. }
        | O::Withdraw(_)
        | O::Halt(_)
        | O::Inspect(_)
        | O::StopInspecting(_) => Vec::new(),
    };
    orders.iter().flat_map(deeds).collect()
}

/// Returns whether a statement is a letter that is on its way for a time.
fn takes_time(part: &Part, said: &Statement) -> bool {
    let door = said.letter.as_ref().and_then(|letter| part.door(&letter.door));
    door.is_some_and(|door| !is_no_time(best(part, &door.carries_h)))
}

/// Returns whether so many hours are less than the clock can tell.
fn is_no_time(hours: f64) -> bool {
    libm::round(hours * 3600.0) < 1.0
}

/// Returns the range of a fact.
fn range(part: &Part, fact: &Fact) -> (f64, f64) {
    let range = part.grounds(fact).and_then(Grounds::range);
    range.map_or((f64::NEG_INFINITY, f64::INFINITY), |(low, _, high)| (low, high))
}

/// Returns the best value of a fact.
fn best(part: &Part, fact: &Fact) -> f64 {
    part.grounds(fact).and_then(Grounds::best).unwrap_or(f64::NAN)
}

/// Returns which way a fact moves something, if at `still` nothing moves.
fn way(part: &Part, fact: &Fact, still: f64) -> Way {
    match range(part, fact) {
        (low, _) if low >= still => Way::Up,
        (_, high) if high <= still => Way::Down,
        _ => Way::Either,
    }
}

impl Link<'_> {
    /// Returns whether a deed sets it off again and again: surely (`true`), or perhaps.
    pub(super) fn set_off_by(&self, part: &Part, deed: &Deed) -> Option<bool> {
        let surely = answers(self.on, deed)?;
        self.hearer.is_none_or(|actor| hears(part, actor, deed.news)).then_some(surely)
    }
}

/// Returns whether a deed is the news that a condition waits for, however often: surely, or perhaps.
fn answers(on: &Condition, deed: &Deed) -> Option<bool> {
    use Condition as C;
    let (of, way) = match on {
        C::Happened(of) | C::AtLeast { of, .. } | C::Again { of, .. } => (of, Way::Up),
        C::AtMost { of, .. } => (of, Way::Down),
        C::Recently { of, .. } => (of, deed.way),
        state => return answers_state(state, deed.news).then_some(true),
    };
    let same = match (of, deed.news) {
        (Quantity::Gauge(id), News::Gauge(known)) => id.0 == known,
        (Quantity::Belief(id), News::Belief(known)) => id.0 == known,
        (Quantity::Said(id), News::Said(known)) => id.0 == known,
        (Quantity::Met(id), News::Met(known)) => id.0 == known,
        (Quantity::Promised(id), News::Pledge(known, made)) => id.0 == known && made,
        (Quantity::Reported(actor, what), News::Reported(to, known)) => {
            actor.0 == to && what == known
        }
        _ => false,
    };
    match deed.way {
        _ if !same => None,
        Way::Either => Some(deed.way == way),
        known => (known == way).then_some(true),
    }
}

fn answers_state(on: &Condition, news: News) -> bool {
    use Condition as C;
    match (on, news) {
        (C::Line(id, status), News::Line(known, set)) => id.0 == known && *status == set,
        (C::Pledged(id), News::Pledge(known, made)) => id.0 == known && made,
        (C::Asked(id), News::Consent(known, ConsentState::Asked))
        | (C::Given(id), News::Consent(known, ConsentState::Given))
        | (C::Refused(id), News::Consent(known, ConsentState::Refused)) => id.0 == known,
        _ => false,
    }
}

/// Returns whether an actor hears news at once.
fn hears(part: &Part, actor: &str, news: News) -> bool {
    let (topic, owner) = match news {
        News::Gauge(_) => (Some(Topic::Gauges), None),
        News::Line(..) => (Some(Topic::Lines), None),
        News::Consent(..) => (Some(Topic::Consents), None),
        News::Pledge(..) => (Some(Topic::Pledges), None),
        News::Belief(id) => {
            let belief = part.beliefs.iter().find(|belief| belief.id == id);
            (None, belief.map(|belief| &*belief.holder.0))
        }
        News::Met(id) => {
            let meeting = part.meetings.iter().find(|meeting| meeting.id == id);
            (Some(Topic::Decisions), meeting.map(|meeting| &*meeting.of.0))
        }
        News::Reported(to, _) => return to == actor,
        News::Said(id) => {
            let Some(said) = part.statement(id) else { return false };
            if takes_time(part, said) {
                return said.by.0 == actor;
            }
            if !said.to.is_empty() {
                return said.to.iter().any(|to| to.0 == actor);
            }
            (Some(Topic::Statements), None)
        }
    };
    let channel = part.channels.iter().find(|c| c.to.0 == actor && Some(c.of) == topic);
    match channel {
        Some(channel) => {
            is_no_time(best(part, &channel.delay_h)) && best(part, &channel.lost) <= 0.0
        }
        None => owner.is_none_or(|owner| owner == actor),
    }
}
