//! Documents from the web, by their address: politely, with patience that ends, and no more of them than is wanted.
//!
//! What a server gave before is asked for only if it has changed. No cookies are kept, nothing but `http` and `https` is
//! asked for, and a host is asked no more often than once a pause. Proxies are taken from the environment. Whether a
//! site wants to be read by programs is for the person to know: `robots.txt` is not looked at.

use std::collections::HashMap;
use std::fmt::Debug;
use std::io::{self, BufReader, Read};
use std::thread::sleep;
use std::time::{Duration, Instant};

use flate2::read::MultiGzDecoder;
use reportedly_intake::media::Media;
use ureq::ResponseExt;
use ureq::http::header;

use super::BUFFER;
use super::opened::Stream;
use crate::trouble::{Code, Trouble};

/// Bytes of one answer, as they come over the wire.
const WIRE: u64 = 1 << 30;
const REDIRECTS: u32 = 5;

/// What a server said of a version of what stands at an address, by which it tells whether it has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// The `ETag` header.
    pub tag: Option<String>,
    /// The `Last-Modified` header.
    pub modified: Option<String>,
}

/// Whoever remembers which version of an address was read last.
pub trait Visits: Send + Debug {
    /// The version read last.
    fn last(&self, address: &str) -> Option<Version>;
    /// Every document at the address has been handed out.
    fn read(&mut self, address: &str, version: Version);
}

/// How long to wait for what.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Between two questions to one host.
    pub pause: Duration,
    /// For a connection.
    pub connect: Duration,
    /// For an answer to begin, and for each further piece of it.
    pub answer: Duration,
    /// For a whole answer.
    pub whole: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            pause: Duration::from_secs(1),
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(30),
            whole: Duration::from_secs(600),
        }
    }
}

/// What stands at an address.
pub struct Answer {
    /// The address after all redirections.
    pub address: String,
    /// What the server says it is.
    pub media: Option<Media>,
    /// Which version of it this is.
    pub version: Version,
    /// Its bytes, unpacked.
    pub stream: Stream,
}

/// Asks servers.
#[derive(Debug)]
pub struct Asking {
    agent: ureq::Agent,
    pause: Duration,
    asked: HashMap<String, Instant>,
}

/// Whether a name is an address: a scheme before `://`.
pub fn is_address(name: &str) -> bool {
    let Some((scheme, _)) = name.split_once("://") else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

impl Asking {
    /// Asks with this patience.
    pub fn new(patience: Patience) -> Self {
        let Patience { pause, connect, answer, whole } = patience;
        let config = ureq::Agent::config_builder()
            .user_agent(concat!("reportedly/", env!("CARGO_PKG_VERSION")))
            .accept("text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5")
            .accept_encoding("gzip")
            // The loopback of the tests is reached without the proxy that a machine may need for the web.
            .proxy(if cfg!(test) { None } else { ureq::Proxy::try_from_env() })
            .http_status_as_error(false)
            .max_redirects(REDIRECTS)
            .timeout_resolve(Some(connect))
            .timeout_connect(Some(connect))
            .timeout_recv_response(Some(answer))
            .timeout_per_read(Some(answer))
            .timeout_recv_body(Some(whole));
        Self { agent: config.build().into(), pause, asked: HashMap::new() }
    }

    /// What stands at an address; none if it is still the version read last.
    pub fn ask(&mut self, address: &str, last: Option<&Version>) -> Result<Option<Answer>, Trouble> {
        let refused = |cause: String, remedy: &str| Trouble::new(Code::Address, address, cause, remedy);
        let scheme = address.split("://").next().unwrap_or("").to_ascii_lowercase();
        if scheme != "http" && scheme != "https" {
            return Err(refused(format!("{scheme} is not asked for"), "give an address of http or https"));
        }
        self.wait(address);
        let mut question = self.agent.get(address);
        let last = last.cloned().unwrap_or_default();
        for (name, value) in [(header::IF_NONE_MATCH, last.tag), (header::IF_MODIFIED_SINCE, last.modified)] {
            if let Some(value) = value {
                question = question.header(name, value);
            }
        }
        let answer = question.call().map_err(|error| refused(in_words(&error), "skipped; try again later"))?;
        let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        match answer.status().as_u16() {
            200 => {}
            304 => return Ok(None),
            status @ (401 | 403 | 404 | 410 | 451) => {
                return Err(refused(format!("the server refuses it ({status})"), "skipped; check the address"));
            }
            status => return Err(refused(format!("the server answers {status}"), "skipped; try again later")),
        }
        let version = Version { tag: header(header::ETAG), modified: header(header::LAST_MODIFIED) };
        let media = header(header::CONTENT_TYPE).map(|value| Media::parse(&value));
        let packed = header(header::CONTENT_ENCODING).unwrap_or_default().to_ascii_lowercase();
        let address = answer.get_uri().to_string();
        let body = Bounded { body: answer.into_body().into_reader(), left: WIRE };
        let body: Box<dyn Read + Send> = match packed.as_str() {
            "" | "identity" => Box::new(body),
            "gzip" | "x-gzip" => Box::new(MultiGzDecoder::new(body)),
            other => return Err(refused(format!("packed as {other:?} without being asked"), "skipped")),
        };
        let stream = Box::new(BufReader::with_capacity(BUFFER, body));
        Ok(Some(Answer { address, media, version, stream }))
    }

    /// Lets the pause go by since the host was last asked.
    fn wait(&mut self, address: &str) {
        let host = address.split("://").nth(1).unwrap_or("").split(['/', '?', '#']).next().unwrap_or("");
        if let Some(rest) = self.asked.get(host).and_then(|asked| self.pause.checked_sub(asked.elapsed())) {
            sleep(rest);
        }
        self.asked.insert(host.to_owned(), Instant::now());
    }
}

/// What went wrong, without the names of types.
fn in_words(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => "no answer in time".to_owned(),
        ureq::Error::HostNotFound => "no such host".to_owned(),
        ureq::Error::TooManyRedirects => format!("it leads on and on: over {REDIRECTS} redirections"),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => "no sound address".to_owned(),
        ureq::Error::Io(error) => format!("no connection: {error}"),
        other => format!("no answer: {other}"),
    }
}

/// A body of which no more than so much is read.
struct Bounded<R> {
    body: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.body.read(buffer)?;
        self.left = self.left.checked_sub(count as u64).ok_or_else(|| io::Error::other("the answer is endless"))?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
