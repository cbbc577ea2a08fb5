//! Joins what is likeliest first: agglomeration by the mean over all pairs of two groups.

/// The groups of `count` things, where `likely` says how likely two are one. Groups are joined as long as their mean over all
/// pairs is at least `least`.
pub fn groups(count: usize, least: f32, likely: impl Fn(usize, usize) -> f32) -> Vec<Vec<usize>> {
    let mut means = vec![f32::NEG_INFINITY; count * count];
    for one in 0..count {
        for two in 0..one {
            let mean = likely(one, two);
            means[one * count + two] = mean;
            means[two * count + one] = mean;
        }
    }
    let mut groups: Vec<Vec<usize>> = (0..count).map(|member| vec![member]).collect();
    let nearest = |means: &[f32], one: usize| -> (f32, usize) {
        let row = means[one * count..][..count].iter().copied().enumerate();
        row.fold((f32::NEG_INFINITY, one), |best, (two, mean)| if mean > best.0 { (mean, two) } else { best })
    };
    let mut best: Vec<(f32, usize)> = (0..count).map(|one| nearest(&means, one)).collect();
    while let Some(one) = (0..count).max_by(|a, b| best[*a].0.total_cmp(&best[*b].0).then(b.cmp(a))) {
        let (mean, two) = best[one];
        if mean < least {
            break;
        }
        let (kept, gone) = (one.min(two), one.max(two));
        let (mine, theirs) = (groups[kept].len() as f32, groups[gone].len() as f32);
        for other in 0..count {
            let joined = (means[kept * count + other] * mine + means[gone * count + other] * theirs) / (mine + theirs);
            for (group, mean) in [(kept, joined), (gone, f32::NEG_INFINITY)] {
                means[group * count + other] = mean;
                means[other * count + group] = mean;
            }
        }
        means[kept * count + kept] = f32::NEG_INFINITY;
        let members = std::mem::take(&mut groups[gone]);
        groups[kept].extend(members);
        for other in 0..count {
            if other == kept || other == gone || best[other].1 == kept || best[other].1 == gone {
                best[other] = nearest(&means, other);
            } else if means[other * count + kept] > best[other].0 {
                best[other] = (means[other * count + kept], kept);
            }
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(points: &[f32], least: f32) -> Vec<Vec<usize>> {
        let mut groups = groups(points.len(), least, |one, two| 1.0 / (1.0 + (points[one] - points[two]).abs()));
        groups.iter_mut().for_each(|group| group.sort_unstable());
        groups
    }

    #[test]
    fn the_likeliest_are_joined_and_the_mean_decides() {
        assert_eq!(near(&[0.0, 9.0, 0.1, 9.2, 30.0], 0.5), [vec![0, 2], vec![1, 3], vec![4]]);
        // 1.1 is near to 0.6 alone; on average it is too far from the group.
        assert_eq!(near(&[0.0, 0.1, 0.6, 1.4], 0.6), [vec![0, 1, 2], vec![3]]);
        assert_eq!(near(&[], 0.5), Vec::<Vec<usize>>::new());
        assert_eq!(near(&[1.0, 1.0], 2.0).len(), 2);
    }
}
