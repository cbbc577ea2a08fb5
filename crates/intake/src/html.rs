//! Web pages: what the page says of itself, and its article as text.
//!
//! [`page`] reads the markup once into blocks and what the head states, [`body`] tells the article's blocks from the
//! others by what [`features`] and [`measure`] find and [`trees`] have learned, [`head`] weighs what the page states of
//! itself. Nothing is fetched and no script is run. Everything is linear in the size of the page, whatever it nests.

mod body;
mod charset;
mod days;
mod element;
mod features;
mod head;
mod measure;
mod names;
mod page;
mod shown;
mod trees;

use reportedly_report::{Fact, Meta, Report, Stated};

use crate::{Limits, Problem};

/// The warning of a page that does not say when it was published.
pub const NO_DATE: &str = "the page states no date of publication";

/// Takes a page as one report: its text is the article's blocks, blank lines between them.
///
/// # Errors
/// If the page is too large, no text, or holds no words.
pub fn report(id: String, bytes: &[u8], limits: &Limits) -> Result<Report, Problem> {
    report_at(id, None, bytes, limits)
}

/// Takes a page that stands at a known address, which may tell what the page does not.
///
/// # Errors
/// Those of [`report`].
pub fn report_at(id: String, address: Option<&str>, bytes: &[u8], limits: &Limits) -> Result<Report, Problem> {
    if bytes.len() > limits.page {
        return Err(Problem::TooLarge { limit: limits.page });
    }
    let decoded = charset::decode(bytes)?;
    let page = page::parse(&decoded.text);
    let mut meta = head::meta(&page.head);
    shown(&mut meta, &page, address);
    let mut meta = meta.resting_on(Stated::Page);
    let text = body::text(&page, meta.title.as_deref(), head::stated_text(&page.head).as_deref());
    if text.is_empty() {
        return Err(Problem::NoText);
    }
    if text.len() > limits.text {
        return Err(Problem::TooLarge { limit: limits.text });
    }
    meta.warnings.extend(decoded.warning);
    meta.url = meta.url.or_else(|| address.map(str::to_owned));
    Ok(Report { id, meta, text })
}

/// Author and day that the page does not state, from its address and from what it shows its visitors.
fn shown(meta: &mut Meta, page: &page::Page, address: Option<&str>) {
    let shown = shown::Shown::new(page, meta.title.as_deref());
    if meta.authors.is_empty() {
        meta.authors = shown.authors(meta.outlet.as_deref());
    }
    if meta.published.is_some() {
        return;
    }
    meta.published = meta.url.as_deref().and_then(days::of_address);
    if meta.published.is_none() {
        meta.published = address.and_then(days::of_address);
        if meta.published.is_some() {
            meta.basis.insert(Fact::Published, Stated::Http);
        }
    }
    meta.published = meta.published.take().or_else(|| shown.day());
    if meta.published.is_some() {
        meta.warnings.retain(|warning| warning != NO_DATE);
    }
}

/// The words of a piece of markup that is no page, as feeds carry it: its blocks, those that are links alone left out.
pub fn words(markup: &str) -> String {
    let page = page::parse(markup);
    let blocks = || page.blocks.iter().map(|block| (block.text.as_str(), block.linked < block.text.len()));
    let kept =
        |all: bool| blocks().filter(|(_, own)| all || *own).map(|(text, _)| text).collect::<Vec<_>>().join("\n\n");
    Some(kept(false)).filter(|text| !text.is_empty()).unwrap_or_else(|| kept(true))
}

/// Text and numbers of each block of a page, for learning which are its article.
///
/// # Errors
/// Those of [`report`].
pub fn described(bytes: &[u8], limits: &Limits) -> Result<Vec<(String, Vec<f32>)>, Problem> {
    if bytes.len() > limits.page {
        return Err(Problem::TooLarge { limit: limits.page });
    }
    let page = page::parse(&charset::decode(bytes)?.text);
    let meta = head::meta(&page.head);
    Ok(body::described(&page, meta.title.as_deref(), head::stated_text(&page.head).as_deref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &str) -> Report {
        report("p".into(), page.as_bytes(), &Limits::default()).unwrap()
    }

    const PAGE: &str = r#"<!DOCTYPE html><html lang="en-GB"><head><title>Ferry line to close | The Harbour Post</title>
        <meta property="og:site_name" content="The Harbour Post"><link rel="canonical" href="https://post.example/ferry">
        <script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Ferry line to close",
        "datePublished": "2024-05-02T07:30:00+01:00", "author": [{"name": "Ada Obi"}, "Jo Lund"]}]}</script></head>
        <body><nav><a href="/">Home</a> <a href="/news">News</a></nav><div class="wrap"><article><h1>Ferry line to close</h1>
        <p>The island&rsquo;s last ferry line will close in June, the operator&nbsp;said on Thursday in a short statement.
        <p>Mayor Ruth Tveit called the decision &ldquo;a <b>hard</b> blow&rdquo; for some 900 people who live there.</p>
        <h2>No buyer found</h2><p>Talks with two bidders had failed, according to a person close to the company.</p>
        </article><aside><p>Sign up for our letter, which brings the news of the harbour to you every single morning.</p></aside>
        <ul><li><a href="/1">Bridge tolls to rise again, council says after a long debate on Monday night.</a></li></ul></div>
        <footer><p>All rights reserved by The Harbour Post, which has been printed here since the year 1911.</p></footer>"#;

    #[test]
    fn takes_the_article_and_leaves_the_page() {
        let expected = "The island’s last ferry line will close in June, the operator said on Thursday in a short statement.\n\n\
            Mayor Ruth Tveit called the decision “a hard blow” for some 900 people who live there.\n\nNo buyer found\n\n\
            Talks with two bidders had failed, according to a person close to the company.";
        assert_eq!(read(PAGE).text, expected);
    }

    #[test]
    fn keeps_what_the_page_says_of_itself() {
        let meta = read(PAGE).meta;
        assert_eq!(meta.title.as_deref(), Some("Ferry line to close"));
        assert_eq!(meta.outlet.as_deref(), Some("The Harbour Post"));
        assert_eq!(meta.url.as_deref(), Some("https://post.example/ferry"));
        assert_eq!(meta.language.as_deref(), Some("en"));
        assert_eq!(meta.published.unwrap().as_str(), "2024-05-02T07:30:00+01:00");
        assert_eq!(meta.authors, ["Ada Obi", "Jo Lund"]);
        assert!(meta.warnings.is_empty());
    }

    #[test]
    fn says_when_the_date_is_missing() {
        let meta = read("<title>Rain</title><p>It rained all day, said the harbour master, and nobody went out.").meta;
        assert_eq!((meta.title.as_deref(), meta.published), (Some("Rain"), None));
        assert_eq!(meta.warnings, ["the page states no date of publication"]);
    }

    #[test]
    fn what_is_not_stated_is_taken_from_what_is_shown() {
        let page = |above: &str| {
            format!(
                "<title>Rain floods the old harbour</title><h1>Rain floods the old harbour</h1>{above}<p>It rained all day \
                 on Monday, said the harbour master, and nobody went out; on 9 March 2001 it had been worse.</p>"
            )
        };
        let shown = |above: &str| {
            let meta = read(&page(above)).meta;
            (meta.authors.join("; "), meta.published.map(|day| day.as_str().to_owned()))
        };
        let day = Some("2024-05-02".to_owned());
        assert_eq!(
            shown("<p>By Ada Obi, chief reporter</p><p>Published: 2 May 2024</p>"),
            ("Ada Obi".into(), day.clone())
        );
        assert_eq!(
            shown("<a rel=author href=/x>Jo Lund</a><div class=date>2. Mai 2024</div>"),
            ("Jo Lund".into(), day.clone())
        );
        assert_eq!(shown("<div class=byline><b>Ada Obi</b></div><p>Posted 13/05/2024</p>").0, "Ada Obi");
        assert_eq!(shown("<h2 class=author>Yellow Boats</h2>").0, "");
        assert_eq!(shown("<span>Updated: 2 May 2024</span><p>By the sea</p>"), (String::new(), None));
        assert_eq!(shown("<span itemprop=datePublished content='2024-05-02'></span>"), (String::new(), day.clone()));
        let at = "https://post.example/2024/05/02/rain";
        let meta = report_at("p".into(), Some(at), page("").as_bytes(), &Limits::default()).unwrap().meta;
        assert_eq!(meta.published.map(|day| day.as_str().to_owned()), day);
        assert_eq!(meta.basis[&Fact::Published], Stated::Http);
    }

    #[test]
    fn a_visible_headline_like_the_stated_one_is_the_title() {
        let title =
            |markup: &str| read(&format!("{markup}<p>It rained all day, said the harbour master, again.")).meta.title;
        let stated = "<meta property=og:title content='Rain floods harbour, again &amp;#8211; The Post'><meta property=og:site_name content='The Post'>";
        assert_eq!(
            title(&format!("{stated}<h1>The Post</h1><h1>Rain floods the harbour again</h1>")).as_deref(),
            Some("Rain floods the harbour again")
        );
        assert_eq!(
            title(&format!("{stated}<h1>Most read this week</h1>")).as_deref(),
            Some("Rain floods harbour, again")
        );
    }

    #[test]
    fn authors_are_found_where_the_data_point_to_them() {
        let data = r##"<script type="application/ld+json">{"@graph": [{"@type": "Article", "headline": "Rain
            floods", "author": {"@id": "#ada"}}, {"@type": "Person", "@id": "\u0023ada", "name": "Ada Obi"}]}</script>"##;
        assert_eq!(
            read(&format!("{data}<p>It rained all day, said the harbour master, again.")).meta.authors,
            ["Ada Obi"]
        );
    }

    #[test]
    fn neither_depth_nor_width_nor_disorder_hurts() {
        let said = "The harbour master said on Friday that no boat would leave before the storm had passed.";
        for page in [
            "<div>".repeat(200_000) + said,
            "<ul><li>".repeat(50_000) + said,
            format!("<a href=x>{}</div></p>{said}", "<b>".repeat(50_000)),
            format!("<p>{said}{}", "</div></section></article>".repeat(50_000)),
            format!("<p>{said}{}", "<p>x</p>".repeat(100_000)),
            format!("<p>{said}<table>{}", "x<tr>".repeat(50_000)),
            format!("<p>{said}<script type='application/ld+json'>{}</script>", "[".repeat(200_000)),
        ] {
            assert!(read(&page).text.contains(said), "{}", &page[..40]);
        }
        assert_eq!(report("p".into(), b"<p> </p><!-- x", &Limits::default()), Err(Problem::NoText));
    }
}
