-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which directory roles the account holds in a tenant: template ids with commas; NULL: not known.
ALTER TABLE checks ADD COLUMN roles TEXT;
