//! "Did you mean": the nearest of the names that exist.

/// A hint that names the candidate nearest to `wrong`, if one is near enough to be meant.
pub fn did_you_mean<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(wrong, candidates).map(|name| format!("did you mean `{name}`?"))
}

/// The candidate nearest to `wrong`: at least two thirds alike, upper and lower case being the same.
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = wrong.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
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
