//! Changes of a text by its structure: a piece is a line with the deeper ones below it, and what closes it.

/// Numbers that a seed gives.
struct Random(u64);

impl Random {
    /// A number below the bound, which is not 0.
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }
}

/// A text changed in one place, where it has pieces and words.
pub fn change(text: &str, seed: u32) -> Option<String> {
    let mut random = Random(u64::from(seed));
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    if lines.is_empty() {
        return None;
    }
    let (start, end) = piece(&lines, random.below(lines.len()));
    let (other_start, other_end) = piece(&lines, random.below(lines.len()));
    let cut = |from: usize, to: usize| lines[from..to].concat();
    let (before, own, after) = (cut(0, start), cut(start, end), cut(end, lines.len()));
    Some(match random.below(6) {
        0 => before + &after,
        1 => before + &own + &own + &after,
        2 => before + &cut(other_start, other_end) + &after,
        3 if end <= other_start => {
            before + &cut(other_start, other_end) + &cut(end, other_start) + &own + &cut(other_end, lines.len())
        }
        3 => before + &own.lines().map(|line| format!("  {line}\n")).collect::<String>() + &after,
        _ => {
            let words = words(text);
            let (from, to) = *words.get(random.below(words.len().max(1)))?;
            let (other_from, other_to) = words[random.below(words.len())];
            format!("{}{}{}", &text[..from], &text[other_from..other_to], &text[to..])
        }
    })
}

/// The piece that begins at a line.
fn piece(lines: &[&str], start: usize) -> (usize, usize) {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let own = depth(lines[start]);
    let below = lines[start + 1..].iter().take_while(|line| line.trim().is_empty() || depth(line) > own).count();
    let end = start + 1 + below;
    let closed =
        lines.get(end).is_some_and(|line| below > 0 && depth(line) == own && line.trim_start().starts_with(['}', ']', ')']));
    (start, end + usize::from(closed))
}

/// Where names, numbers and quoted texts stand.
fn words(text: &str) -> Vec<(usize, usize)> {
    let is_word = |character: char| character.is_alphanumeric() || "_.:/\"*-".contains(character);
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, is_word(character)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    words
}
