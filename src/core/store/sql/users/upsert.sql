-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO users (tenant_id, graph_id, row_hash, user_principal_name, display_name, given_name, surname,
                   mail, aliases, enabled, user_type, job_title, department, company_name,
                   office_location, mobile_phone, business_phone, city, country, usage_location,
                   on_premises_sync, licences, created_at, read_at, sort_name)
VALUES (:tenant_id, :graph_id, :row_hash, :user_principal_name, :display_name, :given_name, :surname,
        :mail, :aliases, :enabled, :user_type, :job_title, :department, :company_name,
        :office_location, :mobile_phone, :business_phone, :city, :country, :usage_location,
        :on_premises_sync, :licences, :created_at, :read_at, :sort_name)
ON CONFLICT (tenant_id, graph_id) DO UPDATE
   SET row_hash = excluded.row_hash, user_principal_name = excluded.user_principal_name,
       display_name = excluded.display_name, given_name = excluded.given_name,
       surname = excluded.surname, mail = excluded.mail, aliases = excluded.aliases,
       enabled = excluded.enabled, user_type = excluded.user_type, job_title = excluded.job_title,
       department = excluded.department, company_name = excluded.company_name,
       office_location = excluded.office_location, mobile_phone = excluded.mobile_phone,
       business_phone = excluded.business_phone, city = excluded.city, country = excluded.country,
       usage_location = excluded.usage_location, on_premises_sync = excluded.on_premises_sync,
       licences = excluded.licences, created_at = excluded.created_at,
       state = iif (scope IS NULL, 'present', 'out-of-scope'),
       deleted_at = NULL, restorable_until = NULL,
       read_at = excluded.read_at, sort_name = excluded.sort_name;
