/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-application.h"

#include <glib/gi18n-lib.h>

#include "tny-about.h"
#include "tny-pages.h"
#include "tny-shortcuts.h"
#include "tny-window.h"

#include "tny-ui-resources.h"

struct _TnyApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (TnyApplication, tny_application, ADW_TYPE_APPLICATION)

/* Actions */

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  tny_about_show (gtk_application_get_active_window (app));
}

static void
shortcuts_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  tny_shortcuts_show (gtk_application_get_active_window (app));
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  /* closing asks each window, so that running work is cancelled first */
  for (GList *l = gtk_application_get_windows (app), *next; l != NULL; l = next)
    {
      next = l->next;
      gtk_window_close (l->data);
    }
}

static const GActionEntry actions[] = {
  { .name = "about", .activate = about_action },
  { .name = "shortcuts", .activate = shortcuts_action },
  { .name = "quit", .activate = quit_action },
};

static const struct { const char *action; const char *keys[3]; } accels[] = {
  { "app.shortcuts",     { "<Control>question" } },
  { "app.preferences",   { "<Control>comma" } },
  { "app.quit",          { "<Control>q" } },
  { "window.close",      { "<Control>w" } },
  { "win.menu",          { "F10" } },
  { "win.next-pane",     { "F6" } },
  { "win.previous-pane", { "<Shift>F6" } },
  { "win.back",          { "<Alt>Left", "Back" } },
  { "win.cancel-work",   { "<Control>period" } },
};

/* Alt+1 … Alt+9, Alt+0 are the first ten pages of the sidebar. */
static void
set_page_accels (GtkApplication *app)
{
  guint n_pages;
  const TnyPageInfo *pages = tny_pages (&n_pages);
  guint place = 0;

  for (guint i = 0; i < n_pages && place < 10; i++)
    {
      if (pages[i].group == NULL)
        continue;

      g_autofree char *action = g_strdup_printf ("win.page::%s", pages[i].id);
      g_autofree char *key = g_strdup_printf ("<Alt>%u", ++place % 10);

      gtk_application_set_accels_for_action (app, action, (const char *[]) { key, NULL });
    }
}

/* Virtual functions */

static void
tny_application_startup (GApplication *app)
{
  g_resources_register (tny_ui_get_resource ());
  G_APPLICATION_CLASS (tny_application_parent_class)->startup (app);

  g_action_map_add_action_entries (G_ACTION_MAP (app), actions, G_N_ELEMENTS (actions), app);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (app), accels[i].action, accels[i].keys);
  set_page_accels (GTK_APPLICATION (app));
}

static void
tny_application_activate (GApplication *app)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (app));

  if (window == NULL)
    {
      window = GTK_WINDOW (tny_window_new (GTK_APPLICATION (app), NULL));
      tny_window_show_page (TNY_WINDOW (window), "welcome", NULL);
    }

  gtk_window_present (window);
}

static void
tny_application_class_init (TnyApplicationClass *klass)
{
  G_APPLICATION_CLASS (klass)->startup = tny_application_startup;
  G_APPLICATION_CLASS (klass)->activate = tny_application_activate;
}

static void
tny_application_init (TnyApplication *self)
{
}

TnyApplication *
tny_application_new (void)
{
  return g_object_new (TNY_TYPE_APPLICATION,
                       "application-id", TNY_APP_ID,
                       "resource-base-path", "/io/github/tenantry/Tenantry",
                       NULL);
}
