/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-health-detail.h"

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-error-show.h"
#include "tny-health-rows.h"
#include "tny-names.h"
#include "tny-open-uri.h"
#include "tny-words.h"
#include "tny-wrap-box.h"

static GtkWidget *
append_label (GtkWidget *box, const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

/* "What to Do" above, the text below. */
static void
append_part (GtkWidget *box, const char *heading, const char *text)
{
  GtkWidget *label;

  if (text == NULL)
    return;
  label = append_label (box, heading, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_margin_top (label, 3);
  append_label (box, text, NULL);
}

static GtkWidget *
append_button (GtkWidget *box, const char *label, const TnyCheck *check, const char *action,
               GVariant *target, GtkWidget **first)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  g_autofree char *about = g_strdup_printf ("%s: %s", check->subject, tny_check_label (check));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  tny_describe (button, about);
  tny_wrap_box_append (TNY_WRAP_BOX (box), button);
  if (*first == NULL)
    *first = button;

  return button;
}

static void
append_buttons (GtkWidget *box, const TnyCheck *check, GtkWidget **first)
{
  GtkWidget *buttons = tny_wrap_box_new (6);
  const char *label = tny_action_button (check->action);
  g_autofree char *text = tny_health_copy_text (check);
  GtkWidget *copy;

  /* what Health itself can do */
  if (g_strcmp0 (check->action, "tenant.consent") == 0)
    label = _("_Give Consent…");
  /* Health is where we are */
  if (label != NULL && !g_str_equal (check->action, "app.health"))
    append_button (buttons, label, check, "health.act",
                   g_variant_new ("(sx)", check->action, check->connection_id), first);
  if (check->url != NULL && tny_open_uri_allowed (check->url))
    {
      GtkWidget *open = append_button (buttons, _("_Open Portal"), check, "health.open",
                                       g_variant_new_string (check->url), first);

      gtk_widget_set_tooltip_text (open, check->url);
    }
  copy = append_button (buttons, _("_Copy"), check, "health.copy-text", g_variant_new_string (text), first);
  gtk_widget_set_tooltip_text (copy, check->message != NULL ? _("Copy the text above, ready to send")
                                                            : _("Copy what was found"));
  gtk_widget_set_margin_top (buttons, 6);
  gtk_box_append (GTK_BOX (box), buttons);
}

static void
append_evidence (GtkWidget *box, const TnyCheck *check)
{
  g_autofree char *evidence = tny_check_evidence_text (check);
  g_autofree char *when = tny_words_ago (check->checked_at, tny_clock_now (NULL));
  g_autofree char *time = tny_words_time (check->checked_at);
  /* translators: when */
  g_autofree char *seen = g_strdup_printf (_("Checked %s"), when);
  GtkWidget *label = append_label (box, seen, "caption");

  gtk_widget_set_tooltip_text (label, time);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_margin_top (label, 3);
  if (evidence != NULL)
    {
      label = append_label (box, evidence, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
    }
  if (check->detail != NULL)
    {
      label = append_label (box, check->detail, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
    }
}

static gboolean
needs_a_person (const TnyCheck *check)
{
  return check->state == TNY_CHECK_FAIL || check->due_soon
         || (check->state == TNY_CHECK_UNKNOWN && !g_str_equal (check->finding, "waits"));
}

static GtkWidget *
check_new (const TnyCheck *check, GtkWidget **first)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *head = tny_wrap_box_new (12);
  GtkWidget *name = gtk_label_new (NULL);
  const TnyPermission *permission;
  const char *form;
  TnyHealthCell state = tny_health_state (check);

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  if (tny_check_permission (check, &permission, &form))
    gtk_label_set_text (GTK_LABEL (name), g_str_equal (form, "delegated") ? _("Delegated")
                                                                          : _("Application"));
  else
    gtk_label_set_text (GTK_LABEL (name), tny_check_label (check));
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_add_css_class (name, "heading");
  tny_wrap_box_append (TNY_WRAP_BOX (head), name);
  tny_wrap_box_append (TNY_WRAP_BOX (head), tny_health_cell_new (&state));
  g_free (state.text);
  gtk_box_append (GTK_BOX (box), head);

  append_label (box, check->claim, NULL);
  append_part (box, _("What stops then"), check->due);
  if (needs_a_person (check) || check->state == TNY_CHECK_NOT_NEEDED)
    {
      append_part (box, _("What to do"), check->remedy);
      append_part (box, _("Who must do it"), check->remedy != NULL ? check->who : NULL);
    }
  if (needs_a_person (check))
    {
      append_part (box, _("Text to send"), check->message);
      append_buttons (box, check, first);
    }
  append_evidence (box, check);

  return box;
}

GtkWidget *
tny_health_detail_new (const TnyHealthItem *item, GtkWidget **first_button)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *list = gtk_list_box_new ();

  *first_button = NULL;
  append_label (box, item->title, "title-2");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  tny_name_set (list, _("Checks"));
  /* what is to be done first, both halves with causes before effects */
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < item->checks->len; i++)
      {
        const TnyCheck *check = item->checks->pdata[i];
        g_autofree char *name = NULL;
        TnyHealthCell state;
        GtkWidget *row;

        if (needs_a_person (check) != (pass == 0))
          continue;
        state = tny_health_state (check);
        name = g_strdup_printf ("%s, %s, %s", tny_check_label (check), state.text, check->claim);
        g_free (state.text);
        row = gtk_list_box_row_new ();
        gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
        gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), check_new (check, first_button));
        tny_name_set (row, name);
        gtk_list_box_append (GTK_LIST_BOX (list), row);
      }
  gtk_box_append (GTK_BOX (box), list);
  tny_names_fix (box);

  return box;
}
