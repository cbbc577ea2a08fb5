//! What a page states of itself: title, outlet, date, authors, language, address.
//!
//! Several places may state the same fact. They are asked in a fixed order, the most deliberate first: data for search
//! engines (schema.org JSON-LD), then Open Graph and other `<meta>`, then what a visitor sees.

use std::borrow::Cow;

use reportedly_report::{Meta, Published};
use serde_json::Value;

/// Statements kept of each kind: enough for any honest page.
const KEPT: usize = 64;

/// The statements of a page, as they come.
#[derive(Debug, Default)]
pub struct Head {
    title: Option<String>,
    headline: Option<String>,
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
            b"time" if self.times.len() < KEPT => self.times.extend(attribute("datetime").map(Cow::into_owned)),
            b"meta" if self.metas.len() < KEPT * 4 => {
                let key = ["property", "name", "itemprop", "http-equiv"].into_iter().find_map(&attribute);
                if let (Some(key), Some(content)) = (key, attribute("content")) {
                    self.metas.push((key.trim().to_ascii_lowercase(), content.into_owned()));
                }
            }
            _ => {}
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

    /// The text of an `<h1>`; the first with words counts.
    pub fn headline(&mut self, text: &str) {
        let text = collapsed(text);
        if self.headline.is_none() && !text.is_empty() {
            self.headline = Some(text);
        }
    }

    /// A JSON-LD script; one that is not JSON states nothing.
    pub fn data(&mut self, script: &str) {
        if self.data.len() < KEPT {
            self.data.extend(serde_json::from_str::<Value>(script.trim()).ok());
        }
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
        .map(collapsed)
        .or_else(|| stated("publisher"))
        .or_else(|| head.meta(&["application-name", "dc.publisher", "publisher"]).map(collapsed));
    let title = stated("headline")
        .or_else(|| head.meta(&["og:title", "twitter:title", "dc.title", "title"]).map(collapsed))
        .or_else(|| head.headline.clone())
        .or_else(|| head.title.clone())
        .map(|title| without_outlet(&title, outlet.as_deref()))
        .filter(|title| !title.is_empty());
    let mut meta = Meta {
        title,
        outlet,
        url: head
            .canonical
            .clone()
            .or_else(|| head.meta(&["og:url"]).map(str::to_owned))
            .filter(|url| url.starts_with("http")),
        language: head.language.as_deref().or_else(|| head.meta(&["og:locale", "content-language"])).and_then(language),
        authors: authors(head, &article),
        canonical: head.canonical.clone().filter(|url| url.starts_with("http")),
        ..Meta::default()
    };
    let dates = dates(head, &article);
    meta.published = dates.iter().find_map(|date| Published::parse(date).ok());
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
    const KEYS: [&str; 12] = [
        "article:published_time",
        "og:published_time",
        "datepublished",
        "parsely-pub-date",
        "sailthru.date",
        "dc.date.issued",
        "dcterms.created",
        "dc.date",
        "pubdate",
        "publishdate",
        "publish-date",
        "date",
    ];
    let mut dates: Vec<String> = article.iter().filter_map(|object| text_of(object.get("datePublished")?)).collect();
    dates.extend(KEYS.iter().filter_map(|key| head.meta(&[key])).map(str::to_owned));
    dates.extend(head.times.iter().map(|time| time.trim().to_owned()).filter(|time| !time.is_empty()));
    dates
}

fn authors(head: &Head, article: &[&serde_json::Map<String, Value>]) -> Vec<String> {
    let mut names = Vec::new();
    let stated = article.iter().find_map(|object| object.get("author"));
    match stated {
        Some(Value::Array(authors)) => names.extend(authors.iter().filter_map(text_of)),
        Some(author) => names.extend(text_of(author)),
        None => names.extend(
            head.metas
                .iter()
                .filter(|(name, _)| {
                    matches!(name.as_str(), "author" | "article:author" | "parsely-author" | "dc.creator")
                })
                .map(|(_, content)| collapsed(content)),
        ),
    }
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        if !name.is_empty() && name.len() < 200 && !name.contains("://") && !kept.contains(&name) && kept.len() < KEPT {
            kept.push(name);
        }
    }
    kept
}

/// The words of a JSON-LD value: a string, or the `name` of an object.
fn text_of(value: &Value) -> Option<String> {
    let value = if let Value::Array(items) = value { items.first()? } else { value };
    let text = value.as_str().or_else(|| value.get("name")?.as_str())?;
    Some(collapsed(text)).filter(|text| !text.is_empty())
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
