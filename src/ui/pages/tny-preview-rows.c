/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-preview-rows.h"

#include <glib/gi18n-lib.h>

#include "tny-contact-words.h"
#include "tny-names.h"
#include "tny-text.h"
#include "tny-words.h"
#include "tny-wrap-box.h"

static GtkWidget *
text_label (const char *text)
{
  g_autofree char *plain = tny_words_name (text);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  GtkWidget *label = gtk_label_new (plain);

  /* a hyphen at the end of a line would be part of an address */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 4);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);

  return label;
}

/* A word that stands before a value and keeps its column. */
static GtkWidget *
head_label (const char *text, GtkSizeGroup *group)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_end (label, 9);
  gtk_size_group_add_widget (group, label);

  return label;
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
tny_preview_rows_clear (GtkWidget *list)
{
  for (GtkWidget *row; (row = gtk_widget_get_first_child (list)) != NULL;)
    gtk_list_box_remove (GTK_LIST_BOX (list), row);
}

char *
tny_preview_contact_name (const TnyContactRow *contact)
{
  g_autofree char *both = g_strjoin (" ", contact->first_name != NULL ? contact->first_name : "",
                                     contact->last_name != NULL ? contact->last_name : "", NULL);

  if (*g_strstrip (both) == '\0')
    return tny_words_name (contact->emails[0] != NULL ? contact->emails[0] : _("no name"));

  return tny_words_name (both);
}

/* Rules */

/* What the candidate has in that place; NULL: nothing. */
static char *
here_text (guint number, const TnyContactRow *candidate)
{
  if (candidate == NULL)
    return NULL;
  if (number == 3)
    return candidate->first_name != NULL || candidate->last_name != NULL
           ? tny_preview_contact_name (candidate) : NULL;

  return candidate->emails[0] != NULL ? tny_words_name (candidate->emails[0]) : NULL;
}

static char *
missing_words (guint number, const TnyContactRule *rule, const char *theirs)
{
  if (number == 3)
    /* translators: a name */
    return g_strdup_printf (_("nobody here is called %s"), theirs);
  if (rule->n_more > 0)
    return g_strdup_printf (ngettext ("%s and %u more: no contact has them",
                                      "%s and %u more: no contact has them", rule->n_more), theirs,
                            rule->n_more);

  /* translators: an address */
  return g_strdup_printf (_("no contact has %s"), theirs);
}

static char *
rule_words (guint number, const TnyContactRule *rule, const TnyContactRow *candidate,
            gboolean spoken)
{
  g_autofree char *theirs = tny_words_name (rule->theirs);
  g_autofree char *here = here_text (number, candidate);

  if (rule->theirs == NULL)
    return g_strdup (number == 3 ? _("the user has no name") : _("the user has no address"));
  if (rule->contacts->len > 1)
    /* translators: how many contacts have an address or name */
    return g_strdup_printf (ngettext ("%2$s: %1$u contact", "%2$s: %1$u contacts",
                                      rule->contacts->len), rule->contacts->len, theirs);
  if (rule->contacts->len == 1)
    /* translators: an address or name that a contact has too */
    return g_strdup_printf (_("%s is here"), theirs);
  if (here == NULL)
    return missing_words (number, rule, theirs);

  /* translators: an address or name at Microsoft, and that of the contact */
  return g_strdup_printf (spoken ? _("%s, here %s") : _("%s ≠ %s"), theirs, here);
}

void
tny_preview_rows_add_rule (GtkWidget *list, GtkSizeGroup *labels, GtkSizeGroup *verdicts,
                           guint number, const TnyPreviewFacts *facts,
                           const TnyContactRow *candidate)
{
  static const char *const words[] = { N_("Any alias"), N_("User name"), N_("First + last") };
  const TnyContactRule *rule = &facts->rules[number - 1];
  const char *verdict = rule->contacts->len > 0 ? _("yes") : _("no");
  /* where two addresses do not fit beside the rule they get a line of their own */
  GtkWidget *box = tny_wrap_box_new (3);
  g_autofree char *head = g_strdup_printf ("%u  %s", number, _(words[number - 1]));
  g_autofree char *text = rule_words (number, rule, candidate, FALSE);
  g_autofree char *said = rule_words (number, rule, candidate, TRUE);
  g_autofree char *plain = tny_text_one_line (said, 400);
  /* translators: a rule, spoken: number, name, yes or no, what was compared */
  g_autofree char *name = g_strdup_printf (_("Rule %u, %s: %s, %s"), number, _(words[number - 1]),
                                           verdict, plain);
  GtkWidget *value = text_label (text);
  GtkWidget *title = head_label (head, labels);

  gtk_widget_add_css_class (title, "dim-label");
  gtk_widget_add_css_class (title, "numeric");
  tny_wrap_box_append (TNY_WRAP_BOX (box), title);
  tny_wrap_box_append (TNY_WRAP_BOX (box), head_label (verdict, verdicts));
  tny_wrap_box_append (TNY_WRAP_BOX (box), value);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (append_row (list, box, name)), FALSE);
}

/* Candidates and changes */

void
tny_preview_rows_add_candidate (GtkWidget *list, const TnyContactRow *contact, guint number)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *figure = g_strdup_printf ("%u", number);
  g_autofree char *called = tny_preview_contact_name (contact);
  const char *address = contact->emails[0] != NULL ? contact->emails[0] : _("no address");
  g_autofree char *plain = tny_text_one_line (called, 200);
  g_autofree char *plain_address = tny_text_one_line (address, 200);
  /* translators: a candidate, spoken: its number, name, address */
  g_autofree char *name = g_strdup_printf (_("%u, %s, %s"), number, plain, plain_address);
  g_autofree char *link = g_strdup_printf (_("Link to %s"), plain);
  GtkWidget *key = gtk_label_new (figure);
  GtkWidget *text = text_label (called);
  GtkWidget *mail = text_label (address);
  GtkWidget *both = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *button = gtk_button_new_from_icon_name ("insert-link-symbolic");

  gtk_widget_add_css_class (key, "dim-label");
  gtk_widget_add_css_class (key, "numeric");
  gtk_widget_add_css_class (mail, "caption");
  gtk_widget_add_css_class (mail, "dim-label");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (both, TRUE);
  gtk_widget_set_valign (both, GTK_ALIGN_CENTER);
  tny_name_icon_button (button, link, figure);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "contact.candidate");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "i", (int) number);
  gtk_box_append (GTK_BOX (both), text);
  gtk_box_append (GTK_BOX (both), mail);
  gtk_box_append (GTK_BOX (box), key);
  gtk_box_append (GTK_BOX (box), both);
  gtk_box_append (GTK_BOX (box), button);
  append_row (list, box, name);
}

void
tny_preview_rows_add_change (GtkWidget *list, GtkSizeGroup *labels, const TnyContactChange *change)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  const char *field = tny_preview_field (change->field);
  GtkWidget *title = head_label (field, labels);
  /* translators: a value here, and the one that replaces it */
  g_autofree char *both = g_strdup_printf (_("%s, instead of %s"), change->to, change->from);
  const char *shown = change->from != NULL ? both : change->to;
  GtkWidget *value = text_label (shown);
  g_autofree char *plain = tny_text_one_line (shown, 400);
  /* translators: a field and what would be written into it, spoken */
  g_autofree char *name = g_strdup_printf (_("%s: %s"), field, plain);

  gtk_widget_add_css_class (title, "dim-label");
  gtk_widget_set_hexpand (value, TRUE);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), value);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (append_row (list, box, name)), FALSE);
}

/* Pressed while that is what was chosen; pressed again, the choice is taken back. */
static GtkWidget *
choice_button (const TnyContactDifference *difference, TnyContactFieldRule rule, const char *text)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (text);
  const char *field = tny_preview_field (tny_contact_field_name (difference->field));
  /* translators: a button ("Keep Mine") and the field it is about, spoken */
  g_autofree char *name = g_strdup_printf (_("%s, %s"), text, field);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                difference->chosen && difference->rule == rule);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ii)", (int) difference->field,
                                    (int) rule);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "contact.field");
  tny_name_set (button, name);

  return button;
}

void
tny_preview_rows_add_difference (GtkWidget *list, GtkSizeGroup *labels,
                                 const TnyContactDifference *difference)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *values = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *buttons = tny_wrap_box_new (6);
  const char *field = tny_preview_field (tny_contact_field_name (difference->field));
  GtkWidget *title = head_label (field, labels);
  /* translators: a value of a contact */
  g_autofree char *here = g_strdup_printf (_("Here: %s"), difference->here);
  /* translators: a value of a user */
  g_autofree char *there = g_strdup_printf (_("Microsoft: %s"), difference->microsoft);
  g_autofree char *plain_here = tny_text_one_line (difference->here, 200);
  g_autofree char *plain_there = tny_text_one_line (difference->microsoft, 200);
  /* translators: a field, its value here and at Microsoft, spoken */
  g_autofree char *name = g_strdup_printf (_("%s: here %s, Microsoft %s"), field, plain_here,
                                           plain_there);

  gtk_widget_add_css_class (title, "dim-label");
  gtk_widget_set_hexpand (values, TRUE);
  gtk_box_append (GTK_BOX (values), text_label (here));
  gtk_box_append (GTK_BOX (values), text_label (there));
  tny_wrap_box_append (TNY_WRAP_BOX (buttons),
                       choice_button (difference, TNY_CONTACT_TAKE_MICROSOFTS,
                                      _("Use Microsoft Value")));
  tny_wrap_box_append (TNY_WRAP_BOX (buttons),
                       choice_button (difference, TNY_CONTACT_KEEP_MINE, _("Keep Mine")));
  gtk_box_append (GTK_BOX (values), buttons);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), values);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (append_row (list, box, name)), FALSE);
}
