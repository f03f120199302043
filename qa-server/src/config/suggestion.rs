//! "Did you mean": the nearest of the names that exist.

/// The name nearest to `wrong`, if one is near enough to be meant: two thirds alike.
pub(super) fn did_you_mean<'a>(wrong: &str, names: &[&'a str]) -> Option<&'a str> {
    let likeness = |name: &str| strsim::normalized_damerau_levenshtein(&wrong.to_lowercase(), name);
    let best = names.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) >= 0.66).then_some(*best)
}
