/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-setup-page.h"

G_BEGIN_DECLS

/* Step: what to sync, a review, and then when the first sync begins. */
#define TNY_TYPE_SETUP_STREAMS (tny_setup_streams_get_type ())
G_DECLARE_FINAL_TYPE (TnySetupStreams, tny_setup_streams, TNY, SETUP_STREAMS, TnySetupPage)

G_END_DECLS
