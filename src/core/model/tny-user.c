/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-user.h"

#include <string.h>

#include "tny-text.h"

/* Name at Microsoft, kind, member (which is also the column). */
#define FIELD(graph, kind, member) \
  { graph, #member, TNY_FIELD_##kind, G_STRUCT_OFFSET (TnyUser, member) }

static const TnyField fields[] = {
  FIELD ("id",                    KEY,   graph_id),
  FIELD ("userPrincipalName",     TEXT,  user_principal_name),
  FIELD ("displayName",           TEXT,  display_name),
  FIELD ("givenName",             TEXT,  given_name),
  FIELD ("surname",               TEXT,  surname),
  FIELD ("mail",                  TEXT,  mail),
  FIELD ("proxyAddresses",        MAILS, aliases),
  FIELD ("otherMails",            MAILS, aliases),
  FIELD ("accountEnabled",        FLAG,  enabled),
  FIELD ("userType",              TEXT,  user_type),
  FIELD ("jobTitle",              TEXT,  job_title),
  FIELD ("department",            TEXT,  department),
  FIELD ("companyName",           TEXT,  company_name),
  FIELD ("officeLocation",        TEXT,  office_location),
  FIELD ("mobilePhone",           TEXT,  mobile_phone),
  FIELD ("businessPhones",        FIRST, business_phone),
  FIELD ("city",                  TEXT,  city),
  FIELD ("country",               TEXT,  country),
  FIELD ("usageLocation",         TEXT,  usage_location),
  FIELD ("onPremisesSyncEnabled", FLAG,  on_premises_sync),
  FIELD ("assignedLicenses",      SKUS,  licences),
  FIELD ("createdDateTime",       TIME,  created_at),
};

const TnyShape tny_user_shape = { "users", fields, G_N_ELEMENTS (fields), sizeof (TnyUser) };

TnyUser *
tny_user_new (void)
{
  return tny_shape_new_row (&tny_user_shape);
}

TnyUser *
tny_user_copy (const TnyUser *self)
{
  return tny_shape_dup_row (&tny_user_shape, self);
}

void
tny_user_free (TnyUser *self)
{
  tny_shape_free_row (&tny_user_shape, self);
}

/* A user has a handful of addresses: looking through the lines is cheaper than a table. */
static gboolean
has_line (const GString *lines, const char *line)
{
  gsize length = strlen (line);

  for (const char *at = lines->str; (at = strstr (at, line)) != NULL; at += length)
    if ((at == lines->str || at[-1] == '\n') && (at[length] == '\n' || at[length] == '\0'))
      return TRUE;

  return FALSE;
}

static void
add_folded (GString *lines, const char *address)
{
  g_autofree char *folded = tny_text_fold_mail (address);

  if (folded == NULL || has_line (lines, folded))
    return;
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  g_string_append (lines, folded);
}

char *
tny_user_fold_aliases (const TnyUser *self)
{
  GString *lines = g_string_new (NULL);
  g_auto(GStrv) aliases = NULL;

  if (self->mail != NULL)
    add_folded (lines, self->mail);
  if (self->aliases != NULL)
    {
      aliases = g_strsplit (self->aliases, "\n", -1);
      for (guint i = 0; aliases[i] != NULL; i++)
        add_folded (lines, aliases[i]);
    }

  return g_string_free (lines, FALSE);
}

const char *
tny_user_get_kind (const TnyUser *self)
{
  const char *login = self->user_principal_name != NULL ? self->user_principal_name : "";

  if (self->user_type != NULL && g_ascii_strcasecmp (self->user_type, "Guest") == 0)
    return "guest";
  /* Directory synchronization makes its accounts as Sync_SERVER_HEX@… */
  if (g_ascii_strncasecmp (login, "Sync_", 5) == 0 &&
      g_strcmp0 (self->display_name, "On-Premises Directory Synchronization Service Account") == 0)
    return "service";

  return "member";
}

const char *
tny_user_kind_with_mailbox (const TnyUser *self, const char *mailbox)
{
  static const struct { const char *mailbox, *kind; } words[] = {
    { "shared", "shared-mailbox" }, { "room", "room" }, { "equipment", "equipment" },
  };
  const char *kind = tny_user_get_kind (self);

  for (guint i = 0; mailbox != NULL && i < G_N_ELEMENTS (words); i++)
    if (strcmp (kind, "member") == 0 && strcmp (mailbox, words[i].mailbox) == 0)
      return words[i].kind;

  return kind;
}
