-- SPDX-License-Identifier: GPL-3.0-or-later
-- One of several that are committed together: it can be taken back without the others.
SAVEPOINT one;
