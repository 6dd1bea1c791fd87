-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE organizations
   SET external_id = :record ->> '$.external_id', name = :record ->> '$.name',
       name_folded = :record ->> '$.name_folded', type = :record ->> '$.type',
       status = :record ->> '$.status', short_name = :record ->> '$.short_name',
       description = :record ->> '$.description', quick_notes = :record ->> '$.quick_notes',
       alert = :record ->> '$.alert',
       website = :record ->> '$.website',
       phone = :record ->> '$.phone',
       street = :record ->> '$.street',
       city = :record ->> '$.city',
       region = :record ->> '$.region',
       postal_code = :record ->> '$.postal_code',
       country = :record ->> '$.country', origin = :record ->> '$.origin',
       created_at = :record ->> '$.created_at', changed_at = :record ->> '$.changed_at'
 WHERE id = :id
