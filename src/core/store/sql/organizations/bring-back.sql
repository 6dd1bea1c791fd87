-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO organizations (id, external_id, name, name_folded, type, status, short_name, description,
                           quick_notes, alert, origin, created_at, changed_at)
VALUES (:record ->> '$.id', :record ->> '$.external_id', :record ->> '$.name', :record ->> '$.name_folded',
        :record ->> '$.type', :record ->> '$.status', :record ->> '$.short_name',
        :record ->> '$.description', :record ->> '$.quick_notes', :record ->> '$.alert',
        :record ->> '$.origin', :record ->> '$.created_at', :record ->> '$.changed_at')
