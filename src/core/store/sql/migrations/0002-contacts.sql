-- SPDX-License-Identifier: GPL-3.0-or-later
-- Users and contacts: which contact a user is, what a person decided about it, and what was applied.
-- Users are named by the ids that never change, tenant and user at Microsoft, so that a link outlives
-- renames, and rows that are read anew.

-- A user has at most one contact, a contact at most one user of a tenant. A contact that is linked or
-- chosen cannot be deleted.
CREATE TABLE user_contacts (
  tenant_graph_id TEXT NOT NULL,
  user_graph_id  BLOB NOT NULL CHECK (length (user_graph_id) = 16),
  contact_id     INTEGER NOT NULL REFERENCES contacts,
  rule           INTEGER CHECK (rule BETWEEN 1 AND 3),    -- NULL: by a person's decision
  linked_at      INTEGER NOT NULL,
  linked_by      TEXT NOT NULL,
  PRIMARY KEY (tenant_graph_id, user_graph_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX user_contacts_by_contact ON user_contacts (contact_id, tenant_graph_id);

-- In force until a plan is applied that does it, or it is taken back. It was made with the contacts of one
-- organization before one's eyes and holds for that one only.
CREATE TABLE contact_decisions (
  tenant_graph_id TEXT NOT NULL,
  user_graph_id  BLOB NOT NULL CHECK (length (user_graph_id) = 16),
  organization_id INTEGER NOT NULL REFERENCES organizations ON DELETE CASCADE,
  action         TEXT NOT NULL CHECK (action IN ('link', 'link-and-add', 'create', 'skip')),
  contact_id     INTEGER REFERENCES contacts,
  decided_at     INTEGER NOT NULL,
  decided_by     TEXT NOT NULL,
  PRIMARY KEY (tenant_graph_id, user_graph_id),
  CHECK ((action IN ('link', 'link-and-add')) = (contact_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_decisions_by_contact ON contact_decisions (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX contact_decisions_by_organization ON contact_decisions (organization_id);

CREATE TABLE contact_steps (
  id             INTEGER PRIMARY KEY,
  at             INTEGER NOT NULL,
  who            TEXT NOT NULL,
  created        INTEGER NOT NULL,
  updated        INTEGER NOT NULL,
  linked         INTEGER NOT NULL,
  undone_at      INTEGER
) STRICT;

-- What a step changed, in the order in which it did. before NULL: it was not there; after NULL: it went.
-- after is how the step left it, so that a later change is noticed.
CREATE TABLE contact_changes (
  step_id        INTEGER NOT NULL REFERENCES contact_steps ON DELETE CASCADE,
  position       INTEGER NOT NULL,
  kind           TEXT NOT NULL CHECK (kind IN ('contact', 'link', 'decision')),
  contact_id     INTEGER,                         -- contact
  tenant_graph_id TEXT,                           -- link, decision
  user_graph_id  BLOB,
  before         TEXT,
  after          TEXT,
  PRIMARY KEY (step_id, position)
) STRICT, WITHOUT ROWID;

-- Counts everything that can change the contact plan of an organization. No foreign key: a number that is
-- used again goes on counting.
CREATE TABLE contact_generations (
  organization_id INTEGER PRIMARY KEY,
  value          INTEGER NOT NULL
) STRICT;

CREATE TRIGGER contacts_plan_added AFTER INSERT ON contacts BEGIN
  INSERT INTO contact_generations VALUES (NEW.organization_id, 1)
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
CREATE TRIGGER contacts_plan_changed AFTER UPDATE ON contacts BEGIN
  INSERT INTO contact_generations VALUES (NEW.organization_id, 1)
    ON CONFLICT DO UPDATE SET value = value + 1;
  INSERT INTO contact_generations SELECT OLD.organization_id, 1
   WHERE OLD.organization_id <> NEW.organization_id
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
CREATE TRIGGER contacts_plan_removed AFTER DELETE ON contacts BEGIN
  INSERT INTO contact_generations VALUES (OLD.organization_id, 1)
    ON CONFLICT DO UPDATE SET value = value + 1;
END;

-- Before, because a row that is replaced is not told as deleted.
CREATE TRIGGER matches_plan_added BEFORE INSERT ON matches BEGIN
  INSERT INTO contact_generations
  SELECT m.organization_id, 1 FROM matches AS m
   WHERE m.tenant_id = NEW.tenant_id AND m.organization_id IS NOT NULL
    ON CONFLICT DO UPDATE SET value = value + 1;
  INSERT INTO contact_generations SELECT NEW.organization_id, 1 WHERE NEW.organization_id IS NOT NULL
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
CREATE TRIGGER matches_plan_changed AFTER UPDATE OF organization_id ON matches BEGIN
  INSERT INTO contact_generations SELECT OLD.organization_id, 1 WHERE OLD.organization_id IS NOT NULL
    ON CONFLICT DO UPDATE SET value = value + 1;
  INSERT INTO contact_generations SELECT NEW.organization_id, 1 WHERE NEW.organization_id IS NOT NULL
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
CREATE TRIGGER matches_plan_removed AFTER DELETE ON matches BEGIN
  INSERT INTO contact_generations SELECT OLD.organization_id, 1 WHERE OLD.organization_id IS NOT NULL
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
CREATE TRIGGER tenants_plan_changed AFTER UPDATE OF gone_at ON tenants
  WHEN OLD.gone_at IS NOT NEW.gone_at BEGIN
  INSERT INTO contact_generations
  SELECT m.organization_id, 1 FROM matches AS m
   WHERE m.tenant_id = NEW.id AND m.organization_id IS NOT NULL
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
CREATE TRIGGER organizations_plan_changed AFTER UPDATE OF name ON organizations
  WHEN OLD.name <> NEW.name BEGIN
  INSERT INTO contact_generations VALUES (NEW.id, 1)
    ON CONFLICT DO UPDATE SET value = value + 1;
END;

-- A tenant may be matched with another organization than the one of the contact.
CREATE INDEX tenants_by_graph_id ON tenants (graph_id);
CREATE TRIGGER user_contacts_added AFTER INSERT ON user_contacts BEGIN
  INSERT INTO contact_generations
  SELECT c.organization_id, 1 FROM contacts AS c WHERE c.id IN (NEW.contact_id)
   UNION
  SELECT m.organization_id, 1 FROM tenants AS t JOIN matches AS m ON m.tenant_id = t.id
   WHERE t.graph_id = NEW.tenant_graph_id AND m.organization_id IS NOT NULL
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
CREATE TRIGGER user_contacts_removed AFTER DELETE ON user_contacts BEGIN
  INSERT INTO contact_generations
  SELECT c.organization_id, 1 FROM contacts AS c WHERE c.id IN (OLD.contact_id)
   UNION
  SELECT m.organization_id, 1 FROM tenants AS t JOIN matches AS m ON m.tenant_id = t.id
   WHERE t.graph_id = OLD.tenant_graph_id AND m.organization_id IS NOT NULL
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
CREATE TRIGGER user_contacts_changed AFTER UPDATE ON user_contacts BEGIN
  INSERT INTO contact_generations
  SELECT c.organization_id, 1 FROM contacts AS c WHERE c.id IN (OLD.contact_id, NEW.contact_id)
   UNION
  SELECT m.organization_id, 1 FROM tenants AS t JOIN matches AS m ON m.tenant_id = t.id
   WHERE t.graph_id = OLD.tenant_graph_id AND m.organization_id IS NOT NULL
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
CREATE TRIGGER contact_decisions_added AFTER INSERT ON contact_decisions BEGIN
  INSERT INTO contact_generations VALUES (NEW.organization_id, 1)
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
CREATE TRIGGER contact_decisions_removed AFTER DELETE ON contact_decisions BEGIN
  INSERT INTO contact_generations VALUES (OLD.organization_id, 1)
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
CREATE TRIGGER contact_decisions_changed AFTER UPDATE ON contact_decisions BEGIN
  INSERT INTO contact_generations VALUES (NEW.organization_id, 1)
    ON CONFLICT DO UPDATE SET value = value + 1;
  INSERT INTO contact_generations SELECT OLD.organization_id, 1
   WHERE OLD.organization_id <> NEW.organization_id
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
