/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* People of a tenant in words: never a blank where something is not known. */

#include "tny-list.h"

G_BEGIN_DECLS

/* "Enabled", "Disabled", "Guest", "Shared mailbox", "Deleted in Microsoft" …: what matters most about
 * @user. Lent, translated. */
const char * tny_user_status_word  (const TnyUserRow *user);
const char * tny_user_status_icon  (const TnyUserRow *user);
const char * tny_user_status_style (const TnyUserRow *user);       /* nullable */
/* Display name, else user name; never "". A new string. */
char       * tny_user_name         (const TnyUserRow *user);

G_END_DECLS
