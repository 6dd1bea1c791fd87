/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sim-private.h"

G_BEGIN_DECLS

/* The applications that somebody can sign in to: the one that was registered by hand before the
 * start, Microsoft's own command-line tools, and those that clients have made. A number each, which
 * tokens carry. */
#define TNY_SIM_APP_FIRST 0
#define TNY_SIM_APP_TOOLS 255
#define TNY_SIM_APP_NONE  256

/* Source: "Microsoft Graph Command Line Tools", the client that Microsoft's own PowerShell module
 * signs in with: public, redirect http://localhost, in every cloud of Microsoft's. */
#define TNY_SIM_TOOLS_ID   "14d82eec-204b-4c2f-b7e8-296a70dab67e"
#define TNY_SIM_TOOLS_NAME "Microsoft Graph Command Line Tools"

guint        tny_sim_app_find      (TnySim *sim, const char *client_id);   /* or TNY_SIM_APP_NONE */
const char * tny_sim_app_client_id (TnySim *sim, guint app);               /* NULL when it is gone */
const char * tny_sim_app_name      (TnySim *sim, guint app);
/* As Graph shows it; NULL for those that no client has made. */
JsonObject * tny_sim_app_object    (TnySim *sim, guint app);
/* Whether an answer may go to @redirect_uri. */
gboolean     tny_sim_app_redirects (TnySim *sim, guint app, const char *redirect_uri);
/* What its registration lists. */
guint64      tny_sim_app_listed    (TnySim *sim, guint app, const TnySimTenant *tenant);
/* Whether it has a service principal in @tenant, and which. */
gboolean     tny_sim_app_present   (TnySim *sim, guint app, const TnySimTenant *tenant);
void         tny_sim_app_principal (TnySim *sim, guint app, const TnySimTenant *tenant,
                                    char id[TNY_SIM_GUID_LENGTH + 1]);

/* A secret that a client has made; the text is shown once and kept as a digest. Free with g_free. */
char       * tny_sim_app_add_secret    (TnySim *sim, guint app, const char *name, gint64 start,
                                        gint64 end, JsonObject **credential);
gboolean     tny_sim_app_remove_secret (TnySim *sim, guint app, const char *key_id);
/* 0, or the AADSTS code of what is wrong with @secret. */
guint        tny_sim_app_check_secret  (TnySim *sim, guint app, const char *secret);

/* The scopes that stand in @tenant: for people, or application permissions when @account is
 * TNY_SIM_APP_ONLY; of Microsoft's tools, what this account consented to. 0: nothing. */
guint64      tny_sim_granted (TnySim *sim, guint app, guint account, const TnySimTenant *tenant);
/* Consent for everybody in @tenant; @roles: application permissions as well. */
void         tny_sim_grant   (TnySim *sim, guint app, const TnySimTenant *tenant, guint64 scopes,
                              gboolean roles);
/* An account's own consent to Microsoft's tools. */
void         tny_sim_consent_to_tools (TnySim *sim, guint account, guint64 scopes);
/* In a customer's tenant: takes the consent away. */
void         tny_sim_ungrant (TnySim *sim, guint app, const TnySimTenant *tenant);

/* What a new object needs to be seen everywhere: with the scenario "replication", the first requests
 * that need @object do not find it. */
gboolean     tny_sim_is_seen (TnySim *sim, JsonObject *object);

G_END_DECLS
