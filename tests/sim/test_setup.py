#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an administrator's program may write into the sample cloud's directory, and what it refuses."""
import json
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from sample_cloud import GRAPH, PARTNER_CENTER, REDIRECT, SampleCloud  # noqa: E402

TOOLS = "14d82eec-204b-4c2f-b7e8-296a70dab67e"
ADMIN, SYNC = "avery.lang@northwind.example", "sync@northwind.example"
LOOPBACK = "http://localhost:49152/"
GRAPH_APP = "00000003-0000-0000-c000-000000000000"
PARTNER_APP = "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd"
USER_READ, USER_READ_ALL = ("e1fe6dd8-ba31-4d61-89e7-88639da4683d",
                            "df021288-bdef-4463-88db-98f22de89214")
SCOPES = ("openid profile https://graph.microsoft.com/Application.ReadWrite.All "
          "https://graph.microsoft.com/AppRoleAssignment.ReadWrite.All "
          "https://graph.microsoft.com/DelegatedPermissionGrant.ReadWrite.All "
          "https://graph.microsoft.com/Group.ReadWrite.All "
          "https://graph.microsoft.com/DelegatedAdminRelationship.ReadWrite.All "
          "https://graph.microsoft.com/User.Read")
BODY = {"displayName": "Tenantry", "signInAudience": "AzureADMultipleOrgs", "tags": ["a tag"],
        "web": {"redirectUris": ["http://localhost/tenantry/callback"]},
        "requiredResourceAccess": [{"resourceAppId": GRAPH_APP, "resourceAccess": [
            {"id": USER_READ, "type": "Scope"}, {"id": USER_READ_ALL, "type": "Role"}]}]}
RELATIONSHIPS = "/v1.0/tenantRelationships/delegatedAdminRelationships"
CREATE = {"Prefer": "create-if-missing"}


class Setup(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cloud = SampleCloud("--tenants", "8", "--users", "80")

    @classmethod
    def tearDownClass(cls):
        assert cls.cloud.stop() == 0

    def setUp(self):
        self.cloud.reset()
        self.token = self.tools_token()

    def tools_token(self, account=ADMIN, **changes):
        answer = self.cloud.authorize(tenant="organizations", account=account, consent="accept",
                                      client_id=TOOLS, redirect_uri=LOOPBACK, scope=SCOPES)
        code = self.cloud.delivered(answer)["code"]
        form = {"client_id": TOOLS, "client_secret": None, "redirect_uri": LOOPBACK, **changes}
        answer = self.cloud.redeem(code, tenant="organizations", **form)
        if changes:
            return answer
        self.assertEqual(answer.status, 200, answer)
        self.assertNotIn("refresh_token", answer.json, "nobody asked for offline_access")
        return answer.json["access_token"]

    def send(self, method, path, body=None, headers=None, token=None):
        data = None if body is None else json.dumps(body).encode()
        return self.cloud.graph(path, token or self.token, method=method, data=data,
                                headers={"Content-Type": "application/json", **(headers or {})})

    def ok(self, status, *args, **more):
        answer = self.send(*args, **more)
        self.assertEqual(answer.status, status, answer)
        return answer.json if answer.body else None

    def refused(self, status, code, *args, **more):
        answer = self.send(*args, **more)
        self.assertEqual((answer.status, answer.code), (status, code), answer)

    def make_app(self):
        return self.ok(201, "PATCH", "/v1.0/applications(uniqueName='x')", BODY, CREATE)

    def make_principal(self):
        app = self.make_app()
        return app, self.ok(201, "POST", "/v1.0/servicePrincipals", {"appId": app["appId"]})

    def resource(self, app_id=GRAPH_APP):
        return self.ok(200, "GET", f"/v1.0/servicePrincipals(appId='{app_id}')")

    # --- Microsoft's command-line tools ---

    def test_the_tools_are_a_public_client(self):
        refused = self.tools_token(client_secret="anything")
        self.assertEqual(refused.code, 700025, refused)
        answer = self.cloud.authorize(tenant="organizations", account=ADMIN, client_id=TOOLS,
                                      redirect_uri=REDIRECT, scope=SCOPES)
        self.assertIn("AADSTS50011", answer.text)
        page = self.cloud.authorize(tenant="organizations", account=SYNC, client_id=TOOLS,
                                    redirect_uri=LOOPBACK, scope=SCOPES, consent="accept")
        self.assertIn("Need admin approval", page.text)
        self.assertIn("Microsoft Graph Command Line Tools", page.text)

    def test_only_an_administrator_with_the_scope_writes(self):
        person = self.cloud.sign_in()
        token = self.cloud.token(person, self.cloud.tenant)
        self.refused(403, "Authorization_RequestDenied", "PATCH",
                     "/v1.0/applications(uniqueName='x')", BODY, CREATE, token=token)
        self.refused(403, "Authorization_RequestDenied", "PATCH",
                     "/v1.0/applications(uniqueName='x')", BODY, CREATE,
                     token=self.cloud.app_token(self.cloud.tenant))

    # --- the registration ---

    def test_upsert_creates_once(self):
        self.refused(404, "Request_ResourceNotFound", "PATCH", "/v1.0/applications(uniqueName='x')",
                     BODY)
        app = self.make_app()
        self.assertEqual(app["uniqueName"], "x")
        self.ok(204, "PATCH", "/v1.0/applications(uniqueName='x')", BODY, CREATE)
        found = self.ok(200, "GET", "/v1.0/applications(uniqueName='x')")
        self.assertEqual((found["id"], found["passwordCredentials"]), (app["id"], []))
        self.assertEqual(self.ok(200, "GET", f"/v1.0/applications(appId='{app['appId']}')")["id"],
                         app["id"])
        listed = self.ok(200, "GET",
                         "/v1.0/applications?$filter=tags/any(t:t%20eq%20'a%20tag')")["value"]
        self.assertEqual([item["id"] for item in listed], [app["id"]])
        self.assertFalse(any(name.startswith("_") for name in listed[0]), listed)

    def test_a_registration_is_checked(self):
        for change in ({"displayName": ""}, {"nonsense": 1}, {"signInAudience": "Everybody"},
                       {"web": {"redirectUris": ["http://example.com/x"]}},
                       {"requiredResourceAccess": [{"resourceAppId": GRAPH_APP,
                                                    "resourceAccess": [{"id": USER_READ}]}]}):
            self.refused(400, "Request_BadRequest", "PATCH", "/v1.0/applications(uniqueName='x')",
                         {**BODY, **change}, CREATE)
        answer = self.cloud.graph("/v1.0/applications(uniqueName='x')", self.token, method="PATCH",
                                  data=b"{", headers={"Content-Type": "application/json"})
        self.assertEqual(answer.code, "BadRequest")

    def test_secrets(self):
        app, _ = self.make_principal()
        path = f"/v1.0/applications/{app['id']}"
        made = self.ok(200, "POST", path + "/addPassword",
                       {"passwordCredential": {"displayName": "one"}})
        self.assertEqual(len(made["secretText"]), 40)
        shown = self.ok(200, "GET", "/v1.0/applications(uniqueName='x')")["passwordCredentials"]
        self.assertEqual([(item["keyId"], item["displayName"], item["secretText"], item["hint"])
                          for item in shown],
                         [(made["keyId"], "one", None, made["secretText"][:3])])
        form = {"grant_type": "client_credentials", "scope": GRAPH, "client_id": app["appId"],
                "client_secret": made["secretText"]}
        token = f"/login/{self.cloud.tenant}/oauth2/v2.0/token"
        self.assertEqual(self.cloud.call(token, form).status, 200)
        self.assertEqual(self.cloud.call(token, {**form, "client_secret": "wrong"}).code, 7000215)
        self.refused(400, "Request_BadRequest", "POST", path + "/removePassword",
                     {"keyId": "00000000-0000-4000-8000-000000000000"})
        self.ok(204, "POST", path + "/removePassword", {"keyId": made["keyId"]})
        self.assertEqual(self.cloud.call(token, form).code, 7000215)
        self.ok(204, "DELETE", path)
        self.assertEqual(self.cloud.call(token, form).code, 700016)

    # --- service principal and grants ---

    def test_service_principal(self):
        self.refused(400, "Request_BadRequest", "POST", "/v1.0/servicePrincipals",
                     {"appId": "00000000-0000-4000-8000-000000000000"})
        app, principal = self.make_principal()
        self.refused(409, "Request_MultipleObjectsWithSameKeyValue", "POST",
                     "/v1.0/servicePrincipals", {"appId": app["appId"]})
        self.assertEqual(self.resource(app["appId"])["id"], principal["id"])
        self.ok(204, "DELETE", f"/v1.0/servicePrincipals/{principal['id']}")
        self.refused(404, "Request_ResourceNotFound", "GET",
                     f"/v1.0/servicePrincipals(appId='{app['appId']}')")

    def test_partner_center_may_have_to_be_made_known(self):
        self.refused(409, "Request_MultipleObjectsWithSameKeyValue", "POST",
                     "/v1.0/servicePrincipals", {"appId": PARTNER_APP})
        self.cloud.scenario("no-partner-api")
        self.refused(404, "Request_ResourceNotFound", "GET",
                     f"/v1.0/servicePrincipals(appId='{PARTNER_APP}')")
        made = self.ok(201, "POST", "/v1.0/servicePrincipals", {"appId": PARTNER_APP})
        self.assertEqual(self.resource(PARTNER_APP)["id"], made["id"])

    def test_grants(self):
        _, principal = self.make_principal()
        graph = self.resource()
        body = {"clientId": principal["id"], "consentType": "AllPrincipals",
                "resourceId": graph["id"], "scope": "openid offline_access User.Read"}
        for name in body:
            self.refused(400, "Request_BadRequest", "POST", "/v1.0/oauth2PermissionGrants",
                         {key: value for key, value in body.items() if key != name})
        self.refused(400, "Request_BadRequest", "POST", "/v1.0/oauth2PermissionGrants",
                     {**body, "scope": "Users.Read"})
        grant = self.ok(201, "POST", "/v1.0/oauth2PermissionGrants", body)
        self.refused(409, "Request_MultipleObjectsWithSameKeyValue", "POST",
                     "/v1.0/oauth2PermissionGrants", body)
        self.ok(204, "PATCH", f"/v1.0/oauth2PermissionGrants/{grant['id']}",
                {"scope": "openid offline_access User.Read Directory.Read.All"})
        listed = self.ok(200, "GET",
                         f"/v1.0/servicePrincipals/{principal['id']}/oauth2PermissionGrants")["value"]
        self.assertEqual([item["scope"].split()[-1] for item in listed], ["Directory.Read.All"])

    def test_app_roles(self):
        _, principal = self.make_principal()
        graph = self.resource()
        role = next(item for item in graph["appRoles"] if item["value"] == "User.Read.All")
        self.assertEqual(role["id"], USER_READ_ALL)
        path = f"/v1.0/servicePrincipals/{graph['id']}/appRoleAssignedTo"
        body = {"principalId": principal["id"], "resourceId": graph["id"], "appRoleId": role["id"]}
        self.refused(400, "Request_BadRequest", "POST", path, {**body, "appRoleId": USER_READ})
        made = self.ok(201, "POST", path, body)
        self.refused(400, "Request_BadRequest", "POST", path, body)
        self.ok(204, "DELETE", f"{path}/{made['id']}")
        self.ok(201, "POST", path, body)

    # --- groups ---

    def test_groups_and_assignments(self):
        self.cloud.scenario("group-unassigned")
        body = {"displayName": "Tenantry", "mailEnabled": False, "mailNickname": "tenantry",
                "securityEnabled": True}
        for name in body:
            self.refused(400, "Request_BadRequest", "PATCH", "/v1.0/groups(uniqueName='x')",
                         {key: value for key, value in body.items() if key != name}, CREATE)
        group = self.ok(201, "PATCH", "/v1.0/groups(uniqueName='x')", body, CREATE)
        person = self.cloud.sign_in()
        me = self.cloud.graph("/v1.0/me", self.cloud.token(person, self.cloud.tenant)).json["id"]
        member = {"@odata.id": f"{self.cloud.base}/graph/v1.0/directoryObjects/{me}"}
        self.ok(204, "POST", f"/v1.0/groups/{group['id']}/members/$ref", member)
        self.refused(400, "Request_BadRequest", "POST", f"/v1.0/groups/{group['id']}/members/$ref",
                     member)
        relationship = next(item for item in self.ok(200, "GET", RELATIONSHIPS)["value"]
                            if item["status"] == "active")
        self.assertEqual(self.cloud.refresh(person, relationship["customer"]["tenantId"]).code, 50020)
        path = f"{RELATIONSHIPS}/{relationship['id']}/accessAssignments"
        body = {"accessContainer": {"accessContainerId": group["id"],
                                    "accessContainerType": "securityGroup"},
                "accessDetails": relationship["accessDetails"]}
        self.refused(400, "badRequest", "POST", path, {**body, "accessDetails": {"unifiedRoles": [
            {"roleDefinitionId": "e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8"}]}})
        made = self.ok(201, "POST", path, body)
        self.assertEqual(made["status"], "pending")
        self.refused(409, "conflict", "POST", path, body)
        self.ok(200, "GET", f"{path}/{made['id']}")
        self.assertEqual(self.ok(200, "GET", f"{path}/{made['id']}")["status"], "active")
        self.assertEqual(self.cloud.refresh(person, relationship["customer"]["tenantId"]).status, 200)
        self.refused(428, "preconditionRequired", "DELETE", f"{path}/{made['id']}")
        self.refused(412, "preconditionFailed", "DELETE", f"{path}/{made['id']}",
                     headers={"If-Match": "W/\"other\""})
        self.ok(204, "DELETE", f"{path}/{made['id']}",
                headers={"If-Match": made["@odata.etag"]})
        self.assertEqual(self.cloud.refresh(person, relationship["customer"]["tenantId"]).code, 50020)

    # --- what a made application may ---

    def test_consent_counts_for_the_application_it_was_given_to(self):
        app, principal = self.make_principal()
        self.ok(201, "POST", "/v1.0/oauth2PermissionGrants",
                {"clientId": principal["id"], "consentType": "AllPrincipals",
                 "resourceId": self.resource()["id"],
                 "scope": "openid profile offline_access User.Read"})
        self.ok(201, "POST", "/v1.0/oauth2PermissionGrants",
                {"clientId": principal["id"], "consentType": "AllPrincipals",
                 "resourceId": self.resource(PARTNER_APP)["id"], "scope": "user_impersonation"})
        secret = self.ok(200, "POST", f"/v1.0/applications/{app['id']}/addPassword", {})["secretText"]
        cloud = self.cloud
        client = {"client_id": app["appId"], "client_secret": secret}
        code = cloud.delivered(cloud.authorize(account=SYNC, client_id=app["appId"]))["code"]
        self.assertEqual(cloud.redeem(code).code, 70000, "a code is for one application")
        code = cloud.delivered(cloud.authorize(account=SYNC, client_id=app["appId"]))["code"]
        person = cloud.redeem(code, **client).json
        self.assertIn("User.Read", person["scope"])
        self.assertNotIn("Directory.Read.All", person["scope"])
        customer = next(item["customer"]["tenantId"] for item in
                        self.ok(200, "GET", RELATIONSHIPS)["value"] if item["status"] == "active")
        self.assertEqual(cloud.refresh(person, customer, **client).code, 65001)
        token = cloud.refresh(person, cloud.tenant, PARTNER_CENTER, **client).json["access_token"]
        path = f"/partner/v1/customers/{customer}/applicationconsents"

        def consent(**changes):
            body = {"applicationId": app["appId"], "displayName": "Tenantry", "applicationGrants": [
                {"enterpriseApplicationId": GRAPH_APP, "scope": "User.Read,Directory.Read.All"}]}
            return cloud.call(path, token=token, method="POST",
                              data=json.dumps({**body, **changes}).encode(),
                              headers={"Content-Type": "application/json"})
        for wrong in ({"applicationGrants": []}, {"applicationId": TOOLS}, {"displayName": None},
                      {"applicationGrants": [{"enterpriseApplicationId": PARTNER_APP,
                                              "scope": "User.Read"}]},
                      {"applicationGrants": [{"enterpriseApplicationId": GRAPH_APP,
                                              "scope": "User.Read Directory.Read.All"}]}):
            self.assertEqual(consent(**wrong).status, 400, wrong)
        self.assertEqual(consent().status, 201)
        again = consent()
        self.assertEqual(again.status, 400)
        self.assertIn("Permission entry already exists", again.text)
        self.assertEqual(cloud.refresh(person, customer, **client).status, 200)
        self.assertEqual(cloud.call(f"{path}/{app['appId']}", token=token, method="DELETE").status, 204)
        self.assertEqual(cloud.call(f"{path}/{app['appId']}", token=token, method="DELETE").status, 404)
        self.assertEqual(cloud.refresh(person, customer, **client).code, 65001)

    # --- new objects ---

    def test_new_objects_are_not_seen_at_once(self):
        self.cloud.scenario("replication")
        app = self.make_app()
        for _ in range(2):
            self.refused(404, "Request_ResourceNotFound", "GET",
                         f"/v1.0/applications(appId='{app['appId']}')")
        principal = self.ok(201, "POST", "/v1.0/servicePrincipals", {"appId": app["appId"]})
        body = {"clientId": principal["id"], "consentType": "AllPrincipals",
                "resourceId": self.resource()["id"], "scope": "User.Read"}
        for _ in range(2):
            self.refused(404, "Request_ResourceNotFound", "POST", "/v1.0/oauth2PermissionGrants", body)
        self.ok(201, "POST", "/v1.0/oauth2PermissionGrants", body)

    def test_what_was_made_outlives_a_restart_and_holds_no_secret(self):
        with tempfile.TemporaryDirectory() as folder:
            state = os.path.join(folder, "state.json")
            shared = self.cloud
            try:
                with SampleCloud("--tenants", "3", "--users", "9", "--state", state) as self.cloud:
                    self.token = self.tools_token()
                    app, _ = self.make_principal()
                    secret = self.ok(200, "POST", f"/v1.0/applications/{app['id']}/addPassword",
                                     {})["secretText"]
                with open(state, encoding="utf-8") as text:
                    self.assertNotIn(secret, text.read())
                self.assertEqual(os.stat(state).st_mode & 0o777, 0o600)
                with SampleCloud("--tenants", "3", "--users", "9", "--state", state) as self.cloud:
                    answer = self.cloud.call(
                        f"/login/{self.cloud.tenant}/oauth2/v2.0/token",
                        {"grant_type": "client_credentials", "scope": GRAPH,
                         "client_id": app["appId"], "client_secret": secret})
                    self.assertEqual(answer.status, 200, answer)
                    self.cloud.reset()
                self.assertFalse(os.path.exists(state))
            finally:
                self.cloud = shared


if __name__ == "__main__":
    unittest.main()
