/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-health-detail.h"

#include <glib/gi18n-lib.h>

#include "tny-finding.h"
#include "tny-health-rows.h"
#include "tny-names.h"
#include "tny-wrap-box.h"

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
  gboolean to_do = needs_a_person (check);
  gboolean advised = to_do || check->state == TNY_CHECK_NOT_NEEDED;
  g_autofree char *about = g_strdup_printf ("%s: %s", check->subject, tny_check_label (check));
  g_autofree char *evidence = tny_check_evidence_text (check);

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

  tny_finding_append (box, &(TnyFinding) {
                        .about = about, .claim = check->claim, .due = check->due,
                        .remedy = advised ? check->remedy : NULL, .who = check->who,
                        .message = check->message,
                        /* Health is where we are */
                        .action = g_strcmp0 (check->action, "app.health") != 0 ? check->action : NULL,
                        .connection_id = check->connection_id, .url = check->url, .evidence = evidence,
                        .detail = check->detail, .at = check->checked_at, .to_do = to_do }, first);

  return box;
}

GtkWidget *
tny_health_detail_new (const TnyHealthItem *item, GtkWidget **first_button)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *list = gtk_list_box_new ();

  *first_button = NULL;
  tny_finding_label (box, item->title, "title-2");
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
