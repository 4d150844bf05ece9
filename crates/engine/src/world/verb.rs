//! Verbs: what can happen, as the first word of an event's key.

/// Declares the verbs with their texts, in the order of the texts.
macro_rules! verbs {
    ($($(#[doc = $doc:literal])* $name:ident $text:literal,)*) => {
        /// What happens in an event: the first word of the event's key.
        ///
        /// Verbs are ordered by their texts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Verb {
            $($(#[doc = $doc])* $name,)*
            /// What a rule from outside of this crate makes happen, by its text.
            Own(&'static str),
        }

        impl Verb {
            /// Returns the text of a verb, as keys of events have it.
            #[must_use]
            pub fn text(self) -> &'static str {
                match self {
                    $(Verb::$name => $text,)*
                    Verb::Own(text) => text,
                }
            }

            /// All verbs of this crate, in the order of their texts.
            pub const ALL: &[Verb] = &[$(Verb::$name,)*];
        }
    };
}

verbs! {
    /// A line lets a stock pass again.
    Allow "allow",
    /// A ship was met by an inspection; counted, never written.
    Alongside "alongside",
    /// A question is answered.
    Answer "answer",
    /// How often a question was answered changes.
    Answered "answered",
    /// A ship arrives.
    Arrive "arrive",
    /// A question is put.
    Ask "ask",
    /// A consent is asked for.
    AskConsent "ask-consent",
    /// A strike is carried out.
    Attack "attack",
    /// A belief moves.
    Belief "belief",
    /// A pledge binds from now on.
    Binds "binds",
    /// A ship is boarded.
    Board "board",
    /// A pledge is broken.
    Broken "broken",
    /// The weather keeps the flights of a day on the ground.
    CallOff "call-off",
    /// A chance comes off.
    Chance "chance",
    /// A paper is asked for.
    Commission "commission",
    /// A consent is given.
    Consent "consent",
    /// A region is covered by photographs to another share.
    Coverage "coverage",
    /// An aircraft crashes.
    Crash "crash",
    /// A letter is in the hands of one to whom it is written.
    Deliver "deliver",
    /// An end is reached.
    End "end",
    /// A film is read.
    Film "film",
    /// A hidden pile is found.
    Find "find",
    /// The one who was promised finds a pledge bound, kept or broken.
    Finds "finds",
    /// A flight plan is put in force.
    Fly "fly",
    /// A gauge moves.
    Gauge "gauge",
    /// Items of a stock have left with a ship.
    Gone "gone",
    /// Items of a stock had gone before the start.
    GoneBefore "gone-before",
    /// A photograph is counted as good.
    GoodPhotograph "good-photograph",
    /// A kind of aircraft stands down after a loss.
    Ground "ground",
    /// A ship is hailed.
    Hail "hail",
    /// A withdrawal is stopped.
    Halt "halt",
    /// Items are hauled to a port.
    Haul "haul",
    /// A ship and a patrol come to blows.
    Incident "incident",
    /// An inspection is ordered.
    Inspect "inspect",
    /// Items of a stock are destroyed.
    ItemsHit "items-hit",
    /// A pledge is kept.
    Kept "kept",
    /// An aircraft lands, or items are landed.
    Land "land",
    /// The number of items that are left changes.
    Left "left",
    /// Items are loaded.
    Load "load",
    /// An inspection looks.
    Look "look",
    /// An inspection looks and learns nothing.
    LookFails "look-fails",
    /// Lists of orders that odds have chosen; counted, never written.
    Maybe "maybe",
    /// A meeting is held.
    Meet "meet",
    /// An aircraft is missed at home.
    Missing "missing",
    /// News that some rule reads; counted, never written.
    News "news",
    /// News that no rule reads; counted, never written.
    NewsBeside "news-beside",
    /// A question is not put.
    NoAsk "no-ask",
    /// A chance does not come off.
    NoChance "no-chance",
    /// A photograph shows nothing of what is hidden there.
    NoFind "no-find",
    /// A strike finds nobody who has fired.
    NoOffender "no-offender",
    /// A pass brings no good photograph.
    NoPhotograph "no-photograph",
    /// A response does not come.
    NoRespond "no-respond",
    /// What was to be said is not said any more.
    NoSay "no-say",
    /// A strike is not ordered a second time.
    NoStrike "no-strike",
    /// An outcome changes.
    Outcome "outcome",
    /// Items are packed.
    Pack "pack",
    /// A paper is ready.
    Paper "paper",
    /// A pass brings a good photograph.
    Photograph "photograph",
    /// A branch makes something happen.
    Pin "pin",
    /// The flights of a day are planned.
    Plan "plan",
    /// A pledge is made.
    Pledge "pledge",
    /// A line forbids a stock.
    Prohibit "prohibit",
    /// How often a pledge was made changes.
    Promised "promised",
    /// An aircraft on its way is called back.
    Recall "recall",
    /// A consent is refused.
    Refuse "refuse",
    /// Late news arrives that some rule reads.
    Report "report",
    /// Late news arrives that no rule reads.
    ReportBeside "report-beside",
    /// A response comes.
    Respond "respond",
    /// A pledge is taken back.
    Retract "retract",
    /// A ship leaves port.
    Sail "sail",
    /// A site fires a salvo.
    Salvo "salvo",
    /// A statement is made.
    Say "say",
    /// A traffic grows or shrinks.
    Scale "scale",
    /// Items of a stock are seen.
    Seen "seen",
    /// A line gets another status.
    SetLine "set-line",
    /// A ship of a traffic sets out.
    SetOut "set-out",
    /// The odds of a chance are shifted.
    Shift "shift",
    /// An aircraft is shot down.
    ShotDown "shot-down",
    /// A strike destroys a site.
    SiteHit "site-hit",
    /// A strike misses a site.
    SiteMissed "site-missed",
    /// A sky is drawn.
    Sky "sky",
    /// A ship is missed by a patrol.
    SlipThrough "slip-through",
    /// Air defence gets an order.
    Stance "stance",
    /// A flight plan is taken out of force.
    StandDown "stand-down",
    /// Items stand in the open.
    Stands "stands",
    /// An inspection is ended.
    StopInspecting "stop-inspecting",
    /// A strike is ordered.
    Strike "strike",
    /// A strike costs aircraft.
    StrikeLosses "strike-losses",
    /// A strike is no longer to come.
    StrikeOver "strike-over",
    /// An aircraft takes off.
    TakeOff "take-off",
    /// An actor is told something.
    Tell "tell",
    /// How often an actor was told something; counted, never written.
    Told "told",
    /// A hidden truth is so.
    Truth "truth",
    /// A ship or an aircraft turns back.
    TurnBack "turn-back",
    /// Items of a stock are verified.
    Verified "verified",
    /// An inspection visits a place; counted, never written.
    Visit "visit",
    /// A withdrawal is ordered.
    Withdraw "withdraw",
    /// A target is worth a flight.
    Worth "worth",
}

impl std::fmt::Display for Verb {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_declared_in_the_order_of_their_texts() {
        assert!(Verb::ALL.is_sorted_by_key(|verb| verb.text()));
    }

    #[test]
    fn the_check_of_scenarios_knows_the_same_verbs() {
        use excomm_scenario::verbs::{UNWRITTEN, VERBS};
        let written = VERBS.iter().map(|(verb, _)| *verb);
        let mut known: Vec<&str> = written.chain(UNWRITTEN.iter().copied()).collect();
        known.sort_unstable();
        assert_eq!(known, Verb::ALL.iter().map(|verb| verb.text()).collect::<Vec<_>>());
    }
}
