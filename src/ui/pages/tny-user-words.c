/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-user-words.h"

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-words.h"

typedef struct { const char *word, *icon, *style; } Status;

/* In the order in which they matter: someone deleted is not "enabled" any more. */
static const Status *
status_of (const TnyUserRow *user)
{
  static const Status deleted = { N_("Deleted in Microsoft"), "user-trash-symbolic", "dim-label" };
  static const Status out = { N_("Not in scope"), "action-unavailable-symbolic", "dim-label" };
  static const Status guest = { N_("Guest"), "system-users-symbolic", NULL };
  static const Status disabled = { N_("Disabled"), "action-unavailable-symbolic", "dim-label" };
  static const Status enabled = { N_("Enabled"), "emblem-ok-symbolic", NULL };
  static const Status unknown = { N_("Not told by Microsoft"), "content-loading-symbolic",
                                  "dim-label" };
  static const struct { const char *kind; Status status; } kinds[] = {
    { "shared-mailbox", { N_("Shared mailbox"), "mail-unread-symbolic", NULL } },
    { "room",           { N_("Room"), "mark-location-symbolic", NULL } },
    { "equipment",      { N_("Equipment"), "computer-symbolic", NULL } },
    { "service",        { N_("Service account"), "applications-system-symbolic", NULL } },
  };

  if (g_strcmp0 (user->state, "deleted") == 0)
    return &deleted;
  if (g_strcmp0 (user->state, "out-of-scope") == 0)
    return &out;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].kind, user->kind) == 0)
      return &kinds[i].status;

  if (user->enabled == 0)
    return &disabled;
  if (g_strcmp0 (user->kind, "guest") == 0)
    return &guest;

  return user->enabled == 1 ? &enabled : &unknown;
}

const char *
tny_user_status_word (const TnyUserRow *user)
{
  return _(status_of (user)->word);
}

const char *
tny_user_status_icon (const TnyUserRow *user)
{
  return status_of (user)->icon;
}

const char *
tny_user_status_style (const TnyUserRow *user)
{
  return status_of (user)->style;
}

/* Why a date that comes with the sign-ins is not known. */
static char *
unread (const TnyUserRow *user)
{
  static const struct { const char *state, *words; } unknown[] = {
    { "ok", N_("None known to Microsoft") },
    { "not-licensed", N_("Unavailable: tenant has no Entra ID P1") },
    { "failed", N_("Unavailable: the last sync could not read it, the log says why") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    if (g_strcmp0 (unknown[i].state, user->sign_in_state) == 0)
      return g_strdup (_(unknown[i].words));

  return g_strdup (_("Not synced"));
}

char *
tny_user_last_logon (const TnyUserRow *user)
{
  return user->last_sign_in != 0 ? tny_words_ago (user->last_sign_in, tny_clock_now (NULL))
                                 : unread (user);
}

char *
tny_user_password_changed (const TnyUserRow *user)
{
  if (user->last_password_change != 0)
    return tny_words_ago (user->last_password_change, tny_clock_now (NULL));

  return g_strcmp0 (user->sign_in_state, "not-licensed") == 0 ? g_strdup (_("None known to Microsoft"))
                                                               : unread (user);
}

char *
tny_user_mailbox (const TnyUserRow *user)
{
  g_autofree char *used = NULL, *quota = NULL;

  if (user->mailbox_date == NULL)
    return g_strdup (_("None in a report that was read"));
  used = user->mailbox_used_bytes >= 0 ? g_format_size ((guint64) user->mailbox_used_bytes)
                                       : g_strdup (_("an unknown size"));
  if (user->mailbox_quota_bytes < 0)
    /* translators: a size, a day like 2026-11-22 */
    return g_strdup_printf (_("%s, on %s"), used, user->mailbox_date);
  quota = g_format_size ((guint64) user->mailbox_quota_bytes);

  /* translators: a size, the size that is allowed, a day like 2026-11-22 */
  return g_strdup_printf (_("%s of %s, on %s"), used, quota, user->mailbox_date);
}

char *
tny_user_name (const TnyUserRow *user)
{
  return tny_words_name (user->display_name != NULL && *user->display_name != '\0'
                         ? user->display_name : user->user_principal_name);
}
