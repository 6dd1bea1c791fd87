/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-health-roles.h"

#include <glib/gi18n-lib.h>

#include "tny-role.h"
#include "tny-words.h"

const char *const tny_health_role_headings[TNY_HEALTH_CELLS] = {
  N_("Users"), N_("Sign-ins"), N_("Mailboxes"), N_("Licences"), N_("Devices"), N_("Health"),
};

/* Of the headings. */
static const TnyFeature features[TNY_HEALTH_CELLS] = {
  TNY_FEATURE_USERS, TNY_FEATURE_SIGN_INS, TNY_FEATURE_MAILBOXES, TNY_FEATURE_LICENCES, TNY_FEATURE_DEVICES,
  TNY_FEATURE_HEALTH,
};

static const TnyHealthCell held = { N_("Held"), "emblem-ok-symbolic", NULL };
static const TnyHealthCell missing = { N_("Missing"), "dialog-error-symbolic", "error" };
static const TnyHealthCell unknown = { N_("Not known"), "content-loading-symbolic", "dim-label" };
static const TnyHealthCell unneeded = { N_("Not needed"), "action-unavailable-symbolic", "dim-label" };

static GHashTable *
role_set (const char *ids)
{
  g_auto(GStrv) list = g_strsplit (ids, ",", -1);
  GHashTable *set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; list[i] != NULL; i++)
    g_hash_table_add (set, g_steal_pointer (&list[i]));

  return set;
}

void
tny_health_roles_set (TnyHealthItem *item, const char *streams)
{
  const TnyCheck *check = item->checks->pdata[0];
  g_autoptr(GHashTable) set = check->roles != NULL ? role_set (check->roles) : NULL;
  guint wanted = check->state == TNY_CHECK_NOT_NEEDED ? 0 : tny_checks_features (streams);
  guint lacking = set != NULL ? tny_roles_missing (set, wanted) : 0;

  for (guint i = 0; i < TNY_HEALTH_CELLS; i++)
    {
      item->cells[i] = (wanted & features[i]) == 0 ? unneeded
                       : set == NULL ? unknown : lacking & features[i] ? missing : held;
      item->cells[i].text = g_strdup (_(item->cells[i].text));
    }
  if (set != NULL)
    {
      g_autofree char *roles = tny_roles_text (set);

      /* translators: names of roles */
      item->note = *roles != '\0' ? g_strdup_printf (_("There is: %s"), roles) : g_strdup (_("There is no role."));
    }
  else
    item->note = tny_words_name (check->claim);
}

char *
tny_health_roles_rule (const char *streams)
{
  guint n, wanted = tny_checks_features (streams);
  const TnyRoleNeed *needs = tny_role_needs (&n);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint c = 0; c < TNY_HEALTH_CELLS; c++)
    for (guint i = 0; i < n; i++)
      if (needs[i].feature == features[c] && (wanted & features[c]) != 0)
        {
          g_autofree char *roles = tny_role_need_text (&needs[i]);
          /* translators: what is read, the roles of which one is needed for it */
          g_autofree char *line = g_strdup_printf (_("%s: %s"), _(tny_health_role_headings[c]), roles);

          g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
        }

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static GtkWidget *
text_new (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);

  return label;
}

GtkWidget *
tny_health_roles_head_new (const char *streams)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *rule = tny_health_roles_rule (streams);

  gtk_box_append (GTK_BOX (box), text_new (_("One role of each line is enough. Global Administrator serves all, but "
                                             "a GDAP relationship that holds it cannot be extended by itself."),
                                           NULL));
  if (rule != NULL)
    gtk_box_append (GTK_BOX (box), text_new (rule, "dim-label"));

  return box;
}
