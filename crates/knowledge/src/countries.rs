//! Countries, their parts, and the states that went before them: names, adjectives, people, capitals, seats of power.
//!
//! One table, `data/countries.tsv`, serves every layer, so that "Kyiv", "Ukrainian" and "UKR" mean the same country
//! everywhere. A form may have several senses ("U.S." is a name and an adjective); [`find`] says them all.
//! Which of them a report means is not decided here.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::fold::fold;
use crate::table;

/// What a row of the table stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A sovereign state.
    State,
    /// A dependent territory.
    Territory,
    /// A state that part of the others do not recognise.
    Disputed,
    /// A part of a country that acts or is named by itself: Scotland, Chechnya.
    Part,
    /// A state that is no more; its code is its successor's.
    Historical,
}

/// A country, or what is named like one.
#[derive(Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-2 code; `XK` for Kosovo.
    pub alpha2: &'static str,
    /// ISO 3166-1 alpha-3 code; for historical states the one they had.
    pub alpha3: &'static str,
    /// What it is.
    pub kind: Kind,
    /// English name.
    pub name: &'static str,
    /// Other names.
    pub names: Vec<&'static str>,
    /// Adjectives, the usual one first.
    pub adjectives: Vec<&'static str>,
    /// Words for its people, singular and plural.
    pub people: Vec<&'static str>,
    /// Spellings of its capital.
    pub capitals: Vec<&'static str>,
    /// Further capitals and seats of government: Tel Aviv, Cape Town.
    pub second_capitals: Vec<&'static str>,
    /// Palaces, streets and houses that stand for its government.
    pub seats: Vec<&'static str>,
    /// Name of its government: "Russian government"; empty where it has none of its own.
    pub government: &'static str,
    /// Its customary point.
    pub point: Point,
    /// The point of its capital.
    pub capital: Option<Point>,
}

/// A point on the map, with its GeoNames id where it has one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// GeoNames id.
    pub geonameid: Option<u32>,
}

/// How a form names a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// "Russia", "U.S.".
    Name,
    /// "Kyiv".
    Capital,
    /// "Kremlin".
    Seat,
    /// "Russian".
    Adjective,
    /// "Russians", "Briton".
    People,
}

/// The countries a form may name, one for each sense.
#[derive(Clone, Copy, Debug, Default)]
pub struct Senses([Option<u16>; 5]);

impl Senses {
    /// The country that the form names in one sense.
    pub fn get(self, sense: Sense) -> Option<&'static Country> {
        self.0[sense as usize].map(|index| &TABLE.countries[index as usize])
    }

    /// The country by name, else by capital, seat, adjective, people.
    pub fn first(self) -> Option<(&'static Country, Sense)> {
        let order = [Sense::Name, Sense::Capital, Sense::Seat, Sense::Adjective, Sense::People];
        order.into_iter().find_map(|sense| self.get(sense).map(|country| (country, sense)))
    }
}

struct Table {
    countries: Vec<Country>,
    forms: HashMap<String, Senses>,
    /// Abbreviations that are words in lower case, as "US"; asked with their exact letters.
    exact: HashMap<&'static str, Senses>,
    codes: HashMap<&'static str, u16>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("../../../data/countries.tsv")));

/// Every row of the table, in its order.
pub fn all() -> &'static [Country] {
    &TABLE.countries
}

/// The country of an alpha-2 or alpha-3 code, in capitals.
pub fn by_code(code: &str) -> Option<&'static Country> {
    TABLE.codes.get(code).map(|&index| &TABLE.countries[index as usize])
}

/// What a form names, whatever its case and diacritics; abbreviations without points ("US") only in capitals.
pub fn find(form: &str) -> Senses {
    let form = form.trim();
    if let Some(&senses) = TABLE.exact.get(form.strip_prefix("the ").unwrap_or(form)) {
        return senses;
    }
    TABLE.forms.get(fold(form).as_ref()).copied().unwrap_or_default()
}

/// The country with this name.
pub fn by_name(form: &str) -> Option<&'static Country> {
    find(form).get(Sense::Name)
}

/// The country of an adjective or a word for its people: "Russian", "Britons".
pub fn by_demonym(form: &str) -> Option<&'static Country> {
    let senses = find(form);
    senses.get(Sense::Adjective).or_else(|| senses.get(Sense::People))
}

/// The country whose capital has this name.
pub fn by_capital(form: &str) -> Option<&'static Country> {
    find(form).get(Sense::Capital)
}

/// The country whose government sits in this palace, house or street.
pub fn by_seat(form: &str) -> Option<&'static Country> {
    find(form).get(Sense::Seat)
}

impl Table {
    fn parse(text: &'static str) -> Self {
        let countries: Vec<Country> = table::rows(text).map(country).collect();
        let mut this =
            Self { countries: Vec::new(), forms: HashMap::new(), exact: HashMap::new(), codes: HashMap::new() };
        for (index, country) in countries.iter().enumerate() {
            let index = index as u16;
            this.codes.entry(country.alpha2).or_insert(index);
            this.codes.entry(country.alpha3).or_insert(index);
            this.add(country.name, Sense::Name, index);
            let lists = [
                (&country.names, Sense::Name),
                (&country.capitals, Sense::Capital),
                (&country.second_capitals, Sense::Capital),
                (&country.seats, Sense::Seat),
                (&country.adjectives, Sense::Adjective),
                (&country.people, Sense::People),
            ];
            for (forms, sense) in lists {
                forms.iter().for_each(|form| this.add(form, sense, index));
            }
        }
        this.countries = countries;
        this
    }

    fn add(&mut self, form: &'static str, sense: Sense, index: u16) {
        let abbreviation = form.len() <= 4 && form.bytes().all(|byte| byte.is_ascii_uppercase());
        let senses = if abbreviation {
            self.exact.entry(form).or_default()
        } else {
            self.forms.entry(fold(form).into_owned()).or_default()
        };
        senses.0[sense as usize].get_or_insert(index);
    }
}

fn country(row: table::Row<'static>) -> Country {
    let list = |column| row.list(column).collect();
    Country {
        alpha2: row.get(0),
        alpha3: row.get(1),
        kind: match row.get(2) {
            "state" => Kind::State,
            "territory" => Kind::Territory,
            "disputed" => Kind::Disputed,
            "part" => Kind::Part,
            _ => Kind::Historical,
        },
        name: row.get(3),
        names: list(4),
        adjectives: list(5),
        people: list(6),
        capitals: row.list(7).filter(|name| !name.starts_with('+')).collect(),
        second_capitals: row.list(7).filter_map(|name| name.strip_prefix('+')).collect(),
        seats: list(8),
        government: row.get(9),
        point: point(row, 10).unwrap_or(Point { lat: 0.0, lon: 0.0, geonameid: None }),
        capital: point(row, 13),
    }
}

fn point(row: table::Row<'_>, column: usize) -> Option<Point> {
    Some(Point {
        lat: row.get(column).parse().ok()?,
        lon: row.get(column + 1).parse().ok()?,
        geonameid: row.get(column + 2).parse().ok(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(country: Option<&'static Country>) -> &'static str {
        country.map_or("-", |country| country.alpha2)
    }

    #[test]
    fn every_row_is_whole() {
        let kinds = ["state", "territory", "disputed", "part", "historical"];
        for row in table::rows(include_str!("../../../data/countries.tsv")) {
            assert_eq!(row.columns().count(), 16, "{row:?}");
            assert!(kinds.contains(&row.get(2)), "{row:?}");
            assert_eq!((row.get(0).len(), row.get(1).len()), (2, 3), "{row:?}");
            let point = point(row, 10).unwrap_or_else(|| panic!("no point: {row:?}"));
            assert!(point.lat.abs() <= 90.0 && point.lon.abs() <= 180.0, "{row:?}");
        }
        assert!(all().len() > 250);
    }

    #[test]
    fn finds_a_country_by_any_of_its_words() {
        let names =
            [("Burma", "MM"), ("the U.S.", "US"), ("Cote d’Ivoire", "CI"), ("Soviet Union", "RU"), ("Congo", "CD")];
        for (form, expected) in names {
            assert_eq!(code(by_name(form)), expected, "{form}");
        }
        for (form, expected) in [("Britons", "GB"), ("Dominican", "DO"), ("Serb", "RS"), ("south korean", "KR")] {
            assert_eq!(code(by_demonym(form)), expected, "{form}");
        }
        for (form, expected) in [("Kyiv", "UA"), ("Kiev", "UA"), ("Washington", "US"), ("Bogota", "CO")] {
            assert_eq!(code(by_capital(form)), expected, "{form}");
        }
        for (form, expected) in
            [("the Kremlin", "RU"), ("Elysee", "FR"), ("Downing Street", "GB"), ("Blue House", "KR")]
        {
            assert_eq!(code(by_seat(form)), expected, "{form}");
        }
        assert_eq!((code(by_code("PRK")), code(by_code("KP")), code(by_code("SUN"))), ("KP", "KP", "RU"));
    }

    #[test]
    fn abbreviations_want_their_capitals() {
        assert_eq!((code(by_name("US")), code(by_name("us"))), ("US", "-"));
        assert_eq!((code(by_name("CAR")), code(by_name("car"))), ("CF", "-"));
        assert_eq!(code(by_name("nowhere")), "-");
    }

    #[test]
    fn one_form_may_have_several_senses() {
        let senses = find("U.S.");
        assert_eq!((code(senses.get(Sense::Name)), code(senses.get(Sense::Adjective))), ("US", "US"));
        assert_eq!(senses.first().map(|(_, sense)| sense), Some(Sense::Name));
    }
}
