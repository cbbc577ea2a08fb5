//! What a page states of itself: title, outlet, date, authors, language, address.
//!
//! Several places may state the same fact. They are asked in a fixed order, the most deliberate first: data for search
//! engines (schema.org JSON-LD), then Open Graph and other `<meta>`, then what a visitor sees.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use reportedly_knowledge::bylines;
use reportedly_report::Meta;
use serde_json::Value;

use super::names;

/// Words in a hundred that a visible headline shares with what the page states, for it to be the article's.
const LIKE: usize = 40;
/// Statements kept of each kind: enough for any honest page.
const KEPT: usize = 64;

/// The statements of a page, as they come.
#[derive(Debug, Default)]
pub struct Head {
    title: Option<String>,
    headlines: Vec<String>,
    language: Option<String>,
    canonical: Option<String>,
    /// Names in lower case and contents of `<meta>`.
    metas: Vec<(String, String)>,
    /// `datetime` of `<time>`.
    times: Vec<String>,
    data: Vec<Value>,
}

impl Head {
    /// Keeps what a start tag states.
    pub fn tag<'t>(&mut self, name: &[u8], attribute: impl Fn(&str) -> Option<Cow<'t, str>>) {
        match name {
            b"html" if self.language.is_none() => self.language = attribute("lang").map(Cow::into_owned),
            b"link" if attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.canonical = self.canonical.take().or(attribute("href").map(Cow::into_owned));
            }
            b"time" if self.times.len() < KEPT => {
                self.times.extend(attribute("datetime").or_else(|| attribute("content")).map(Cow::into_owned));
                self.of_item(&attribute);
            }
            b"meta" if self.metas.len() < KEPT * 4 => {
                let key = ["property", "name", "itemprop", "http-equiv"].into_iter().find_map(&attribute);
                if let (Some(key), Some(content)) = (key, attribute("content")) {
                    self.metas.push((key.trim().to_ascii_lowercase(), content.into_owned()));
                }
            }
            _ => self.of_item(&attribute),
        }
    }

    /// A date that an element of microdata or of a microformat gives beside its text.
    fn of_item<'t>(&mut self, attribute: &impl Fn(&str) -> Option<Cow<'t, str>>) {
        let is_published = |names: Cow<'t, str>| {
            let mut names = names.split_whitespace();
            names.any(|name| ["datepublished", "dt-published"].iter().any(|known| name.eq_ignore_ascii_case(known)))
        };
        let named = attribute("itemprop").is_some_and(is_published) || attribute("class").is_some_and(is_published);
        let value = || ["content", "datetime", "title"].into_iter().find_map(attribute);
        if let Some(value) = named.then(value).flatten().filter(|_| self.metas.len() < KEPT * 4) {
            self.metas.push(("datepublished".to_owned(), value.into_owned()));
        }
    }

    /// Whether the page has had its title; later ones belong to pictures.
    pub fn has_title(&self) -> bool {
        self.title.is_some()
    }

    /// The text of `<title>`.
    pub fn title(&mut self, text: &str) {
        self.title = Some(collapsed(text));
    }

    /// The text of an `<h1>`.
    pub fn headline(&mut self, text: &str) {
        let text = collapsed(text);
        if self.headlines.len() < KEPT && !text.is_empty() {
            self.headlines.push(text);
        }
    }

    /// A JSON-LD script; one that is not JSON states nothing. Line ends within strings, which JSON forbids and many
    /// pages write, are forgiven.
    pub fn data(&mut self, script: &str) {
        if self.data.len() < KEPT {
            let script = script.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim_end_matches(';');
            let read = serde_json::from_str::<Value>(script);
            let forgiven = || serde_json::from_str(&script.replace(char::is_control, " ")).ok();
            self.data.extend(read.ok().or_else(forgiven));
        }
    }

    /// What the page says the article is about.
    pub fn description(&self) -> Option<&str> {
        self.meta(&["og:description", "description", "twitter:description"])
    }

    fn meta(&self, keys: &[&str]) -> Option<&str> {
        let of_key = |key: &&str| self.metas.iter().find(|(name, content)| name == key && !content.trim().is_empty());
        keys.iter().find_map(of_key).map(|(_, content)| content.trim())
    }
}

/// Weighs the statements of a page.
pub fn meta(head: &Head) -> Meta {
    let article = articles(&head.data);
    let stated = |key: &str| article.iter().find_map(|object| text_of(object.get(key)?));
    let outlet = head
        .meta(&["og:site_name"])
        .map(unescaped)
        .or_else(|| stated("publisher"))
        .or_else(|| head.meta(bylines::statements("outlet")).map(unescaped));
    let title = title(head, stated("headline"), outlet.as_deref());
    let authors = authors(head, &article, outlet.as_deref());
    let mut meta = Meta {
        title,
        outlet,
        url: head
            .canonical
            .clone()
            .or_else(|| head.meta(&["og:url"]).map(str::to_owned))
            .filter(|url| url.starts_with("http")),
        language: head.language.as_deref().or_else(|| head.meta(&["og:locale", "content-language"])).and_then(language),
        authors,
        canonical: head.canonical.clone().filter(|url| url.starts_with("http")),
        ..Meta::default()
    };
    let dates = dates(head, &article);
    meta.published = dates.iter().find_map(|date| crate::date::published(date));
    if meta.published.is_none() {
        meta.warnings.push(match dates.first() {
            None => super::NO_DATE.to_owned(),
            Some(date) => format!(
                "the page states a date of publication that is none: {:?}",
                date.chars().take(80).collect::<String>()
            ),
        });
    }
    meta
}

/// The article's text, where the page's data give it; markup in it left out.
pub fn stated_text(head: &Head) -> Option<String> {
    let body = articles(&head.data).into_iter().find_map(|object| object.get("articleBody")?.as_str())?;
    let mut text = String::with_capacity(body.len());
    let mut in_tag = false;
    for c in body.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                text.push(' ');
            }
            _ if !in_tag => text.push(c),
            _ => {}
        }
    }
    Some(text).filter(|text| !text.trim().is_empty())
}

/// The objects of JSON-LD that describe the article, wherever the scripts nest them.
fn articles(data: &[Value]) -> Vec<&serde_json::Map<String, Value>> {
    let mut found = Vec::new();
    let mut open: Vec<&Value> = data.iter().rev().collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items.iter().rev()),
            Value::Object(object) => {
                if object.contains_key("datePublished") || object.contains_key("headline") {
                    found.push(object);
                }
                open.extend(["mainEntity", "mainEntityOfPage", "@graph"].iter().filter_map(|key| object.get(*key)));
            }
            _ => {}
        }
    }
    found
}

fn dates(head: &Head, article: &[&serde_json::Map<String, Value>]) -> Vec<String> {
    let mut dates: Vec<String> = article.iter().filter_map(|object| text_of(object.get("datePublished")?)).collect();
    let stated = bylines::statements("published").iter().filter_map(|key| head.meta(&[key]));
    dates.extend(stated.map(str::to_owned));
    dates.extend(head.times.iter().map(|time| time.trim().to_owned()).filter(|time| !time.is_empty()));
    dates
}

/// The names that the page's data state, else those of the first `<meta>` that has any.
fn authors(head: &Head, article: &[&serde_json::Map<String, Value>], outlet: Option<&str>) -> Vec<String> {
    let people = people(&head.data);
    let named = |value: &Value| {
        let same = || people.get(value.get("@id")?.as_str()?).cloned();
        text_of(value).or_else(same)
    };
    let in_data = article.iter().map(|object| {
        let stated: Vec<&Value> = match object.get("author").or_else(|| object.get("creator")) {
            Some(Value::Array(authors)) => authors.iter().collect(),
            author => author.into_iter().collect(),
        };
        stated.into_iter().filter_map(named).collect::<Vec<_>>()
    });
    let of_key = |key: &&str| {
        let same = head.metas.iter().filter(|(name, _)| name == key);
        same.map(|(_, content)| unescaped(content)).collect::<Vec<_>>()
    };
    let in_metas = bylines::statements("author").iter().map(of_key);
    for stated in in_data.chain(in_metas) {
        let mut kept: Vec<String> = Vec::new();
        for name in stated.iter().filter(|text| !text.contains("://")).flat_map(|text| names::stated(text, outlet)) {
            if !kept.contains(&name) && kept.len() < KEPT {
                kept.push(name);
            }
        }
        if !kept.is_empty() {
            return kept;
        }
    }
    Vec::new()
}

/// The names of what the page's data describe once and point to from elsewhere.
fn people(data: &[Value]) -> HashMap<&str, String> {
    let mut people = HashMap::new();
    let mut open: Vec<&Value> = data.iter().collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(object) => {
                if let (Some(id), Some(name)) = (object.get("@id").and_then(Value::as_str), object.get("name")) {
                    people.extend(text_of(name).map(|name| (id, name)));
                }
                open.extend(object.get("@graph"));
            }
            _ => {}
        }
    }
    people
}

/// The headline that visitors see, where it is like what the page states; else what it states.
fn title(head: &Head, headline: Option<String>, outlet: Option<&str>) -> Option<String> {
    let stated = headline.or_else(|| head.meta(bylines::statements("title")).map(unescaped));
    let window = head.title.as_deref().map(|title| without_outlet(title, outlet));
    let stated = stated.map(|title| without_outlet(&title, outlet)).filter(|title| !title.is_empty());
    let words = |text: &str| -> HashSet<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let known = words(stated.as_deref().or(window.as_deref()).unwrap_or_default());
    let likeness = |seen: &str| {
        let seen = words(seen);
        let both = seen.intersection(&known).count();
        // As many of their words as either has, in hundredths.
        if both < 2 && known.len() > 2 { 0 } else { both * 200 / (seen.len() + known.len()).max(1) }
    };
    let seen = head.headlines.iter().rev().max_by_key(|seen| likeness(seen)).filter(|seen| likeness(seen) >= LIKE);
    let only = || match &head.headlines[..] {
        [only] if Some(only.as_str()) != outlet => Some(only.clone()),
        _ => None,
    };
    let title = seen
        .map(|title| without_outlet(title, outlet))
        .or(stated)
        .or_else(only)
        .or(window)
        .or_else(|| head.headlines.first().cloned());
    title.filter(|title| !title.is_empty())
}

/// The words of a JSON-LD value: a string, or the `name` of an object.
fn text_of(value: &Value) -> Option<String> {
    let value = if let Value::Array(items) = value { items.first()? } else { value };
    let text = value.as_str().or_else(|| value.get("name")?.as_str())?;
    Some(unescaped(text)).filter(|text| !text.is_empty())
}

/// A statement whose character references were escaped twice, as many content management systems write them.
fn unescaped(text: &str) -> String {
    if !text.contains('&') || !text.contains(';') {
        return collapsed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for token in html5gum::Tokenizer::new(text) {
        if let Ok(html5gum::Token::String(words)) = token {
            plain.push_str(&String::from_utf8_lossy(&words));
        }
    }
    collapsed(&plain)
}

/// "Rain stops | The Ferry" without the outlet, which stands elsewhere.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let Some(outlet) = outlet else { return title.to_owned() };
    let bare = title.strip_suffix(outlet).map(|rest| rest.trim_end_matches([' ', '|', '-', '–', '—', ':', '·', '•']));
    bare.filter(|bare| !bare.is_empty()).unwrap_or(title).to_owned()
}

/// ISO 639-1 of `en-GB` or `en_GB`.
fn language(stated: &str) -> Option<String> {
    let code = stated.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(code)
}

fn collapsed(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}
