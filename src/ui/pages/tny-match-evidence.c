/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-match-evidence.h"

#include <glib/gi18n-lib.h>

#include "tny-domain.h"
#include "tny-match-words.h"
#include "tny-words.h"

typedef struct
{
  GtkWidget             *list;
  const TnyMatchColumns *columns;
  const TnyMatchFacts   *facts;
} Evidence;

static void
show_line (const Evidence *self, const char *what, const char *theirs, const char *ours,
           TnyLikeness likeness)
{
  tny_match_rows_add_evidence (self->list, self->columns, what, theirs, ours, likeness);
}

static void
show_former_name (const Evidence *self, const TnyMatchSide *side)
{
  const TnyTenantRow *tenant = self->facts->tenant;
  g_autoptr(GDateTime) until =
    tenant->former_until != 0 ? g_date_time_new_from_unix_local (tenant->former_until) : NULL;
  g_autofree char *day = until != NULL ? g_date_time_format (until, "%x") : NULL;
  /* translators: a former name, and the day until which it was the name */
  g_autofree char *theirs = day != NULL ? g_strdup_printf (_("%s, until %s"), tenant->former_name, day)
                                        : g_strdup_printf (_("%s, in its contract"), tenant->former_name);

  show_line (self, _("Formerly"), theirs, side->organization_name,
             tny_likeness_of_names (tenant->former_name, side->organization_name, 0));
}

/* How many domains there are beside the first. */
static char *
more_words (const char *first, guint n)
{
  if (n == 0)
    return g_strdup (first);

  /* translators: a domain, and how many more there are */
  return g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", n), first, n);
}

static void
show_domain (const Evidence *self, const TnyMatchSide *side)
{
  const TnyTenantRow *tenant = self->facts->tenant;
  gint64 n = side->organization != NULL ? side->organization->n_contacts : 0;
  g_autofree char *figure = tny_words_number (side->in_domain), *total = tny_words_number (n);
  g_autofree char *theirs = NULL, *here = NULL;
  guint n_more = 0;

  for (guint i = 0; tenant->domains[i] != NULL; i++)
    n_more += !tny_domain_is_public (tenant->domains[i]) &&
              g_strcmp0 (tenant->domains[i], tenant->default_domain) != 0;
  if (tenant->default_domain == NULL)
    return;
  theirs = more_words (tenant->default_domain, n_more);
  /* translators: how many contacts have an address in a verified domain of the tenant */
  here = n == 0 ? g_strdup (_("no contacts here"))
                : g_strdup_printf (ngettext ("%s of %s contact uses this domain",
                                             "%s of %s contacts use this domain", (gulong) n),
                                   figure, total);
  if (n > 0 && side->in_domain == 0 && side->organization->domains[0] != NULL)
    {
      g_free (here);
      /* translators: the domain in which most contacts have their addresses */
      here = g_strdup_printf (_("contacts at %s"), side->organization->domains[0]);
    }
  show_line (self, _("Domain"), theirs, here, tny_likeness_of_domain (side->in_domain, n));
}

static void
show_website (const Evidence *self, const TnyMatchSide *side)
{
  const TnyTenantRow *tenant = self->facts->tenant;
  g_autofree char *host =
    side->organization != NULL ? tny_domain_of_website (side->organization->website) : NULL;
  gboolean same = FALSE, told = tenant->default_domain != NULL;

  if (host == NULL)
    return;
  for (guint i = 0; tenant->domains[i] != NULL && !same; i++)
    same = g_str_equal (tenant->domains[i], host);
  same = same || g_strcmp0 (tenant->default_domain, host) == 0;
  show_line (self, _("Website"), same ? host : tenant->default_domain, host,
             !told || tny_domain_is_public (host) ? TNY_NOT_COMPARED
                                                  : same ? TNY_SAME : TNY_DIFFERENT);
}

static char *
place_words (const char *city, const char *postal_code, const char *country)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new ();

  if (city != NULL && *city != '\0')
    g_ptr_array_add (parts, (char *) city);
  if (postal_code != NULL && *postal_code != '\0')
    g_ptr_array_add (parts, (char *) postal_code);
  if (country != NULL && *country != '\0')
    g_ptr_array_add (parts, (char *) country);
  g_ptr_array_add (parts, NULL);

  return parts->len > 1 ? g_strjoinv (", ", (char **) parts->pdata) : NULL;
}

static void
show_place (const Evidence *self, const TnyMatchSide *side)
{
  const TnyTenantRow *tenant = self->facts->tenant;
  const TnyOrganizationRow *organization = side->organization;
  g_autofree char *theirs = place_words (tenant->city, tenant->postal_code, tenant->country);
  g_autofree char *ours = organization != NULL
    ? place_words (organization->city, organization->postal_code, organization->country) : NULL;
  g_autofree char *their_city = tny_place_fold (tenant->city);
  g_autofree char *our_city = organization != NULL ? tny_place_fold (organization->city) : NULL;

  if (theirs == NULL && ours == NULL)
    return;
  show_line (self, _("City"), theirs, ours,
             their_city == NULL || our_city == NULL ? TNY_NOT_COMPARED
             : g_str_equal (their_city, our_city) ? TNY_SAME : TNY_DIFFERENT);
}

static void
show_phone (const Evidence *self, const TnyMatchSide *side)
{
  const TnyTenantRow *tenant = self->facts->tenant;
  const char *ours = side->organization != NULL ? side->organization->phone : NULL;
  g_autofree char *our_tail = tny_phone_tail (ours);
  const char *theirs = tenant->phones[0];
  TnyLikeness likeness = our_tail == NULL || theirs == NULL ? TNY_NOT_COMPARED : TNY_DIFFERENT;

  if (theirs == NULL && ours == NULL)
    return;
  for (guint i = 0; tenant->phones[i] != NULL; i++)
    {
      g_autofree char *tail = tny_phone_tail (tenant->phones[i]);

      if (tail == NULL || g_strcmp0 (tail, our_tail) != 0)
        continue;
      theirs = tenant->phones[i];
      likeness = TNY_SAME;
    }
  show_line (self, _("Phone"), theirs, ours, likeness);
}

static void
show_people (const Evidence *self, const TnyMatchSide *side)
{
  const TnyTenantRow *tenant = self->facts->tenant;
  g_autofree char *users = NULL, *contacts = NULL;
  gint64 n = side->organization != NULL ? side->organization->n_contacts : 0;

  if (tenant->users_read_at != 0)
    {
      g_autofree char *figure = tny_words_number (tenant->n_users);

      users = g_strdup_printf (ngettext ("%s user", "%s users", (gulong) tenant->n_users), figure);
    }
  if (side->organization != NULL)
    {
      g_autofree char *figure = tny_words_number (n);

      contacts = g_strdup_printf (ngettext ("%s contact", "%s contacts", (gulong) n), figure);
    }
  show_line (self, _("People"), users != NULL ? users : _("not synced"), contacts, TNY_NOT_COMPARED);
}

void
tny_match_evidence_show (GtkWidget *list, const TnyMatchColumns *columns, const TnyMatchFacts *facts,
                         const TnyMatchSide *side)
{
  const Evidence self = { list, columns, facts };
  const TnyTenantRow *tenant = facts->tenant;

  show_line (&self, _("Name"), tenant->name, side->organization_name,
             tny_likeness_of_names (tenant->name, side->organization_name, side->score));
  if (tenant->former_name != NULL)
    show_former_name (&self, side);
  show_domain (&self, side);
  show_website (&self, side);
  show_place (&self, side);
  show_phone (&self, side);
  show_people (&self, side);
  if (side->organization != NULL && side->organization->tenant_id != 0
      && side->organization->tenant_id != tenant->id)
    show_line (&self, _("Tenant"), tenant->name, side->organization->tenant_name, TNY_DIFFERENT);
}
