/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync-fixture.h"

/* Whether the users of the tenants that are stored are those of the sample cloud's directory: who is
 * here with name, state and title, who is in the bin, who is gone. Ends the test where not. Returns
 * how many users there are or were. */
guint directory_assert_equal (Sync *self);
