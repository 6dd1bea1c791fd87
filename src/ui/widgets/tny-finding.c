/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-finding.h"

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-consent-window.h"
#include "tny-error-show.h"
#include "tny-names.h"
#include "tny-open-uri.h"
#include "tny-shell.h"
#include "tny-window.h"
#include "tny-words.h"
#include "tny-wrap-box.h"

/* What the core calls an action, and what the program has for one connection (or for nothing in
 * particular). */
static const struct { const char *action, *label, *one; const char *page; } places[] = {
  { "app.sign-in",          NULL,                     "app.sign-in-one",          NULL },
  { "app.edit-credentials", NULL,                     "app.edit-credentials-one", NULL },
  { "app.sync",             NULL,                     "app.sync-one",             NULL },
  { "app.sync-settings",    N_("S_ync Settings…"),    "app.sync-settings-one",    NULL },
  { "app.matching",         N_("Open _Matching"),     NULL,                       "matching" },
  { "app.contacts",         N_("Open Contact Pre_view"), NULL,                    "contacts" },
  /* what Health itself can do */
  { "tenant.consent",       N_("_Give Consent…"),     NULL,                       NULL },
};

GtkWidget *
tny_finding_label (GtkWidget *box, const char *text, const char *style)
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

static GtkWidget *
dim_label (GtkWidget *box, const char *text)
{
  GtkWidget *label = tny_finding_label (box, text, "caption");

  gtk_widget_add_css_class (label, "dim-label");

  return label;
}

/* "What to Do" above, the text below. */
static void
append_part (GtkWidget *box, const char *heading, const char *text)
{
  if (text == NULL)
    return;
  gtk_widget_set_margin_top (dim_label (box, heading), 3);
  tny_finding_label (box, text, NULL);
}

static GtkWidget *
append_button (GtkWidget *box, const char *label, const TnyFinding *finding, const char *action,
               GVariant *target, GtkWidget **first)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  tny_describe (button, finding->about);
  tny_wrap_box_append (TNY_WRAP_BOX (box), button);
  if (*first == NULL)
    *first = button;

  return button;
}

char *
tny_finding_text (const TnyFinding *finding)
{
  g_autoptr(GString) text = g_string_new (finding->message != NULL ? finding->message : finding->claim);
  const char *const parts[] = { finding->remedy, finding->url, finding->evidence };

  for (guint i = 0; finding->message == NULL && i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL)
      g_string_append_printf (text, "\n%s", parts[i]);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
button_label (const char *action)
{
  for (gsize i = 0; action != NULL && i < G_N_ELEMENTS (places); i++)
    if (g_str_equal (places[i].action, action) && places[i].label != NULL)
      return _(places[i].label);

  return tny_action_button (action);
}

static void
append_buttons (GtkWidget *box, const TnyFinding *finding, GtkWidget **first)
{
  GtkWidget *buttons = tny_wrap_box_new (6);
  const char *label = button_label (finding->action);
  g_autofree char *text = tny_finding_text (finding);
  GtkWidget *copy;

  if (label != NULL)
    append_button (buttons, label, finding, "finding.act",
                   g_variant_new ("(sx)", finding->action, finding->connection_id), first);
  if (finding->url != NULL && tny_open_uri_allowed (finding->url))
    {
      GtkWidget *open = append_button (buttons, _("_Open Portal"), finding, "finding.open",
                                       g_variant_new_string (finding->url), first);

      gtk_widget_set_tooltip_text (open, finding->url);
    }
  copy = append_button (buttons, _("_Copy"), finding, "finding.copy", g_variant_new_string (text), first);
  gtk_widget_set_tooltip_text (copy, finding->message != NULL ? _("Copy the text above, ready to send")
                                                              : _("Copy what was found"));
  gtk_widget_set_margin_top (buttons, 6);
  gtk_box_append (GTK_BOX (box), buttons);
}

static void
append_evidence (GtkWidget *box, const TnyFinding *finding)
{
  const char *const texts[] = { finding->evidence, finding->detail };

  if (finding->at != 0)
    {
      g_autofree char *when = tny_words_ago (finding->at, tny_clock_now (NULL));
      g_autofree char *time = tny_words_time (finding->at);
      /* translators: when */
      g_autofree char *seen = g_strdup_printf (_("Checked %s"), when);
      GtkWidget *label = dim_label (box, seen);

      gtk_widget_set_tooltip_text (label, time);
      gtk_widget_set_margin_top (label, 3);
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL)
      gtk_label_set_selectable (GTK_LABEL (dim_label (box, texts[i])), TRUE);
}

void
tny_finding_append (GtkWidget *box, const TnyFinding *finding, GtkWidget **first)
{
  g_return_if_fail (GTK_IS_BOX (box));

  tny_finding_label (box, finding->claim, NULL);
  append_part (box, _("What stops then"), finding->due);
  append_part (box, _("What to do"), finding->remedy);
  append_part (box, _("Who must do it"), finding->remedy != NULL ? finding->who : NULL);
  if (finding->to_do)
    {
      append_part (box, _("Text to send"), finding->message);
      append_buttons (box, finding, first);
    }
  append_evidence (box, finding);
}

/* Actions */

/* The main window, below the one that @widget is in. */
static GtkWindow *
main_window (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWindow *window = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;

  while (window != NULL && !TNY_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);

  return window;
}

/* The connection is known here; the plain actions would guess. */
static void
act_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWindow *window = main_window (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *action = NULL;
  gint64 id;
  gsize i = 0;

  g_variant_get (parameter, "(sx)", &action, &id);
  if (window == NULL)
    return;
  if (GTK_WINDOW (root) != window)
    gtk_window_close (GTK_WINDOW (root));
  while (i < G_N_ELEMENTS (places) && !g_str_equal (places[i].action, action))
    i++;

  if (g_str_equal (action, "tenant.consent"))
    tny_consent_window_present (GTK_WIDGET (window), tny_window_get_session (TNY_WINDOW (window)), id);
  else if (i < G_N_ELEMENTS (places) && places[i].page != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", places[i].page);
  else if (i < G_N_ELEMENTS (places) && places[i].one != NULL && id != 0)
    gtk_widget_activate_action (GTK_WIDGET (window), places[i].one, "x", id);
  else
    gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *url = g_variant_get_string (parameter, NULL);

  if (tny_open_uri_allowed (url))
    tny_open_uri (widget, url);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWindow *window = main_window (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), g_variant_get_string (parameter, NULL));
  tny_say (window != NULL ? GTK_WIDGET (window) : widget, _("Copied."));
}

void
tny_finding_install (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "finding.act", "(sx)", act_action);
  gtk_widget_class_install_action (klass, "finding.open", "s", open_action);
  gtk_widget_class_install_action (klass, "finding.copy", "s", copy_action);
}
