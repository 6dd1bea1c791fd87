-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE users SET restorable_until = NULL WHERE id = :id;
