-- SPDX-License-Identifier: GPL-3.0-or-later
-- NULL leaves a field as it is.
UPDATE contacts
   SET organization_id = coalesce (:organization_id, organization_id),
       external_id = coalesce (:external_id, external_id),
       first_name = coalesce (:first_name, first_name),
       last_name = coalesce (:last_name, last_name),
       sort_name = :sort_name,
       title = coalesce (:title, title),
       type = coalesce (:type, type),
       location = coalesce (:location, location),
       important = coalesce (:important, important),
       notes = coalesce (:notes, notes),
       changed_at = :at
 WHERE id = :id
