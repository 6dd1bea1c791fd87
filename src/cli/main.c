/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-cli.h"
#include "tny-process.h"

int
main (int argc, char **argv)
{
  tny_process_harden ();

  return tny_cli_main (argv);
}
