#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Graph of the sample cloud: pages, properties, and everything it refuses."""
import os
import re
import sys
import unittest
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from sample_cloud import GRAPH, PARTNER_CENTER, SampleCloud  # noqa: E402

LARGEST = "Oakhaven Group"           # 210 users, with P1
WITHOUT_P1 = "Brightwater Dental Care"
WITHOUT_ROLES = '=Westmere & "Co" <b>Housing</b>'


# Graph's refusals as its documentation lists them: status, code.
CATALOGUE = {
    400: ["BadRequest", "Request_BadRequest", "Request_UnsupportedQuery",
          "Directory_ExpiredPageToken"],
    401: ["InvalidAuthenticationToken", "Authorization_IdentityNotFound"],
    403: ["Authorization_RequestDenied", "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
          "Authentication_MSGraphPermissionMissing"],
    404: ["Request_ResourceNotFound"],
    405: ["Request_BadRequest"],
    501: ["NotImplemented"],
}


class Graph(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cloud = SampleCloud()
        cls.person = cls.cloud.sign_in()
        cls.customers = cls.cloud.customers(cls.person)

    @classmethod
    def tearDownClass(cls):
        assert cls.cloud.stop() == 0

    def setUp(self):
        self.cloud.reset()
        self.partner = self.cloud.token(self.person, self.cloud.tenant)

    def token(self, name=LARGEST, scope=GRAPH):
        return self.cloud.token(self.person, self.customers[name], scope)

    def assertRefused(self, answer, status, code):
        self.assertEqual((answer.status, answer.code), (status, code), answer)
        self.assertIn(code, CATALOGUE[status])
        error = answer.json["error"]
        self.assertTrue(error["message"])
        self.assertRegex(error["innerError"]["date"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$")
        self.assertEqual(error["innerError"]["request-id"], answer.headers["request-id"])
        self.assertEqual(error["innerError"]["client-request-id"],
                         answer.headers["client-request-id"])

    # --- who asks ---

    def test_tokens_are_checked(self):
        for token in (None, "", "nonsense", self.person["refresh_token"],
                      self.person["access_token"][:-1] + "!",
                      self.cloud.token(self.person, self.cloud.tenant, PARTNER_CENTER)):
            answer = self.cloud.graph("/v1.0/organization", token)
            self.assertRefused(answer, 401, "InvalidAuthenticationToken")
            self.assertTrue(answer.headers["WWW-Authenticate"].startswith("Bearer "))
        self.cloud.advance(2 * 3600)
        self.assertRefused(self.cloud.graph("/v1.0/organization", self.partner), 401,
                           "InvalidAuthenticationToken")

    def test_the_request_id_of_the_client_comes_back(self):
        mine = "6b4f8c1e-0000-4000-8000-000000000001"
        for path in ("/v1.0/organization", "/v1.0/nothing"):
            answer = self.cloud.graph(path, self.partner, headers={"client-request-id": mine})
            self.assertEqual(answer.headers["client-request-id"], mine)
            self.assertRegex(answer.headers["request-id"], r"^[0-9a-f-]{36}$")
            self.assertIsNotNone(answer.headers["Date"])

    def test_unknown_places(self):
        self.assertRefused(self.cloud.graph("/v1.0/nothing", self.partner), 400, "BadRequest")
        self.assertRefused(self.cloud.graph("/v1.0/", self.partner), 400, "BadRequest")
        self.assertRefused(self.cloud.graph("/v0.9/users", self.partner), 400, "BadRequest")
        self.assertRefused(self.cloud.graph("/v1.0/users", self.partner, form={}), 405,
                           "Request_BadRequest")
        self.assertRefused(self.cloud.graph("/v1.0/organization", self.partner, method="DELETE"),
                           405,
                           "Request_BadRequest")

    def test_permissions_are_those_that_were_consented(self):
        zephyr = self.customers["Zephyr Aviation Services"]
        partner = self.cloud.token(self.person, self.cloud.tenant, PARTNER_CENTER)
        body = ('{"applicationId":"%s","displayName":"T",'
                '"applicationGrants":[{"enterpriseApplicationId":'
                '"00000003-0000-0000-c000-000000000000",'
                '"scope":"User.Read"}]}' % self.cloud.client["client_id"])
        answer = self.cloud.call(f"/partner/v1/customers/{zephyr}/applicationconsents",
                                 token=partner,
                                 data=body.encode(), headers={"Content-Type": "application/json"})
        self.assertEqual(answer.status, 201, answer)
        token = self.cloud.token(self.person, zephyr)
        organization = self.cloud.graph("/v1.0/organization", token).json["value"][0]
        self.assertEqual(organization["id"], zephyr)
        self.assertIsNone(organization["tenantType"])          # User.Read sees the basics only
        self.assertNotIn("technicalNotificationMails", organization)
        for path in ("users", "domains", "subscribedSkus", "contracts", "admin/reportSettings",
                     "tenantRelationships/delegatedAdminCustomers"):
            self.assertRefused(self.cloud.graph("/v1.0/" + path, token), 403,
                               "Authorization_RequestDenied")

    def test_the_roles_of_the_relationship_count(self):
        token = self.token(WITHOUT_ROLES)
        self.assertEqual(self.cloud.graph("/v1.0/organization", token).status, 200)
        self.assertRefused(self.cloud.graph("/v1.0/users", token), 403,
                           "Authorization_RequestDenied")

    def test_a_relationship_that_ends_takes_its_tokens_along(self):
        token = self.token()
        self.cloud.scenario("gdap-missing")
        self.assertRefused(self.cloud.graph("/v1.0/organization", token), 403,
                           "Authorization_RequestDenied")
        self.assertEqual(self.cloud.refresh(self.person, self.customers[LARGEST]).code, 50020)

    def test_an_application_without_consent_is_unknown(self):
        token = self.cloud.app_token(self.customers[LARGEST])
        self.assertEqual(self.cloud.graph("/v1.0/users", token).status, 200)
        self.assertRefused(self.cloud.graph("/v1.0/me", token), 400, "BadRequest")
        self.cloud.scenario("consent-missing")
        self.assertRefused(self.cloud.graph("/v1.0/users", token), 401,
                           "Authorization_IdentityNotFound")

    def principal(self, token, status=200):
        answer = self.cloud.graph(
            f"/v1.0/servicePrincipals(appId='{self.cloud.registration['client_id']}')", token)
        self.assertEqual(answer.status, status, answer)
        return answer.json

    def granted(self, token):
        grants = self.cloud.list(
            f"/v1.0/servicePrincipals/{self.principal(token)['id']}/oauth2PermissionGrants", token)
        return {name for grant in grants for name in grant["scope"].split()}

    def test_grants_are_what_tokens_hold(self):
        self.assertIn("user_impersonation", self.granted(self.partner))
        self.assertNotIn("user_impersonation", self.granted(self.token()))
        self.cloud.permission("AuditLog.Read.All", "no-consent", "customers")
        self.assertIn("AuditLog.Read.All", self.granted(self.partner))
        self.assertNotIn("AuditLog.Read.All", self.granted(self.token()))
        self.assertNotIn("AuditLog.Read.All",
                         self.cloud.refresh(self.person, self.customers[LARGEST]).json["scope"])
        self.cloud.permission("AuditLog.Read.All", "missing")
        self.assertNotIn("AuditLog.Read.All", self.granted(self.partner))
        self.cloud.permission("AuditLog.Read.All", "granted")
        self.assertIn("AuditLog.Read.All", self.granted(self.token()))

    def test_the_registration_lists_what_it_asks_for(self):
        def listed():
            app = self.cloud.graph(
                f"/v1.0/applications(appId='{self.cloud.registration['client_id']}')", self.partner)
            return {access["id"] for resource in app.json["requiredResourceAccess"]
                    for access in resource["resourceAccess"]}

        audit_log = "e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20"
        self.assertIn(audit_log, listed())
        self.cloud.permission("AuditLog.Read.All", "no-consent")
        self.assertIn(audit_log, listed())
        self.cloud.permission("AuditLog.Read.All", "missing")
        self.assertNotIn(audit_log, listed())

    def test_nobody_reads_grants_without_permission(self):
        self.cloud.permission("Directory.Read.All", "no-consent")
        token = self.token()
        principal = self.principal(token)["id"]
        self.assertRefused(self.cloud.graph(
            f"/v1.0/servicePrincipals/{principal}/oauth2PermissionGrants", token),
            403, "Authorization_RequestDenied")
        self.assertEqual(self.cloud.graph(
            f"/v1.0/servicePrincipals/{principal}/appRoleAssignments", token).status, 200)

    def test_groups_lead_to_customers(self):
        def mine():
            return {group["displayName"] for group in
                    self.cloud.list("/v1.0/me/transitiveMemberOf", self.partner)}

        self.assertEqual(mine(), {"AdminAgents", "GDAP-Northwind"})
        for scenario, left in (("not-member", {"AdminAgents"}), ("not-agent", {"GDAP-Northwind"})):
            self.cloud.scenario(scenario)
            self.assertEqual(mine(), left)
            answer = self.cloud.refresh(self.person, self.customers[LARGEST])
            self.assertEqual(answer.code, 50020)
            self.cloud.scenario(scenario, on=False)

    def test_each_link_of_the_chain_can_be_missing(self):
        path = "/v1.0/tenantRelationships/delegatedAdminRelationships"
        for scenario, status, code in (("relationship-expired", "expired", 50020),
                                       ("relationship-pending", "approvalPending", 50020),
                                       ("group-unassigned", "active", 50020),
                                       ("conditional-access", "active", 53003)):
            self.cloud.scenario(scenario)
            one = [found for found in self.cloud.list(path, self.partner)
                   if found["customer"]["tenantId"] == self.customers[LARGEST]
                   and not found["displayName"].startswith("MLT_")]
            self.assertEqual([found["status"] for found in one], [status])
            assigned = self.cloud.list(f"{path}/{one[0]['id']}/accessAssignments", self.partner)
            self.assertEqual(len(assigned), 1 if scenario == "conditional-access" else 0)
            answer = self.cloud.refresh(self.person, self.customers[LARGEST])
            self.assertEqual((answer.status, answer.code), (400, code))
            self.cloud.scenario(scenario, on=False)

    def test_a_part_of_a_path_fails_until_told_otherwise(self):
        self.cloud.break_path("/groups")
        for _ in range(3):
            self.assertEqual(self.cloud.graph("/v1.0/groups", self.partner).status, 500)
        self.assertEqual(self.cloud.graph("/v1.0/users", self.partner).status, 200)
        self.cloud.break_path("/groups", "none")
        self.assertEqual(self.cloud.graph("/v1.0/groups", self.partner).status, 200)

    def test_tenants_without_premium(self):
        self.cloud.scenario("no-premium")
        plans = {plan["servicePlanName"] for sku in self.cloud.list("/v1.0/subscribedSkus",
                                                                    self.token())
                 for plan in sku["servicePlans"]}
        self.assertNotIn("AAD_PREMIUM", plans)
        self.cloud.scenario("no-premium", on=False)

    def test_agents_only(self):
        outsider = self.cloud.sign_in("tom.reed@northwind.example")["access_token"]
        self.assertRefused(self.cloud.graph("/v1.0/tenantRelationships/delegatedAdminCustomers",
                                            outsider), 403,
                           "Authorization_RequestDenied")

    # --- pages ---

    def test_every_page_size_visits_each_user_once(self):
        token = self.token()
        whole = self.cloud.graph("/v1.0/users?$top=999&$select=id", token).json
        self.assertNotIn("@odata.nextLink", whole)
        ids = [user["id"] for user in whole["value"]]
        self.assertEqual(len(ids), 210)
        self.assertEqual(len(set(ids)), 210)
        for top in (1, 7, 100, 209, 210, 211):
            pages = list(self.cloud.pages(f"/v1.0/users?$select=id&$top={top}", token))
            self.assertEqual([user["id"] for page in pages for user in page["value"]], ids, top)
            self.assertEqual([len(page["value"]) for page in pages[:-1]], [top] * (len(pages) - 1))
            self.assertEqual(len(pages), -(-210 // top))

    def test_page_sizes_and_their_limits(self):
        token = self.token()
        self.assertEqual(len(self.cloud.graph("/v1.0/users", token).json["value"]), 100)
        for top in ("1000", "0"):
            self.assertRefused(self.cloud.graph(f"/v1.0/users?$top={top}", token), 400,
                               "Request_UnsupportedQuery")
        for top in ("-1", "x", ""):
            self.assertRefused(self.cloud.graph(f"/v1.0/users?$top={top}", token), 400,
                               "Request_BadRequest")

    def test_sign_in_activity_has_a_smaller_page(self):
        with SampleCloud("--tenants", "1", "--users", "1100") as cloud:
            token = cloud.app_token("alderbrook.example")
            pages = list(cloud.pages("/v1.0/users?$select=id,signInActivity&$top=999", token))
            self.assertEqual([len(page["value"]) for page in pages], [500, 500, 100])

    def test_tokens_of_other_pages_are_refused(self):
        link = self.cloud.graph("/v1.0/users?$top=5", self.token()).json["@odata.nextLink"]
        self.assertRefused(self.cloud.graph(link, self.token("Alderbrook Surveyors Ltd")), 400,
                           "Directory_ExpiredPageToken")
        self.assertRefused(self.cloud.graph("/v1.0/users?$skiptoken=AAAA", self.token()), 400,
                           "Directory_ExpiredPageToken")

    def test_next_links_keep_the_question(self):
        link = self.cloud.graph("/v1.0/users?$select=id,mail&$top=5",
                                self.token()).json["@odata.nextLink"]
        parts = urllib.parse.urlsplit(link)
        query = dict(urllib.parse.parse_qsl(parts.query))
        self.assertEqual((query["$select"], query["$top"]), ("id,mail", "5"))
        self.assertTrue(link.startswith(self.cloud.base + "/graph/v1.0/users?"))

    def test_count_only_where_it_was_prepared_for(self):
        token = self.token()
        self.assertNotIn("@odata.count", self.cloud.graph("/v1.0/users?$count=true", token).json)
        eventual = {"ConsistencyLevel": "eventual"}
        answer = self.cloud.graph("/v1.0/users?$count=true&$top=5", token, headers=eventual).json
        self.assertEqual(answer["@odata.count"], 210)
        second = self.cloud.graph(answer["@odata.nextLink"], token, headers=eventual).json
        self.assertNotIn("@odata.count", second)
        self.assertEqual(self.cloud.graph("/v1.0/users/$count", token, headers=eventual).text,
                         "210")
        self.assertRefused(self.cloud.graph("/v1.0/users/$count", token), 400, "Request_BadRequest")

    # --- properties ---

    def test_without_select_the_eleven_usual_ones(self):
        user = self.cloud.graph("/v1.0/users?$top=1", self.token()).json["value"][0]
        self.assertEqual(set(user), {
            "businessPhones", "displayName", "givenName", "id", "jobTitle", "mail", "mobilePhone",
            "officeLocation", "preferredLanguage", "surname", "userPrincipalName"})

    def test_with_select_exactly_those(self):
        page = self.cloud.graph("/v1.0/users?$top=1&$select=id,%20mail", self.token()).json
        self.assertEqual(set(page["value"][0]), {"id", "mail"})
        self.assertTrue(page["@odata.context"].endswith("/$metadata#users(id, mail)"))

    def test_names_that_do_not_exist(self):
        for name in ("emailAddress", "DisplayName", "id,proxyAdresses", "tny_id", "id,"):
            self.assertRefused(self.cloud.graph("/v1.0/users?$select=" + name, self.token()), 400,
                               "Request_BadRequest")
        self.assertRefused(self.cloud.graph("/v1.0/users?$select=aboutMe", self.token()), 501,
                           "NotImplemented")
        user = self.cloud.graph("/v1.0/users?$top=1&$select=id", self.token()).json["value"][0]
        self.assertEqual(self.cloud.graph(f"/v1.0/users/{user['id']}?$select=aboutMe",
                                          self.token()).status, 200)

    def test_select_everywhere(self):
        listing = "/v1.0/tenantRelationships/delegatedAdminRelationships"
        relationship = self.cloud.graph(listing, self.partner).json["value"][0]["id"]
        for path, select in (
                ("contracts", "customerId,displayName"),
                ("tenantRelationships/delegatedAdminCustomers", "tenantId,displayName"),
                ("tenantRelationships/delegatedAdminRelationships", "id,customer,accessDetails"),
                ("organization", "id,verifiedDomains,displayName"), ("domains", "id,isInitial"),
                ("subscribedSkus", "skuId,prepaidUnits,servicePlans,consumedUnits")):
            whole = self.cloud.graph(f"/v1.0/{path}", self.partner).json["value"]
            parts = self.cloud.graph(f"/v1.0/{path}?$select={select}", self.partner).json["value"]
            self.assertEqual(parts, [
                {name: value for name, value in item.items()
                 if name in select.split(",") or name.startswith("@")} for item in whole])
            self.assertRefused(self.cloud.graph(f"/v1.0/{path}?$select=id,Name", self.partner), 400,
                               "Request_BadRequest")
        alone = self.cloud.graph(f"{listing}/{relationship}?$select=status", self.partner).json
        self.assertEqual({name for name in alone if not name.startswith("@")}, {"status"})

    def test_options_that_are_not_there(self):
        for option in ("$skip=1", "$expand=manager", "$search=x", "$orderby=displayName",
                       "$filter=startswith(mail,'a')", "$filter=jobTitle eq 'x'"):
            path = "/v1.0/users?" + urllib.parse.quote(option, safe="=$()',")
            self.assertRefused(self.cloud.graph(path, self.token()), 400,
                               "Request_UnsupportedQuery")

    def test_filters(self):
        token = self.token()
        everybody = self.cloud.list("/v1.0/users?$top=999&$select=id,accountEnabled,userType,"
                                    "userPrincipalName", token)
        for clause, keep in (("accountEnabled eq false", lambda user: not user["accountEnabled"]),
                             ("userType eq 'Guest'", lambda user: user["userType"] == "Guest"),
                             ("userType eq 'Guest' and accountEnabled eq false",
                              lambda user: (user["userType"], user["accountEnabled"]) ==
                              ("Guest", False))):
            path = "/v1.0/users?$select=id&$top=10&$filter=" + urllib.parse.quote(clause)
            found = self.cloud.list(path, token)
            self.assertEqual([user["id"] for user in found],
                             [user["id"] for user in everybody if keep(user)], clause)

    def test_sign_in_activity_needs_a_licence(self):
        token = self.token(WITHOUT_P1)
        self.assertRefused(self.cloud.graph("/v1.0/users?$select=id,signInActivity", token), 403,
                           "Authentication_RequestFromNonPremiumTenantOrB2CTenant")
        self.assertEqual(self.cloud.graph("/v1.0/users?$select=id", token).status, 200)

    def test_sign_in_activity_needs_a_permission(self):
        zephyr = self.customers["Zephyr Aviation Services"]
        form = {"client_id": self.cloud.client["client_id"],
                "scope": "https://graph.microsoft.com/User.Read.All",
                "sample_consent": "accept"}
        self.assertEqual(self.cloud.call(f"/login/{zephyr}/v2.0/adminconsent", form).status, 302)
        token = self.cloud.token(self.person, zephyr)
        self.assertEqual(self.cloud.graph("/v1.0/users?$select=id", token).status, 200)
        self.assertRefused(self.cloud.graph("/v1.0/users?$select=id,signInActivity", token), 403,
                           "Authentication_MSGraphPermissionMissing")

    def test_one_user(self):
        token = self.token()
        everybody = self.cloud.list("/v1.0/users?$top=999&$select=id,userPrincipalName", token)
        for user in everybody[::40] + [user for user in everybody if "#EXT#"
                                       in user["userPrincipalName"]][:1]:
            for key in (user["id"], user["id"].upper(), user["userPrincipalName"]):
                path = f"/v1.0/users/{urllib.parse.quote(key)}?$select=id,userPrincipalName"
                found = self.cloud.graph(path, token).json
                self.assertEqual({name: found[name] for name in user}, user)
        for key in ("11111111-1111-4111-8111-111111111111", "nobody@oakhaven.example", "nobody"):
            self.assertRefused(self.cloud.graph("/v1.0/users/" + key, token), 404,
                               "Request_ResourceNotFound")
        # Another tenant's user is nobody here.
        self.assertRefused(self.cloud.graph("/v1.0/users/" + everybody[0]["id"],
                                            self.token("Fernhill Community Trust")),
                           404, "Request_ResourceNotFound")
        name = everybody[0]["userPrincipalName"]
        self.assertRefused(self.cloud.graph(f"/v1.0/users/{name}?$select=signInActivity", token),
                           400, "BadRequest")

    # --- the lists of customers ---

    def test_each_list_lacks_what_the_others_have(self):
        contracts = {item["customerId"]
                     for item in self.cloud.list("/v1.0/contracts", self.partner)}
        gdap = {item["tenantId"] for item in
                self.cloud.list("/v1.0/tenantRelationships/delegatedAdminCustomers", self.partner)}
        answer = self.cloud.call("/partner/v1/customers?size=0",
                                 token=self.cloud.token(self.person, self.cloud.tenant,
                                                        PARTNER_CENTER))
        reseller = {item["id"] for item in answer.json["items"]}
        self.assertEqual(len(contracts | gdap | reseller), 25)
        self.assertEqual(contracts - gdap - reseller, {self.customers["Vantage Point Optics"]})
        self.assertEqual(gdap - contracts - reseller, {self.customers["Tidewell Robotics, Inc."]})
        self.assertEqual(reseller - contracts - gdap, {self.customers["梅田メディア株式会社"]})

    def test_contracts_keep_the_old_name(self):
        contracts = {item["customerId"]: item["displayName"] for item in
                     self.cloud.list("/v1.0/contracts?$top=7", self.partner)}
        self.assertEqual(contracts[self.customers["Oakhaven Group"]], "Oakhaven Foods Ltd")
        organization = self.cloud.graph("/v1.0/organization", self.token()).json["value"][0]
        self.assertEqual(organization["displayName"], "Oakhaven Group")

    def test_lists_in_pages(self):
        for path, sizes in (("contracts", (1, 5, 24, 999)),
                            ("tenantRelationships/delegatedAdminCustomers", (1, 5, 300, 9999)),
                            ("tenantRelationships/delegatedAdminRelationships", (1, 7, 300))):
            whole = [item["id"] for item in self.cloud.list("/v1.0/" + path, self.partner)]
            self.assertEqual(len(whole), len(set(whole)))
            for size in sizes:
                listed = self.cloud.list(f"/v1.0/{path}?$top={size}", self.partner)
                self.assertEqual([item["id"] for item in listed], whole, (path, size))
        self.assertRefused(self.cloud.graph("/v1.0/contracts?$top=1000", self.partner), 400,
                           "Request_UnsupportedQuery")
        self.assertEqual(self.cloud.graph("/v1.0/contracts",
                                          self.cloud.app_token(self.customers[LARGEST]))
                         .json["value"], [])

    def test_relationships_and_their_assignments(self):
        everything = self.cloud.list("/v1.0/tenantRelationships/delegatedAdminRelationships",
                                     self.partner)
        self.assertEqual({item["status"] for item in everything}, {"active", "expired"})
        active = self.cloud.list("/v1.0/tenantRelationships/delegatedAdminRelationships?$filter=" +
                                 urllib.parse.quote("status eq 'active'"), self.partner)
        self.assertEqual({item["id"] for item in active},
                         {item["id"] for item in everything if item["status"] == "active"})
        self.assertEqual(len({item["displayName"] for item in everything}), len(everything))
        for item in everything[:4]:
            self.assertRegex(item["id"], r"^[0-9a-f-]{73}$")
            path = f"/v1.0/tenantRelationships/delegatedAdminRelationships/{item['id']}"
            alone = self.cloud.graph(path, self.partner).json
            alone.pop("@odata.context")
            self.assertEqual(alone, item)
            assignments = self.cloud.graph(path + "/accessAssignments", self.partner).json["value"]
            self.assertEqual(len(assignments), item["status"] == "active")
        path = "/v1.0/tenantRelationships/delegatedAdminRelationships"
        clause = urllib.parse.quote(f"customer/tenantId eq '{self.customers[LARGEST]}'")
        only = self.cloud.list(f"{path}?$filter={clause}", self.partner)
        self.assertEqual({item["customer"]["tenantId"] for item in only}, {self.customers[LARGEST]})
        self.assertRefused(self.cloud.graph(path + "/x", self.partner), 404,
                           "Request_ResourceNotFound")

    def test_report_settings(self):
        token = self.token("Castellan Freight GmbH")
        self.assertTrue(self.cloud.graph("/v1.0/admin/reportSettings",
                                         token).json["displayConcealedNames"])
        self.assertFalse(self.cloud.graph("/v1.0/admin/reportSettings",
                                          self.token()).json["displayConcealedNames"])
        self.assertRefused(self.cloud.graph("/v1.0/admin/reportSettings", token, method="PATCH",
                                            data=b'{"displayConcealedNames":false}'), 403,
                           "Authorization_RequestDenied")

    def test_a_tenant_by_its_id(self):
        path = "/v1.0/tenantRelationships/findTenantInformationByTenantId(tenantId='%s')"
        found = self.cloud.graph(path % self.customers[LARGEST], self.partner).json
        self.assertEqual((found["displayName"], found["defaultDomainName"]),
                         ("Oakhaven Group", "oakhaven.example"))
        self.assertRefused(self.cloud.graph(path % "11111111-1111-4111-8111-111111111111",
                                            self.partner), 404,
                           "Request_ResourceNotFound")

    def test_licences_add_up(self):
        for name in (LARGEST, WITHOUT_P1):
            token = self.token(name)
            held = [licence["skuId"] for user in
                    self.cloud.list("/v1.0/users?$top=999&$select=id,assignedLicenses", token)
                    for licence in user["assignedLicenses"]]
            skus = {item["skuId"]: item
                    for item in self.cloud.graph("/v1.0/subscribedSkus", token).json["value"]}
            for sku in set(held):
                self.assertEqual(skus[sku]["consumedUnits"], held.count(sku))
                self.assertEqual(skus[sku]["id"], f"{self.customers[name]}_{sku}")


class PartnerCenter(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cloud = SampleCloud()
        cls.person = cls.cloud.sign_in()
        cls.token = cls.cloud.token(cls.person, cls.cloud.tenant, PARTNER_CENTER)

    @classmethod
    def tearDownClass(cls):
        assert cls.cloud.stop() == 0

    def customers(self, path="/customers?size=0", token=None, **more):
        return self.cloud.call("/partner/v1" + path, token=token or self.token, **more)

    def test_customers_as_partner_center_writes_them(self):
        answer = self.customers(headers={"MS-RequestId": "mine"})
        self.assertTrue(answer.body.startswith(b"\xef\xbb\xbf"))
        self.assertEqual(answer.headers["MS-RequestId"], "mine")
        body = answer.json
        self.assertEqual(body["totalCount"], len(body["items"]))
        self.assertNotIn("next", body["links"])
        for item in body["items"]:
            self.assertEqual(item["id"], item["companyProfile"]["tenantId"])
            self.assertEqual(item["relationshipToPartner"], "reseller")
            self.assertEqual(item["attributes"], {"objectType": "Customer"})
            self.assertTrue(item["companyProfile"]["domain"].endswith(".onmicrosoft.com"))

    def test_pages_go_on_by_link_and_header(self):
        whole = [item["id"] for item in self.customers().json["items"]]
        for size in (1, 4, 22, 23, 24, 500):
            ids, path, headers = [], f"/customers?size={size}", {}
            while path:
                body = self.customers(path, headers=headers).json
                ids += [item["id"] for item in body["items"]]
                following = body["links"].get("next")
                path = following and following["uri"]
                headers = {item["key"]: item["value"]
                           for item in following["headers"]} if following else {}
            self.assertEqual(ids, whole, size)
        self.assertEqual(self.customers("/customers?size=4&seekOperation=Next").status, 400)
        self.assertEqual(self.customers("/customers?size=x").status, 400)

    def test_refusals(self):
        no_mfa = self.cloud.sign_in("nora.field@northwind.example")
        token = self.cloud.token(no_mfa, self.cloud.tenant, PARTNER_CENTER)
        answer = self.customers(token=token)
        self.assertEqual((answer.status, answer.code), (401, 900421))
        outsider = self.cloud.sign_in("tom.reed@northwind.example")
        self.assertEqual(self.customers(token=self.cloud.token(outsider, self.cloud.tenant,
                                                               PARTNER_CENTER)).status, 403)
        for token in ("nonsense", self.person["access_token"]):
            self.assertEqual(self.customers(token=token).status, 401)
        self.assertEqual(self.customers("/nothing").status, 404)
        self.assertEqual(self.customers(method="DELETE").status, 405)
        self.assertEqual(self.customers(token=self.cloud.app_token(self.cloud.tenant,
                                                                   PARTNER_CENTER)).status, 200)

    def test_consent_for_a_customer(self):
        names = {item["companyProfile"]["companyName"]: item["id"]
                 for item in self.customers().json["items"]}
        zephyr = names["Zephyr Aviation Services"]
        path = f"/customers/{zephyr}/applicationconsents"
        body = ('{"applicationId":"%s","displayName":"Tenantry",'
                '"applicationGrants":[{"enterpriseApplicationId":'
                '"00000003-0000-0000-c000-000000000000","scope":"User.Read.All,'
                'Directory.Read.All"}]}'
                % self.cloud.client["client_id"]).encode()
        json_type = {"Content-Type": "application/json"}
        self.assertEqual(self.cloud.refresh(self.person, zephyr).code, 65001)
        self.assertEqual(self.customers(path, data=b"{}", headers=json_type).status, 400)
        self.assertEqual(self.customers(path, data=body, headers=json_type).status, 201)
        token = self.cloud.token(self.person, zephyr)
        self.assertEqual(self.cloud.graph("/v1.0/users", token).status, 200)
        again = self.customers(path, data=body, headers=json_type)
        self.assertEqual(again.status, 400)
        self.assertIn("Permission entry already exists", again.text)
        self.assertEqual(self.customers(f"{path}/{self.cloud.client['client_id']}",
                                        method="DELETE").status, 204)
        self.assertEqual(self.cloud.refresh(self.person, zephyr).code, 65001)
        closed = f"/customers/{names['Junco Travel']}/applicationconsents"
        self.assertEqual(self.customers(closed, data=body, headers=json_type).status, 403)

    def test_one_customer(self):
        first = self.customers().json["items"][0]
        alone = self.customers(f"/customers/{first['id']}").json
        self.assertEqual(alone["companyProfile"], first["companyProfile"])
        self.assertTrue(alone["allowDelegatedAccess"])
        self.assertEqual(self.customers("/customers/11111111-1111-4111-8111-111111111111").status,
                         404)


if __name__ == "__main__":
    unittest.main()
