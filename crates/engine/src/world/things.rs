//! The table of things: every item of a scenario, and every part of one that can be left out.

use super::{luck::stable_hash, name::ThingInfo, sentence::series};
use excomm_scenario::format::{Part, Statement};

/// The section of the observer who hears everything at once.
pub(super) const WORLD: &str = "world";

/// Lists all things of a scenario, section by section in the order of the format, sorted by path.
pub(super) fn list(part: &Part) -> Vec<ThingInfo> {
    let mut all = Things(Vec::new());
    all.add(WORLD, "", "world", "the world");
    for x in &part.actors {
        all.add("actors", "", &x.id, &x.title);
    }
    for x in &part.people {
        all.add("people", "", &x.id, &x.title);
    }
    for x in &part.regions {
        all.add("regions", "", &x.id, &x.title);
    }
    for x in &part.places {
        all.add("places", "", &x.id, &x.title);
    }
    for x in &part.channels {
        all.add("channels", "", &x.id, &x.id);
    }
    for x in &part.truths {
        all.add("truths", "", &x.id, &x.title);
        for y in &x.alternatives {
            all.add("alternatives", &format!("truths/{}/", x.id), &y.id, &y.title);
        }
    }
    for x in &part.stocks {
        _ = all.add("stocks", "", &x.id, &x.title).plural(&x.one, &x.many);
        for y in &x.piles {
            all.add("piles", &format!("stocks/{}/", x.id), &y.id, &x.title);
        }
    }
    for x in &part.aircraft {
        all.add("aircraft", "", &x.id, &x.one).plural(&x.one, &x.many).words([&x.height_words]);
    }
    for x in &part.targets {
        all.add("targets", "", &x.id, &x.title);
    }
    for x in &part.flights {
        all.add("flights", "", &x.id, &x.title);
    }
    for x in &part.weapons {
        all.add("weapons", "", &x.id, &x.title);
    }
    for x in &part.groups {
        all.add("groups", "", &x.id, &x.title);
    }
    for x in &part.sites {
        all.add("sites", "", &x.id, &x.title);
    }
    for x in &part.strikes {
        all.add("strikes", "", &x.id, &x.title).words(&x.says);
    }
    for x in &part.classes {
        all.add("classes", "", &x.id, &x.title);
    }
    for x in &part.ships {
        all.add("ships", "", &x.id, &x.title);
    }
    for x in &part.traffic {
        all.add("traffic", "", &x.id, &x.title);
    }
    for x in &part.lines {
        all.add("lines", "", &x.id, &x.title);
    }
    for x in &part.inspections {
        all.add("inspections", "", &x.id, &x.title);
    }
    politics(&mut all, part);
    for x in &part.ends {
        all.add("ends", "", &x.id, &x.title);
    }
    for x in &part.outcomes {
        all.add("outcomes", "", &x.id, &x.title);
    }
    for x in &part.branches {
        all.add("branches", "", &x.id, &x.title);
        for y in &x.pins {
            all.add("pins", &format!("branches/{}/", x.id), &y.id, &y.id);
        }
    }
    all.sorted()
}

fn politics(all: &mut Things, part: &Part) {
    for x in &part.beliefs {
        all.add("beliefs", "", &x.id, &x.title);
        for y in &x.moved_by {
            all.add("moved_by", &format!("beliefs/{}/", x.id), &y.id, &y.id);
        }
    }
    for x in &part.gauges {
        let steps = x.rungs.iter().map(|rung| &rung.title);
        all.add("gauges", "", &x.id, &x.title).words(steps);
        for y in &x.moved_by {
            all.add("moved_by", &format!("gauges/{}/", x.id), &y.id, &y.id);
        }
    }
    for x in &part.statements {
        all.add("statements", "", &x.id, &in_words(x));
    }
    for x in &part.doors {
        all.add("doors", "", &x.id, &x.title);
    }
    for x in &part.deadlines {
        all.add("deadlines", "", &x.id, &x.title);
    }
    for x in &part.pledges {
        all.add("pledges", "", &x.id, &x.says);
    }
    for x in &part.consents {
        all.add("consents", "", &x.id, &x.says);
    }
    for x in &part.papers {
        all.add("papers", "", &x.id, &x.title);
    }
    for x in &part.meetings {
        all.add("meetings", "", &x.id, &x.title);
    }
    for x in &part.questions {
        all.add("questions", "", &x.id, &x.title);
        for y in &x.options {
            all.add("options", &format!("questions/{}/", x.id), &y.id, &y.title);
            for z in &y.times {
                all.add("times", &format!("questions/{}/options/{}/", x.id, y.id), &z.id, &z.id);
            }
        }
    }
    for x in &part.responses {
        all.add("responses", "", &x.id, &x.title);
    }
    for x in &part.chances {
        all.add("chances", "", &x.id, &x.title);
        for y in &x.times {
            all.add("times", &format!("chances/{}/", x.id), &y.id, &y.id);
        }
    }
}

/// Things as they are listed, each with the place of its section.
/// Returns what a statement says, and of a letter what it asks, offers and refuses.
fn in_words(statement: &Statement) -> String {
    let Some(letter) = &statement.letter else { return statement.says.clone() };
    let parts =
        [("asks for", &letter.asks), ("offers", &letter.offers), ("refuses", &letter.refuses)];
    let parts = parts.iter().filter(|(_, things)| !things.is_empty());
    let parts = parts.map(|(verb, things)| format!("{verb} {}", series(things)));
    std::iter::once(statement.says.clone()).chain(parts).collect::<Vec<_>>().join("; ")
}

struct Things(Vec<(usize, ThingInfo)>);

impl Things {
    fn add(&mut self, kind: &'static str, owner: &str, id: &str, title: &str) -> &mut Self {
        let order = match self.0.last() {
            Some((order, last)) if last.kind == kind => *order,
            Some((order, _)) => order + 1,
            None => 0,
        };
        let order = self.0.iter().find(|(_, x)| x.kind == kind).map_or(order, |(known, _)| *known);
        let path = format!("{owner}{kind}/{id}");
        let hash = stable_hash(&path);
        let (id, title) = (id.to_owned(), title.to_owned());
        self.0.push((
            order,
            ThingInfo { kind, id, path, title, plural: None, words: Vec::new(), hash },
        ));
        self
    }

    fn plural(&mut self, one: &str, many: &str) -> &mut Self {
        if let Some((_, last)) = self.0.last_mut() {
            last.plural = Some((one.to_owned(), many.to_owned()));
        }
        self
    }

    fn words<'a>(&mut self, words: impl IntoIterator<Item = &'a String>) {
        if let Some((_, last)) = self.0.last_mut() {
            last.words.extend(words.into_iter().cloned());
        }
    }

    fn sorted(mut self) -> Vec<ThingInfo> {
        self.0.sort_by(|(a, x), (b, y)| (a, &x.path).cmp(&(b, &y.path)));
        self.0.into_iter().map(|(_, info)| info).collect()
    }
}
