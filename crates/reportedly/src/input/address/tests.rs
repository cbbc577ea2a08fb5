//! Against a server of our own on the loopback, which misbehaves as asked.

use std::io::Write;
use std::net::{TcpListener, TcpStream};

use super::*;

const PAGE: &str = "<title>Rain</title><p>It rained all day, said the harbour master.";

/// A server that answers each question, whose lines are handed in, until the test ends.
fn server(answer: impl Fn(&str, &mut TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut question = Vec::new();
            let mut byte = [0];
            while !question.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                question.push(byte[0]);
            }
            answer(&String::from_utf8(question).unwrap().to_ascii_lowercase(), &mut stream);
        }
    });
    address
}

fn says(answer: String) -> String {
    server(move |_, stream| stream.write_all(answer.as_bytes()).unwrap_or(()))
}

fn asking() -> Asking {
    let short = Duration::from_millis(300);
    Asking::new(Patience { pause: Duration::ZERO, connect: short, answer: short, whole: 4 * short })
}

fn body(answer: Answer) -> io::Result<String> {
    let mut body = String::new();
    answer.stream.take(10_000).read_to_string(&mut body)?;
    Ok(body)
}

fn trouble(address: &str) -> String {
    match asking().ask(address, None) {
        Ok(_) => panic!("{address} gave an answer"),
        Err(trouble) => trouble.to_string(),
    }
}

#[test]
fn takes_a_page_and_asks_again_only_for_a_change() {
    let address = server(|question, stream| {
        assert!(question.contains("user-agent: reportedly/") && !question.contains("cookie"), "{question}");
        let answer = if question.contains("if-none-match: \"v1\"") {
            "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_owned()
        } else {
            format!(
                "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nSet-Cookie: a=b\r\nContent-Type: text/html; charset=utf-8\r\n\
                 Connection: close\r\nContent-Length: {}\r\n\r\n{PAGE}",
                PAGE.len()
            )
        };
        stream.write_all(answer.as_bytes()).unwrap();
    });
    let mut asking = asking();
    let answer = asking.ask(&address, None).unwrap().unwrap();
    assert_eq!(answer.media, Some(Media { essence: "text/html".into(), charset: Some("utf-8".into()) }));
    let version = answer.version.clone();
    assert_eq!((version.tag.as_deref(), body(answer).unwrap().as_str()), (Some("\"v1\""), PAGE));
    assert!(asking.ask(&address, Some(&version)).unwrap().is_none());
}

#[test]
fn follows_a_few_redirections_and_no_more() {
    let address = server(|question, stream| {
        let answer = if question.starts_with("get /end") {
            format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{PAGE}")
        } else {
            let onward = if question.starts_with("get /loop") { "/loop" } else { "/end" };
            format!("HTTP/1.1 302 Found\r\nLocation: {onward}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        };
        stream.write_all(answer.as_bytes()).unwrap();
    });
    let answer = asking().ask(&format!("{address}/start"), None).unwrap().unwrap();
    assert_eq!(answer.address, format!("{address}/end"));
    assert!(trouble(&format!("{address}/loop")).contains("over 5 redirections"));
    let astray = says("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n".into());
    assert!(trouble(&astray).ends_with("[E020]"));
}

#[test]
fn a_refusal_is_named() {
    assert!(trouble(&says("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".into())).contains("refuses it (404)"));
    assert!(trouble(&says("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n".into())).contains("answers 503"));
    assert!(trouble("ftp://127.0.0.1/x").contains("ftp is not asked for"));
    assert!(trouble("http://").ends_with("[E020]"));
    assert!(trouble(&says("nonsense\r\n\r\n".into())).ends_with("[E020]"));
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert!(trouble(&format!("http://{closed}/")).contains("no connection"));
}

#[test]
fn patience_ends() {
    let silent = server(|_, _| sleep(Duration::from_secs(3)));
    assert!(trouble(&silent).contains("no answer in time"));
    let dripping = server(|_, stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n").unwrap();
        for _ in 0..50 {
            sleep(Duration::from_millis(100));
            if stream.write_all(b"a").is_err() {
                break;
            }
        }
    });
    let begun = Instant::now();
    assert!(body(asking().ask(&dripping, None).unwrap().unwrap()).is_err());
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}

#[test]
fn no_more_is_read_than_is_wanted() {
    let endless = server(|_, stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n").unwrap();
        while stream.write_all(&[b'a'; 1000]).is_ok() {}
    });
    assert_eq!(body(asking().ask(&endless, None).unwrap().unwrap()).unwrap().len(), 10_000);
    let mut bounded = Bounded { body: io::repeat(b'a'), left: 100_000 };
    assert!(io::copy(&mut bounded, &mut io::sink()).is_err());
    let bomb = server(|_, stream| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        io::copy(&mut io::repeat(b'a').take(100 << 20), &mut packed).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n").unwrap();
        let _ = stream.write_all(&packed.finish().unwrap());
    });
    let patient = Patience { pause: Duration::ZERO, ..Patience::default() };
    let answer = Asking::new(patient).ask(&bomb, None).unwrap().unwrap();
    assert_eq!(body(answer).unwrap().len(), 10_000);
}

#[test]
fn a_host_is_given_its_pause() {
    let address = says("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nx".into());
    let patience = Patience { pause: Duration::from_millis(200), ..Patience::default() };
    let mut asking = Asking::new(patience);
    let begun = Instant::now();
    for _ in 0..3 {
        asking.ask(&address, None).unwrap();
    }
    assert!(begun.elapsed() >= Duration::from_millis(400), "{:?}", begun.elapsed());
}
