use jiff::civil::date;

use super::*;

/// Published on Tuesday, 12 September 2023.
fn anchor(tense: Tense) -> Anchor {
    Anchor { publication: Some(date(2023, 9, 12)), spoken: Spoken::default(), tense, joined_year: None }
}

fn value(expression: Expression, tense: Tense) -> String {
    resolve(expression, Within::Day, &anchor(tense)).value
}

const NOWHERE: Anchor = Anchor {
    publication: None,
    spoken: Spoken { day: None, month: None, year: None, grain: None },
    tense: Tense::Past,
    joined_year: None,
};

fn open(month: i8, day: Option<i8>) -> Expression {
    Expression::Date { year: YearRef::Open, month, day }
}

fn bare(weekday: i8) -> Expression {
    Expression::Weekday { weekday, shift: None }
}

#[test]
fn weekdays_follow_publication_and_tense() {
    assert_eq!(value(bare(2), Tense::Future), "2023-09-12", "the weekday of publication means that day");
    assert_eq!(value(bare(7), Tense::Past), "2023-09-10");
    assert_eq!(value(bare(3), Tense::Future), "2023-09-13");
    assert_eq!(value(bare(3), Tense::Open), "2023-09-06");
    assert_eq!(value(Expression::Weekday { weekday: 2, shift: Some(-1) }, Tense::Past), "2023-09-05");
    assert_eq!(value(Expression::Weekday { weekday: 5, shift: Some(0) }, Tense::Open), "2023-09-15");
}

#[test]
fn open_years_follow_tense_but_not_far() {
    assert_eq!(value(open(12, None), Tense::Past), "2022-12");
    assert_eq!(value(open(9, None), Tense::Past), "2023-09");
    assert_eq!(value(open(10, None), Tense::Future), "2023-10");
    assert_eq!(value(open(10, Some(3)), Tense::Past), "2023-10-03", "a hearing set for three weeks ahead");
    assert_eq!(value(open(8, Some(24)), Tense::Open), "2023-08-24");
}

#[test]
fn without_publication_values_stay_partial() {
    let value = |expression| resolve(expression, Within::Day, &NOWHERE);
    assert_eq!(value(bare(1)).value, "XXXX-WXX-1");
    assert_eq!(value(open(9, Some(12))).value, "XXXX-09-12");
    assert_eq!(value(Expression::Day(-1)).value, "XXXX-XX-XX");
    assert_eq!(value(Expression::Around { unit: Unit::Week, shift: -1, from: From::Publication }).value, "XXXX-WXX");
    assert_eq!(value(Expression::Day(0)).from, None);
}

#[test]
fn units_count_from_publication() {
    let around = |unit, shift, tense| value(Expression::Around { unit, shift, from: From::Publication }, tense);
    assert_eq!(around(Unit::Week, -1, Tense::Past), "2023-W36");
    assert_eq!(around(Unit::Year, -1, Tense::Past), "2022");
    assert_eq!(around(Unit::Month, 1, Tense::Future), "2023-10");
    assert_eq!(around(Unit::Weekend, 0, Tense::Past), "2023-W36-WE");
    assert_eq!(around(Unit::Weekend, 0, Tense::Future), "2023-W37-WE");
    let ago =
        |unit, amount| value(Expression::Offset { unit, amount, back: true, from: From::Publication }, Tense::Past);
    assert_eq!(ago(Unit::Week, 1.0), "2023-09-05");
    assert_eq!(ago(Unit::Week, 2.0), "2023-W35");
    assert_eq!(ago(Unit::Year, 17.0), "2006");
    assert_eq!(ago(Unit::Decade, 2.0), "200");
    assert_eq!(ago(Unit::Hour, 3.0), "PT3H", "no clock, no moment");
}

#[test]
fn earlier_times_are_leaned_on() {
    let mut here = anchor(Tense::Past);
    here.spoken.remember(Stretch::Day(date(2023, 8, 30)));
    let earlier = Expression::Offset { unit: Unit::Day, amount: 1.0, back: true, from: From::Earlier };
    let found = resolve(earlier, Within::Day, &here);
    assert_eq!((found.value.as_str(), found.basis), ("2023-08-29", Basis::Context));
    let same = resolve(Expression::Same { unit: Unit::Month, years: -1 }, Within::Day, &here);
    assert_eq!(same.value, "2022-08");
}

#[test]
fn quarters_and_seasons_look_back() {
    let quarter = |quarter, tense| value(Expression::Quarter { quarter, year: YearRef::Open }, tense);
    assert_eq!((quarter(4, Tense::Past), quarter(2, Tense::Past)), ("2022-Q4".to_owned(), "2023-Q2".to_owned()));
    assert_eq!(quarter(4, Tense::Future), "2023-Q4");
    let season = |season, shift| value(Expression::Season { season, year: YearRef::Open, shift }, Tense::Open);
    assert_eq!(season("SU", Some(-1)), "2023-SU");
    assert_eq!(season("FA", Some(-1)), "2022-FA");
    assert_eq!(season("WI", Some(0)), "2023-WI");
}

#[test]
fn parts_of_days_have_hours() {
    let evening = resolve(bare(7), Within::Part("EV"), &anchor(Tense::Past));
    assert_eq!(evening.value, "2023-09-10TEV");
    assert_eq!(evening.kind, TimeType::Time);
    assert_eq!(evening.from.as_deref(), Some("2023-09-10T18:00"));
    assert_eq!(evening.to.as_deref(), Some("2023-09-11T00:00"));
    let clock = Clock { hour: 23, minute: 59, zone: Some("Z") };
    let late = resolve(Expression::Day(0), Within::Clock(clock), &anchor(Tense::Past));
    assert_eq!((late.value.as_str(), late.to.as_deref()), ("2023-09-12T23:59Z", Some("2023-09-13T00:00Z")));
}

#[test]
fn lengths_are_iso_periods() {
    let length = |unit, amount| value(Expression::Duration { unit, amount }, Tense::Open);
    assert_eq!(length(Unit::Decade, Amount::Number(1.0)), "P10Y");
    assert_eq!(length(Unit::Hour, Amount::Number(20.0)), "PT20H");
    assert_eq!(length(Unit::Hour, Amount::Number(0.5)), "PT30M");
    assert_eq!(length(Unit::Minute, Amount::Vague), "PTXM");
    assert_eq!(length(Unit::Year, Amount::Number(2.5)), "P2.5Y");
}

#[test]
fn strokes_are_read_with_care() {
    let dated = |a, b| value(Expression::Unordered { year: 2023, a, b }, Tense::Past);
    assert_eq!(dated(9, 11), "2023-09-11", "near publication in one order only");
    assert_eq!(dated(3, 4), "2023-XX-XX");
}

#[test]
fn a_joined_date_lends_its_year() {
    let mut here = anchor(Tense::Past);
    here.joined_year = Some(2004);
    assert_eq!(resolve(open(1, None), Within::Day, &here).value, "2004-01");
}

#[test]
fn nothing_overflows() {
    for amount in [1e9, 9999.0, f64::MAX] {
        let far = Expression::Offset { unit: Unit::Century, amount, back: true, from: From::Publication };
        assert_eq!(value(far, Tense::Past), "XX");
    }
}
