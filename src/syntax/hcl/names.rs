//! Names and short texts that come again and again in a file are kept once: they are most of what a tree holds.

use std::sync::Arc;

/// How many are remembered. What comes later takes the place of what came before.
const SLOTS: usize = 256;

/// Longer texts are seldom the same.
const LONGEST: usize = 48;

/// The names that were read last, or nothing for a text that is too short for names to come again.
#[derive(Debug, Default)]
pub(super) struct Names {
    slots: Vec<Arc<str>>,
}

impl Names {
    /// For a file.
    pub(super) fn of_file() -> Self {
        Self { slots: vec![Arc::default(); SLOTS] }
    }

    /// A text, the one that is there already if there is one.
    pub(super) fn keep(&mut self, text: &str) -> Arc<str> {
        let Some(slot) = self.slots.get_mut(slot_of(text)).filter(|_| text.len() <= LONGEST) else { return text.into() };
        if **slot != *text {
            *slot = text.into();
        }
        Arc::clone(slot)
    }
}

fn slot_of(text: &str) -> usize {
    text.bytes().take(LONGEST).fold(text.len(), |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_again_is_kept_once() {
        let mut names = Names::of_file();
        let first = names.keep("subnet_id");
        assert!(Arc::ptr_eq(&first, &names.keep("subnet_id")));
        for number in 0..2 * SLOTS {
            let text = format!("n{number}");
            assert_eq!(*names.keep(&text), *text);
        }
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(*names.keep(&long), *long);
        assert_eq!(*Names::default().keep("a"), *"a");
    }
}
