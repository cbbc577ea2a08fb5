//! Stories over short reports of our own.

use super::*;

const FERRY: [&str; 3] = [
    "The night ferry Aurora Bay ran aground off Velden early on Tuesday with 214 people aboard, the coast guard said. \
     Captain Ilse Moran called for tugs.",
    "Tugs pulled the ferry Aurora Bay off a sandbank near Velden on Wednesday. All 214 passengers were safe, and Captain Ilse \
     Moran was questioned.",
    "A drifting buoy led the ferry Aurora Bay onto the sandbank off Velden, Captain Ilse Moran told the inquiry.",
];
const BRIDGE: [&str; 2] = [
    "Engineers closed the chain bridge at Ostrava Falls after finding two cracked links, Mayor Petr Hala said on Monday.",
    "The cracked chain bridge at Ostrava Falls will stay closed until autumn, said Mayor Petr Hala; lorries are sent round.",
];

fn on(text: &str, day: i32) -> Row<'_> {
    Row { text, published: Some(Moment::day(day)), ..Row::default() }
}

#[test]
fn reports_on_one_happening_come_together() {
    let mut stories = Stories::default();
    let order = [(FERRY[0], 1), (BRIDGE[0], 1), (FERRY[1], 2), (BRIDGE[1], 3), (FERRY[2], 5)];
    let placed: Vec<_> = order.map(|(text, day)| stories.observe(on(text, day)).story).into();
    assert_eq!(placed, [0, 1, 0, 1, 0]);
    assert_eq!(stories.len(), 2);
}

#[test]
fn a_like_happening_elsewhere_is_another_story() {
    let other = "The night ferry Silver Gull ran aground off Karst early on Sunday with 87 people aboard, the coast guard \
        said. Captain Tomas Reuel called for tugs.";
    let mut stories = Stories::default();
    assert_eq!(stories.observe(on(FERRY[0], 1)).story, 0);
    assert_eq!(stories.observe(on(other, 20)).story, 1);
    assert_eq!(stories.observe(on(FERRY[1], 21)).story, 0);
}

#[test]
fn a_quiet_story_is_closed() {
    let mut stories = Stories::default();
    stories.observe(on(FERRY[0], 1));
    assert_eq!(stories.observe(on(FERRY[0], 100)).story, 1);
    assert_eq!(stories.len(), 1);
}

#[test]
fn two_halves_of_one_story_are_merged_by_a_report_that_fits_both() {
    let mut stories = Stories::new(Settings { join: 0.0, merge: 0.0, ..Settings::default() });
    for _ in 0..2 {
        stories.teach(on(FERRY[0], 1), 0);
        stories.teach(on(FERRY[1], 1), 1);
    }
    stories.next = 2;
    let placed = stories.observe(on(FERRY[1], 1));
    assert_eq!((placed.story, placed.changes.merged), (0, vec![(1, 0)]));
    assert_eq!(stories.len(), 1);
    assert_eq!(stories.observe(on(FERRY[2], 2)).story, 0);
}

#[test]
fn the_same_stream_gives_the_same_stories() {
    let run = || {
        let mut stories = Stories::default();
        (0..400)
            .map(|n| stories.observe(on(&format!("{} Item {} near Town{}.", FERRY[n % 3], n, n % 40), n as i32)).story)
            .collect::<Vec<_>>()
    };
    assert_eq!(run(), run());
}

#[test]
fn open_stories_and_their_index_are_bounded() {
    let mut stories = Stories::new(Settings { open: 50, ..Settings::default() });
    for n in 0..3_000u32 {
        let own: Vec<_> = (0..30).map(|k| format!("w{}", n * 30 + k)).collect();
        stories.observe(Row { text: &own.join(" "), ..Row::default() });
    }
    assert_eq!(stories.len(), 50);
    assert!(stories.index.len() <= 50 * 60, "{}", stories.index.len());
    assert_eq!(stories.quiet.len(), 50);
}

#[test]
fn a_long_story_keeps_its_weightiest_terms() {
    let mut stories = Stories::default();
    for n in 0..200u32 {
        let own: Vec<_> = (0..10).map(|k| format!("w{}", n * 10 + k)).collect();
        let (one, two) = (FERRY[n as usize % 3], FERRY[(n as usize + 1) % 3]);
        assert_eq!(stories.observe(on(&format!("{one} {two} {}", own.join(" ")), 1)).story, 0);
    }
    assert!(stories.open[&0].terms.len() <= 1_200);
    assert_eq!(stories.observe(on(FERRY[2], 2)).story, 0);
}

#[test]
fn texts_without_words_are_stories_of_their_own() {
    let mut stories = Stories::default();
    assert_eq!(stories.observe(Row::default()).story, 0);
    assert_eq!(stories.observe(on(" \n…", 3)).story, 1);
}

#[test]
fn taken_up_again_at_any_point_the_stream_goes_on_as_if_unbroken() {
    let settings = Settings { open: 12, days: 20, ..Settings::default() };
    let texts: Vec<String> = (0..90)
        .map(|n| match n % 5 {
            0 => format!("{} Item {n} near Town{}.", FERRY[n % 3], n % 4),
            1 => BRIDGE[n % 2].replace("Ostrava", &format!("Town{}", n % 8)),
            2 => (0..30).map(|k| format!("Own{}x{k} ", n / 3)).collect(),
            3 => BRIDGE[n % 2].to_owned(),
            _ => String::new(),
        })
        .collect();
    let row = |n: usize| on(&texts[n], n as i32 / 3);
    let mut unbroken = Stories::new(settings);
    (0..10).for_each(|n| unbroken.learn(row(n)));
    let mut snapshots = vec![unbroken.snapshot()];
    let answers: Vec<_> = (0..texts.len())
        .map(|n| {
            let answer = unbroken.observe(row(n));
            snapshots.push(unbroken.snapshot());
            answer
        })
        .collect();
    assert!(answers.iter().any(|placed| placed.fit.is_some()) && unbroken.len() < unbroken.next as usize);
    for (k, snapshot) in snapshots.iter().enumerate() {
        let mut resumed = Stories::restored(settings, snapshot).unwrap();
        let rest: Vec<_> = (k..texts.len()).map(|n| resumed.observe(row(n))).collect();
        assert_eq!(rest, answers[k..], "taken up after {k}");
        assert!(resumed.snapshot() == *snapshots.last().unwrap(), "the same memory in the end");
    }
    assert_eq!(Stories::restored(Settings::default(), &snapshots[3]).unwrap_err(), Stale::Other);
}

#[test]
fn two_look_alikes_taken_for_one_are_split_and_the_moves_told() {
    let wreck = |ship: &str, captain: &str, place: &str, told: [&str; 4]| {
        told.map(|told| format!("The ferry {ship} {told}. {place} mourns with Captain {captain} of the {ship}."))
    };
    let one = wreck(
        "Aurora Bay",
        "Ilse Moran",
        "Velden",
        [
            "was caught in thick fog and struck a sandbank; divers looked at her hull before noon",
            "took water over the bow all night, and two tugs towed her home under flares",
            "lost its rudder within sight of shore while the band was still playing",
            "is insured for nine millions, brokers think, and will hardly be repaired this winter",
        ],
    );
    let two = wreck(
        "Silver Gull",
        "Tomas Reuel",
        "Karst",
        [
            "burned for three hours after a lorry caught fire on the car deck",
            "had passed its yearly survey in spring, says the register of shipping",
            "drifts without power, and a gale is forecast for the evening",
            "carried a school choir, whose parents wait in the terminal for word",
        ],
    );
    // All are let in, so that it is up to the second look.
    let mut stories = Stories::new(Settings { join: -100.0, ..Settings::default() });
    let mut placed: Vec<u32> = Vec::new();
    for text in one.iter().chain(&two) {
        let place = stories.observe(Row { text, ..Row::default() });
        placed.push(place.story);
        place.changes.apply(&mut placed);
    }
    stories.settle().iter().for_each(|changes| changes.apply(&mut placed));
    assert_eq!(placed[..4], [placed[0]; 4]);
    assert_eq!(placed[4..], [placed[4]; 4]);
    assert_ne!(placed[0], placed[4]);
    assert_eq!(stories.len(), 2);
    assert_eq!(stories.held, 8);
}
