/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-store.h"

/* A store in a folder that is gone afterwards, for g_test_add(). */
typedef struct
{
  char     *folder;
  TnyStore *store;
} SetupFixture;

void setup_begin      (SetupFixture *f, gconstpointer data);
void setup_end        (SetupFixture *f, gconstpointer data);
/* Once more, after the test closed it. */
void setup_open_store (SetupFixture *f);
