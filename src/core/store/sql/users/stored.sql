-- SPDX-License-Identifier: GPL-3.0-or-later
-- By the columns' names: what a row of changes does not tell stays as it is.
SELECT user_principal_name, display_name, given_name, surname, mail, aliases, enabled, user_type, job_title,
       department, company_name, office_location, mobile_phone, business_phone, city, country,
       usage_location, on_premises_sync, licences, created_at
  FROM users WHERE id = :id;
