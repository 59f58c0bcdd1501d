//! Groups commands that refer to one another.

/// Groups commands that refer to one another, directly or indirectly: the connected components of
/// the references. `references(index)` returns the earlier commands to which command `index`
/// refers. Each group is in the order of the commands.
#[must_use]
pub fn connected_components(
    command_count: usize,
    references: impl Fn(usize) -> Vec<usize>,
) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for command in 0..command_count {
        let targets = references(command);
        if targets.is_empty() {
            groups.push(vec![command]);
            continue;
        }
        let is_related = |group: &Vec<usize>| group.iter().any(|command| targets.contains(command));
        match groups.iter().position(is_related) {
            None => groups.push(vec![command]),
            Some(first) => {
                // A command that refers to several groups merges these groups.
                let mut start = first + 1;
                while let Some(other) =
                    (start..groups.len()).find(|&other| is_related(&groups[other]))
                {
                    for merged in groups.remove(other) {
                        let index = groups[first].partition_point(|&command| command < merged);
                        groups[first].insert(index, merged);
                    }
                    start = other;
                }
                groups[first].push(command);
            }
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::connected_components;

    #[test]
    fn commands_are_grouped_with_those_they_refer_to() {
        let references = |command| match command {
            2 | 3 => vec![0],
            5 => vec![4, 1],
            6 => vec![5, 3],
            _ => vec![],
        };
        let groups = |command_count| connected_components(command_count, references);
        assert_eq!(groups(5), [vec![0, 2, 3], vec![1], vec![4]]);
        assert_eq!(groups(6), [vec![0, 2, 3], vec![1, 4, 5]]);
        assert_eq!(groups(8), [vec![0, 1, 2, 3, 4, 5, 6], vec![7]]);
        assert_eq!(groups(0), Vec::<Vec<usize>>::new());
    }
}
