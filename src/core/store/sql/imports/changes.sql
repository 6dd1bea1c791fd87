-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT record_id, before, after FROM import_changes WHERE import_id = :import_id ORDER BY record_id DESC
