/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyApplication: the window program. It reads the command line, opens a session (the data of one
 * cloud) and gives it a window. */

#include <adwaita.h>

#include "tny-page.h"
#include "tny-window.h"

G_BEGIN_DECLS

#define TNY_TYPE_APPLICATION (tny_application_get_type ())
G_DECLARE_FINAL_TYPE (TnyApplication, tny_application, TNY, APPLICATION, AdwApplication)

TnyApplication * tny_application_new         (void);

/* The present session and its window; both change when the cloud is switched. Lent; the window is NULL
 * while none is open. */
TnySession     * tny_application_get_session (TnyApplication *self);
TnyWindow      * tny_application_get_window  (TnyApplication *self);

/**
 * tny_application_switch_cloud:
 * @cloud: (nullable): as for --cloud
 * @reset: (nullable): folder whose sample database is deleted in between
 *
 * Into the rehearsal and out of it: another database, another keyring corner, another window. Waits
 * until running work is home.
 */
void             tny_application_switch_cloud (TnyApplication *self, const char *cloud, const char *reset);

/**
 * tny_application_replace_data:
 * @backup: (nullable): a checked backup; NULL: nothing comes in the place of the records
 *
 * Puts the records of @backup in the place of the present ones, or deletes them: closes everything, as
 * switching the cloud does, and opens again. Errors are shown.
 */
void             tny_application_replace_data (TnyApplication *self, const char *backup);

/* app.preferences (tny-application-preferences.c). */
void             tny_application_add_preferences_action (TnyApplication *self);

/* The sample cloud's actions, and its banner in the window (tny-application-sample.c). */
void             tny_application_add_sample_actions (TnyApplication *self);
void             tny_application_update_sample      (TnyApplication *self);
void             tny_application_show_sample_banner (TnyApplication *self);

/* Adds the actions that start work: app.sync, app.sign-in, app.import … (tny-application-work.c). */
void             tny_application_add_work_actions (TnyApplication *self);

/* tny-application-reminders.c: a desktop notification of what ends, each reminder once; looks in a worker. */
/* Tells a person who is elsewhere, in place of what was told before under @id; @text may hold names from
 * outside. Pressing it, or @button, activates @action ("app.…") with @target. */
void             tny_application_notify (TnyApplication *self, const char *id, const char *title,
                                         const char *text, const char *action, const char *target,
                                         const char *button);
void             tny_application_remind (TnyApplication *self);

G_END_DECLS
