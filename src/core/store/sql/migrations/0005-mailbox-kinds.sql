-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whether a user is a person is told by its mailbox too: the contact plan of its organization looks again.
CREATE TRIGGER mailboxes_plan_added AFTER INSERT ON mailboxes
  WHEN coalesce (NEW.kind, 'person') <> 'person' BEGIN
  INSERT INTO contact_generations
  SELECT m.organization_id, 1 FROM matches AS m
   WHERE m.tenant_id = NEW.tenant_id AND m.organization_id IS NOT NULL
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
CREATE TRIGGER mailboxes_plan_changed AFTER UPDATE ON mailboxes
  WHEN OLD.kind IS NOT NEW.kind OR OLD.user_id IS NOT NEW.user_id BEGIN
  INSERT INTO contact_generations
  SELECT m.organization_id, 1 FROM matches AS m
   WHERE m.tenant_id = NEW.tenant_id AND m.organization_id IS NOT NULL
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
CREATE TRIGGER mailboxes_plan_removed AFTER DELETE ON mailboxes
  WHEN coalesce (OLD.kind, 'person') <> 'person' BEGIN
  INSERT INTO contact_generations
  SELECT m.organization_id, 1 FROM matches AS m
   WHERE m.tenant_id = OLD.tenant_id AND m.organization_id IS NOT NULL
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
