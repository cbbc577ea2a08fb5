//! Numbers in digits and words: "4.5 million", "twenty-one", "a thousand", "two and a half".

use reportedly_knowledge::numbers::Numeral;

use crate::lexemes::{Ending, Lexemes};

/// A number as read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Number {
    pub value: f64,
    /// Past its last lexeme.
    pub end: usize,
    /// Written in plain digits, as a year could be: how many.
    pub plain: u8,
    /// Its last scale word: a million for "4.5 million".
    pub scale: f64,
}

/// The longest number words reach ("nine hundred and ninety-nine thousand …").
const MOST: usize = 16;

/// The number that begins at lexeme `i`.
pub(crate) fn number(lexemes: &Lexemes<'_>, i: usize) -> Option<Number> {
    if let Some(digits) = lexemes.digits(i) {
        if digits.ending != Ending::None || !digits.value.is_finite() {
            return None;
        }
        return Some(scaled(lexemes, Number { value: digits.value, end: i + 1, plain: digits.plain, scale: 1.0 }));
    }
    if lexemes.is_any(i, &["a", "an"]) {
        return article(lexemes, i);
    }
    match lexemes.numeral(i)? {
        Numeral::One(_) | Numeral::Ten(_) => words(lexemes, i),
        Numeral::Part(0.5) => half(lexemes, i),
        _ => None,
    }
}

/// "a thousand", "a dozen", "a million and a half".
fn article(lexemes: &Lexemes<'_>, i: usize) -> Option<Number> {
    match lexemes.numeral(i + 1)? {
        Numeral::Scale(scale) => Some(scaled(lexemes, Number { value: scale, end: i + 2, plain: 0, scale })),
        Numeral::Part(0.5) => {
            let Some(Numeral::Scale(scale)) = lexemes.numeral(i + 2) else { return None };
            Some(Number { value: scale / 2.0, end: i + 3, plain: 0, scale })
        }
        _ => None,
    }
}

/// "half a million", "half a dozen".
fn half(lexemes: &Lexemes<'_>, i: usize) -> Option<Number> {
    let Some(Numeral::Scale(scale)) = lexemes.numeral(i + 2).filter(|_| lexemes.is(i + 1, "a")) else { return None };
    Some(Number { value: scale / 2.0, end: i + 3, plain: 0, scale })
}

/// A number written out: "two hundred and fifty thousand".
fn words(lexemes: &Lexemes<'_>, i: usize) -> Option<Number> {
    let (mut total, mut group, mut end, mut scale) = (0.0, 0.0, i, 1.0);
    let mut last_was_one = false;
    while end < i + MOST {
        let at = if end > i && (lexemes.is_dash(end) || lexemes.is(end, "and")) { end + 1 } else { end };
        match lexemes.numeral(at) {
            // "and" joins only after a hundred or more: "two and three" are two numbers.
            Some(Numeral::One(one)) if at == end || lexemes.is_dash(end) || scale >= 100.0 => {
                if last_was_one {
                    break;
                }
                (group, last_was_one) = (group + one, true);
            }
            Some(Numeral::Ten(ten)) if (at == end && end == i) || scale >= 100.0 => group += ten,
            Some(Numeral::Scale(100.0)) if group > 0.0 && at == end => {
                (group, scale, last_was_one) = (group * 100.0, 100.0, false);
            }
            Some(Numeral::Scale(next)) if group > 0.0 && (at == end || lexemes.is_dash(end)) => {
                total += group * next;
                (group, scale, last_was_one) = (0.0, next, false);
            }
            _ => break,
        }
        end = at + 1;
    }
    let number = Number { value: total + group, end, plain: 0, scale };
    (end > i).then(|| and_a_half(lexemes, number))
}

/// Takes the scale that follows digits: "4.5 million", "3bn", "20-million".
fn scaled(lexemes: &Lexemes<'_>, mut number: Number) -> Number {
    loop {
        let at = if lexemes.is_dash(number.end) { number.end + 1 } else { number.end };
        match lexemes.numeral(at) {
            Some(Numeral::Scale(scale)) => {
                number = Number { value: number.value * scale, end: at + 1, plain: 0, scale };
            }
            _ => return and_a_half(lexemes, number),
        }
    }
}

/// "two and a half", "5 1/2", "3½".
fn and_a_half(lexemes: &Lexemes<'_>, number: Number) -> Number {
    let i = number.end;
    let step = |k: usize| if lexemes.is_dash(k) { k + 1 } else { k };
    let and = step(i);
    if lexemes.is(and, "and") && lexemes.is(step(and + 1), "a") {
        let part = step(step(and + 1) + 1);
        if let Some(Numeral::Part(half)) = lexemes.numeral(part).filter(|part| *part == Numeral::Part(0.5)) {
            let (value, end) = (number.value + half * number.scale, part + 1);
            return scaled_once(lexemes, Number { value, end, plain: 0, ..number });
        }
    }
    if lexemes.is_mark(i, "½¼¾") && lexemes.is_glued(i) {
        let part = match lexemes.mark(i) {
            Some('½') => 0.5,
            Some('¼') => 0.25,
            _ => 0.75,
        };
        return Number { value: number.value + part, end: i + 1, plain: 0, ..number };
    }
    number
}

/// "two and a half million".
fn scaled_once(lexemes: &Lexemes<'_>, number: Number) -> Number {
    match lexemes.numeral(number.end) {
        Some(Numeral::Scale(scale)) if number.scale == 1.0 => {
            Number { value: number.value * scale, end: number.end + 1, plain: 0, scale }
        }
        _ => number,
    }
}
