/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-name-index.h"

/* An index of @names, NULL-terminated; their ids are 1, 2, 3 … */
TnyNameIndex * index_of        (const char *const *names);
/* All there is to know about suggestions as text, to compare runs. */
char         * describe        (GPtrArray         *suggestions);
/* What must hold for any suggestions whatever was asked. */
void           assert_sound    (const TnyNameIndex *index,
                                GPtrArray          *suggestions,
                                guint               top);
/* At which place the organization @name stands, from 1; 0 when it is not among them. */
guint          rank_of         (GPtrArray         *suggestions,
                                const char        *name);
