-- SPDX-License-Identifier: GPL-3.0-or-later
-- NULL leaves a field as it is.
UPDATE organizations
   SET external_id = coalesce (:external_id, external_id),
       name = coalesce (:name, name),
       name_folded = coalesce (:folded, name_folded),
       type = coalesce (:type, type),
       status = coalesce (:status, status),
       short_name = coalesce (:short_name, short_name),
       description = coalesce (:description, description),
       quick_notes = coalesce (:quick_notes, quick_notes),
       alert = coalesce (:alert, alert),
       website = coalesce (:website, website),
       phone = coalesce (:phone, phone),
       street = coalesce (:street, street),
       city = coalesce (:city, city),
       region = coalesce (:region, region),
       postal_code = coalesce (:postal_code, postal_code),
       country = coalesce (:country, country),
       changed_at = :at
 WHERE id = :id
