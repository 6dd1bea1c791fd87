/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-match-rows.h"

#include <glib/gi18n-lib.h>

#include "tny-names.h"
#include "tny-points-bar.h"
#include "tny-text.h"
#include "tny-words.h"

static GtkWidget *
text_label (const char *text)
{
  g_autofree char *plain = tny_words_name (text);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  GtkWidget *label = gtk_label_new (plain);

  /* a hyphen at the end of a line would be part of a name */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 4);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);

  return label;
}

void
tny_match_rows_clear (GtkWidget *list)
{
  for (GtkWidget *row; (row = gtk_widget_get_first_child (list)) != NULL;)
    gtk_list_box_remove (GTK_LIST_BOX (list), row);
}

static GtkWidget *
append_row (GtkWidget *list, GtkWidget *child, const char *name)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), child);
  tny_name_set (row, name);
  gtk_list_box_append (GTK_LIST_BOX (list), row);

  return row;
}

void
tny_match_rows_add_evidence (GtkWidget *list, const TnyMatchColumns *columns, const char *what, const char *theirs, const char *ours,
              TnyLikeness likeness)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *both = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = text_label (what);
  GtkWidget *sign = gtk_label_new (tny_likeness_sign (likeness));
  const char *left = theirs != NULL ? theirs : _("not told");
  const char *right = ours != NULL ? ours : _("not recorded");
  g_autofree char *spoken_left = tny_text_one_line (left, 200);
  g_autofree char *spoken_right = tny_text_one_line (right, 200);
  /* translators: a line of evidence, spoken: what, Microsoft's, ours, how they compare */
  g_autofree char *name = g_strdup_printf (_("%s: Microsoft %s, here %s, %s"), what, spoken_left,
                                           spoken_right, tny_likeness_word (likeness));

  gtk_widget_add_css_class (label, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_size_group_add_widget (columns->label, label);
  gtk_size_group_add_widget (columns->sign, sign);
  gtk_widget_set_tooltip_text (sign, tny_likeness_word (likeness));
  if (likeness == TNY_DIFFERENT)
    gtk_widget_add_css_class (sign, "warning");
  else if (likeness == TNY_NOT_COMPARED)
    gtk_widget_add_css_class (sign, "dim-label");

  gtk_box_set_homogeneous (GTK_BOX (both), TRUE);
  gtk_widget_set_hexpand (both, TRUE);
  gtk_box_append (GTK_BOX (both), text_label (left));
  gtk_box_append (GTK_BOX (both), text_label (right));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), both);
  gtk_box_append (GTK_BOX (box), sign);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (append_row (list, box, name)),
                                    FALSE);
}

void
tny_match_rows_add_reason (GtkWidget *list, const TnyReasonText *reason, int most)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text = text_label (_(reason->text));
  /* U+2212 MINUS SIGN is as wide as a plus; isolated, the sign stays before its figures where text runs
   * from right to left */
  g_autofree char *points = reason->points >= 0 ? g_strdup_printf ("\u2066+%d\u2069", reason->points)
                                                : g_strdup_printf ("\u2066−%d\u2069", -reason->points);
  GtkWidget *figure = gtk_label_new (points);
  g_autofree char *plain = tny_text_one_line (_(reason->text), 300);
  /* translators: a reason and the points it gives or takes, spoken */
  g_autofree char *name = g_strdup_printf (reason->points >= 0 ? _("%s, plus %d") : _("%s, minus %d"),
                                           plain, ABS (reason->points));

  gtk_widget_set_hexpand (text, TRUE);
  gtk_label_set_xalign (GTK_LABEL (figure), 1);
  gtk_label_set_width_chars (GTK_LABEL (figure), 4);
  gtk_widget_add_css_class (figure, "numeric");
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), figure);
  gtk_box_append (GTK_BOX (box), tny_points_bar_new (reason->points, most));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (append_row (list, box, name)), FALSE);
}

void
tny_match_rows_add_candidate (GtkWidget *list, const TnyMatchSide *side, guint number)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *figure = g_strdup_printf ("%u", number);
  g_autofree char *score = tny_match_score_words (side->score);
  g_autofree char *plain = tny_text_one_line (side->organization_name, 200);
  g_autofree char *name = g_strdup_printf (_("%u, %s, %d"), number, plain, side->score);
  g_autofree char *accept = g_strdup_printf (_("Accept %s"), plain);
  GtkWidget *key = gtk_label_new (figure);
  GtkWidget *text = text_label (side->organization_name);
  GtkWidget *worth = gtk_label_new (score);
  GtkWidget *button = gtk_button_new_from_icon_name ("emblem-ok-symbolic");

  gtk_widget_add_css_class (key, "dim-label");
  gtk_widget_add_css_class (key, "numeric");
  gtk_widget_add_css_class (worth, "numeric");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (text, TRUE);
  tny_name_icon_button (button, accept, figure);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "match.accept-candidate");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "i", (int) number);
  gtk_box_append (GTK_BOX (box), key);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), worth);
  gtk_box_append (GTK_BOX (box), button);
  append_row (list, box, name);
}
