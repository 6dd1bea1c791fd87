-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE contacts
   SET organization_id = :record ->> '$.organization_id', external_id = :record ->> '$.external_id',
       first_name = :record ->> '$.first_name', last_name = :record ->> '$.last_name',
       sort_name = :record ->> '$.sort_name', title = :record ->> '$.title', type = :record ->> '$.type',
       location = :record ->> '$.location', important = :record ->> '$.important',
       notes = :record ->> '$.notes', origin = :record ->> '$.origin',
       created_at = :record ->> '$.created_at', changed_at = :record ->> '$.changed_at'
 WHERE id = :id
