//! The site: a game, its classes, and the worlds they have played so far.

use std::{collections::BTreeMap, error::Error, fmt, sync::Arc};

use axum::http::HeaderMap;

use super::{
    cookies::Opens, events::Streams, maps::Maps, once::Once, reach::Reach, refused::Refused,
    tries::Tries,
};
use excomm_class::{
    Act, Bench, ClassId, Course, Game, Keeper, Phase, Played, Refusal, SetupError, State, Token,
    Why, join_code,
};
use excomm_engine::world::Model;
use excomm_pages::map::Atlas;
use excomm_tell::quotes::Cites;

/// The most worlds that are kept ready.
const WORLDS: usize = 64;

/// Everything the pages are made of.
pub struct Site {
    /// What is played.
    pub game: Arc<Game>,
    /// Who keeps the classes.
    pub keeper: Keeper,
    pub(super) bench: Bench,
    /// Wrong codes.
    pub(super) guesses: Tries,
    /// New seats.
    pub(super) joins: Tries,
    pub(super) once: Once,
    pub(super) streams: Streams,
    pub(super) reach: Reach,
    /// Names and the zone of the scenario; its world is the same for all classes.
    pub(super) model: Model,
    pub(super) cites: Cites,
    pub(super) atlas: Atlas,
    pub(super) maps: Maps,
    worlds: tokio::sync::Mutex<BTreeMap<Course, Arc<Played>>>,
}

/// The reason why a site cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SiteError {
    /// The game's scenario or one of its injects cannot be played.
    Game(Refusal),
    /// The threads that judge decisions cannot be started.
    Setup(SetupError),
}

impl fmt::Display for SiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SiteError::Game(refusal) => refusal.fmt(f),
            SiteError::Setup(error) => error.fmt(f),
        }
    }
}

impl Error for SiteError {}

/// The links of a class that was just opened.
#[derive(Debug, Clone)]
pub struct Links {
    /// The class.
    pub class: ClassId,
    /// The code by which pupils join.
    pub code: String,
    /// The teacher's token.
    pub teacher: Token,
}

impl Site {
    /// Makes the site of a game; decisions are judged over so many worlds.
    ///
    /// # Errors
    /// If the game does not compile, or no thread can be started.
    pub fn new(game: Game, keeper: Keeper, worlds: u64) -> Result<Site, SiteError> {
        let model = game.model(&Course::default(), false).map_err(SiteError::Game)?;
        let (atlas, cites) = (Atlas::new(&game.part), Cites::new(&game.part));
        let game = Arc::new(game);
        let bench = Bench::start(Arc::clone(&game), worlds).map_err(SiteError::Setup)?;
        let worlds = tokio::sync::Mutex::default();
        Ok(Site {
            game,
            keeper,
            bench,
            guesses: Tries::new(10, 10),
            // a whole school behind one address joins at once
            joins: Tries::new(450, 30),
            once: Once::default(),
            streams: Streams::default(),
            reach: Reach::default(),
            model,
            cites,
            atlas,
            maps: Maps::default(),
            worlds,
        })
    }

    /// Opens a class.
    ///
    /// # Errors
    /// If it cannot be written down.
    pub async fn open(&self, seed: u64) -> Result<Links, Refusal> {
        let teacher = Token::draw()?;
        let mut code = join_code()?;
        // two classes never share a code
        while self.keeper.find(|state| state.code == code).is_some() {
            code = join_code()?;
        }
        let head = self.game.part.scenario.as_ref();
        let opened = Act::Opened {
            format: 1,
            scenario: head.map_or_else(String::new, |head| head.id.clone()),
            digest: self.game.digest.clone(),
            branch: self.game.branch.clone(),
            seed,
            code: code.clone(),
            teacher: teacher.hash(),
            onlooker: teacher.onlooker().hash(),
        };
        let class = self.keeper.open(opened).await?;
        Ok(Links { class, code, teacher })
    }

    /// Gives the teacher of a class another link; the ones given before stay good, unless it is to be
    /// the only one.
    ///
    /// # Errors
    /// If it cannot be written down.
    pub async fn link_again(&self, class: &ClassId, alone: bool) -> Result<Links, Refusal> {
        let teacher = Token::draw()?;
        let (hash, onlooker) = (teacher.hash(), teacher.onlooker().hash());
        self.keeper
            .act(class, move |_| Ok(Act::Rekeyed { teacher: hash, onlooker, alone }))
            .await?;
        let state = self.keeper.watch(class);
        let code = state.map(|state| state.borrow().code.clone()).unwrap_or_default();
        Ok(Links { class: class.clone(), code, teacher })
    }

    /// Returns the world of a course as far as it is played, playing it once for all who ask.
    pub(super) async fn played(&self, course: Course) -> Result<Arc<Played>, Refused> {
        let mut worlds = self.worlds.lock().await;
        if let Some(played) = worlds.get(&course) {
            return Ok(Arc::clone(played));
        }
        let (game, wanted) = (Arc::clone(&self.game), course.clone());
        let played = tokio::task::spawn_blocking(move || game.play(&wanted)).await;
        let played = played.map_err(|_| Refusal::new(Why::NotKept, "The world broke off."))?;
        let played = Arc::new(played?);
        if worlds.len() >= WORLDS {
            worlds.clear();
        }
        worlds.insert(course, Arc::clone(&played));
        Ok(played)
    }

    /// Returns the world of a class: as far as it has come, and to the end once the class has ended.
    pub(super) async fn world(&self, state: &State) -> Result<Arc<Played>, Refused> {
        let to_the_end = matches!(state.phase, Phase::Ended);
        self.played(Course { to_the_end, ..Course::of(state) }).await
    }

    /// Returns the class whose question is put to this holder of a seat.
    pub(super) fn seated(
        &self,
        headers: &HeaderMap,
    ) -> Result<(ClassId, Arc<State>, u32), Refused> {
        let token = Opens::Seat.sent(headers);
        let found = token.and_then(|token| {
            let (class, state) = self.keeper.find(|state| state.seat_of(&token).is_some())?;
            let seat = state.seat_of(&token)?.number;
            Some(((class, seat), state))
        });
        let found = found.ok_or_else(|| {
            let says = "You have no seat here. Join with the code on the wall, or ask your teacher to free the seat you had.";
            Refused::new(axum::http::StatusCode::UNAUTHORIZED, says)
        })?;
        let ((class, seat), state) = self.own(found)?;
        Ok((class, state, seat))
    }

    /// Returns whether a class plays what is served: the same scenario, word for word, in the same branch.
    #[must_use]
    pub fn plays(&self, state: &State) -> bool {
        state.digest == self.game.digest && state.branch == self.game.branch
    }

    /// Lets a class through that plays what is served; another one must stay as it is.
    pub(super) fn own<T>(&self, found: (T, Arc<State>)) -> Result<(T, Arc<State>), Refused> {
        if self.plays(&found.1) {
            return Ok(found);
        }
        let says = format!(
            "This class plays `{}` as it was when the class began, and something else is served now. \
             Nothing of it was changed. It goes on where that scenario is served again from the same folder.",
            found.1.scenario
        );
        Err(Refused::new(axum::http::StatusCode::CONFLICT, says))
    }

    /// Returns the class that a link lets somebody teach.
    pub(super) fn taught(&self, token: &Token) -> Result<(ClassId, Arc<State>), Refused> {
        let found = self.keeper.taught_by(token);
        self.own(found.ok_or_else(super::refused::no_link)?)
    }

    /// Returns the class that a link lets somebody look on at.
    pub(super) fn shown(&self, token: &str) -> Result<(ClassId, Arc<State>), Refused> {
        let token = Token::sent(token);
        let found = self.keeper.find(|state| state.looks_on(&token));
        self.own(found.ok_or_else(super::refused::no_link)?)
    }
}
