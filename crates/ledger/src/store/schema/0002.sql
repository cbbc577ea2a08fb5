-- Version 2. Which version of what stands at an address was read last, in the words of its server.
CREATE TABLE visit (
  address TEXT PRIMARY KEY,
  tag TEXT,
  modified TEXT,
  last_seen TEXT NOT NULL
) STRICT, WITHOUT ROWID;
