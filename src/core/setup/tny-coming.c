/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-coming.h"

#include <glib/gi18n-lib.h>

#include "tny-text.h"

#define DAY 86400
/* Hexadecimal digits of a digest. */
#define UID_LENGTH 32

/* Which checks are about an end, and when to remind of it. */
static const struct
{
  const char *check_id;
  const char *title;             /* %s: of what */
  guint       leads[TNY_COMING_LEADS];
} kinds[] = {
  /* translators: the name of a connection */
  { "secret", N_("The client secret of %s ends"), { 30, 14, 7, 1 } },
  { "certificate", N_("The certificate of %s ends"), { 30, 14, 7, 1 } },
  /* translators: the name of a tenant */
  { "relationship-end", N_("The GDAP relationship with %s ends"), { 60, 30, 14 } },
  { "renewal", N_("The sign-in of %s ends, unless it is used before"), { 14, 7, 1 } },
};

static int
kind_of (const char *check_id)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].check_id, check_id))
      return (int) i;

  return -1;
}

void
tny_coming_free (TnyComing *self)
{
  if (self == NULL)
    return;

  g_free (self->tenant_id);
  g_free (self->check_id);
  g_free (self->uid);
  g_free (self->title);
  g_free (self->text);
  g_free (self->url);
  g_free (self);
}

static char *
uid_of (const char *client_id, const TnyCheck *check)
{
  g_autofree char *what = g_strjoin ("\n", client_id, check->tenant_id != NULL ? check->tenant_id : "",
                                     check->id, NULL);
  g_autofree char *folded = g_ascii_strdown (what, -1);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, folded, -1);

  digest[UID_LENGTH] = '\0';

  return g_strconcat (digest, "@tenantry", NULL);
}

static char *
text_of (const TnyCheck *check)
{
  const char *lines[] = { check->claim, check->remedy, check->remedy != NULL ? check->who : NULL };
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *line = lines[i] != NULL ? tny_text_display (lines[i]) : NULL;

      if (line != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static TnyComing *
coming_of (const TnyCheck *check, int kind, const char *name, const char *client_id)
{
  TnyComing *self = g_new0 (TnyComing, 1);
  g_autofree char *whose = tny_text_display (check->tenant_id != NULL && check->subject != NULL
                                               ? check->subject : name);

  self->connection_id = check->connection_id;
  self->tenant_id = g_strdup (check->tenant_id);
  self->check_id = g_strdup (check->id);
  self->uid = uid_of (client_id, check);
  self->extends = g_str_equal (check->finding, "extends");
  if (self->extends)
    /* translators: the name of a tenant */
    self->title = g_strdup_printf (_("The GDAP relationship with %s is extended by itself"), whose);
  else
    {
      /* a format that is no literal: put together without printf */
      g_auto(GStrv) parts = g_strsplit (_(kinds[kind].title), "%s", 2);

      self->title = g_strjoinv (whose, parts);
    }
  self->text = text_of (check);
  self->url = g_strdup (check->url);
  self->due_at = check->due_at;
  self->checked_at = check->checked_at;

  return self;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const TnyComing *one = *(const TnyComing *const *) a, *two = *(const TnyComing *const *) b;

  return one->due_at != two->due_at ? (one->due_at < two->due_at ? -1 : 1)
                                    : g_strcmp0 (one->uid, two->uid);
}

GPtrArray *
tny_coming_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) tny_coming_free);
}

void
tny_coming_add (GPtrArray *list, GPtrArray *checks, gint64 connection_id, const char *name,
                const char *client_id)
{
  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];
      int kind = kind_of (check->id);

      if (kind >= 0 && check->connection_id == connection_id && check->due_at != 0 &&
          check->state != TNY_CHECK_NOT_NEEDED)
        g_ptr_array_add (list, coming_of (check, kind, name, client_id));
    }
  g_ptr_array_sort (list, compare);
}

GPtrArray *
tny_coming_load (TnyReader *reader, GError **error)
{
  g_autoptr(GPtrArray) checks = tny_checks_load (reader, 0, NULL, error);
  sqlite3_stmt *stmt = checks != NULL ? tny_reader_stmt (reader, "checks/connections", error) : NULL;
  g_autoptr(GPtrArray) list = tny_coming_new ();
  gboolean row = FALSE;

  if (stmt == NULL)
    return NULL;
  while (tny_step (stmt, &row, error))
    {
      if (!row)
        return g_steal_pointer (&list);
      tny_coming_add (list, checks, tny_int (stmt, 0), tny_text (stmt, 1), tny_text (stmt, 2));
    }

  return NULL;
}

const guint *
tny_coming_leads (const TnyComing *self)
{
  static const guint none[] = { 0 };
  int kind = kind_of (self->check_id);

  return kind < 0 || self->extends ? none : kinds[kind].leads;
}

guint
tny_coming_lead (const TnyComing *self, gint64 now)
{
  const guint *leads = tny_coming_leads (self);
  guint lead = 0;

  for (guint i = 0; leads[i] != 0; i++)
    if (self->due_at > now && now >= self->due_at - (gint64) leads[i] * DAY)
      lead = leads[i];

  return lead;
}

guint
tny_coming_days (gint64 due_at, gint64 now)
{
  return due_at > now ? (guint) ((due_at - now) / DAY) : 0;
}
