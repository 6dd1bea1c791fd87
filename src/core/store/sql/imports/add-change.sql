-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO import_changes (import_id, kind, record_id, before, after)
VALUES (:import_id, :kind, :record_id, :before, :after)
