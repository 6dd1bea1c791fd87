-- SPDX-License-Identifier: GPL-3.0-or-later
-- A rule of all contacts changed: every organization is compared again.
INSERT INTO contact_generations (organization_id, value) SELECT id, 1 FROM organizations WHERE TRUE
    ON CONFLICT DO UPDATE SET value = value + 1
