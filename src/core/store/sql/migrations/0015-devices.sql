-- SPDX-License-Identifier: GPL-3.0-or-later
-- What Intune manages, the hardware that the records hold, and which of them are the same.

-- A device that a whole listing no longer names is deleted; what was decided about it stays, by its id.
CREATE TABLE devices (
  id             INTEGER PRIMARY KEY,
  tenant_id      INTEGER NOT NULL REFERENCES tenants ON DELETE CASCADE,
  graph_id       BLOB NOT NULL CHECK (length (graph_id) = 16),
  row_hash       INTEGER NOT NULL,                -- of Microsoft's object: equal means unchanged
  name           TEXT NOT NULL,
  sort_name      TEXT NOT NULL,
  serial_number  TEXT,                            -- as Microsoft writes it; placeholders too
  wifi_mac       TEXT,
  ethernet_mac   TEXT,                            -- told for one device at a time, and only when asked
  ethernet_read_at INTEGER,                       -- NULL: not asked
  manufacturer   TEXT,
  model          TEXT,
  operating_system TEXT,
  os_version     TEXT,
  compliance     TEXT,                            -- complianceState as Microsoft writes it
  ownership      TEXT,                            -- company, personal, unknown
  enrollment     TEXT,                            -- deviceEnrollmentType as Microsoft writes it
  user_graph_id  BLOB,                            -- primary user; NULL: none
  user_principal_name TEXT,                       -- of the primary user
  enrolled_by    TEXT,                            -- where Microsoft names only who enrolled it
  enrolled_at    INTEGER,
  last_sync_at   INTEGER
) STRICT;
CREATE UNIQUE INDEX devices_by_id ON devices (tenant_id, graph_id);
CREATE INDEX devices_by_name ON devices (sort_name);
CREATE INDEX devices_by_user ON devices (tenant_id, user_graph_id) WHERE user_graph_id IS NOT NULL;

-- Texts as the file has them.
CREATE TABLE configurations (
  id             INTEGER PRIMARY KEY,
  organization_id INTEGER NOT NULL REFERENCES organizations ON DELETE CASCADE,
  external_id    TEXT UNIQUE,
  name           TEXT NOT NULL,
  sort_name      TEXT NOT NULL,                   -- folded name
  type           TEXT,
  status         TEXT,
  hostname       TEXT,
  primary_ip     TEXT,
  default_gateway TEXT,
  mac_address    TEXT,
  serial_number  TEXT,
  asset_tag      TEXT,
  manufacturer   TEXT,
  model          TEXT,
  operating_system TEXT,
  operating_system_notes TEXT,
  position       TEXT,
  notes          TEXT,
  installed_at   TEXT,
  installed_by   TEXT,
  purchased_at   TEXT,
  purchased_by   TEXT,
  warranty_expires_at TEXT,
  contact        TEXT,
  location       TEXT,
  interfaces     TEXT,                            -- JSON list, where further addresses stand
  archived       INTEGER NOT NULL DEFAULT 0,
  origin         TEXT NOT NULL CHECK (origin IN ('import', 'created')),
  created_at     INTEGER NOT NULL,
  changed_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX configurations_by_organization ON configurations (organization_id, sort_name);
CREATE INDEX configurations_by_name ON configurations (sort_name);

-- Serial number and hardware addresses in the form in which they are compared; placeholders have none.
CREATE TABLE configuration_keys (
  configuration_id INTEGER NOT NULL REFERENCES configurations ON DELETE CASCADE,
  kind           TEXT NOT NULL CHECK (kind IN ('mac', 'serial')),
  value          TEXT NOT NULL,
  PRIMARY KEY (configuration_id, kind, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX configuration_keys_by_value ON configuration_keys (kind, value);

-- The decision about a device (or the rule of equal address and serial); no row: undecided. A
-- configuration is one device.
CREATE TABLE device_matches (
  tenant_graph_id TEXT NOT NULL,
  device_graph_id BLOB NOT NULL CHECK (length (device_graph_id) = 16),
  state          TEXT NOT NULL CHECK (state IN ('matched', 'ignored')),
  configuration_id INTEGER UNIQUE REFERENCES configurations ON DELETE CASCADE,
  method         TEXT NOT NULL CHECK (method IN ('automatic', 'accepted', 'chosen', 'ignored')),
  score          INTEGER,
  reasons        TEXT,                            -- JSON [{"kind","text","points"}] at the time of deciding
  decided_at     INTEGER NOT NULL,
  decided_by     TEXT NOT NULL,
  PRIMARY KEY (tenant_graph_id, device_graph_id),
  CHECK ((state = 'matched') = (configuration_id IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Candidates of undecided devices, best first; made anew for an organization at a time.
CREATE TABLE device_suggestions (
  device_id      INTEGER NOT NULL REFERENCES devices ON DELETE CASCADE,
  rank           INTEGER NOT NULL CHECK (rank BETWEEN 1 AND 5),
  configuration_id INTEGER NOT NULL REFERENCES configurations ON DELETE CASCADE,
  score          INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
  reasons        TEXT NOT NULL,
  PRIMARY KEY (device_id, rank)
) STRICT, WITHOUT ROWID;
CREATE INDEX device_suggestions_by_configuration ON device_suggestions (configuration_id);

-- "Not the same": a pair a person undid or refused is not suggested again.
CREATE TABLE device_refused (
  tenant_graph_id TEXT NOT NULL,
  device_graph_id BLOB NOT NULL,
  configuration_id INTEGER NOT NULL REFERENCES configurations ON DELETE CASCADE,
  PRIMARY KEY (tenant_graph_id, device_graph_id, configuration_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX device_refused_by_configuration ON device_refused (configuration_id);

-- Every decision ever made about a device: before and after are the row of device_matches as JSON, or
-- NULL for none, the refused_… columns the refused configurations as a JSON list.
CREATE TABLE device_decisions (
  id             INTEGER PRIMARY KEY,
  batch          INTEGER NOT NULL,
  at             INTEGER NOT NULL,
  who            TEXT NOT NULL,
  action         TEXT NOT NULL CHECK (action IN ('automatic', 'accept', 'match', 'ignore', 'revert', 'undo', 'redo')),
  tenant_graph_id TEXT NOT NULL,
  device_graph_id BLOB NOT NULL,
  device_name    TEXT NOT NULL,
  configuration_id INTEGER,                       -- what it led to; no foreign key: history outlives it
  configuration_name TEXT,
  score          INTEGER,
  why            TEXT,
  before         TEXT,
  after          TEXT,
  refused_before TEXT NOT NULL DEFAULT '[]',
  refused_after  TEXT NOT NULL DEFAULT '[]',
  undoes         INTEGER                          -- batch that this one took back or did again
) STRICT;
CREATE INDEX device_decisions_by_batch ON device_decisions (batch);
CREATE INDEX device_decisions_by_undoes ON device_decisions (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX device_decisions_by_device ON device_decisions (tenant_graph_id, device_graph_id);

-- Organizations whose candidates are older than what they were made from.
CREATE TABLE device_stale (
  organization_id INTEGER PRIMARY KEY
) STRICT;

CREATE TRIGGER devices_stale_added AFTER INSERT ON devices BEGIN
  INSERT INTO device_stale SELECT m.organization_id FROM matches AS m
   WHERE m.tenant_id = NEW.tenant_id AND m.organization_id IS NOT NULL ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER devices_stale_changed AFTER UPDATE ON devices
  WHEN (OLD.name, OLD.serial_number, OLD.wifi_mac, OLD.ethernet_mac, OLD.ownership) IS NOT
       (NEW.name, NEW.serial_number, NEW.wifi_mac, NEW.ethernet_mac, NEW.ownership) BEGIN
  INSERT INTO device_stale SELECT m.organization_id FROM matches AS m
   WHERE m.tenant_id = NEW.tenant_id AND m.organization_id IS NOT NULL ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER devices_stale_removed AFTER DELETE ON devices BEGIN
  INSERT INTO device_stale SELECT m.organization_id FROM matches AS m
   WHERE m.tenant_id = OLD.tenant_id AND m.organization_id IS NOT NULL ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER configurations_stale_added AFTER INSERT ON configurations BEGIN
  INSERT INTO device_stale VALUES (NEW.organization_id) ON CONFLICT DO NOTHING;
  UPDATE generations SET value = value + 1 WHERE name = 'configurations';
END;
CREATE TRIGGER configurations_stale_changed AFTER UPDATE ON configurations BEGIN
  INSERT INTO device_stale VALUES (NEW.organization_id) ON CONFLICT DO NOTHING;
  INSERT INTO device_stale VALUES (OLD.organization_id) ON CONFLICT DO NOTHING;
  UPDATE generations SET value = value + 1 WHERE name = 'configurations';
END;
CREATE TRIGGER configurations_stale_removed AFTER DELETE ON configurations BEGIN
  INSERT INTO device_stale VALUES (OLD.organization_id) ON CONFLICT DO NOTHING;
  UPDATE generations SET value = value + 1 WHERE name = 'configurations';
END;
-- Before, because a row that is replaced is not told as deleted.
CREATE TRIGGER matches_stale_added BEFORE INSERT ON matches BEGIN
  INSERT INTO device_stale SELECT m.organization_id FROM matches AS m
   WHERE m.tenant_id = NEW.tenant_id AND m.organization_id IS NOT NULL ON CONFLICT DO NOTHING;
  INSERT INTO device_stale SELECT NEW.organization_id WHERE NEW.organization_id IS NOT NULL
    ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER matches_stale_changed AFTER UPDATE OF organization_id ON matches BEGIN
  INSERT INTO device_stale SELECT OLD.organization_id WHERE OLD.organization_id IS NOT NULL
    ON CONFLICT DO NOTHING;
  INSERT INTO device_stale SELECT NEW.organization_id WHERE NEW.organization_id IS NOT NULL
    ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER matches_stale_removed AFTER DELETE ON matches BEGIN
  INSERT INTO device_stale SELECT OLD.organization_id WHERE OLD.organization_id IS NOT NULL
    ON CONFLICT DO NOTHING;
  -- Nobody's devices have candidates.
  DELETE FROM device_suggestions
   WHERE device_id IN (SELECT d.id FROM devices AS d WHERE d.tenant_id = OLD.tenant_id);
END;

INSERT INTO generations VALUES ('configurations', abs (random () / 2));

CREATE TABLE new_imports (
  id             INTEGER PRIMARY KEY,
  kind           TEXT NOT NULL CHECK (kind IN ('organizations', 'contacts', 'configurations')),
  file_name      TEXT NOT NULL,                   -- last part of the path only
  at             INTEGER NOT NULL,
  added          INTEGER NOT NULL,
  changed        INTEGER NOT NULL,
  undone_at      INTEGER
) STRICT;
INSERT INTO new_imports SELECT id, kind, file_name, at, added, changed, undone_at FROM imports;
DROP TABLE imports;
ALTER TABLE new_imports RENAME TO imports;
