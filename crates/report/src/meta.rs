//! What is known of a report besides its text.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Meta-data of a report. Nothing here is guessed from the text without a warning.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// Headline as the outlet gave it.
    pub title: Option<String>,
    /// Who published the report.
    pub outlet: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// ISO 639-1 code of the language.
    pub language: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// Bylines.
    pub authors: Vec<String>,
    /// The address that the report names as its own original, which may be another outlet's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// Whose work it says it rests on: "Source: Reuters", "Translated from …".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// Who stated each of the facts above.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub basis: BTreeMap<Fact, Stated>,
    /// What went wrong on the way in without stopping it.
    pub warnings: Vec<String>,
}

/// A fact of meta-data, by its key in the printed form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Fact {
    Title,
    Outlet,
    Url,
    Language,
    Published,
    Authors,
    Canonical,
    Credit,
}

/// Who stated a fact of meta-data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stated {
    /// The line of JSON that the report came in.
    Json,
    /// The row of a table.
    Table,
    /// The page itself.
    Page,
    /// The entry of a feed.
    Entry,
    /// The feed as a whole.
    Feed,
    /// The answer of the server that gave it, or the address it was asked for.
    Http,
    /// The record of a web archive.
    Archive,
    /// The text of the report.
    Text,
    /// Whoever ran the program.
    Option,
}

impl Fact {
    /// All facts, in the order of the printed form.
    pub const ALL: [Self; 8] = [
        Self::Title,
        Self::Outlet,
        Self::Url,
        Self::Language,
        Self::Published,
        Self::Authors,
        Self::Canonical,
        Self::Credit,
    ];
}

impl Meta {
    /// Whether a fact is known.
    pub fn has(&self, fact: Fact) -> bool {
        match fact {
            Fact::Title => self.title.is_some(),
            Fact::Outlet => self.outlet.is_some(),
            Fact::Url => self.url.is_some(),
            Fact::Language => self.language.is_some(),
            Fact::Published => self.published.is_some(),
            Fact::Authors => !self.authors.is_empty(),
            Fact::Canonical => self.canonical.is_some(),
            Fact::Credit => self.credit.is_some(),
        }
    }

    /// Lets every known fact that rests on nothing yet rest on `basis`.
    #[must_use]
    pub fn resting_on(mut self, basis: Stated) -> Self {
        for fact in Fact::ALL {
            if self.has(fact) {
                self.basis.entry(fact).or_insert(basis);
            }
        }
        self
    }

    /// Takes over what `other` knows and this does not, with its basis.
    pub fn complete_from(&mut self, other: Self) {
        for fact in Fact::ALL {
            if let (false, true, Some(basis)) = (self.has(fact), other.has(fact), other.basis.get(&fact)) {
                self.basis.insert(fact, *basis);
            }
        }
        self.title = self.title.take().or(other.title);
        self.outlet = self.outlet.take().or(other.outlet);
        self.url = self.url.take().or(other.url);
        self.language = self.language.take().or(other.language);
        self.published = self.published.take().or(other.published);
        if self.authors.is_empty() {
            self.authors = other.authors;
        }
        self.canonical = self.canonical.take().or(other.canonical);
        self.credit = self.credit.take().or(other.credit);
        self.warnings.extend(other.warnings);
    }
}

/// A publication date as stated: a day, or a moment with the zone the outlet gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    stated: String,
    date: Date,
}

/// A publication date that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedError {
    stated: String,
}

impl std::fmt::Display for PublishedError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "unknown date {:?}; write it as 2023-09-12 or 2023-09-12T18:30:00+03:00", self.stated)
    }
}

impl std::error::Error for PublishedError {}

impl Published {
    /// Reads an ISO 8601 / RFC 3339 date, with or without a time and zone.
    ///
    /// The day is the outlet's own: the zone is kept, never converted.
    ///
    /// # Errors
    /// If the text does not begin with a date of the Gregorian calendar, or goes on with something else than a time.
    pub fn parse(stated: &str) -> Result<Self, PublishedError> {
        let stated = stated.trim();
        let error = || PublishedError { stated: stated.to_owned() };
        let day = stated.get(..10).ok_or_else(error)?;
        let date: Date = day.parse().map_err(|_| error())?;
        let rest = &stated[10..];
        let is_time = rest.starts_with(['T', 't', ' '])
            && rest.len() > 4
            && rest[1..].bytes().all(|b| b.is_ascii_alphanumeric() || b":.+-/[]_".contains(&b))
            && rest.as_bytes()[1].is_ascii_digit();
        if rest.is_empty() || is_time { Ok(Self { stated: stated.to_owned(), date }) } else { Err(error()) }
    }

    /// The calendar day where the report was published.
    pub fn date(&self) -> Date {
        self.date
    }

    /// Seconds since 1970 to sort by: of the moment where a zone is stated, of the clock or day as if in UTC elsewhere.
    pub fn order(&self) -> i64 {
        let stated = self.stated.replacen(' ', "T", 1);
        let moment = stated.parse::<jiff::Timestamp>().ok();
        let clock = || stated.parse::<jiff::civil::DateTime>().unwrap_or_else(|_| self.date.at(0, 0, 0, 0));
        let utc = || clock().to_zoned(jiff::tz::TimeZone::UTC).map(|zoned| zoned.timestamp()).unwrap_or_default();
        moment.unwrap_or_else(utc).as_second()
    }

    /// The date as it was stated.
    pub fn as_str(&self) -> &str {
        &self.stated
    }

    /// The date so that it sorts as text: `2023-09-12T15:30:00Z` in UTC where a zone was stated, else as much as was
    /// stated of `2023-09-12T18:30:00`. A day stands before its hours.
    pub fn sortable(&self) -> String {
        use jiff::fmt::temporal::Pieces;
        let stated = || {
            let pieces = Pieces::parse(&self.stated).ok()?;
            let time = pieces.time()?;
            let civil = pieces.date().to_datetime(time);
            match pieces.to_numeric_offset() {
                Some(offset) => Some(offset.to_timestamp(civil).ok()?.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
                None => Some(civil.strftime("%Y-%m-%dT%H:%M:%S").to_string()),
            }
        };
        stated().unwrap_or_else(|| self.date.to_string())
    }
}

impl Serialize for Published {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.stated)
    }
}

impl<'de> Deserialize<'de> for Published {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_keeps_who_stated_it() {
        let feed = Meta { outlet: Some("The Ferry".into()), title: Some("Ferry".into()), ..Meta::default() };
        let mut meta = Meta { title: Some("Rain".into()), ..Meta::default() }.resting_on(Stated::Entry);
        meta.complete_from(feed.resting_on(Stated::Feed));
        assert_eq!(meta.title.as_deref(), Some("Rain"));
        assert_eq!(meta.basis, BTreeMap::from([(Fact::Title, Stated::Entry), (Fact::Outlet, Stated::Feed)]));
        let printed = serde_json::to_value(&meta).unwrap();
        assert_eq!(printed["basis"]["outlet"], "feed");
        assert_eq!(serde_json::from_value::<Meta>(printed).unwrap(), meta);
    }

    #[test]
    fn reads_days_and_moments() {
        for good in ["2023-09-12", " 2023-09-12 ", "2023-09-12T18:30:00Z", "2023-09-12 18:30:00+03:00"] {
            assert_eq!(Published::parse(good).unwrap().date(), jiff::civil::date(2023, 9, 12), "{good}");
        }
        let order = |stated: &str| Published::parse(stated).unwrap().order();
        assert_eq!(order("1970-01-02"), 86_400);
        assert_eq!(order("1970-01-01T02:00:00+02:00"), 0);
        assert_eq!(order("1970-01-01 02:00:00"), 7200);
        assert_eq!(order("1970-01-01T02:00Z"), 7200);
        for (stated, sorts) in [
            ("2023-09-12", "2023-09-12"),
            ("2023-09-12T01:30:00.5+03:00", "2023-09-11T22:30:00Z"),
            ("2023-09-12 18:30", "2023-09-12T18:30:00"),
            ("2023-09-12T18:30:00Z", "2023-09-12T18:30:00Z"),
            ("2023-09-12T99:99", "2023-09-12"),
        ] {
            assert_eq!(Published::parse(stated).unwrap().sortable(), sorts, "{stated}");
        }
        for bad in ["", "12 September", "2023-02-30", "2023-09-1", "2023-09-12junk", "2023-09-12T", "2023-09-1é"] {
            assert!(Published::parse(bad).is_err(), "{bad}");
        }
    }
}
