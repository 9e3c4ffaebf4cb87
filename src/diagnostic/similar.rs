//! What someone may have meant who misspelled a name.

/// Longer names are not compared: nobody means one of ours by them.
const MAX_LENGTH: usize = 64;

/// The candidate that differs least, if it differs little.
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    if length > MAX_LENGTH {
        return None;
    }
    let allowed = match length {
        0..=2 => return None,
        3..=5 => 1,
        6..=9 => 2,
        _ => 3,
    };
    let distances =
        candidates.into_iter().map(|candidate| (distance(&name.to_lowercase().replace('_', "-"), candidate), candidate));
    distances.filter(|(distance, _)| *distance <= allowed).min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// How many characters have to be added, taken out or replaced.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, c) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, other) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(c != *other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn little_differences_are_misspellings() {
        let names = ["same-subnet-enis", "too-many-enis"];
        assert_eq!(closest("same-subnet-eni", names), Some("same-subnet-enis"));
        assert_eq!(closest("Same_Subnet_ENIs", names), Some("same-subnet-enis"));
        assert_eq!(closest("two-many-enis", names), Some("too-many-enis"));
        assert_eq!(closest("all", names), None);
        assert_eq!(closest("x".repeat(100_000).as_str(), names), None);
    }
}
