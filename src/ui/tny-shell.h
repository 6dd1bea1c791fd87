/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyShell: what any window of ours offers to the widgets inside it.
 *
 * A page, a list cell or a dialog does not know which window it is in. It says its piece to the
 * nearest shell: the main window, or one of the windows that have a status line of their own.
 */

#include <adwaita.h>

G_BEGIN_DECLS

#define TNY_TYPE_SHELL (tny_shell_get_type ())
G_DECLARE_INTERFACE (TnyShell, tny_shell, TNY, SHELL, GtkWidget)

struct _TnyShellInterface
{
  GTypeInterface parent_iface;
};

/**
 * tny_shell_set_parts:
 * @self: a window, in its init
 * @status: its status line, a label of role STATUS
 * @toasts: (nullable): where toasts show; without one they are said only
 *
 * All that a window does to be a shell, besides implementing the interface (which has no functions).
 */
void tny_shell_set_parts (TnyShell *self, GtkLabel *status, AdwToastOverlay *toasts);
/* Nothing was said yet: what was said about one page does not stay on the next. */
void tny_shell_hush      (TnyShell *self);

/**
 * tny_say:
 * @from: any widget inside a shell
 * @text: one sentence of plain text, translated; never a secret
 *
 * Writes the status line (role STATUS): the one place assistive technology hears of results and of
 * progress. Every result of an action goes here, whether or not a toast shows it as well.
 * A text equal to the present one is announced again. Main thread only; outside of a shell nothing happens.
 */
void tny_say (GtkWidget *from, const char *text);

/**
 * tny_sayf:
 *
 * tny_say() with a printf format (a translated literal).
 */
void tny_sayf (GtkWidget *from, const char *format, ...) G_GNUC_PRINTF (2, 3);

/**
 * tny_toast:
 * @text: one sentence of plain text, translated (escaped here; never markup)
 * @button: (nullable): label of the toast's button, in Header Case
 * @action: (nullable): detailed name of the action of the button, resolved from the window
 * @target: (nullable): parameter of @action; a floating reference is sunk
 *
 * Shows a toast and says the same in the status line. Main thread only.
 */
void tny_toast (GtkWidget *from, const char *text, const char *button, const char *action,
                GVariant *target);

G_END_DECLS
