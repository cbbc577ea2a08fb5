//! Answers of a ledger on a page: hits, stories, timelines, sources, conflicts, and why something is there.

use reportedly_ledger::questions::{
    Contested, Count, Entry, Evidence, Grade, Grounds, Hit, Moment, Said, Source, Step, Story,
};

use super::comparison::{self, chain, excerpt, marked, origins, reports, when};
use super::page::{Ink, Page, plain};

/// Characters shown of a quotation; json has the whole.
const QUOTED: usize = 300;
/// Names listed beside a source.
const BESIDE: usize = 8;

/// The reports found, the words looked for standing out.
pub fn hits(hits: &[Hit], more: bool, mut page: Page) -> String {
    for hit in hits {
        let title = hit.title.as_deref().map(plain).unwrap_or_else(|| hit.report.clone());
        page.line(0, &[(Ink::Title, &title)]);
        let published = hit.published.as_deref().map(when);
        let about = [hit.outlet.as_deref().map(plain), published, hit.story.clone(), Some(hit.report.clone())];
        let about: Vec<String> = about.into_iter().flatten().collect();
        page.line(2, &[(Ink::Faint, &about.join(" · "))]);
        let letters: Vec<char> = hit.snippet.chars().collect();
        let piece = |start: usize, end: usize| letters[start..end].iter().collect::<String>();
        let (mut parts, mut at) = (Vec::new(), 0);
        for [start, end] in &hit.hits {
            parts.push((Ink::Plain, piece(at, *start)));
            parts.push((Ink::Name, piece(*start, *end)));
            at = *end;
        }
        parts.push((Ink::Plain, piece(at, letters.len())));
        let parts: Vec<(Ink, &str)> = parts.iter().map(|(ink, words)| (*ink, words.as_str())).collect();
        page.line(2, &parts);
    }
    below(more, &mut page);
    page.finish()
}

fn below(more: bool, page: &mut Page) {
    if more {
        page.line(0, &[(Ink::Faint, "there are more; ask for them with --limit")]);
    }
}

/// A story with all that its reports come to.
pub fn story(story: &Story, mut page: Page) -> String {
    let row = &story.row;
    page.line(0, &[(Ink::Title, row.title.as_deref().unwrap_or("A story without a headline"))]);
    let count = reports(usize::try_from(row.reports).unwrap_or_default());
    let rests = origins(usize::try_from(row.origins).unwrap_or_default());
    let span: Vec<String> = [&row.first, &row.last].into_iter().flatten().map(|stated| when(stated)).collect();
    page.line(
        0,
        &[(Ink::Plain, &format!("{count} → {rests}")), (Ink::Faint, &format!(" · {} · {}", span.join(" to "), row.id))],
    );
    if story.left_out > 0 {
        let words = format!("{} of its reports are left out: its first and its latest are weighed", story.left_out);
        page.line(0, &[(Ink::Warning, &words)]);
    }
    if row.marked {
        page.line(0, &[(Ink::Warning, "reports came in since it was weighed; `reportedly ingest` makes it up")]);
    }
    comparison::body(&story.told, &mut page);
    page.finish()
}

/// What an entry tells, in a word.
pub fn moment(moment: Moment) -> &'static str {
    match moment {
        Moment::Happened => "happened",
        Moment::Said => "said",
        Moment::Published => "published",
        Moment::Changed => "changed",
    }
}

/// A story in order of time.
pub fn timeline(entries: &[Entry], more: bool, mut page: Page) -> String {
    let mut day = None;
    for entry in entries {
        let its = entry.from.as_deref().and_then(|from| from.get(..10)).or(entry.from.as_deref());
        if day != Some(its) {
            page.line(0, &[(Ink::Heading, its.unwrap_or("undated"))]);
            day = Some(its);
        }
        let ink = if entry.moment == Moment::Happened { Ink::Name } else { Ink::Faint };
        let word = format!("{:<10}", moment(entry.moment));
        page.line(2, &[(ink, &word), (Ink::Plain, &words_of(entry))]);
        let told = entry.status.as_deref().filter(|_| entry.moment == Moment::Happened).map(str::to_owned);
        let who = if entry.chain.is_empty() { entry.outlets.join(", ") } else { chain(&entry.chain) };
        let about: Vec<String> = [told, span(entry), Some(who), entry.claim.clone()].into_iter().flatten().collect();
        page.line(
            12,
            &[(Ink::Faint, &about.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · "))],
        );
    }
    below(more, &mut page);
    page.finish()
}

fn words_of(entry: &Entry) -> String {
    let is_quoted = matches!(entry.moment, Moment::Happened | Moment::Said);
    if is_quoted { marked(&shortened(&entry.words)) } else { plain(&entry.words) }
}

/// The stretch of time that the words allow.
fn span(entry: &Entry) -> Option<String> {
    match (&entry.from, &entry.to) {
        (Some(from), Some(to)) => Some(format!("{} to before {}", when(from), when(to))),
        (Some(from), None) => Some(when(from)),
        (None, Some(to)) => Some(format!("before {}", when(to))),
        (None, None) => None,
    }
}

fn shortened(words: &str) -> String {
    let words = plain(words);
    match words.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{} …", words[..end].trim_end()),
        None => words,
    }
}

/// All that somebody said.
pub fn source(source: &Source, mut page: Page) -> String {
    page.line(0, &[(Ink::Title, &source.asked)]);
    let printed = match source.published {
        0 => String::new(),
        count => format!(" · {} as an outlet", reports(usize::try_from(count).unwrap_or_default())),
    };
    page.line(0, &[(Ink::Plain, &format!("{} claims", source.claims)), (Ink::Faint, &printed)]);
    let is_one = matches!(source.names.as_slice(), [name] if name.name == source.asked);
    if !is_one && !source.names.is_empty() {
        let names: Vec<String> = source.names.iter().take(BESIDE).map(|name| plain(&name.name)).collect();
        let rest = source.names.len().saturating_sub(BESIDE);
        let rest = if rest > 0 { format!(" and {rest} more names") } else { String::new() };
        page.line(0, &[(Ink::Faint, "as "), (Ink::Name, &names.join(", ")), (Ink::Faint, &rest)]);
    }
    grades(&source.grades, &mut page);
    beside("Relays", &source.relays, &mut page);
    beside("Relayed by", &source.relayed_by, &mut page);
    page.heading("What it said", source.said.len());
    for said in &source.said {
        claim(2, said, &mut page);
    }
    if usize::try_from(source.claims).is_ok_and(|claims| claims > source.said.len()) {
        page.line(2, &[(Ink::Faint, "there are more; ask for them with --limit")]);
    }
    page.finish()
}

fn beside(heading: &str, counts: &[Count], page: &mut Page) {
    if counts.is_empty() {
        return;
    }
    let named: Vec<String> =
        counts.iter().take(BESIDE).map(|count| format!("{} ({})", plain(&count.name), count.claims)).collect();
    let rest = counts.len().saturating_sub(BESIDE);
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    page.line(0, &[(Ink::Faint, &format!("{heading}: ")), (Ink::Plain, &named.join(", ")), (Ink::Faint, &rest)]);
}

fn grades(grades: &[Grade], page: &mut Page) {
    for Grade { scale, grade, person, note, given, .. } in grades {
        let by = person.as_deref().map(|person| format!(" by {}", plain(person))).unwrap_or_default();
        let note = note.as_deref().map(|note| format!(": {}", plain(note))).unwrap_or_default();
        let words = format!("graded {grade} for {scale}{by}, {}{note}", when(given));
        page.line(0, &[(Ink::Warning, &words)]);
    }
}

/// One claim: its words, who stands behind it, and where.
fn claim(indent: usize, said: &Said, page: &mut Page) {
    page.line(indent, &[(Ink::Plain, &marked(&shortened(&said.quotation)))]);
    let who = if said.chain.is_empty() {
        format!("{} on its own word", said.outlet.as_deref().map(plain).unwrap_or_else(|| "the report".into()))
    } else {
        let outlet = said.outlet.iter().filter(|outlet| !said.chain.contains(outlet));
        chain(&said.chain.iter().chain(outlet).cloned().collect::<Vec<_>>())
    };
    let sure = said.certainty.as_deref().filter(|sure| *sure != "certain").map(|sure| format!(", {sure}"));
    let denies = (said.polarity == "negated").then_some(", not so");
    let published = said.published.as_deref().map(when).unwrap_or_else(|| "undated".into());
    let story = said.story.as_deref().map(|story| format!(" · {story}")).unwrap_or_default();
    page.line(
        indent + 4,
        &[
            (Ink::Plain, &who),
            (Ink::Unsure, sure.as_deref().unwrap_or_default()),
            (Ink::Warning, denies.unwrap_or_default()),
            (Ink::Faint, &format!(" · {published} · {}{story}", said.claim)),
        ],
    );
}

/// Claims that cannot all hold, with both quotations.
pub fn contested(pairs: &[Contested], more: bool, mut page: Page) -> String {
    let mut story = None;
    for pair in pairs {
        if story != Some(&pair.story) {
            let headline = pair.headline.as_deref().map(plain).unwrap_or_default();
            page.line(0, &[(Ink::Title, &headline), (Ink::Faint, &format!("  {}", pair.story))]);
            story = Some(&pair.story);
        }
        pair_of(2, pair, &mut page);
    }
    below(more, &mut page);
    page.finish()
}

fn pair_of(indent: usize, pair: &Contested, page: &mut Page) {
    let values = match (&pair.a_value, &pair.b_value) {
        (Some(a), Some(b)) => format!(": {} / {}", plain(a), plain(b)),
        _ => String::new(),
    };
    page.line(indent, &[(Ink::Warning, &format!("on {}", pair.facet)), (Ink::Plain, &values)]);
    claim(indent + 2, &pair.a, page);
    claim(indent + 2, &pair.b, page);
    page.line(indent + 2, &[(Ink::Faint, &format!("{}  ({})", pair.why, pair.rule))]);
}

/// What speaks for and against a claim.
pub fn evidence(evidence: &Evidence, mut page: Page) -> String {
    claim(0, &evidence.claim, &mut page);
    grades(&evidence.grades, &mut page);
    if !evidence.conflicts.is_empty() {
        page.heading("Conflicts", evidence.conflicts.len());
        evidence.conflicts.iter().for_each(|pair| pair_of(2, pair, &mut page));
    }
    if !evidence.points.is_empty() {
        page.heading("Who else answers", evidence.points.len());
    }
    for point in &evidence.points {
        page.line(
            2,
            &[(Ink::Faint, super::words::facet_name(point.facet)), (Ink::Plain, &format!(": {}", point.asked))],
        );
        for answer in &point.answers {
            let rests = format!("  {} → {}", reports(answer.reports), origins(answer.origins));
            page.line(4, &[(Ink::Name, &marked(&answer.answer)), (Ink::Faint, &rests)]);
            for stance in &answer.stances {
                let outlet = stance.outlet.as_deref().unwrap_or("the report");
                let who = if stance.chain.is_empty() {
                    format!("{} on its own word", plain(outlet))
                } else {
                    chain(&stance.chain)
                };
                page.line(
                    6,
                    &[(Ink::Plain, &who), (Ink::Faint, &format!(" · {}", stance.claim.as_deref().unwrap_or_default()))],
                );
                page.line(8, &[(Ink::Faint, &excerpt(stance))]);
            }
        }
    }
    let changes = [("Updates", &evidence.updates), ("Denied or taken back", &evidence.denials)];
    for (heading, pairs) in changes.into_iter().filter(|(_, pairs)| !pairs.is_empty()) {
        page.heading(heading, pairs.len());
        for pair in pairs {
            page.line(2, &[(Ink::Plain, &excerpt(&pair.a))]);
            page.line(2, &[(Ink::Plain, &excerpt(&pair.b))]);
            page.line(4, &[(Ink::Faint, &format!("{}  ({})", pair.why, pair.rule))]);
        }
    }
    if !evidence.origins.is_empty() {
        page.heading("Its report rests on", evidence.origins.len());
        for mouth in &evidence.origins {
            page.line(2, &[(Ink::Name, &mouth.name), (Ink::Faint, &format!("  {}", reports(mouth.reports.len())))]);
        }
    }
    if !evidence.copies.is_empty() {
        page.line(0, &[(Ink::Faint, &format!("copies: {}", evidence.copies.join(", ")))]);
    }
    page.finish()
}

/// Why something is in the ledger, with what each rule does.
pub fn grounds(grounds: &Grounds, explained: impl Fn(&str) -> Option<&'static str>, mut page: Page) -> String {
    page.line(0, &[(Ink::Faint, &format!("{} {}", grounds.kind, grounds.id))]);
    page.line(0, &[(Ink::Title, &plain(&grounds.words))]);
    for Step { what, words, rule, confidence } in &grounds.steps {
        let words = words.as_deref().map(|words| format!(": {}", marked(&shortened(words)))).unwrap_or_default();
        page.line(2, &[(Ink::Plain, &plain(what)), (Ink::Name, &words)]);
        let sure = confidence.map(|sure| format!(", {:.0} % sure", sure * 100.0)).unwrap_or_default();
        if let Some(rule) = rule {
            let does = explained(rule).map(|words| format!(": {words}")).unwrap_or_default();
            page.line(6, &[(Ink::Faint, &format!("{rule}{sure}{does}"))]);
        }
    }
    page.finish()
}
