-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is here stays, whatever is offered.
UPDATE contacts
   SET first_name = coalesce (nullif (first_name, ''), :first_name),
       last_name = coalesce (nullif (last_name, ''), :last_name),
       title = coalesce (nullif (title, ''), :title),
       sort_name = coalesce (:sort_name, sort_name),
       changed_at = :at
 WHERE id = :id
