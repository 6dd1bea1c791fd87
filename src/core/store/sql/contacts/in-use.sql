-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whether a user is this contact, or it was chosen for one, and its name.
SELECT EXISTS (SELECT 1 FROM user_contacts AS l WHERE l.contact_id = c.id),
       EXISTS (SELECT 1 FROM contact_decisions AS d WHERE d.contact_id = c.id),
       trim (coalesce (c.first_name, '') || ' ' || coalesce (c.last_name, ''))
  FROM contacts AS c
 WHERE c.id = :id
