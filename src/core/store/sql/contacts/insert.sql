-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO contacts (organization_id, external_id, first_name, last_name, sort_name, title, type, location,
                      important, notes, origin, created_at, changed_at)
VALUES (:organization_id, :external_id, :first_name, :last_name, :sort_name, :title, :type, :location,
        coalesce (:important, 0), :notes, 'import', :at, :at)
