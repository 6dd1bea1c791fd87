/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include <glib/gi18n-lib.h>

#include "tny-application.h"
#include "tny-process.h"

int
main (int argc, char **argv)
{
  tny_process_harden ();

  g_autoptr(TnyApplication) app = tny_application_new ();

  return g_application_run (G_APPLICATION (app), argc, argv);
}
