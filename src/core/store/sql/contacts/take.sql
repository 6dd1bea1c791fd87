-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is offered replaces what is here: a person said so.
UPDATE contacts
   SET first_name = coalesce (:first_name, first_name),
       last_name = coalesce (:last_name, last_name),
       title = coalesce (:title, title)
 WHERE id = :id
