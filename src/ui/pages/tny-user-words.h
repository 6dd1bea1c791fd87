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
/* When @user last signed in, or why that is not known: never "". A new string. */
char       * tny_user_last_logon   (const TnyUserRow *user);
/* The same of the last change of the password, which needs no licence. A new string. */
char       * tny_user_password_changed (const TnyUserRow *user);
/* "12.4 GB of 50 GB, on 2026-11-22", "no mailbox in the last report" … A new string. */
char       * tny_user_mailbox      (const TnyUserRow *user);
/* Display name, else user name; never "". A new string. */
char       * tny_user_name         (const TnyUserRow *user);

G_END_DECLS
