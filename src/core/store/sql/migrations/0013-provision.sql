-- SPDX-License-Identifier: GPL-3.0-or-later
-- What "do it for me" has done at Microsoft, written before each call: so that a stop between two calls
-- is known, nothing is done twice, and undo deletes exactly what was made. No secrets.

CREATE TABLE provision (
  id          INTEGER PRIMARY KEY,               -- the order in which it happened
  tenant_id   TEXT NOT NULL,
  key         TEXT NOT NULL,                     -- "app", "grant/graph", "assignment/<id>" …
  kind        INTEGER NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('sent', 'done', 'undoing')),
  object_id   TEXT,                              -- what Microsoft called it
  subject     TEXT,                              -- what the call was about
  detail      TEXT,                              -- what was added, as JSON
  words       TEXT NOT NULL,                     -- what it changed, for people
  request_id  TEXT,
  at          INTEGER NOT NULL,
  UNIQUE (tenant_id, key)
) STRICT;
