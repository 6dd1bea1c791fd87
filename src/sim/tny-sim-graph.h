/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tny-sim-private.h"
#include "tny-sim-token.h"

G_BEGIN_DECLS

/* One authorized call to Graph. */
typedef struct
{
  TnySim              *sim;
  TnySimRequest       *request;
  TnySimAnswer        *answer;
  TnySimToken          token;
  const TnySimTenant  *tenant;       /* whose directory */
  guint                flags;        /* TnySimTenantFlags as they are now */
  const char *const   *parts;        /* after the version */
  GStrv                select;       /* names in $select, NULL: all; see tny_sim_graph_select() */
  char                 request_id[TNY_SIM_GUID_LENGTH + 1];
} TnySimGraphCall;

void     tny_sim_graph_error         (TnySimGraphCall *call, guint status, const char *code,
                                      const char *format, ...) G_GNUC_PRINTF (4, 5);
gboolean tny_sim_graph_delegated     (const TnySimGraphCall *call);

/* Pages. @size is the default and changes to what $top and the limits make of it; FALSE:
 * answered. */
typedef enum
{
  TNY_SIM_TOP_REFUSED,               /* more than @max is an error */
  TNY_SIM_TOP_CAPPED,
} TnySimTopRule;

gboolean tny_sim_graph_page          (TnySimGraphCall *call, guint max, TnySimTopRule rule,
                                      guint *start,
                                      guint *size);
/* Appends ,"@odata.nextLink":"…" (or another @name) with @parameter=a token for @next. @next of
 * this page is @start again where a scenario wants a circle. */
void     tny_sim_graph_append_link   (TnySimGraphCall *call, const char *name,
                                      const char *parameter,
                                      guint start, guint next);
/* What a token of ours in @parameter points at; FALSE: absent or another's. */
gboolean tny_sim_graph_read_link     (TnySimGraphCall *call, const char *parameter, guint *at);
/* {"@odata.context":"…#@collection"  — a comma follows whatever comes next. */
void     tny_sim_graph_begin         (TnySimGraphCall *call, const char *collection,
                                      const char *select);

/* "a eq 'x' and b eq 'y'" over the NULL-terminated @names; values (borrowed by the table) or
 * NULL after an answer. An empty table without $filter. */
GHashTable * tny_sim_graph_filter    (TnySimGraphCall *call, const char *const *names);

/* Reads $select for objects of @type with these @properties (NULL-terminated); FALSE: answered. */
gboolean tny_sim_graph_select        (TnySimGraphCall *call, const char *type,
                                      const char *const *properties);
/* Appends @object, a whole JSON object, without what was not selected. */
void     tny_sim_graph_append_object (TnySimGraphCall *call, GString *object);
/* Appends ,"value":[…]} with every object of @array, a whole JSON array of objects. */
void     tny_sim_graph_append_array  (TnySimGraphCall *call, GString *array);

/* The routes' handlers, by file. */
void     tny_sim_graph_organization  (TnySimGraphCall *call);
void     tny_sim_graph_domains       (TnySimGraphCall *call);
void     tny_sim_graph_skus          (TnySimGraphCall *call);
void     tny_sim_graph_report_settings (TnySimGraphCall *call);
void     tny_sim_graph_find_tenant   (TnySimGraphCall *call);

void     tny_sim_graph_mailbox_usage (TnySimGraphCall *call);

void     tny_sim_graph_contracts     (TnySimGraphCall *call);
void     tny_sim_graph_customers     (TnySimGraphCall *call);
void     tny_sim_graph_relationships (TnySimGraphCall *call);
void     tny_sim_graph_relationship  (TnySimGraphCall *call);
void     tny_sim_graph_assignments   (TnySimGraphCall *call);

void     tny_sim_graph_users         (TnySimGraphCall *call);
void     tny_sim_graph_users_count   (TnySimGraphCall *call);
void     tny_sim_graph_users_delta   (TnySimGraphCall *call);
void     tny_sim_graph_deleted_users (TnySimGraphCall *call);
void     tny_sim_graph_user          (TnySimGraphCall *call);
void     tny_sim_graph_me            (TnySimGraphCall *call);

/* The application itself, and what was granted to it: tny-sim-graph-application.c */
void     tny_sim_graph_application   (TnySimGraphCall *call);
void     tny_sim_graph_principal     (TnySimGraphCall *call);
void     tny_sim_graph_app_roles     (TnySimGraphCall *call);
void     tny_sim_graph_principal_grants (TnySimGraphCall *call);
void     tny_sim_graph_grants        (TnySimGraphCall *call);

/* What Intune manages: tny-sim-graph-devices.c */
void     tny_sim_graph_devices       (TnySimGraphCall *call);
void     tny_sim_graph_device        (TnySimGraphCall *call);
void     tny_sim_graph_device_users  (TnySimGraphCall *call);

void     tny_sim_graph_applications  (TnySimGraphCall *call);

/* What clients write there: tny-sim-graph-write.c. The call's body as an object with no other members
 * than @known; NULL: answered. Free with json_object_unref(). */
JsonObject * tny_sim_graph_body      (TnySimGraphCall *call, const char *const *known);
/* Whether the directory lets this person write; FALSE: answered with 403. */
gboolean tny_sim_graph_may_write     (TnySimGraphCall *call);
/* An object as the whole answer. */
void     tny_sim_graph_answer_made   (TnySimGraphCall *call, guint status, const char *collection,
                                      JsonObject *object);
void     tny_sim_graph_not_found     (TnySimGraphCall *call, const char *id);
void     tny_sim_graph_put_application    (TnySimGraphCall *call);
void     tny_sim_graph_change_application (TnySimGraphCall *call);
void     tny_sim_graph_delete_application (TnySimGraphCall *call);
void     tny_sim_graph_add_password       (TnySimGraphCall *call);
void     tny_sim_graph_remove_password    (TnySimGraphCall *call);
void     tny_sim_graph_post_principal     (TnySimGraphCall *call);
void     tny_sim_graph_delete_principal   (TnySimGraphCall *call);
void     tny_sim_graph_post_app_role      (TnySimGraphCall *call);
void     tny_sim_graph_delete_app_role    (TnySimGraphCall *call);
void     tny_sim_graph_post_grant         (TnySimGraphCall *call);
void     tny_sim_graph_change_grant       (TnySimGraphCall *call);
void     tny_sim_graph_delete_grant       (TnySimGraphCall *call);
/* The same, for consent in the browser. */
void     tny_sim_graph_make_principal (TnySim *sim, const char *app_id, const char *name);
void     tny_sim_graph_make_grant     (TnySim *sim, const char *principal, gboolean partner,
                                       guint64 scopes);
void     tny_sim_graph_make_roles     (TnySim *sim, const char *principal, guint64 roles);

/* Groups, and what they are assigned to: tny-sim-graph-write-groups.c */
void     tny_sim_graph_group              (TnySimGraphCall *call);
void     tny_sim_graph_put_group          (TnySimGraphCall *call);
void     tny_sim_graph_delete_group       (TnySimGraphCall *call);
void     tny_sim_graph_group_members      (TnySimGraphCall *call);
void     tny_sim_graph_add_member         (TnySimGraphCall *call);
void     tny_sim_graph_remove_member      (TnySimGraphCall *call);
void     tny_sim_graph_post_assignment    (TnySimGraphCall *call);
void     tny_sim_graph_assignment         (TnySimGraphCall *call);
void     tny_sim_graph_delete_assignment  (TnySimGraphCall *call);
/* The customer of the relationship that the path names; answered otherwise. */
const TnySimTenant * tny_sim_graph_find_customer (TnySimGraphCall *call, gboolean *active);
gboolean tny_sim_graph_check_agent   (TnySimGraphCall *call);
/* The roles of that relationship, as JSON. */
void     tny_sim_graph_append_roles  (GString *out, TnySimGraphCall *call);
/* Which of the groups that are there from the start; G_MAXUINT: none of them. */
guint    tny_sim_graph_known_group   (TnySimGraphCall *call, const char *id);
gboolean tny_sim_account_in_made_group (TnySim *sim, guint account, const char *group);

/* Groups and roles of who asks: tny-sim-graph-groups.c */
void     tny_sim_graph_member_of     (TnySimGraphCall *call);
void     tny_sim_graph_groups        (TnySimGraphCall *call);
void     tny_sim_graph_role_assignments (TnySimGraphCall *call);
/* The group that relationships are assigned to. */
void     tny_sim_graph_gdap_group    (const TnySim *sim, char id[TNY_SIM_GUID_LENGTH + 1]);

/* What @tenant is called now: the scenario "tenants-renamed" knows another name. */
void tny_sim_append_tenant_name (GString *out, const TnySim *sim, const TnySimTenant *tenant);

G_END_DECLS
