-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO organizations (id, external_id, name, name_folded, type, status, short_name, description,
                           quick_notes, alert, website, phone, street, city, region, postal_code, country,
                           origin, created_at, changed_at)
VALUES (:record ->> '$.id', :record ->> '$.external_id', :record ->> '$.name', :record ->> '$.name_folded',
        :record ->> '$.type', :record ->> '$.status', :record ->> '$.short_name',
        :record ->> '$.description', :record ->> '$.quick_notes', :record ->> '$.alert',
        :record ->> '$.website', :record ->> '$.phone', :record ->> '$.street', :record ->> '$.city',
        :record ->> '$.region', :record ->> '$.postal_code', :record ->> '$.country',
        :record ->> '$.origin', :record ->> '$.created_at', :record ->> '$.changed_at')
