//! Claims across the groups of reports in `groups/`: whatever is found can be checked, and is found again.

use std::collections::BTreeSet;
use std::path::Path;

use reportedly_knowledge::rules;
use reportedly_language::Pipeline;
use reportedly_ledger::claims::{Account, Findings, Side, account, weigh};
use reportedly_reader::Reader;
use reportedly_report::{Meta, Published, Report};

/// A group: what is asked, and its reports.
struct Group {
    asked: String,
    reports: Vec<Report>,
}

fn groups(file: &str) -> Vec<Group> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/groups").join(file);
    let text = std::fs::read_to_string(path).expect("the groups are there");
    let mut groups: Vec<Group> = Vec::new();
    let gold = ["origins:", "conflict ", "agree ", "update ", "trap "];
    for line in text.lines().filter(|line| !line.is_empty() && !gold.iter().any(|mark| line.starts_with(mark))) {
        if let Some(title) = line.strip_prefix("## ") {
            let asked = title.split_once('|').expect("a group has a question").1.trim().to_owned();
            groups.push(Group { asked, reports: Vec::new() });
        } else if let Some(group) = groups.last_mut() {
            if let Some(head) = line.strip_prefix("### ") {
                let parts: Vec<&str> = head.split('|').map(str::trim).collect();
                let published = Published::parse(parts[2]).ok();
                let meta = Meta { outlet: Some(parts[1].to_owned()), published, ..Meta::default() };
                group.reports.push(Report { id: parts[0].to_owned(), meta, text: String::new() });
            } else if let Some(report) = group.reports.last_mut() {
                report.text.push_str(line);
            }
        }
    }
    groups
}

fn reader() -> Reader {
    let folder = std::env::var_os("REPORTEDLY_MODEL").map(std::path::PathBuf::from).unwrap_or_else(|| {
        let home = std::path::PathBuf::from(std::env::var_os("HOME").unwrap_or_default());
        home.join(".local/share/reportedly/models/en_core_web_md")
    });
    let pipeline = Pipeline::load(&folder).expect("these tests need a model: run `reportedly model install`");
    Reader::new(pipeline).with_tokens(true)
}

fn sides(findings: &Findings) -> impl Iterator<Item = &Side> {
    let pairs = findings.conflicts.iter().chain(&findings.updates);
    let agreed = findings.agreements.iter().flat_map(|agreement| &agreement.members);
    pairs.flat_map(|finding| [&finding.a, &finding.b]).chain(agreed)
}

#[test]
fn what_is_found_can_be_checked_and_is_found_again() {
    let reader = reader();
    let explained: BTreeSet<&str> = rules::all().map(|(id, _)| id).collect();
    let mut conflicts = 0;
    for group in groups("looked_at.md").into_iter().chain(groups("held_apart.md")) {
        assert!(group.reports.len() >= 3, "{}", group.asked);
        let accounts: Vec<Account> = reader.read_batch(group.reports.clone()).iter().map(account).collect();
        let kept: Vec<Account> = accounts
            .iter()
            .map(|account| serde_json::from_str(&serde_json::to_string(account).unwrap()).unwrap())
            .collect();
        let findings = weigh(&accounts.iter().collect::<Vec<_>>(), &[], Some(&group.asked));
        assert_eq!(findings, weigh(&kept.iter().collect::<Vec<_>>(), &[], Some(&group.asked)), "{}", group.asked);
        for side in sides(&findings) {
            let text = &group.reports[side.account].text;
            assert!(side.span.of(text).starts_with(&side.text), "{}: {side:?}", group.asked);
            assert!(side.sources.iter().all(|source| *source < findings.sources.len()));
        }
        for finding in &findings.conflicts {
            assert!(explained.contains(finding.rule.as_ref()) && !finding.why.is_empty());
            let shared = finding.a.sources.iter().any(|source| finding.b.sources.contains(source));
            assert!(!shared, "{}: one source against itself: {finding:?}", group.asked);
        }
        assert!(!findings.origins.is_empty(), "{}", group.asked);
        conflicts += findings.conflicts.len();
    }
    assert!(conflicts >= 30, "only {conflicts} conflicts are found in groups that hold over a hundred");
}
