//! What many reports tell, on a page: conflicts first, then what changed, then claims by value, then whom it rests on.
//!
//! Reports are named by numbers in brackets; the list at the end says which they are. Quotations are the reports' own
//! words; a long one is cut around the value in question, with an ellipsis where something is left out.

use std::collections::BTreeSet;

use reportedly_ledger::questions::{Comparison, Dispute, Drift, Mouth, Pair, Point, ReportLine, Stance};
use reportedly_report::Certainty;

use super::page::{Ink, Page, plain};
use super::words;

/// Characters shown of one quotation.
const QUOTED: usize = 240;
/// Stances shown of one answer; json lists all.
const SHOWN: usize = 6;
/// Points shown that are not contested.
const POINTS: usize = 12;

/// Writes the page.
pub fn comparison(comparison: &Comparison, mut page: Page) -> String {
    head(comparison, &mut page);
    body(comparison, &mut page);
    page.finish()
}

/// The title, and how much there is.
fn head(comparison: &Comparison, page: &mut Page) {
    let titles = comparison.reports.iter().filter_map(|report| report.title.as_deref());
    let title = comparison.about.as_deref().or_else(|| titles.into_iter().next());
    page.line(0, &[(Ink::Title, title.unwrap_or("What the reports say"))]);
    let about = format!("{} → {}", reports(comparison.reports.len()), origins(comparison.origins.len()));
    let copies = comparison.reports.iter().filter(|report| report.copy_of.is_some()).count();
    let copies = if copies == 0 { String::new() } else { format!(" · {}", counted(copies, "copy", "copies")) };
    page.line(0, &[(Ink::Plain, &about), (Ink::Faint, &copies), (Ink::Faint, &span_of(&comparison.reports))]);
}

fn span_of(reports: &[ReportLine]) -> String {
    let mut stated: Vec<&str> = reports.iter().filter_map(|report| report.published.as_deref()).collect();
    stated.sort_unstable();
    match (stated.first(), stated.last()) {
        (Some(first), Some(last)) if first == last => format!(" · {}", when(first)),
        (Some(first), Some(last)) => format!(" · {} to {}", when(first), when(last)),
        _ => String::new(),
    }
}

/// All but the head.
pub fn body(comparison: &Comparison, page: &mut Page) {
    conflicts(&comparison.conflicts, page);
    pairs("Updates", "first", "now", &comparison.updates, page);
    pairs("Denied or taken back", "said", "denied", &comparison.denials, page);
    points(&comparison.points, page);
    drifts(&comparison.drift, page);
    whom(comparison, page);
    list(&comparison.reports, page);
}

fn conflicts(disputes: &[Dispute], page: &mut Page) {
    if disputes.is_empty() {
        return;
    }
    page.heading("Conflicts", disputes.len());
    for dispute in disputes {
        page.line(2, &[(Ink::Warning, words::facet(dispute.facet)), (Ink::Plain, &asked(&dispute.asked))]);
        for side in &dispute.sides {
            answer(&side.answer, side.reports, side.origins, page);
            stances(&side.stances, page);
        }
        page.line(4, &[(Ink::Faint, &format!("{}  ({})", dispute.why, dispute.rule))]);
    }
}

fn answer(words: &str, in_reports: usize, on_origins: usize, page: &mut Page) {
    let rests = format!("  {} → {}", reports(in_reports), origins(on_origins));
    page.line(4, &[(Ink::Name, &marked(words)), (Ink::Faint, &rests)]);
}

fn asked(asked: &str) -> String {
    if asked.is_empty() { String::new() } else { format!(": {asked}") }
}

fn points(points: &[Point], page: &mut Page) {
    let told = |point: &Point| -> usize {
        let reports = point.answers.iter().flat_map(|answer| answer.stances.iter().map(|stance| stance.report));
        reports.collect::<BTreeSet<_>>().len()
    };
    // What is contested stands above, whole.
    let shared: Vec<&Point> = points.iter().filter(|point| !point.contested && told(point) > 1).collect();
    let alone = points.iter().filter(|point| !point.contested && told(point) == 1).count();
    if shared.is_empty() && alone == 0 {
        return;
    }
    page.heading("What several reports say", shared.len());
    for point in shared.iter().take(POINTS) {
        page.line(2, &[(Ink::Plain, words::facet_name(point.facet)), (Ink::Plain, &asked(&point.asked))]);
        for given in &point.answers {
            answer(&given.answer, given.reports, given.origins, page);
            stances(&given.stances, page);
        }
    }
    let hidden = shared.len().saturating_sub(POINTS);
    if hidden > 0 {
        page.line(2, &[(Ink::Faint, &format!("and {hidden} more; json lists them"))]);
    }
    if alone > 0 {
        page.line(2, &[(Ink::Faint, &format!("and {alone} that one report alone tells; json lists them"))]);
    }
}

/// The words of each, once where several say the same, and who stands behind them.
fn stances(stances: &[Stance], page: &mut Page) {
    let mut groups: Vec<(String, Vec<&Stance>)> = Vec::new();
    for stance in stances {
        let words = excerpt(stance);
        match groups.iter_mut().find(|(other, _)| *other == words) {
            Some((_, group)) => group.push(stance),
            None => groups.push((words, vec![stance])),
        }
    }
    for (words, group) in groups.iter().take(SHOWN) {
        page.line(6, &[(Ink::Plain, words)]);
        for stance in group {
            behind(8, stance, page);
        }
    }
    if groups.len() > SHOWN {
        page.line(6, &[(Ink::Faint, &format!("and {} more wordings; json lists them", groups.len() - SHOWN))]);
    }
}

/// Who stands behind a claim: the chain in words and the report.
fn behind(indent: usize, stance: &Stance, page: &mut Page) {
    let chain = if stance.chain.is_empty() {
        let outlet = stance.outlet.as_deref().unwrap_or("the report");
        format!("{} on its own word", plain(outlet))
    } else {
        chain(&stance.chain)
    };
    let sure = match stance.certainty {
        None | Some(Certainty::Certain) => String::new(),
        certainty => format!(", {}", words::certainty(certainty)),
    };
    page.line(
        indent,
        &[(Ink::Plain, &chain), (Ink::Faint, &format!(" [{}]", stance.report)), (words::ink(stance.certainty), &sure)],
    );
}

/// A chain in words, the speaker first.
pub fn chain(links: &[String]) -> String {
    links.iter().map(|link| plain(link)).collect::<Vec<_>>().join(" → ")
}

fn pairs(heading: &str, before: &str, after: &str, pairs: &[Pair], page: &mut Page) {
    if pairs.is_empty() {
        return;
    }
    page.heading(heading, pairs.len());
    for pair in pairs {
        let change = match (&pair.a.value, &pair.b.value) {
            (Some(a), Some(b)) => format!(": {} → {}", plain(a), plain(b)),
            _ => String::new(),
        };
        page.line(2, &[(Ink::Warning, words::facet(pair.facet)), (Ink::Plain, &change)]);
        for (name, stance, also) in [(before, &pair.a, &pair.also.0), (after, &pair.b, &pair.also.1)] {
            page.line(4, &[(Ink::Faint, &format!("{name:<7}")), (Ink::Plain, &excerpt(stance))]);
            behind(11, stance, page);
            if !also.is_empty() {
                page.line(11, &[(Ink::Faint, &format!("also {}", numbers(also)))]);
            }
        }
        page.line(4, &[(Ink::Faint, &format!("{}  ({})", pair.why, pair.rule))]);
    }
}

fn drifts(drifts: &[Drift], page: &mut Page) {
    if drifts.is_empty() {
        return;
    }
    page.heading("One quotation, several wordings", drifts.len());
    for drift in drifts {
        page.line(2, &[(Ink::Name, drift.source.as_deref().unwrap_or("somebody unnamed"))]);
        for wording in &drift.wordings {
            let stands: Vec<usize> = wording.stands.iter().map(|(report, _)| *report).collect();
            let words = marked(&cut(&plain(&wording.words), 0));
            page.line(4, &[(Ink::Plain, &words), (Ink::Faint, &format!(" {}", numbers(&stands)))]);
        }
    }
}

fn whom(comparison: &Comparison, page: &mut Page) {
    if comparison.origins.is_empty() {
        return;
    }
    page.heading("Whom it rests on", comparison.origins.len());
    for Mouth { name, reports: resting, chains, related, .. } in &comparison.origins {
        page.line(2, &[(Ink::Name, name), (Ink::Faint, &format!("  {}", reports(resting.len())))]);
        for way in chains {
            page.line(4, &[(Ink::Plain, &chain(&way.chain)), (Ink::Faint, &format!(" {}", numbers(&way.reports)))]);
        }
        if !related.is_empty() {
            page.line(4, &[(Ink::Warning, &format!("one owner with {}", related.join(", ")))]);
        }
    }
}

fn list(reports: &[ReportLine], page: &mut Page) {
    page.heading("Reports", reports.len());
    let width = reports.len().to_string().len() + 2;
    for report in reports {
        let number = format!("{:<width$}  ", format!("[{}]", report.number));
        let published = report.published.as_deref().map(when).unwrap_or_else(|| "undated".into());
        let outlet = report.outlet.as_deref().map(|outlet| format!("  {}", plain(outlet))).unwrap_or_default();
        let copy = report.copy_of.map(|of| format!("  copy of [{of}]")).unwrap_or_default();
        page.line(2, &[(Ink::Faint, &number), (Ink::Plain, &published), (Ink::Name, &outlet), (Ink::Warning, &copy)]);
        let title = report.title.as_deref().map(plain).unwrap_or_default();
        let place = if title.is_empty() { report.report.clone() } else { format!("  {}", report.report) };
        page.line(4 + width, &[(Ink::Plain, &title), (Ink::Faint, &place)]);
    }
}

/// A date as stated, a moment without its seconds.
pub fn when(stated: &str) -> String {
    let stated = plain(stated);
    let Some((day, time)) = stated.split_once(['T', ' ']) else { return stated };
    let zone_at = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(zone_at);
    let clock: Vec<&str> = clock.split(':').take(2).collect();
    let gap = if zone.is_empty() || zone == "Z" { "" } else { " " };
    format!("{day} {}{gap}{zone}", clock.join(":"))
}

fn numbers(reports: &[usize]) -> String {
    reports.iter().map(|report| format!("[{report}]")).collect::<Vec<_>>().join(" ")
}

/// "3 reports".
pub fn reports(count: usize) -> String {
    counted(count, "report", "reports")
}

/// "1 origin"; none is told as what it is.
pub fn origins(count: usize) -> String {
    if count == 0 { "origin unknown".into() } else { counted(count, "origin", "origins") }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The words of a claim within marks, cut around its value where they are long.
pub fn excerpt(stance: &Stance) -> String {
    let at = stance.value_span.map_or(0, |span| span.start.saturating_sub(stance.span.start) as usize);
    marked(&cut(&plain(&stance.quotation), at))
}

/// At most [`QUOTED`] characters, with the one at `around` among them.
fn cut(words: &str, around: usize) -> String {
    let count = words.chars().count();
    if count <= QUOTED {
        return words.to_owned();
    }
    let start = around.saturating_sub(QUOTED / 2).min(count - QUOTED);
    let piece: String = words.chars().skip(start).take(QUOTED).collect();
    // Whole words only.
    let mut piece = piece.as_str();
    if start > 0 {
        piece = piece.split_once(' ').map_or(piece, |(_, rest)| rest);
    }
    let goes_on = start + QUOTED < count;
    if goes_on {
        piece = piece.rsplit_once(' ').map_or(piece, |(rest, _)| rest);
    }
    format!("{}{piece}{}", if start > 0 { "… " } else { "" }, if goes_on { " …" } else { "" })
}

/// Within marks, unless the words bring their own.
pub fn marked(words: &str) -> String {
    let words = plain(words);
    if words.starts_with(['“', '"', '‘', '«', '„', '\'']) { words } else { format!("“{words}”") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_lose_their_seconds_and_keep_their_zone() {
        assert_eq!(when("2026-02-11T09:20:00+02:00"), "2026-02-11 09:20 +02:00");
        assert_eq!(when("2026-02-11T09:20:00Z"), "2026-02-11 09:20Z");
        assert_eq!(when("2026-02-11"), "2026-02-11");
    }

    #[test]
    fn a_long_quotation_is_cut_around_its_value() {
        let words = format!("{} seven boats {}", "before ".repeat(60).trim(), "after ".repeat(60).trim());
        let at = words.find("seven").unwrap();
        let cut = cut(&words, at);
        assert!(cut.starts_with("… before") && cut.ends_with("after …") && cut.contains("seven boats"), "{cut}");
        assert!(cut.chars().count() <= QUOTED + 4);
    }
}
