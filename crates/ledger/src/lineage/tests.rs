//! Lineage over short reports of our own.

use super::*;

const FERRY: &str = "The night ferry to Ostrava Bay ran aground on a sandbank early on Tuesday with 214 people \
    aboard, the coast guard said. Tugs reached the vessel before dawn and nobody was hurt. Captain Ilse Moran told \
    investigators that a buoy had drifted from its charted place during the storm. Passengers were taken ashore in \
    small boats and given breakfast in the harbour school.";
const BRIDGE: &str = "Engineers closed the old chain bridge at Velden on Monday after a routine survey found two \
    cracked links. The mayor said repairs would take until autumn and cost about three million crowns. Lorries have \
    been sent over the motorway bridge, and cyclists may use the ferry without a ticket for as long as it lasts.";
const MENU: &str = "Home News Sport Weather Jobs Subscribe to our morning letter and never miss a thing again.";

fn row(text: &str) -> Row<'_> {
    Row { text, ..Row::default() }
}

fn on(text: &str, day: i32) -> Row<'_> {
    Row { text, published: Some(Moment::day(day)), ..Row::default() }
}

fn links(rows: &[Row<'_>]) -> Vec<(u32, u32)> {
    let mut lineage = Lineage::default();
    for row in rows {
        lineage.observe(*row);
    }
    lineage.settle().into_iter().map(|link| (link.copy, link.of)).collect()
}

#[test]
fn a_whole_copy_is_linked_on_arrival() {
    let mut lineage = Lineage::default();
    assert_eq!(lineage.observe(on(FERRY, 1)), None);
    assert_eq!(lineage.observe(on(BRIDGE, 1)), None);
    let link = lineage.observe(on(FERRY, 2)).unwrap();
    assert_eq!((link.copy, link.of, link.containment), (2, 0, 1.0));
    assert_eq!(link.basis.rule(), "lineage.text");
}

#[test]
fn the_later_one_is_the_copy_whatever_the_order_of_arrival() {
    assert_eq!(links(&[on(FERRY, 5), on(FERRY, 4)]), [(0, 1)]);
}

#[test]
fn an_abridged_copy_points_at_the_whole() {
    let start = &FERRY[..160];
    assert_eq!(links(&[on(start, 1), on(FERRY, 1)]), [(0, 1)]);
    assert_eq!(links(&[on(FERRY, 1), on(start, 1)]), [(1, 0)]);
}

#[test]
fn a_copy_embedded_in_a_round_up_is_found() {
    let round_up = format!("In short. {} And then: {}", &FERRY[..200], BRIDGE);
    assert_eq!(links(&[row(FERRY), row(&round_up)]).len(), 1);
}

#[test]
fn noise_and_new_words_do_not_hide_a_copy() {
    let noisy = FERRY.replace("sandbank", "sandbamk").replace("vessel", "ship").replace("school", "schoo1");
    assert_eq!(links(&[on(FERRY, 1), on(&noisy, 2)]), [(1, 0)]);
}

#[test]
fn a_menu_that_many_print_links_nobody() {
    let bodies: Vec<String> = (0..8)
        .map(|n| {
            let own: Vec<_> = (0..25).map(|k| format!("item{n}x{k}")).collect();
            format!("{MENU} {}", own.join(" "))
        })
        .collect();
    let rows: Vec<_> = bodies.iter().map(|text| row(text)).collect();
    assert_eq!(links(&rows), []);
}

#[test]
fn a_line_that_a_hundred_print_stays_one_family() {
    let prints: Vec<String> = (0..100).map(|n| format!("{FERRY} Printed by paper{n} of town{n}.")).collect();
    let rows: Vec<_> = prints.iter().map(|text| on(text, 3)).collect();
    assert_eq!(links(&rows).len(), 99);
}

#[test]
fn set_phrases_are_too_little() {
    assert_eq!(
        links(&[row("He told reporters on Monday that it would"), row("He told reporters on Monday that it")]),
        []
    );
}

#[test]
fn a_credit_line_lowers_the_bar_and_names_the_original() {
    let half = format!("{} {BRIDGE} {}", &FERRY[..100], "More on this as it comes in from our desk all day long.");
    let agency = Row { outlet: Some("Northern Wire"), ..on(FERRY, 2) };
    let paper = Row { credit: Some("northern wire"), outlet: Some("The Gull"), ..on(&half, 2) };
    let mut lineage = Lineage::default();
    lineage.observe(agency);
    let link = lineage.observe(paper).unwrap();
    assert_eq!((link.copy, link.of, link.basis), (1, 0, Basis::Credit));
    assert_eq!(links(&[agency, Row { credit: None, ..paper }]), []);
}

#[test]
fn a_canonical_address_needs_no_shared_words() {
    let original = Row { address: Some("https://gull.example/ferry"), ..row(FERRY) };
    let copy = Row { address: Some("https://amp.example/1"), canonical: original.address, ..row(BRIDGE) };
    let mut lineage = Lineage::default();
    lineage.observe(original);
    let link = lineage.observe(copy).unwrap();
    assert_eq!((link.copy, link.of, link.basis), (1, 0, Basis::Canonical));
}

#[test]
fn old_reports_are_forgotten_and_memory_stays_flat() {
    let settings = Settings { held: 500, ..Settings::default() };
    let mut lineage = Lineage::new(settings);
    for n in 0..2_000 {
        let text: Vec<_> = (0..40).map(|k| format!("w{}", n * 40 + k)).collect();
        lineage.observe(on(&format!("{MENU} {}", text.join(" ")), n));
    }
    assert!(lineage.len() <= 12 && lineage.holders.len() < 10_000, "{}", lineage.holders.len());
    assert_eq!(lineage.observe(on(FERRY, 2_000)), None);
    lineage.observe(on(BRIDGE, 2_100));
    assert_eq!(lineage.observe(on(FERRY, 2_100)), None, "published too long after");
}

#[test]
fn whatever_the_order_the_families_are_the_same() {
    let abridged = &FERRY[..180];
    let noisy = BRIDGE.replace("cracked", "crakced");
    let texts = [FERRY, abridged, BRIDGE, &noisy, MENU];
    let mut orders = vec![[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [1, 3, 0, 4, 2]];
    orders.dedup();
    for order in orders {
        let rows: Vec<_> = order.iter().map(|n| on(texts[*n], 1)).collect();
        let mut found: Vec<_> =
            links(&rows).into_iter().map(|(copy, of)| (order[copy as usize], order[of as usize])).collect();
        found.sort_unstable();
        assert_eq!(found, [(1, 0), if found[1].0 == 3 { (3, 2) } else { (2, 3) }], "{order:?}");
    }
}

#[test]
fn empty_and_huge_texts_are_taken() {
    let huge = "word ".repeat(300_000);
    assert_eq!(links(&[row(""), row(" \n"), row(&huge), row(""), row(&huge)]), []);
}

#[test]
fn taken_up_again_at_any_point_the_stream_goes_on_as_if_unbroken() {
    let settings = Settings { held: 700, days: 9, ..Settings::default() };
    let texts: Vec<String> = (0..60)
        .map(|n| match n % 6 {
            0 | 3 => format!("{MENU} {FERRY} Number {n}."),
            1 => BRIDGE[n % 40..].to_owned(),
            2 => format!("{MENU} {}", (0..20).map(|k| format!("own{n}x{k} ")).collect::<String>()),
            4 => FERRY.replace("the", &format!("the{}", n % 3)),
            _ => String::new(),
        })
        .collect();
    let row = |n: usize| Row {
        outlet: ["Northern Wire", "The Gull"].get(n % 3).copied(),
        credit: n.is_multiple_of(5).then_some("Northern Wire"),
        address: n.is_multiple_of(2).then_some(&texts[n][..texts[n].len().min(9)]),
        canonical: n.is_multiple_of(7).then_some(MENU.split_at(9).0),
        ..on(&texts[n], n as i32 / 2)
    };
    let mut unbroken = Lineage::new(settings);
    let mut snapshots = vec![unbroken.snapshot()];
    let answers: Vec<_> = (0..texts.len())
        .map(|n| {
            let answer = unbroken.observe(row(n));
            snapshots.push(unbroken.snapshot());
            answer
        })
        .collect();
    assert!(unbroken.first > 0 && answers.iter().flatten().count() > 20, "the test reaches what it is about");
    for (k, snapshot) in snapshots.iter().enumerate() {
        let mut resumed = Lineage::restored(settings, snapshot).unwrap();
        let rest: Vec<_> = (k..texts.len()).map(|n| resumed.observe(row(n))).collect();
        assert_eq!(rest, answers[k..], "taken up after {k}");
        assert_eq!(resumed.settle(), unbroken.settle());
        assert!(resumed.snapshot() == *snapshots.last().unwrap(), "the same memory in the end");
    }
    assert_eq!(Lineage::restored(Settings::default(), &snapshots[3]).unwrap_err(), Stale::Other);
}

#[test]
fn what_a_copy_made_of_its_original_is_told() {
    let kind = |original: &str, copy: &str| {
        let mut lineage = Lineage::default();
        lineage.observe(on(original, 1));
        let link = lineage.observe(on(copy, 2)).unwrap();
        assert_eq!((link.copy, link.of), (1, 0));
        link.kind.as_str()
    };
    assert_eq!(kind(FERRY, FERRY), "verbatim");
    assert_eq!(kind(FERRY, &FERRY[..180]), "abridged");
    assert_eq!(kind(FERRY, &format!("In short. {} And then: {BRIDGE}", &FERRY[..200])), "embedded");
    let reworded = FERRY.replace("ran aground", "stuck fast").replace("hurt", "harmed").replace("before", "by");
    assert_eq!(kind(FERRY, &reworded), "rewrite");
}

const ORIGINAL: &str = "Die Nachtfähre Aurora lief am Dienstag mit 214 Menschen vor Ostrava auf Grund, sagte Kapitänin Ilse Moran. \
    Zwei Schlepper aus Velden zogen die Fähre frei.";
const TRANSLATED: &str = "The night ferry Aurora ran aground off Ostrava on Tuesday with 214 people, said captain Ilse Moran. Two tugs \
    from Velden pulled the ferry free.";

#[test]
fn a_translation_is_found_where_it_is_declared_and_only_there() {
    let original = Row { outlet: Some("Hafenbote"), ..on(ORIGINAL, 1) };
    let declared = format!("{TRANSLATED}\n\nTranslated from the German report of Hafenbote.");
    let translation = Row { outlet: Some("The Gull"), ..on(&declared, 2) };
    let mut lineage = Lineage::default();
    lineage.observe(original);
    lineage.observe(Row { outlet: Some("Hafenbote"), ..on(BRIDGE, 1) });
    let link = lineage.observe(translation).unwrap();
    assert_eq!((link.copy, link.of, link.basis, link.kind), (2, 0, Basis::Translation, Kind::Translation));
    assert!(link.containment <= 0.6);
    assert_eq!(links(&[original, Row { text: TRANSLATED, ..translation }]), []);
    assert_eq!(links(&[translation, original]), [(0, 1)], "also where the original comes in later");
    assert_eq!(links(&[Row { outlet: Some("Stadtbote"), ..original }, translation]), [], "another outlet");
}

#[test]
fn a_declared_reprint_needs_fewer_shared_words() {
    let half = format!("{} {BRIDGE} It first appeared in the Northern Wire.", &FERRY[..100]);
    let agency = Row { outlet: Some("Northern Wire"), ..on(FERRY, 2) };
    let paper = Row { outlet: Some("The Gull"), ..on(&half, 2) };
    let mut lineage = Lineage::default();
    lineage.observe(agency);
    let link = lineage.observe(paper).unwrap();
    assert_eq!((link.copy, link.of, link.basis), (1, 0, Basis::Credit));
}
