/// Sorts commands into groups that have to go together: those that refer to one another, in their order. `refers(number)` are the
/// numbers of the commands that one refers to, all before it.
#[must_use]
pub fn groups(commands: usize, refers: impl Fn(usize) -> Vec<usize>) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for number in 0..commands {
        let referred = refers(number);
        if referred.is_empty() {
            groups.push(vec![number]);
            continue;
        }
        let joins = |group: &Vec<usize>| group.iter().any(|member| referred.contains(member));
        match groups.iter().position(joins) {
            None => groups.push(vec![number]),
            Some(first) => {
                // One that refers to several groups makes them one.
                let mut later = first + 1;
                while let Some(other) = (later..groups.len()).find(|&other| joins(&groups[other])) {
                    for member in groups.remove(other) {
                        let place = groups[first].partition_point(|&known| known < member);
                        groups[first].insert(place, member);
                    }
                    later = other;
                }
                groups[first].push(number);
            }
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::groups;

    #[test]
    fn commands_go_with_those_that_they_refer_to() {
        let refers = |number| match number {
            2 | 3 => vec![0],
            5 => vec![4, 1],
            6 => vec![5, 3],
            _ => vec![],
        };
        assert_eq!(groups(5, refers), [vec![0, 2, 3], vec![1], vec![4]]);
        assert_eq!(groups(6, refers), [vec![0, 2, 3], vec![1, 4, 5]]);
        assert_eq!(groups(8, refers), [vec![0, 1, 2, 3, 4, 5, 6], vec![7]]);
        assert_eq!(groups(0, refers), Vec::<Vec<usize>>::new());
    }
}
