use super::*;

fn read(markup: &str) -> Feed {
    super::read(markup.as_bytes(), &Limits::default()).unwrap()
}

fn report(markup: &str) -> Report {
    read(markup).report(0, "f#1".into(), &Limits::default()).unwrap()
}

const RSS: &str = r#"<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Harbour Post</title><language>en-gb</language>
    <image><title>Logo</title><link>http://post.example/logo</link></image>
    <item><title>Ferry &amp;amp; bridge to <![CDATA[<b>close</b>]]></title><link>https://post.example/ferry</link>
    <guid isPermaLink="false">post-17</guid><pubDate>Thu, 02 May 2024 07:30:00 +0100</pubDate>
    <dc:creator>Ada Obi</dc:creator><dc:creator>desk@post.example (Jo Lund)</dc:creator>
    <description>The last ferry will close.</description>
    <content:encoded><![CDATA[<p>The last ferry will close in June, the operator said.</p><p>&ldquo;A blow&rdquo;, said
    the mayor.</p><p><a href="/ferry">Read on</a></p>]]></content:encoded></item></channel></rss>"#;

#[test]
fn an_entry_becomes_a_report() {
    let report = report(RSS);
    assert_eq!(report.text, "The last ferry will close in June, the operator said.\n\n“A blow”, said the mayor.");
    let meta = report.meta;
    assert_eq!((report.id.as_str(), meta.title.as_deref()), ("post-17", Some("Ferry & bridge to close")));
    assert_eq!((meta.outlet.as_deref(), meta.language.as_deref()), (Some("The Harbour Post"), Some("en")));
    assert_eq!(meta.published.unwrap().as_str(), "2024-05-02T07:30:00+01:00");
    assert_eq!(meta.authors, ["Ada Obi", "Jo Lund"]);
    assert_eq!(meta.url.as_deref(), Some("https://post.example/ferry"));
    assert_eq!(meta.basis[&reportedly_report::Fact::Outlet], Stated::Feed);
    assert_eq!(meta.basis[&reportedly_report::Fact::Title], Stated::Entry);
    assert!(meta.warnings.is_empty(), "{:?}", meta.warnings);
}

#[test]
fn reads_atom_old_and_new() {
    let old = r#"<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Post</title><entry><title>Rain</title>
        <author><name>Ada Obi</name><email>ada@post.example</email></author><issued>2024-05-02T07:30:00Z</issued>
        <link rel="edit" href="http://post.example/edit"/><link rel="alternate" type="text/html" href="http://post.example/1"/>
        <content type="text/html" mode="base64">PHA+SXQgcmFpbmVkLjwvcD4=</content></entry></feed>"#;
    let new = r#"<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:id>tag:post.example,2024:1</a:id>
        <a:title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><em>Rain</em></div></a:title>
        <a:updated>2024-05-02T07:30:00Z</a:updated><a:source><a:title>The Other Post</a:title><a:id>o</a:id></a:source>
        <a:summary type="text">It rained on 1 < 2 days.</a:summary></a:entry><a:title>Post</a:title></a:feed>"#;
    let (old, new) = (report(old), report(&new.replace("1 < 2", "1 &lt; 2")));
    assert_eq!((old.text.as_str(), old.meta.url.as_deref()), ("It rained.", Some("http://post.example/1")));
    assert_eq!((old.meta.authors.as_slice(), old.meta.warnings.len()), (&["Ada Obi".to_owned()][..], 0));
    assert_eq!((new.text.as_str(), new.id.as_str()), ("It rained on 1 < 2 days.", "tag:post.example,2024:1"));
    assert_eq!((new.meta.title.as_deref(), new.meta.outlet.as_deref()), (Some("Rain"), Some("The Other Post")));
    assert_eq!(new.meta.warnings.len(), 2, "{:?}", new.meta.warnings);
}

#[test]
fn reads_rdf_where_entries_stand_beside_the_channel() {
    let feed = read(
        r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://post.example/"><title>Post</title></channel>
        <item rdf:about="http://post.example/1"><title>Rain</title><dc:date>2024-05-02</dc:date><dc:title>No</dc:title></item>
        <image><title>Logo</title></image></rdf:RDF>"#,
    );
    let report = feed.report(0, "f#1".into(), &Limits::default()).unwrap();
    assert_eq!((report.id.as_str(), report.meta.outlet.as_deref()), ("http://post.example/1", Some("Post")));
    assert_eq!((report.text.as_str(), report.meta.published.unwrap().as_str()), ("Rain", "2024-05-02"));
    assert_eq!(report.meta.warnings, ["the feed gives the headline alone"]);
}

#[test]
fn careless_markup_is_read_and_a_break_keeps_what_came_before() {
    let careless =
        "<rss><channel><title>Tea & cake</title><item><description>Caf&eacute; <br> &unknown; R&D<link>x</item>";
    let feed = read(careless);
    assert_eq!(feed.channel.title.as_ref().unwrap().text, "Tea & cake");
    assert!(feed.entries[0].summary.as_ref().unwrap().text.contains("Café"));
    let whole = RSS.replace("</channel></rss>", "");
    let cut = format!("{whole}<item><title>Half a");
    let feed = read(&cut);
    assert_eq!(feed.entries.len(), 1);
    assert!(matches!(feed.problem, Some(Problem::Damaged(_))));
}

#[test]
fn nothing_a_feed_holds_runs_away() {
    let bomb: String = (1..10).map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10))).collect();
    let bomb = format!(
        "<!DOCTYPE rss [<!ENTITY a0 \"ha\">{bomb}]><rss><channel><item><title>&a9;</title></item></channel></rss>"
    );
    let read = report(&bomb);
    assert_eq!(read.meta.title.as_deref(), Some("&a9;"));
    assert!(read.meta.warnings[0].contains("entities of its own"), "{:?}", read.meta.warnings);
    let long = RSS.replace("Ferry", &"Ferry ".repeat(1000));
    let read = report(&long).meta;
    assert!(read.title.is_none() && read.warnings[0].contains("over 1000 bytes"), "{:?}", read.warnings);
    for deep in [
        format!("<rss><channel><item><title>Rain</title>{}", "<x>".repeat(200_000)),
        format!("<rss><channel>{}<item><title>Rain</title></item>", "<x>".repeat(200_000)),
        format!("<rss><channel><item><title>Rain</title></item>{}", "<item>".repeat(200_000)),
        format!("<rss><channel><item><title>{}</title></item>", "<".repeat(200_000)),
        format!("<rss><channel><item><title>{}</title></item>", "&".repeat(200_000)),
        format!("<rss {}><channel><item><title>Rain</title></item>", "xmlns:a='b' ".repeat(50_000)),
    ] {
        let _ = super::read(deep.as_bytes(), &Limits::default());
    }
    for none in ["", "It rained.", "<html><body><p>Rain", "<rss", "\0\0"] {
        assert!(super::read(none.as_bytes(), &Limits::default()).is_err(), "{none}");
    }
}

#[test]
fn the_declared_encoding_is_used() {
    let latin = b"<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>Caf\xE9</title></channel></rss>";
    assert_eq!(super::read(latin, &Limits::default()).unwrap().channel.title.unwrap().text, "Café");
    let silent = b"<rss><channel><title>Caf\xE9</title></channel></rss>";
    let feed = super::read(silent, &Limits::default()).unwrap();
    assert_eq!((feed.channel.title.unwrap().text.as_str(), feed.warnings.len()), ("Café", 1));
}
