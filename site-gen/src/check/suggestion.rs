//! "Did you mean": the nearest of the names that exist.

/// A hint that names the candidate nearest to `wrong`, if one is near enough to be meant.
pub fn did_you_mean<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(wrong, candidates).map(|name| format!("did you mean `{name}`?"))
}

/// Comparing takes time in proportion to the square of the length, in bytes.
const LONGEST: usize = 200;

/// The candidate nearest to `wrong`: at least two thirds alike, upper and lower case being the same.
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if wrong.len() > LONGEST {
        return None;
    }
    let wrong = wrong.to_lowercase();
    let wrong_length = wrong.chars().count();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        // What differs by more than a third in length cannot be two thirds alike.
        let length = candidate.chars().count();
        if length.min(wrong_length) * 100 < length.max(wrong_length) * 65 {
            continue;
        }
        let likeness = strsim::normalized_damerau_levenshtein(&wrong, &candidate.to_lowercase());
        if likeness >= 0.66 && best.is_none_or(|(so_far, _)| likeness > so_far) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_found_and_a_far_one_is_not() {
        assert_eq!(nearest("titel", ["title", "topic"]), Some("title"));
        assert_eq!(nearest("showtitle", ["title", "showTitle"]), Some("showTitle"));
        assert_eq!(nearest("author", ["title", "topic"]), None);
    }
}
