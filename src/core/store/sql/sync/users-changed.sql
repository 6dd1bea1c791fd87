-- SPDX-License-Identifier: GPL-3.0-or-later
-- Once a page in place of a trigger for every user: the contact plan of its organization has to look again.
INSERT INTO contact_generations
SELECT m.organization_id, 1 FROM matches AS m WHERE m.tenant_id = :id AND m.organization_id IS NOT NULL
    ON CONFLICT DO UPDATE SET value = value + 1;
