-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO contact_choices (contact_id, field, rule, at, who) VALUES (:contact_id, :field, :rule, :at, :who)
    ON CONFLICT (contact_id, field) DO UPDATE SET rule = excluded.rule, at = excluded.at, who = excluded.who
