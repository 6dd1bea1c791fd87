/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "tny-http.h"
#include "tny-page-reader.h"
#include "tny-shape.h"
#include "tny-tenant.h"

G_BEGIN_DECLS

/* TnyGraph: Microsoft Graph and Partner Center as one tenant sees them, for one run.
 *
 *   new ──tny_graph_check_tenant()──▸ checked ──tny_graph_list() …──▸
 *
 * No row is read before the tenant has said who it is: listing an unchecked tenant checks it first.
 * Belongs to one thread at a time; everything here blocks: worker threads only.
 */
typedef struct _TnyGraph TnyGraph;

#define TNY_GRAPH_MAX_PAGES  100000
#define TNY_GRAPH_PAGE_SIZE  999

/* @tenant_id: GUID. @interactive: a person waits for it. */
TnyGraph   * tny_graph_new           (TnyHttp       *http,
                                      const char    *tenant_id,
                                      gboolean       interactive);
void         tny_graph_free          (TnyGraph      *self);
const char * tny_graph_get_tenant_id (TnyGraph      *self);     /* lower case */
/* Hears of every try and wait, in the thread that reads. */
void         tny_graph_set_notify    (TnyGraph      *self,
                                      TnyHttpNotify  notify,
                                      gpointer       data);

/**
 * tny_graph_check_tenant:
 *
 * Asks the tenant for its own id and compares it with the expected one. Asks once; later calls give
 * copies.
 *
 * Request:  GET {graph}/v1.0/organization?$select=id,displayName,tenantType,verifiedDomains,
 *           street,city,state,postalCode,countryLetterCode,businessPhones
 *           With no more than User.Read, all but id, displayName and verifiedDomains are null: then
 *           `detailed` is FALSE.
 * Returns:  (transfer full): live name, domains, address and phone; NULL with WRONG_ACCOUNT when another
 *           tenant answered, or with what tny_http_send() says
 * Source:   Microsoft Graph v1.0, "List organizations"
 */
TnyTenant  * tny_graph_check_tenant  (TnyGraph      *self,
                                      GCancellable  *cancellable,
                                      GError       **error);

/**
 * TnyGraphPageFunc:
 * @page: lent; its rows die with it
 *
 * Stores rows and page->next_link together, so that a listing goes on where it stopped. On the last
 * page next_link is NULL. FALSE with @error set ends the listing.
 */
typedef gboolean (*TnyGraphPageFunc) (TnyPage *page, gpointer data, GError **error);

/**
 * tny_graph_list:
 * @shape: what to ask for and how to read it
 * @path: (nullable): collection, "/users"; NULL takes the shape's name
 * @start_link: (nullable): next_link of a page that was stored, to go on behind it
 * @page: called once per page, in the calling thread
 *
 * Walks a collection from first page to last.
 *
 * Request:  GET {graph}/v1.0{path}?$select=…&$top=999&$count=true, then each nextLink unchanged;
 *           with ConsistencyLevel: eventual, which the count of directory objects needs
 * Answer:   { "value": [ {…} ], "@odata.nextLink": "https://…" }
 * Returns:  TRUE only after the last page; FALSE with PROTOCOL (another form, a link to another
 *           host, a link seen before, more than 100,000 pages), RESYNC (the link has died: begin
 *           anew), WRONG_ACCOUNT, what tny_http_send() says, or what @page sets
 * Source:   Microsoft Graph, "Paging Microsoft Graph data in your app"
 */
gboolean     tny_graph_list          (TnyGraph         *self,
                                      const TnyShape   *shape,
                                      const char       *path,
                                      const char       *start_link,
                                      TnyGraphPageFunc  page,
                                      gpointer          data,
                                      GCancellable     *cancellable,
                                      GError          **error);

/**
 * tny_graph_list_changes:
 * @shape: what to ask for in the first request; its name is the collection
 * @start_link: (nullable): deltaLink of a round that ended, for what has changed since, or next_link
 *   of a page that was stored; NULL for all there is
 * @page: called once per page; on the last one next_link is NULL and delta_link is where the next
 *   round begins, to be stored with the rows
 *
 * One round of a change list. The same object may come several times, in any order: the last word
 * counts. Links hold what Microsoft knows of the tenant: they are stored, and never logged.
 *
 * Request:  GET {graph}/v1.0/{name}/delta?$select=…, then each link unchanged
 * Answer:   { "value": [ {…}, {"id":…,"@removed":{"reason":"changed"}} ],
 *             "@odata.nextLink" or "@odata.deltaLink": "https://…" }
 * Returns:  TRUE only after a page with a deltaLink. FALSE as tny_graph_list(), and with PROTOCOL for
 *           a page with both links or with none: nothing says that the round was whole
 * Source:   Microsoft Graph, "Use delta query to track changes", "user: delta": tokens live seven
 *           days; then 410, or 40x with syncStateNotFound or resyncRequired (RESYNC)
 */
gboolean     tny_graph_list_changes  (TnyGraph         *self,
                                      const TnyShape   *shape,
                                      const char       *start_link,
                                      TnyGraphPageFunc  page,
                                      gpointer          data,
                                      GCancellable     *cancellable,
                                      GError          **error);

/**
 * tny_graph_count:
 * @path: "/users"
 * @count: (out): how many Microsoft says there are; changes of the last minutes may be missing
 *
 * Request:  GET {graph}/v1.0{path}/$count, with ConsistencyLevel: eventual
 * Answer:   text/plain: digits
 * Returns:  FALSE with PROTOCOL when the answer is no number, or with what tny_http_send() says
 * Source:   Microsoft Graph, "Advanced query capabilities on directory objects"
 */
gboolean     tny_graph_count         (TnyGraph         *self,
                                      const char       *path,
                                      gint64           *count,
                                      GCancellable     *cancellable,
                                      GError          **error);

/* The same for small collections, object by object through json-glib. @query: encoded, or NULL. */
typedef gboolean (*TnyGraphObjectFunc) (JsonObject *object, gpointer data, GError **error);

gboolean     tny_graph_list_objects  (TnyGraph            *self,
                                      const char          *path,
                                      const char          *query,
                                      TnyGraphObjectFunc   each,
                                      gpointer             data,
                                      GCancellable        *cancellable,
                                      GError             **error);
/* One object. Free with json_node_unref(); its root is an object. */
JsonNode   * tny_graph_get_object    (TnyGraph            *self,
                                      const char          *path,
                                      const char          *query,
                                      GCancellable        *cancellable,
                                      GError             **error);

/* The lists of tenants a partner has. Each is a row of a table: path, query, how to read it. */
typedef enum
{
  TNY_TENANT_LIST_CONTRACTS,       /* GET /v1.0/contracts; Directory.Read.All */
  TNY_TENANT_LIST_CUSTOMERS,       /* GET /v1.0/tenantRelationships/delegatedAdminCustomers;
                                    * DelegatedAdminRelationship.Read.All */
  TNY_TENANT_LIST_RELATIONSHIPS,   /* GET …/delegatedAdminRelationships, likewise */
  TNY_TENANT_LIST_PARTNER,         /* GET {partner}/v1/customers; user_impersonation, Admin agent,
                                    * MFA */
  TNY_N_TENANT_LISTS
} TnyTenantList;

/**
 * tny_graph_list_tenants:
 *
 * A whole list, or an error: never a part. Relationships without a customer and Microsoft's
 * left-over ones (MLT_…) are left out. Merge the results by tny_tenants_merge().
 *
 * Partner:  pages by links.next.uri, with the headers it asks for; 401 with code 900421 is MFA
 * Returns:  (transfer full) (element-type TnyTenant); NULL with what tny_http_send() says,
 *           PROTOCOL, or ARGUMENT when this cloud does not have the service
 * Source:   Microsoft Graph v1.0, "List contracts", "List delegatedAdminCustomers", "List
 *           delegatedAdminRelationships"; Partner Center REST, "Get a list of customers"
 */
GPtrArray  * tny_graph_list_tenants  (TnyGraph         *self,
                                      TnyTenantList     list,
                                      GCancellable     *cancellable,
                                      GError          **error);
/* A list was read, or @problem kept it from being read: FALSE ends the reading then. */
typedef gboolean (*TnyTenantListDone) (TnyTenantList list, const GError *problem, gpointer data);

/**
 * tny_graph_list_customers:
 * @reach: "gdap" or "dap": which of the lists there are
 * @done: called in this thread after each list
 * @complete: (out): every list was read to its end
 *
 * The customers of a partner by all of its lists, merged. A customer that is in one list only is as
 * much a customer; the partner's own tenant is none. A list that this cloud does not have is not
 * missed. A network that is gone at the first list is not tried with the others.
 *
 * Returns:  (transfer full) (element-type TnyTenant); NULL when no list could be read, with what
 *           tny_graph_list_tenants() says of the first, or when @done ended it
 */
GPtrArray  * tny_graph_list_customers (TnyGraph           *self,
                                       const char         *reach,
                                       TnyTenantListDone   done,
                                       gpointer            data,
                                       gboolean           *complete,
                                       GCancellable       *cancellable,
                                       GError            **error);
/* "contracts", "customers", "relationships", "partner": for logs. */
const char * tny_tenant_list_name    (TnyTenantList     list);

/**
 * tny_graph_list_licences:
 *
 * What the tenant has bought: the whole list, or an error.
 *
 * Request:  GET {graph}/v1.0/subscribedSkus?$select=skuId,skuPartNumber,capabilityStatus,
 *           consumedUnits,prepaidUnits; LicenseAssignment.Read.All
 * Returns:  (transfer full) (element-type TnyLicence); NULL with PROTOCOL (a product without id or
 *           part number) or with what tny_graph_list_objects() says
 * Source:   Microsoft Graph v1.0, "List subscribedSkus": no paging, $select only
 */
GPtrArray  * tny_graph_list_licences (TnyGraph         *self,
                                      GCancellable     *cancellable,
                                      GError          **error);

/**
 * tny_graph_read_report_settings:
 * @concealed: (out): 1 when usage reports hide names, 0 when not, -1 when we may not know
 *
 * Request:  GET {graph}/v1.0/admin/reportSettings; ReportSettings.Read.All
 * Returns:  FALSE with what tny_graph_get_object() says, except that a missing permission leaves
 *           *@concealed at -1
 * Source:   Microsoft Graph v1.0, "Get adminReportSettings"
 */
gboolean     tny_graph_read_report_settings (TnyGraph      *self,
                                             int           *concealed,
                                             GCancellable  *cancellable,
                                             GError       **error);

/**
 * tny_graph_fetch_mailbox_usage:
 *
 * The usage report of the last seven days, as the bytes that came. Microsoft answers with an
 * address on another host, which is followed once, by hand, without any credential, and only when
 * it is one of those where reports live. A report whose length was not told is fetched a second
 * time and must be the same.
 *
 * Request:  GET {graph}/v1.0/reports/getMailboxUsageDetail(period='D7'); Reports.Read.All and, for
 *           the signed-in account, a role like Reports Reader
 * Answer:   302; there: 200, application/octet-stream
 * Returns:  (transfer full); NULL with LICENCE (this cloud has no usage reports), PROTOCOL (another
 *           place, another form, two unlike answers), or with what tny_http_send() says
 * Source:   Microsoft Graph v1.0, "reportRoot: getMailboxUsageDetail"
 */
GByteArray * tny_graph_fetch_mailbox_usage  (TnyGraph      *self,
                                             GCancellable  *cancellable,
                                             GError       **error);

/**
 * tny_graph_list_devices:
 * @start_link, @page: as for tny_graph_list()
 *
 * The devices that Intune manages, of tny_device_shape. The count of a page is that of the page.
 *
 * Request:  GET {graph}/v1.0/deviceManagement/managedDevices?$select=…&$top=999;
 *           DeviceManagementManagedDevices.Read.All and, for the signed-in account, Intune
 *           Administrator or Global Reader
 * Returns:  FALSE with LICENCE when the tenant has no Intune (400 "Request not applicable to target
 *           tenant."), or with what tny_graph_list() says
 * Source:   Microsoft Graph v1.0, "List managedDevices"; the refusal: powershell-intune-samples,
 *           issue 2
 */
gboolean     tny_graph_list_devices  (TnyGraph         *self,
                                      const char       *start_link,
                                      TnyGraphPageFunc  page,
                                      gpointer          data,
                                      GCancellable     *cancellable,
                                      GError          **error);

/**
 * tny_graph_read_device_adapter:
 * @device_id: GUID
 * @mac: (out) (transfer full) (nullable): hardware address of the wired adapter, as Microsoft
 *       writes it; NULL without one, and when the device is gone
 *
 * Request:  GET {graph}/v1.0/deviceManagement/managedDevices/{id}?$select=id,ethernetMacAddress;
 *           lists leave this property empty
 * Returns:  FALSE with what tny_graph_get_object() says
 * Source:   Microsoft Graph v1.0, "managedDevice resource type"
 */
gboolean     tny_graph_read_device_adapter (TnyGraph      *self,
                                            const char    *device_id,
                                            char         **mac,
                                            GCancellable  *cancellable,
                                            GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyGraph, tny_graph_free)

G_END_DECLS
