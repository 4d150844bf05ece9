//! Once: what a double click asks for twice is made once, and what was forgotten stays so.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::OnceCell;

use super::{Site, refused::Refused};
use excomm_class::{ClassId, State as Class, Token};

type Opened = BTreeMap<ClassId, Vec<Arc<OnceCell<Token>>>>;

/// What desks have opened and forgotten since the program was started.
#[derive(Default)]
pub(super) struct Once {
    opened: Mutex<Opened>,
    /// Hashes of the tokens of those who forgot their class.
    forgotten: Mutex<BTreeSet<String>>,
}

impl Once {
    /// Returns how many other classes a desk has opened: a form names it, to ask for the next one.
    pub(super) fn opened(&self, class: &ClassId) -> usize {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.get(class).map_or(0, Vec::len)
    }

    /// Returns the place of the class that a desk opens after so many; after all that it has, if it says none.
    fn place(&self, class: &ClassId, after: Option<usize>) -> Arc<OnceCell<Token>> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let places = opened.entry(class.clone()).or_default();
        if let Some(place) = after.and_then(|after| places.get(after)) {
            return Arc::clone(place);
        }
        let place = Arc::<OnceCell<Token>>::default();
        places.push(Arc::clone(&place));
        place
    }

    pub(super) fn forget(&self, teacher: &Token) {
        self.forgotten.lock().unwrap_or_else(PoisonError::into_inner).insert(teacher.hash());
    }

    pub(super) fn has_forgotten(&self, teacher: Option<&Token>) -> bool {
        let forgotten = self.forgotten.lock().unwrap_or_else(PoisonError::into_inner);
        teacher.is_some_and(|teacher| forgotten.contains(&teacher.hash()))
    }
}

impl Site {
    /// Opens another class from a desk that has opened so many; returns its teacher's token.
    pub(super) async fn another(
        &self,
        class: &ClassId,
        state: &Class,
        after: Option<usize>,
    ) -> Result<Token, Refused> {
        let place = self.once.place(class, after);
        let open = async || self.open(state.seed).await.map(|links| links.teacher);
        Ok(place.get_or_try_init(open).await?.clone())
    }
}
