//! What is known of a report besides its text.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

/// Meta-data of a report. Nothing here is guessed from the text without a warning.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
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
    /// What went wrong on the way in without stopping it.
    pub warnings: Vec<String>,
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

    /// The date as it was stated.
    pub fn as_str(&self) -> &str {
        &self.stated
    }
}

impl Serialize for Published {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.stated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_days_and_moments() {
        for good in ["2023-09-12", " 2023-09-12 ", "2023-09-12T18:30:00Z", "2023-09-12 18:30:00+03:00"] {
            assert_eq!(Published::parse(good).unwrap().date(), jiff::civil::date(2023, 9, 12), "{good}");
        }
        for bad in ["", "12 September", "2023-02-30", "2023-09-1", "2023-09-12junk", "2023-09-12T", "2023-09-1é"] {
            assert!(Published::parse(bad).is_err(), "{bad}");
        }
    }
}
