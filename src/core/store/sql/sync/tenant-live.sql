-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the tenant says of itself, when that is news. A place that was withheld stays as it was.
UPDATE tenants
   SET name = :name, name_folded = :name_folded,
       default_domain = coalesce (:default_domain, default_domain),
       city = iif (:detailed, :city, city), country = iif (:detailed, :country, country),
       sources = sources | 8
 WHERE id = :id
   AND (name IS NOT :name OR default_domain IS NOT coalesce (:default_domain, default_domain) OR
        city IS NOT iif (:detailed, :city, city) OR country IS NOT iif (:detailed, :country, country) OR
        NOT sources & 8);
