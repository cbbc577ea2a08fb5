use std::io::Write;

use super::*;

const PAGE: &str = "<p>The ferry stays in port, said the harbour master.";

fn record(kind: &str, address: &str, block: &str) -> Vec<u8> {
    let length = block.len();
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n"
    )
    .into_bytes()
}

fn response(address: &str) -> Vec<u8> {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
    record("response", address, &format!("{head}{PAGE}"))
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// A gzip member whose first block is of no kind that there is.
fn spoilt(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes[10] = 0xFF;
    bytes
}

/// Each thing read in a few words: `place address length`, or `place !problem`.
fn read(bytes: &[u8]) -> Vec<String> {
    let mut archive = Archive::new(bytes, 10_000);
    let mut read = Vec::new();
    while let Some(next) = archive.read().unwrap() {
        assert!(read.len() < 100, "{read:?}");
        read.push(match next {
            Err((at, problem)) => format!("{at} !{problem}"),
            Ok(record) => {
                let name = format!("{} {}", record.at, record.address.clone().unwrap_or_default());
                match record.payload(10_000) {
                    Ok(None) => format!("{name} -"),
                    Ok(Some(payload)) => format!("{name} {}", payload.bytes.len()),
                    Err(problem) => format!("{name} !{problem}"),
                }
            }
        });
    }
    read
}

#[test]
fn a_record_has_its_place_packed_or_not() {
    let (info, one, two) =
        (record("warcinfo", "", "software: x"), response("http://a.example/a b"), response("http://b.example/"));
    let plain = [&info[..], &one, &two].concat();
    let length = PAGE.len();
    let (first, second) = (info.len(), info.len() + one.len());
    let expected = [
        "0  -".to_owned(),
        format!("{first} http://a.example/a%20b {length}"),
        format!("{second} http://b.example/ {length}"),
    ];
    assert_eq!(read(&plain), expected);
    let members = [packed(&info), packed(&one), packed(&two)];
    let (first, second) = (members[0].len(), members[0].len() + members[1].len());
    let expected = [
        "0  -".to_owned(),
        format!("{first} http://a.example/a%20b {length}"),
        format!("{second} http://b.example/ {length}"),
    ];
    assert_eq!(read(&members.concat()), expected);
    let whole = read(&packed(&plain));
    assert_eq!((whole.len(), whole[0].as_str()), (3, "0  -"));
    assert!(whole[1].starts_with("0+") && whole[2].ends_with(&length.to_string()), "{whole:?}");
}

#[test]
fn what_is_broken_costs_itself_alone() {
    let good = response("http://good.example/");
    let text = String::from_utf8(good.clone()).unwrap();
    let no_length = text.replace("Content-Length: ", "Content-Length: -").into_bytes();
    let too_long = text.replace("Content-Length: ", "Content-Length: 99").into_bytes();
    let no_answer =
        record("response", "http://x.example/", "HTTP/x").into_iter().chain(good.clone()).collect::<Vec<u8>>();
    for (bytes, found) in [
        ([&b"garbage\r\nmore\r\n"[..], &good].concat(), vec!["!damaged", "good"]),
        ([&good[..], b"garbage\r\nand more\r\n", &good].concat(), vec!["good", "!damaged", "good"]),
        ([&good[..], b"\0\0\r\n\r\n", &good].concat(), vec!["good", "good"]),
        ([&no_length[..], &good].concat(), vec!["!damaged", "good"]),
        ([packed(&no_length), packed(&good)].concat(), vec!["!damaged", "good"]),
        ([packed(&too_long), packed(&good)].concat(), vec!["!damaged: the record breaks off", "good"]),
        ([spoilt(packed(&good)), packed(&good)].concat(), vec!["!damaged", "good"]),
        // Where a member was cut shows only in the one behind it, which is lost with it.
        ([&packed(&good)[..60], &packed(&good), &packed(&good)].concat(), vec!["!damaged", "good"]),
        ([&packed(&good)[..], &packed(&good)[..60]].concat(), vec!["good", "!damaged"]),
        ([&good[..], &too_long].concat(), vec!["good", "!damaged: the record breaks off"]),
        (no_answer, vec!["!damaged", "good"]),
        (
            [record("resource", "http://big.example/", &"a".repeat(90_000)), good.clone()].concat(),
            vec!["!too large", "good"],
        ),
        (b"WARC/1.0\r\n".to_vec(), vec!["!damaged"]),
        ([b"WARC/1.0\r\n".to_vec(), vec![b'a'; 200_000]].concat(), vec!["!damaged"]),
        (Vec::new(), vec![]),
    ] {
        let read = read(&bytes);
        assert_eq!(read.len(), found.len(), "{found:?} {read:?}");
        for (read, found) in read.iter().zip(found) {
            assert!(read.contains(found), "{found}: {read}");
        }
    }
}

#[test]
fn other_answers_and_records_hold_no_document() {
    let gone = record("response", "http://a.example/", "HTTP/1.1 404 Not Found\r\n\r\n<p>Gone");
    let asked = record("request", "http://a.example/", "GET / HTTP/1.1\r\n\r\n");
    let text = record("conversion", "http://a.example/", "The ferry stays in port.");
    let read = read(&[gone, asked, text].concat());
    assert!(read[0].ends_with('-') && read[1].ends_with('-') && read[2].ends_with(" 24"), "{read:?}");
}
