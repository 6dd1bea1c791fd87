-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO contacts (organization_id, first_name, last_name, sort_name, title, origin, created_at, changed_at)
VALUES (:organization_id, :first_name, :last_name, :sort_name, :title, 'created', :at, :at)
