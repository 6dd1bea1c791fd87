-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which tenants' candidates have to be computed anew, and what was matched before.

-- A tenant stands here from the moment when something about it moved until its candidates are stored.
CREATE TABLE match_marks (
  tenant_id      INTEGER PRIMARY KEY REFERENCES tenants ON DELETE CASCADE
) STRICT;
INSERT INTO match_marks SELECT id FROM tenants;

-- Names are equal to one tenant's only: who is called the same is looked at with it.
CREATE TRIGGER tenants_match_added AFTER INSERT ON tenants BEGIN
  INSERT INTO match_marks SELECT id FROM tenants WHERE name_folded = NEW.name_folded
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER tenants_match_changed
  AFTER UPDATE OF name, default_domain, city, postal_code, phones, gone_at ON tenants
  WHEN OLD.name IS NOT NEW.name OR OLD.default_domain IS NOT NEW.default_domain OR OLD.city IS NOT NEW.city
       OR OLD.postal_code IS NOT NEW.postal_code OR OLD.phones IS NOT NEW.phones
       OR OLD.gone_at IS NOT NEW.gone_at BEGIN
  INSERT INTO match_marks
  SELECT NEW.id
   UNION
  SELECT id FROM tenants WHERE name_folded IN (OLD.name_folded, NEW.name_folded)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER tenant_domains_match_added AFTER INSERT ON tenant_domains BEGIN
  INSERT INTO match_marks VALUES (NEW.tenant_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER tenant_domains_match_removed AFTER DELETE ON tenant_domains BEGIN
  INSERT INTO match_marks SELECT id FROM tenants WHERE id = OLD.tenant_id
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER tenant_names_match_added AFTER INSERT ON tenant_names BEGIN
  INSERT INTO match_marks VALUES (NEW.tenant_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER refused_pairs_match_added AFTER INSERT ON refused_pairs BEGIN
  INSERT INTO match_marks VALUES (NEW.tenant_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER refused_pairs_match_removed AFTER DELETE ON refused_pairs BEGIN
  INSERT INTO match_marks SELECT id FROM tenants WHERE id = OLD.tenant_id
  ON CONFLICT DO NOTHING;
END;
-- An organization that is free again may be somebody else's. Before, because a row that is replaced is not
-- told as deleted.
CREATE TRIGGER matches_match_replaced BEFORE INSERT ON matches BEGIN
  INSERT INTO match_marks
  SELECT s.tenant_id FROM matches AS m JOIN suggestions AS s ON s.organization_id = m.organization_id
   WHERE m.tenant_id = NEW.tenant_id
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER matches_match_removed AFTER DELETE ON matches BEGIN
  INSERT INTO match_marks
  SELECT id FROM tenants WHERE id = OLD.tenant_id
   UNION
  SELECT s.tenant_id FROM suggestions AS s JOIN tenants AS t ON t.id = s.tenant_id
   WHERE s.organization_id = OLD.organization_id
  ON CONFLICT DO NOTHING;
END;

-- What a tenant was matched with last, by ids that never change: it outlives the tenant's row, the
-- organization's and the connection. A person who takes a match back takes this along.
CREATE TABLE match_memory (
  tenant_graph_id TEXT PRIMARY KEY,
  organization_id INTEGER NOT NULL,
  external_id    TEXT,
  organization_name TEXT NOT NULL,
  decided_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO match_memory
SELECT t.graph_id, o.id, o.external_id, o.name, max (m.decided_at)
  FROM matches AS m JOIN tenants AS t ON t.id = m.tenant_id JOIN organizations AS o ON o.id = m.organization_id
 GROUP BY t.graph_id;

CREATE TRIGGER matches_remembered AFTER INSERT ON matches BEGIN
  DELETE FROM match_memory
   WHERE NEW.organization_id IS NULL
     AND tenant_graph_id = (SELECT graph_id FROM tenants WHERE id = NEW.tenant_id);
  INSERT INTO match_memory
  SELECT t.graph_id, o.id, o.external_id, o.name, NEW.decided_at
    FROM tenants AS t, organizations AS o
   WHERE t.id = NEW.tenant_id AND o.id = NEW.organization_id
  ON CONFLICT DO UPDATE
     SET organization_id = excluded.organization_id, external_id = excluded.external_id,
         organization_name = excluded.organization_name, decided_at = excluded.decided_at;
END;
CREATE TRIGGER matches_forgotten AFTER DELETE ON matches BEGIN
  DELETE FROM match_memory
   WHERE tenant_graph_id = (SELECT graph_id FROM tenants WHERE id = OLD.tenant_id)
     AND EXISTS (SELECT 1 FROM organizations WHERE id = OLD.organization_id);
END;
