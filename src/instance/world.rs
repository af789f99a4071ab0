//! The sizes of type variables: all small worlds in order, and random ones, some of them lopsided.

use super::choice::Source;

/// All worlds of up to three elements are gone through for so many type variables.
pub(super) const MOST_VARIABLES: usize = 3;

/// Sizes of type variables, the smallest worlds first.
pub(super) fn worlds(variables: usize) -> Vec<Vec<u32>> {
    let mut all = vec![vec![]];
    for _ in 0..variables.min(5) {
        all = all
            .into_iter()
            .flat_map(|sizes: Vec<u32>| {
                (1..=3).map(move |size| [sizes.clone(), vec![size]].concat())
            })
            .collect();
    }
    for sizes in &mut all {
        sizes.resize(variables, 2);
    }
    all.sort_by_key(|sizes| sizes.iter().sum::<u32>());
    all.truncate(40);
    all
}

/// Sizes at random: of up to four elements, sometimes all the same, one much larger than the others, or one as large as
/// the set of sets of another.
pub(super) fn random_sizes(
    source: &mut Source<'_>,
    count: usize,
    breadth: u32,
    structured: bool,
) -> Vec<u32> {
    let upto = |source: &mut Source<'_>, most: u64| source.choose(most) as u32 + 1;
    let shape = match (count, structured) {
        (0, _) => 0,
        (_, true) => 1 + source.choose(3),
        (_, false) => source.choose(6).saturating_sub(2),
    };
    match shape {
        1 => vec![upto(source, 3) + 1; count],
        2 => {
            let large = source.choose(count as u64) as usize;
            let others = if source.choose(2) == 0 { 1 } else { 3 };
            let mut sizes: Vec<u32> = (0..count).map(|_| upto(source, others)).collect();
            sizes[large] = 4 + upto(source, 4);
            sizes
        }
        3 => {
            let large = source.choose(count as u64) as usize;
            let small = upto(source, 3);
            let mut sizes = vec![small; count];
            sizes[large] = 1 << small;
            sizes
        }
        _ => {
            let most = 4 + u64::from(breadth);
            (0..count).map(|_| upto(source, most)).collect()
        }
    }
}
