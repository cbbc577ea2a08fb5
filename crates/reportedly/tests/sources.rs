//! Feeds and web archives through the program: each report at its place, each trouble named.

mod driven;

use std::io::{Read, Write};

use driven::{Place, reportedly};
use serde_json::Value;

fn readings(stdout: &str) -> Vec<Value> {
    stdout.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[test]
fn a_feed_gives_a_report_for_each_entry_and_keeps_who_stated_what() {
    let place = Place::new("feed");
    let item = |n: u8, date: &str| {
        format!(
            "<item><title>Rain, day {n}</title><link>https://post.example/{n}</link>{date}\
             <description>It rained on day {n}, said the harbour master.</description></item>"
        )
    };
    let items = item(1, "<pubDate>Thu, 02 May 2024 07:30:00 +0100</pubDate>") + &item(2, "");
    let rss = format!("<rss version='2.0'><channel><title>The Harbour Post</title>{items}<item><title>cut");
    let file = place.gz("news.xml.gz", rss.as_bytes());
    let done = reportedly(&["read", "--format", "jsonl", &file]).run();
    let read = readings(&done.stdout);
    assert_eq!((done.code, read.len()), (2, 2), "{}", done.stderr);
    let meta = &read[0]["meta"];
    assert_eq!((&read[0]["id"], &meta["outlet"]), (&"https://post.example/1".into(), &"The Harbour Post".into()));
    assert_eq!((&meta["published"], &meta["basis"]["outlet"]), (&"2024-05-02T07:30:00+01:00".into(), &"feed".into()));
    assert!(done.stderr.contains(&format!("{file}: damaged: the feed breaks off")), "{}", done.stderr);
    assert!(done.stderr.contains(&format!("{file}#2: the entry states no date")), "{}", done.stderr);
}

#[test]
fn an_archive_gives_its_pages_at_their_places() {
    let place = Place::new("archive");
    let page = "<title>Rain</title><p>It rained all day, said the harbour master.";
    let record = |address: &str, status: &str, body: &str| {
        let block = format!("HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nContent-Type: application/http\r\n\
             Content-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let (gone, good) =
        (record("http://a.example/", "404 Not Found", page), record("http://b.example/", "200 OK", page));
    let file = place.file("crawl.warc", &format!("{gone}{good}"));
    let done = reportedly(&["read", "--format", "jsonl", "--published", "2024-05-02", &file]).run();
    let read = readings(&done.stdout);
    done.expect(0, "");
    assert_eq!(read[0]["id"], format!("{file}@{}", gone.len()));
    assert_eq!(
        (&read[0]["meta"]["url"], &read[0]["meta"]["basis"]["url"]),
        (&"http://b.example/".into(), &"archive".into())
    );
    assert_eq!(read.len(), 1);
    let empty = place.file("empty.warc", &gone);
    let done = reportedly(&["read", &empty]).run();
    done.expect(2, &format!("reportedly: {empty}: an archive without a page or text; skipped [E007]\n"));
}

#[test]
fn an_address_is_told_by_what_stands_there() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut question = [0; 4096];
            let length = stream.read(&mut question).unwrap();
            let question = String::from_utf8_lossy(&question[..length]).into_owned();
            let (kind, body) = if question.starts_with("GET /feed ") {
                let item = "<item><guid>g1</guid><description>It rained, said the harbour master.</description></item>";
                ("text/xml", format!("<rss><channel><title>Post</title>{item}</channel></rss>").into_bytes())
            } else if question.starts_with("GET /page ") {
                ("text/html; charset=windows-1252", b"<p>The caf\xE9 stayed shut, said its owner.".to_vec())
            } else {
                ("image/png", b"x".to_vec())
            };
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            stream.write_all(&[head.as_bytes(), &body].concat()).unwrap();
        }
    });
    let [feed, page, picture] = ["feed", "page", "picture"].map(|path| format!("{address}/{path}"));
    let call = reportedly(&["read", "--format", "jsonl", "--published", "2024-05-02", &feed, &page, &picture]);
    let done = call.env("NO_PROXY", "127.0.0.1").run();
    let read = readings(&done.stdout);
    assert_eq!((done.code, read.len()), (2, 2), "{}", done.stderr);
    assert!(done.stderr.contains(&format!("{picture}: a picture, which")), "{}", done.stderr);
    assert_eq!((&read[0]["id"], &read[0]["meta"]["outlet"]), (&"g1".into(), &"Post".into()));
    assert_eq!(
        (&read[1]["text"], &read[1]["id"]),
        (&"The caf\u{e9} stayed shut, said its owner.".into(), &page.into())
    );
    assert_eq!(read[1]["meta"]["basis"]["url"], "http");
}

#[test]
fn the_ledger_asks_again_only_for_what_has_changed() {
    let place = Place::new("visits");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/feed", listener.local_addr().unwrap());
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut question = [0; 4096];
            let length = stream.read(&mut question).unwrap();
            let known =
                String::from_utf8_lossy(&question[..length]).to_ascii_lowercase().contains("if-none-match: \"v1\"");
            tell.send(known).unwrap();
            let item = "<item><guid>g1</guid><description>It rained, said the harbour master.</description></item>";
            let body = format!("<rss><channel><title>Post</title>{item}</channel></rss>");
            let answer = if known {
                "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_owned()
            } else {
                format!(
                    "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                    body.len()
                )
            };
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    let ledger = place.path("news.ledger");
    for known in [false, true] {
        let done = reportedly(&["ingest", &address, "--ledger", &ledger]).env("NO_PROXY", "127.0.0.1").run();
        assert_eq!((done.code, told.recv().unwrap()), (0, known), "{}", done.stderr);
    }
    let count = reportedly(&["sql", "--ledger", &ledger, "--format", "csv", "SELECT count(*) AS n FROM report"]).run();
    assert_eq!(count.stdout.lines().last(), Some("1"), "{}", count.stderr);
}
