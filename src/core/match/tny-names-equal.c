/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-name-index.h"

#include <string.h>

#include "tny-text.h"

gboolean
tny_names_equal (const char *a, const char *b)
{
  g_autofree char *folded_a = NULL, *folded_b = NULL;

  /* Repaired text would make different faults look alike. */
  if (a == NULL || b == NULL || !g_utf8_validate (a, -1, NULL) || !g_utf8_validate (b, -1, NULL))
    return FALSE;
  folded_a = tny_text_fold (a);
  folded_b = tny_text_fold (b);

  return *folded_a != '\0' && strcmp (folded_a, folded_b) == 0;
}
