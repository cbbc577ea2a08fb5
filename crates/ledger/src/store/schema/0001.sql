-- Version 1. Spans count Unicode code points of body.text, as in everything printed: substr(text, start + 1, "end" - start).
-- docs/ledger.md explains every table; a test holds it to this file.

-- Which program read a report.
CREATE TABLE reader (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- What reports tell of one happening. A number is never used again.
CREATE TABLE story (
  number INTEGER PRIMARY KEY,
  id TEXT GENERATED ALWAYS AS ('s' || number) VIRTUAL,
  merged_into INTEGER REFERENCES story,
  marked INTEGER NOT NULL DEFAULT 1,
  title TEXT,
  first TEXT,
  last TEXT,
  reports INTEGER NOT NULL DEFAULT 0,
  copies INTEGER NOT NULL DEFAULT 0,
  outlets INTEGER NOT NULL DEFAULT 0,
  origins INTEGER NOT NULL DEFAULT 0,
  conflicts INTEGER NOT NULL DEFAULT 0,
  updates INTEGER NOT NULL DEFAULT 0,
  denials INTEGER NOT NULL DEFAULT 0,
  drift INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX story_marked ON story (number) WHERE marked;
CREATE INDEX story_last ON story (last);

-- One row a version of a report, in order of arrival.
CREATE TABLE report (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  "key" TEXT NOT NULL,
  version INTEGER NOT NULL,
  supersedes INTEGER REFERENCES report,
  current INTEGER NOT NULL DEFAULT 1,
  digest BLOB NOT NULL,
  place TEXT NOT NULL,
  given TEXT NOT NULL,
  title TEXT,
  outlet TEXT,
  url TEXT,
  canonical TEXT,
  language TEXT,
  published TEXT,
  published_utc TEXT,
  authors TEXT,
  credit TEXT,
  basis TEXT NOT NULL,
  warnings TEXT,
  taken TEXT NOT NULL,
  reader INTEGER NOT NULL REFERENCES reader,
  story INTEGER REFERENCES story,
  fit REAL
) STRICT;
CREATE INDEX report_key ON report ("key", version);
CREATE INDEX report_story ON report (story, published_utc);
CREATE INDEX report_published ON report (published_utc);

-- The text, and what was read from it: both packed as said in packed.rs.
CREATE TABLE body (
  report INTEGER PRIMARY KEY REFERENCES report,
  text TEXT NOT NULL,
  reading BLOB NOT NULL,
  account BLOB NOT NULL
) STRICT;

-- Full text of titles and texts.
CREATE VIEW page (number, title, text) AS
  SELECT report.number, report.title, body.text FROM report JOIN body ON body.report = report.number;
CREATE VIRTUAL TABLE words USING fts5 (
  title, text, content = 'page', content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2'
);

-- One report copies another: as found when it came in, until it is settled with all that is known later.
CREATE TABLE link (
  copy INTEGER PRIMARY KEY REFERENCES report,
  original INTEGER NOT NULL REFERENCES report,
  containment REAL NOT NULL,
  rule TEXT NOT NULL
) STRICT;
CREATE INDEX link_original ON link (original);

-- Whoever speaks or passes words on, by the name it goes by.
CREATE TABLE source (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT
) STRICT;

-- An attributed proposition. Without a source it is the report's own word.
CREATE TABLE claim (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  report INTEGER NOT NULL REFERENCES report,
  place INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  anchor_start INTEGER NOT NULL,
  anchor_end INTEGER NOT NULL,
  source INTEGER REFERENCES source,
  source_kind TEXT,
  attribution TEXT,
  event TEXT,
  predicate TEXT NOT NULL,
  class TEXT,
  polarity TEXT NOT NULL,
  certainty TEXT,
  status TEXT,
  said_from TEXT,
  said_to TEXT,
  happened_from TEXT,
  happened_to TEXT,
  rule TEXT NOT NULL
) STRICT;
CREATE INDEX claim_report ON claim (report, place);
CREATE INDEX claim_source ON claim (source);

-- Who passed the speaker's words on, nearer to the reader with every step; the speaker is claim.source.
CREATE TABLE relay (
  claim INTEGER NOT NULL REFERENCES claim,
  step INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES source,
  PRIMARY KEY (claim, step)
) STRICT, WITHOUT ROWID;
CREATE INDEX relay_source ON relay (source);

-- What a claim says of when, where, how many. Times in low and high are hours since 1970.
CREATE TABLE value (
  claim INTEGER NOT NULL REFERENCES claim,
  place INTEGER NOT NULL,
  facet TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  low REAL,
  high REAL,
  unit TEXT,
  bound TEXT,
  counted TEXT,
  from_time TEXT,
  to_time TEXT,
  place_name TEXT,
  country TEXT,
  geonameid INTEGER,
  PRIMARY KEY (claim, place)
) STRICT, WITHOUT ROWID;

-- What a new version of a report changed in its claims.
CREATE TABLE change (
  report INTEGER NOT NULL REFERENCES report,
  place INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('added', 'dropped', 'changed')),
  before INTEGER REFERENCES claim,
  after INTEGER REFERENCES claim,
  what TEXT,
  PRIMARY KEY (report, place)
) STRICT, WITHOUT ROWID;

-- What a story's reports come to: the pile weighed, in order, and what was found.
CREATE TABLE weighed (
  story INTEGER PRIMARY KEY REFERENCES story,
  pile TEXT NOT NULL,
  findings BLOB NOT NULL
) STRICT;

-- The pairs of claims among the findings, one a row.
CREATE TABLE finding (
  story INTEGER NOT NULL REFERENCES story,
  place INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('conflict', 'update', 'denial', 'drift')),
  facet TEXT NOT NULL,
  a INTEGER NOT NULL REFERENCES claim,
  a_value INTEGER,
  b INTEGER NOT NULL REFERENCES claim,
  b_value INTEGER,
  rule TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (story, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_kind ON finding (kind, story);
CREATE INDEX finding_a ON finding (a);
CREATE INDEX finding_b ON finding (b);

-- Documents that could not be taken, until they can.
CREATE TABLE problem (
  number INTEGER PRIMARY KEY,
  place TEXT NOT NULL UNIQUE,
  code TEXT NOT NULL,
  words TEXT NOT NULL,
  input TEXT NOT NULL,
  form TEXT,
  published TEXT,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL
) STRICT;

-- What a person thinks of a source or a claim: kept apart from what the machine found.
CREATE TABLE grade (
  number INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,
  scale TEXT NOT NULL,
  grade TEXT NOT NULL,
  person TEXT,
  note TEXT,
  given TEXT NOT NULL
) STRICT;
CREATE INDEX grade_subject ON grade (subject);

-- How far the ledger's own work has come.
CREATE TABLE state (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What lineage and stories remember of the stream up to a report, in parts.
CREATE TABLE memory (
  name TEXT NOT NULL,
  part INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (name, part)
) STRICT;
