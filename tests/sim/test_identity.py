#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The identity platform of the sample cloud: what it gives, and what it refuses with which code."""
import base64
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from sample_cloud import GRAPH, PARTNER_CENTER, REDIRECT, SampleCloud, base64url  # noqa: E402

SYNC, ADMIN, NO_MFA, OUTSIDER = ("sync@northwind.example", "avery.lang@northwind.example",
                                 "nora.field@northwind.example", "tom.reed@northwind.example")
ELSEWHERE, PERSONAL = "it@brightwaterdental.example", "pat@personal.example"
GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


# Microsoft's codes by what an administrator does about them, as far as the sample cloud gives them;
# and those that only a faulty client meets.
CATALOGUE = {
    "the secret": {7000215, 7000218, 7000222, 700027},
    "the application or the tenant": {700016, 90002, 90019, 9001023},
    "the redirect": {50011},
    "consent": {65001, 65004, 90094, 500011},
    "more factors": {50076},
    "the way into the tenant": {50020},
    "a new sign-in": {50173, 70008, 700082, 70000, 54005, 501481, 501491, 50147, 700005, 9002313,
                      50058},
    "the scope": {70011, 700022},
}
FAULTY_CLIENT = {70003, 70005, 70007, 500112, 900144, 900561, 1002012, 9002326}
# Words on which programs may branch.
WORDS = {
    "invalid_request", "unauthorized_client", "access_denied", "unsupported_response_type",
    "invalid_resource", "login_required", "interaction_required", "consent_required",
    "invalid_grant", "invalid_client", "invalid_scope", "invalid_tenant", "unsupported_grant_type"}


def decode(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


class Identity(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cloud = SampleCloud()

    @classmethod
    def tearDownClass(cls):
        assert cls.cloud.stop() == 0

    def setUp(self):
        self.cloud.reset()

    def assertRefused(self, answer, code, error, status=400):
        self.assertEqual(answer.status, status, answer)
        self.assertIn(code, set().union(FAULTY_CLIENT, *CATALOGUE.values()))
        self.assertIn(error, WORDS)
        body = answer.json
        self.assertEqual(body["error_codes"], [code])
        self.assertEqual(body["error"], error)
        self.assertTrue(body["error_description"].startswith(f"AADSTS{code}: "), body)
        self.assertRegex(body["error_description"], r"\r\nTrace ID: \S+\r\nCorrelation ID: \S+"
                         r"\r\nTimestamp: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$")
        self.assertRegex(body["timestamp"], r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$")
        self.assertRegex(body["trace_id"], GUID)
        self.assertRegex(body["correlation_id"], GUID)

    # --- discovery ---

    def test_discovery_turns_any_name_of_a_tenant_into_its_id(self):
        for name in (self.cloud.tenant, "northwind.example", "NorthwindSample.onmicrosoft.com"):
            found = self.cloud.call(f"/login/{name}/v2.0/.well-known/openid-configuration").json
            self.assertEqual(found["issuer"], f"{self.cloud.base}/login/{self.cloud.tenant}/v2.0")
            self.assertEqual(found["token_endpoint"],
                             f"{self.cloud.base}/login/{self.cloud.tenant}/oauth2/v2.0/token")
            self.assertIn("form_post", found["response_modes_supported"])

    def test_discovery_for_everybody_holds_the_placeholder(self):
        for name in ("organizations", "common"):
            found = self.cloud.call(f"/login/{name}/v2.0/.well-known/openid-configuration").json
            self.assertEqual(found["issuer"], f"{self.cloud.base}/login/{{tenantid}}/v2.0")
            self.assertEqual(found["authorization_endpoint"],
                             f"{self.cloud.base}/login/{name}/oauth2/v2.0/authorize")

    def test_discovery_of_an_unknown_tenant(self):
        for name in ("nobody.example", "11111111-1111-4111-8111-111111111111"):
            self.assertRefused(self.cloud.call(f"/login/{name}/v2.0/.well-known/openid-configuration"),
                               90002, "invalid_tenant")

    # --- pages ---

    def test_the_first_page_lists_every_account_with_a_button(self):
        answer = self.cloud.authorize()
        self.assertEqual(answer.status, 200)
        for address in (SYNC, ADMIN, NO_MFA, OUTSIDER, ELSEWHERE, PERSONAL):
            self.assertRegex(answer.text, rf"<button [^>]*><b>{re.escape(address)}</b>")
        self.assertIn(">Cancel</button>", answer.text)
        self.assertIn("no-store", answer.headers["Cache-Control"])
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])

    def test_the_hinted_account_comes_first(self):
        text = self.cloud.authorize(login_hint=NO_MFA).text
        self.assertLess(text.index(f"<b>{NO_MFA}"), text.index(f"<b>{SYNC}"))

    def test_what_the_address_holds_is_text_on_the_page(self):
        answer = self.cloud.authorize(state='"><script>x</script>',
                                      redirect_uri="http://localhost/<i>x</i>")
        self.assertNotIn("<i>x", answer.text)
        answer = self.cloud.authorize(state='"><script>x</script>')
        self.assertNotIn("<script>x", answer.text)

    def test_wrong_registrations_are_told_on_the_page_only(self):
        pages = {
            "AADSTS50011": [{"redirect_uri": uri} for uri in (
                "http://localhost/tenantry/Callback", "http://localhost/tenantry/callback/",
                "http://localhost/",
                "http://127.0.0.1:5000/tenantry/callback", "https://localhost/tenantry/callback",
                "http://localhost.example/tenantry/callback",
                "http://localhost/tenantry/callback?x=1",
                "http://me@localhost/tenantry/callback")],
            "AADSTS700016": [{"client_id": "11111111-1111-4111-8111-111111111111"},
                             {"client_id": self.cloud.tenant}, {"client_id": "x"}],
            "AADSTS900144": [{"client_id": None}, {"redirect_uri": None}],
        }
        for code, cases in pages.items():
            for case in cases:
                answer = self.cloud.authorize(**case)
                self.assertEqual(answer.status, 200, case)
                self.assertIsNone(answer.headers["Location"], case)
                self.assertIn(code, answer.text, case)
        self.assertIn("AADSTS90002", self.cloud.authorize(tenant="nobody.example").text)

    def test_any_port_of_localhost_is_fine(self):
        for port in (":1", ":65535", ""):
            uri = f"http://localhost{port}/tenantry/callback"
            answer = self.cloud.authorize(account=SYNC, redirect_uri=uri, response_mode="query")
            self.assertTrue(answer.headers["Location"].startswith(uri + "?code="))

    def test_wrong_parameters_go_back_to_the_application(self):
        for changes, error, code in (
                ({"response_type": "token"}, "unsupported_response_type", 70005),
                ({"response_type": None}, "invalid_request", 900144),
                ({"scope": None}, "invalid_request", 900144),
                ({"scope": f"{GRAPH} User.Read"}, "invalid_scope", 70011),
                ({"scope": "Not.A.Permission"}, "invalid_scope", 70011),
                ({"scope": "https://unknown.example/.default"}, "invalid_resource", 500011),
                ({"code_challenge": "short"}, "invalid_request", 501491),
                ({"code_challenge_method": "S512"}, "invalid_request", 50147),
                ({"prompt": "none"}, "login_required", 50058),
                ({"response_mode": "carrier_pigeon"}, "invalid_request", 70007)):
            mode = changes.get("response_mode", "query")
            answer = self.cloud.authorize(**{"response_mode": mode, **changes})
            got = self.cloud.delivered(answer)
            self.assertEqual((got["error"], got["state"]), (error, "the state"), changes)
            self.assertTrue(got["error_description"].startswith(f"AADSTS{code}:"), changes)

    def test_cancel(self):
        for mode in ("query", "form_post", "fragment"):
            got = self.cloud.delivered(self.cloud.authorize(account="cancel", response_mode=mode))
            self.assertEqual(got, {"error": "access_denied", "error_subcode": "cancel",
                                   "state": "the state"})

    def test_accounts_of_others_are_kept_out(self):
        for account in (ELSEWHERE, PERSONAL):
            answer = self.cloud.authorize(account=account)
            self.assertEqual(answer.status, 200)
            self.assertIn("AADSTS50020", answer.text)
            self.assertIn("Use another account", answer.text)
        for tenant in ("organizations", "common"):
            person = self.cloud.sign_in(ELSEWHERE, tenant=tenant)
            claims = json.loads(decode(person["id_token"].split(".")[1]))
            self.assertNotEqual(claims["tid"], self.cloud.tenant)
            self.assertIn("AADSTS50020", self.cloud.authorize(account=PERSONAL, tenant=tenant).text)

    # --- codes ---

    def code(self, **changes):
        return self.cloud.delivered(self.cloud.authorize(account=SYNC, **changes))["code"]

    def test_both_ways_of_delivery_lead_to_tokens(self):
        for mode in ("query", "form_post", "fragment"):
            got = self.cloud.delivered(self.cloud.authorize(account=SYNC, response_mode=mode))
            self.assertEqual(got["state"], "the state")
            self.assertRegex(got["session_state"], GUID)
            answer = self.cloud.redeem(got["code"])
            self.assertEqual(answer.status, 200, answer)
            body = answer.json
            self.assertEqual(body["token_type"], "Bearer")
            self.assertTrue(3600 <= body["expires_in"] < 5400)
            self.assertIn("https://graph.microsoft.com/User.Read.All", body["scope"].split())
            self.assertEqual(answer.headers["Cache-Control"], "no-store, no-cache")

    def test_no_offline_access_no_refresh_token(self):
        code = self.code(scope=f"openid {GRAPH}")
        self.assertNotIn("refresh_token", self.cloud.redeem(code).json)
        code = self.code(scope=f"offline_access {GRAPH}")
        body = self.cloud.redeem(code).json
        self.assertIn("refresh_token", body)
        self.assertNotIn("id_token", body)

    def test_a_code_is_good_once_and_for_ten_minutes(self):
        code = self.code()
        self.assertEqual(self.cloud.redeem(code).status, 200)
        self.assertRefused(self.cloud.redeem(code), 54005, "invalid_grant")
        code = self.code()
        self.cloud.advance(599)
        self.assertEqual(self.cloud.redeem(code).status, 200)
        code = self.code()
        self.cloud.advance(601)
        self.assertRefused(self.cloud.redeem(code), 70008, "invalid_grant")

    def test_redemption_is_checked(self):
        customer = next(iter(self.cloud.customers(self.cloud.sign_in()).values()))
        for changes, code, error in (
                ({"code": "nonsense"}, 70000, "invalid_grant"),
                ({"code": None}, 900144, "invalid_request"),
                ({"redirect_uri": None}, 900144, "invalid_request"),
                ({"redirect_uri": REDIRECT.replace("49152", "49153")}, 500112, "invalid_grant"),
                ({"code_verifier": base64url(os.urandom(32))}, 501481, "invalid_grant"),
                ({"code_verifier": None}, 501481, "invalid_grant"),
                ({"tenant": customer}, 700005, "invalid_grant")):
            self.assertRefused(self.cloud.redeem(**{"code": self.code(), **changes}), code, error)
        self.assertEqual(self.cloud.redeem(self.code(), tenant="organizations").status, 200)

    def test_plain_challenges_are_compared_as_they_are(self):
        verifier = "a" * 43
        form = {"account": SYNC, "code_challenge": verifier, "code_challenge_method": "plain"}
        code = self.cloud.delivered(self.cloud.authorize(**form))["code"]
        self.assertEqual(self.cloud.redeem(code, code_verifier=verifier).status, 200)

    # --- the client ---

    def test_the_secret(self):
        registration = self.cloud.registration
        for changes, code in (({"client_secret": None}, 7000218), ({"client_secret": ""}, 7000218),
                              ({"client_secret": "wrong"}, 7000215),
                              ({"client_secret": registration["secret_id"]}, 7000215),
                              ({"client_secret": registration["client_secret"].lower()}, 7000215),
                              ({"client_assertion": "x.y.z", "client_assertion_type":
                                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}, 700027)):
            self.assertRefused(self.cloud.redeem(self.code(), **changes), code, "invalid_client",
                               401)
        self.assertRefused(self.cloud.redeem(self.code(), client_id=self.cloud.tenant), 700016,
                           "unauthorized_client")
        self.assertRefused(self.cloud.redeem(self.code(), client_id=None), 900144,
                           "invalid_request")

    def test_an_expired_secret(self):
        self.cloud.scenario("secret-expired")
        self.assertRefused(self.cloud.redeem(self.code()), 7000222, "invalid_client", 401)
        self.assertRefused(self.cloud.redeem(self.code(), client_secret="wrong"), 7000215,
                           "invalid_client", 401)
        self.assertLess(self.cloud.call("/portal/registration.json").json["secret_expires"],
                        time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))

    def test_a_secret_so_new_that_it_fails_once(self):
        self.cloud.scenario("secret-not-yet")
        code = self.code()
        self.assertRefused(self.cloud.redeem(code), 7000215, "invalid_client", 401)
        self.assertEqual(self.cloud.redeem(code).status, 200)

    def test_http_basic_does_as_well(self):
        pair = urllib.parse.quote(self.cloud.client["client_id"]) + ":" + \
            urllib.parse.quote(self.cloud.client["client_secret"], safe="")
        headers = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
        form = {"grant_type": "client_credentials", "scope": GRAPH}
        answer = self.cloud.call(f"/login/{self.cloud.tenant}/oauth2/v2.0/token", form,
                                 headers=headers)
        self.assertEqual(answer.status, 200, answer)

    def test_no_browser_redeems_with_a_secret(self):
        path = f"/login/{self.cloud.tenant}/oauth2/v2.0/token"
        form = {"grant_type": "client_credentials", "scope": GRAPH, **self.cloud.client}
        self.assertRefused(self.cloud.call(path, form, headers={"Origin": "http://evil.example"}),
                           9002326,
                           "invalid_request")

    def test_other_requests_at_the_token_endpoint(self):
        path = f"/login/{self.cloud.tenant}/oauth2/v2.0/token"
        self.assertRefused(self.cloud.call(path), 900561, "invalid_request")
        self.assertRefused(self.cloud.call(path, {}), 900144, "invalid_request")
        self.assertRefused(self.cloud.call(path, {"grant_type": "password", **self.cloud.client}),
                           70003,
                           "unsupported_grant_type")
        self.assertRefused(self.cloud.call("/login/nobody.example/oauth2/v2.0/token",
                                           {"grant_type": "client_credentials"}), 90002,
                                           "invalid_tenant")

    # --- id_token ---

    def verify(self, jwt):
        """The claims, after openssl has checked the signature with the published key."""
        head, body, proof = jwt.split(".")
        header = json.loads(decode(head))
        self.assertEqual(header["alg"], "RS256")
        keys = self.cloud.call(f"/login/{self.cloud.tenant}/discovery/v2.0/keys").json["keys"]
        key = next(item for item in keys if item["kid"] == header["kid"])
        with tempfile.TemporaryDirectory() as folder:
            # An RSA public key in DER, by hand: two integers in a sequence in a bit string.
            def der(tag, content):
                size = bytes([len(content)]) if len(content) < 128 else \
                    bytes([0x82]) + len(content).to_bytes(2, "big")
                return bytes([tag]) + size + content
            numbers = b"".join(der(2, b"\0" + decode(key[name])) if decode(key[name])[0] & 0x80
                               else der(2, decode(key[name])) for name in ("n", "e"))
            rsa = der(0x30, bytes.fromhex("06092a864886f70d010101") + b"\x05\x00")
            spki = der(0x30, rsa + der(3, b"\0" + der(0x30, numbers)))
            paths = {name: os.path.join(folder, name) for name in ("key", "proof", "text")}
            for name, data in (("key", spki), ("proof", decode(proof)),
                               ("text", f"{head}.{body}".encode())):
                with open(paths[name], "wb") as out:
                    out.write(data)
            done = subprocess.run(["openssl", "dgst", "-sha256", "-keyform", "DER", "-verify",
                                   paths["key"],
                                   "-signature", paths["proof"], paths["text"]],
                                   capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(decode(body))

    def test_id_tokens_are_signed_and_say_who(self):
        now = time.time()
        claims = self.verify(self.cloud.sign_in()["id_token"])
        self.assertEqual(claims["iss"], f"{self.cloud.base}/login/{self.cloud.tenant}/v2.0")
        self.assertEqual(claims["aud"], self.cloud.registration["client_id"])
        self.assertEqual(claims["tid"], self.cloud.tenant)
        self.assertEqual(claims["nonce"], "the nonce")
        self.assertEqual(claims["preferred_username"], SYNC)
        self.assertEqual(claims["amr"], ["pwd", "mfa"])
        self.assertTrue(claims["nbf"] <= now + 1 and claims["iat"] <= now + 1 < claims["exp"])
        me = self.cloud.graph("/v1.0/me", self.cloud.sign_in()["access_token"]).json
        self.assertEqual(claims["oid"], me["id"])
        self.assertEqual(me["userPrincipalName"], SYNC)

    def test_without_a_second_factor(self):
        claims = self.verify(self.cloud.sign_in(NO_MFA)["id_token"])
        self.assertEqual(claims["amr"], ["pwd"])
        self.cloud.scenario("no-mfa")
        self.assertEqual(self.verify(self.cloud.sign_in()["id_token"])["amr"], ["pwd"])

    def test_wrong_account_comes_back_as_another_tenant(self):
        self.cloud.scenario("wrong-account")
        got = self.cloud.delivered(self.cloud.authorize(account=SYNC))
        # Even where Microsoft would not let it come so far: the client has to look for itself.
        answer = self.cloud.redeem(got["code"])
        claims = self.verify(answer.json["id_token"])
        self.assertNotEqual(claims["tid"], self.cloud.tenant)
        self.assertIn(claims["tid"], claims["iss"])

    # --- refresh tokens and other tenants ---

    def test_one_refresh_token_opens_every_customer_that_can_be_reached(self):
        person = self.cloud.sign_in()
        customers = self.cloud.customers(person)
        outcome = {}
        for name, tenant in customers.items():
            answer = self.cloud.refresh(person, tenant)
            outcome[name] = answer.status if answer.status == 200 else answer.code
            if answer.status == 200:
                body = answer.json
                self.assertIn("refresh_token", body)
                found = self.cloud.graph("/v1.0/organization", body["access_token"]).json["value"]
                self.assertEqual([item["id"] for item in found], [tenant])
        self.assertEqual({name for name, result in outcome.items() if result == 50020},
                         {"Junco Travel", "Vantage Point Optics", "梅田メディア株式会社"})
        self.assertEqual({name for name, result in outcome.items() if result == 65001},
                         {"Zephyr Aviation Services", "Zephyr Air Charter"})
        self.assertEqual(sum(result == 200 for tenant, result in
                             {customers[name]: outcome[name] for name in customers}.items()), 21)

    def customer(self, name="Alderbrook Surveyors Ltd"):
        return self.cloud.customers(self.cloud.sign_in())[name]

    def test_missing_consent_says_so(self):
        person = self.cloud.sign_in()
        answer = self.cloud.refresh(person, self.customer("Zephyr Aviation Services"))
        self.assertRefused(answer, 65001, "invalid_grant")
        self.assertEqual(answer.json["suberror"], "consent_required")
        answer = self.cloud.refresh(person, self.customer(),
                                    "https://graph.microsoft.com/Group.ReadWrite.All")
        self.assertRefused(answer, 65001, "invalid_grant")

    def test_customers_with_conditional_access_want_mfa(self):
        person = self.cloud.sign_in(NO_MFA)
        answer = self.cloud.refresh(person, self.customer())
        self.assertRefused(answer, 50076, "interaction_required")
        self.assertIn("access_token", json.loads(answer.json["claims"]))
        self.assertEqual(self.cloud.refresh(person,
                                            self.customer("Brightwater Dental Care")).status, 200)

    def test_outside_the_groups_no_customer_opens(self):
        self.assertRefused(self.cloud.refresh(self.cloud.sign_in(OUTSIDER), self.customer()),
                           50020, "invalid_grant")

    def test_refresh_tokens_end(self):
        person, tenant = self.cloud.sign_in(), self.cloud.tenant
        self.assertRefused(self.cloud.refresh({"refresh_token": "nonsense"}, tenant), 70000,
                           "invalid_grant")
        self.assertRefused(self.cloud.refresh({"refresh_token": person["access_token"]}, tenant),
                           70000, "invalid_grant")
        self.cloud.scenario("sign-in-revoked")
        self.assertRefused(self.cloud.refresh(person, tenant), 50173, "invalid_grant")
        self.cloud.scenario("sign-in-revoked", False)
        self.cloud.advance(89 * 24 * 3600)
        self.assertEqual(self.cloud.refresh(person, tenant).status, 200)
        self.cloud.advance(2 * 24 * 3600)
        self.assertRefused(self.cloud.refresh(person, tenant), 700082, "invalid_grant")

    def test_a_refresh_token_outlives_a_restart(self):
        person = self.cloud.sign_in()
        with SampleCloud() as again:
            self.assertEqual(again.registration, self.cloud.call("/portal/registration.json").json)
            self.assertEqual(again.refresh(person, again.tenant).status, 200)
        with SampleCloud("--seed", "2") as other:
            self.assertRefused(other.refresh(person, other.tenant), 70000, "invalid_grant")

    def test_one_token_one_resource(self):
        person = self.cloud.sign_in()
        self.assertRefused(self.cloud.refresh(person, self.cloud.tenant,
                                              f"{GRAPH} {PARTNER_CENTER}"), 700022,
                           "invalid_request")
        self.assertRefused(self.cloud.refresh(person, self.customer(), PARTNER_CENTER), 500011,
                           "invalid_resource")

    def test_app_only(self):
        path = f"/login/{self.cloud.tenant}/oauth2/v2.0/token"
        form = {"grant_type": "client_credentials", "scope": GRAPH, **self.cloud.client}
        body = self.cloud.call(path, form).json
        self.assertEqual(set(body), {"token_type", "expires_in", "ext_expires_in", "access_token"})
        named = {**form, "scope": "https://graph.microsoft.com/User.Read.All"}
        self.assertRefused(self.cloud.call(path, named), 1002012, "invalid_scope")
        self.assertRefused(self.cloud.call("/login/common/oauth2/v2.0/token", form), 9001023,
                           "invalid_request")
        self.assertRefused(self.cloud.call("/login/organizations/oauth2/v2.0/token", form), 90019,
                           "invalid_request")
        closed = self.customer("Zephyr Aviation Services")
        self.assertRefused(self.cloud.call(f"/login/{closed}/oauth2/v2.0/token", form), 700016,
                           "unauthorized_client")

    def test_short_tokens_end_after_a_minute(self):
        self.cloud.scenario("short-tokens")
        person = self.cloud.sign_in()
        self.assertEqual(person["expires_in"], 60)
        self.assertEqual(self.cloud.graph("/v1.0/me", person["access_token"]).status, 200)
        self.cloud.advance(61)
        answer = self.cloud.graph("/v1.0/me", person["access_token"])
        self.assertEqual((answer.status, answer.code), (401, "InvalidAuthenticationToken"))

    # --- consent ---

    def admin_consent(self, tenant, v2=False, **changes):
        form = {"client_id": self.cloud.client["client_id"], "redirect_uri": REDIRECT,
                "state": "the state", **changes}
        path = f"/login/{tenant}{'/v2.0' if v2 else ''}/adminconsent"
        return self.cloud.call(path, {name: value for name, value in form.items()
                                      if value is not None})

    def test_an_administrator_consents_for_a_customer(self):
        zephyr = self.customer("Zephyr Aviation Services")
        person = self.cloud.sign_in()
        page = self.admin_consent(zephyr)
        self.assertIn("everybody in Zephyr Aviation Services", page.text)
        self.assertIn(">Accept</button>", page.text)
        got = self.cloud.delivered(self.admin_consent(zephyr, sample_consent="decline"))
        self.assertEqual((got["error"], got["state"]), ("consent_required", "the state"))
        self.assertEqual(self.cloud.refresh(person, zephyr).code, 65001)
        got = self.cloud.delivered(self.admin_consent(zephyr, sample_consent="accept"))
        self.assertEqual(got, {"admin_consent": "True", "tenant": zephyr, "state": "the state"})
        self.assertEqual(self.cloud.refresh(person, zephyr).status, 200)

    def test_admin_consent_by_scopes(self):
        zephyr = self.customer("Zephyr Aviation Services")
        scope = "https://graph.microsoft.com/User.Read.All"
        got = self.cloud.delivered(self.admin_consent(zephyr, True, scope=scope,
                                                      sample_consent="accept"))
        self.assertEqual(got["scope"], scope)
        body = self.cloud.refresh(self.cloud.sign_in(), zephyr).json
        self.assertEqual(body["scope"].split(), [scope, GRAPH])

    def test_admin_consent_is_checked_on_the_page(self):
        for code, tenant, changes in (("AADSTS90002", "nobody.example", {}),
                                      ("AADSTS90002", "common", {}),
                                      ("AADSTS700016", self.cloud.tenant,
                                       {"client_id": self.cloud.tenant}),
                                      ("AADSTS50011", self.cloud.tenant,
                                       {"redirect_uri": "http://localhost/x"}),
                                      ("AADSTS900144", self.cloud.tenant, {"client_id": None})):
            answer = self.admin_consent(tenant, sample_consent="accept", **changes)
            self.assertEqual(answer.status, 200)
            self.assertIn(code, answer.text)
        self.assertIn("AADSTS900144", self.admin_consent(self.cloud.tenant, True).text)

    def test_no_device_codes(self):
        answer = self.cloud.call(f"/login/{self.cloud.tenant}/oauth2/v2.0/devicecode",
                                 {"client_id": self.cloud.client["client_id"], "scope": GRAPH})
        self.assertRefused(answer, 7000218, "invalid_client", 401)

    def test_consent_is_for_administrators(self):
        self.cloud.scenario("consent-missing")
        page = self.cloud.authorize(account=SYNC)
        self.assertIn("Need admin approval", page.text)
        self.assertNotIn(">Accept</button>", page.text)
        self.assertNotIn("code",
                         self.cloud.delivered(self.cloud.authorize(account=SYNC, consent="accept")))
        page = self.cloud.authorize(account=ADMIN)
        self.assertIn(">Accept</button>", page.text)
        self.assertIn("DelegatedAdminRelationship.Read.All", page.text)
        got = self.cloud.delivered(self.cloud.authorize(account=ADMIN, consent="decline"))
        self.assertEqual(got["error"], "access_denied")
        self.assertTrue(got["error_description"].startswith("AADSTS65004"))
        got = self.cloud.delivered(self.cloud.authorize(account=ADMIN, consent="accept"))
        self.assertEqual(self.cloud.redeem(got["code"]).status, 200)
        self.assertIn("access_token", self.cloud.sign_in())


if __name__ == "__main__":
    unittest.main()
