-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT aliases FROM users WHERE tenant_id = :id AND state = 'present' AND aliases <> ''
