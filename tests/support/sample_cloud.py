# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample cloud in a process of its own, and what a client or a person does with it over HTTP.

    with SampleCloud("--scenario", "throttled") as cloud:
        person = cloud.sign_in("sync@northwind.example")
        token = cloud.token(person, cloud.tenant)
        for user in cloud.list("/v1.0/users?$top=5", token):
            ...

Nothing of Tenantry's own is used: what stands here was written from Microsoft's documentation.
"""
import base64
import hashlib
import html
import json
import os
import re
import subprocess
import urllib.error
import urllib.parse
import urllib.request

GRAPH = "https://graph.microsoft.com/.default"
PARTNER_CENTER = "https://api.partnercenter.microsoft.com/.default"
REDIRECT = "http://localhost:49152/tenantry/callback"

# For as long as the fixture under it may take on a busy machine.
PATIENCE = 60


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8-sig")

    @property
    def json(self):
        return json.loads(self.text)

    @property
    def code(self):
        """The error code: Graph's and Partner Center's word, or the AADSTS number."""
        body = self.json
        if isinstance(body.get("error"), dict):
            return body["error"]["code"]
        return body["error_codes"][0] if "error_codes" in body else body.get("code")

    def __repr__(self):
        return f"<{self.status} {self.body[:300]!r}>"


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class SampleCloud:
    def __init__(self, *arguments, program=None):
        program = program or os.path.join(os.environ.get("TNY_BUILD_ROOT", "build"),
                                          "src/sim/tenantry-sample-cloud")
        self.process = subprocess.Popen([program, *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline().split()
        if line[:1] != ["ready"]:
            raise AssertionError(f"the sample cloud said {line}")
        self.port = int(line[1])
        self.base = f"http://127.0.0.1:{self.port}"
        self.opener = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}))
        self.registration = self.call("/portal/registration.json").json
        self.tenant = self.registration["tenant_id"]
        self.client = {"client_id": self.registration["client_id"],
                       "client_secret": self.registration["client_secret"]}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Ends the process as its parent's end would; returns its exit code."""
        if self.process.stdin:
            self.process.stdin.close()
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        return code

    def call(self, path, form=None, token=None, method=None, headers=None, data=None):
        """One request, redirects not followed. @path may be a whole address."""
        address = path if path.startswith("http") else self.base + path
        headers = dict(headers or {})
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if form is not None:
            data = urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(address, data, headers, method=method)
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())

    # --- the switches of tests ---

    def scenario(self, name, on=True):
        assert self.call(f"/sample/scenario?name={name}&on={int(on)}", method="POST").status == 200

    def fail(self, nth, how, count=1):
        answer = self.call(f"/sample/fail?request={nth}&how={how}&count={count}", method="POST")
        assert answer.status == 200, answer

    def break_path(self, text, how="500"):
        """Every API request whose path holds @text fails; how="none" ends that."""
        answer = self.call(f"/sample/fail?path={urllib.parse.quote(text)}&how={how}", method="POST")
        assert answer.status == 200, answer

    def permission(self, name, state, where="everywhere"):
        """missing: off the registration; no-consent: granted by nobody, or not in the partner's
        tenant, or not in customers'; granted: as at the start."""
        answer = self.call(f"/sample/permission?name={name}&state={state}&where={where}",
                           method="POST")
        assert answer.status == 200, answer

    def advance(self, seconds):
        assert self.call(f"/sample/clock?advance={seconds}", method="POST").status == 200

    def change(self, tenant, what, count=1, seed=0, user=None):
        """Does @what (create, change, rename, title, clear-title, enable, delete, restore, purge) to
        that many users, or to the one; how many it was done to."""
        query = f"do={what}&tenant={tenant}&count={count}&seed={seed}"
        answer = self.call(f"/sample/users?{query}{'&user=' + user if user else ''}", method="POST")
        assert answer.status == 200, answer
        return answer.json["done"]

    def users_of(self, tenant):
        """Id -> how the user stands."""
        return {item["id"]: item for item in self.call(f"/sample/users?tenant={tenant}").json["items"]}

    def tenant_is(self, tenant, what, name=""):
        """hide, show, or rename to @name."""
        query = urllib.parse.urlencode({"do": what, "tenant": tenant, "name": name})
        assert self.call(f"/sample/tenants?{query}", method="POST").status == 200

    def page_size(self, size):
        """Users a page of users/delta."""
        assert self.call(f"/sample/pages?size={size}", method="POST").status == 200

    def reset(self):
        assert self.call("/sample/reset", method="POST").status == 200

    @property
    def requests(self):
        return self.call("/sample/requests").json["requests"]

    # --- signing in ---

    def authorize_form(self, **changes):
        self.verifier = base64url(os.urandom(32))
        form = {
            "client_id": self.registration["client_id"], "response_type": "code",
            "redirect_uri": REDIRECT,
            "scope": f"openid profile offline_access {GRAPH}", "response_mode": "form_post",
            "state": "the state", "nonce": "the nonce", "code_challenge_method": "S256",
            "code_challenge": base64url(hashlib.sha256(self.verifier.encode()).digest()),
        }
        form.update(changes)
        return {name: value for name, value in form.items() if value is not None}

    def account_number(self, address):
        return next(str(item["number"]) for item in self.registration["accounts"]
                    if item["address"] == address)

    def authorize(self, tenant=None, account=None, consent=None, **changes):
        """What a browser sends: without @account the first page, with it the one after the pick."""
        form = self.authorize_form(**changes)
        path = f"/login/{tenant or self.tenant}/oauth2/v2.0/authorize"
        if account is None:
            return self.call(f"{path}?{urllib.parse.urlencode(form)}")
        form["sample_account"] = account if account == "cancel" else self.account_number(account)
        if consent:
            form["sample_consent"] = consent
        return self.call(path, form)

    @staticmethod
    def delivered(answer):
        """What arrives at the redirect address, whichever way it is sent there."""
        if answer.status == 302:
            parts = urllib.parse.urlsplit(answer.headers["Location"])
            return dict(urllib.parse.parse_qsl(parts.query or parts.fragment))
        pairs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', answer.text)
        return {name: html.unescape(value) for name, value in pairs}

    def redeem(self, code, tenant=None, **changes):
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT,
                "code_verifier": self.verifier, **self.client, **changes}
        return self.call(f"/login/{tenant or self.tenant}/oauth2/v2.0/token",
                         {name: value for name, value in form.items() if value is not None})

    def sign_in(self, account="sync@northwind.example", tenant=None, **changes):
        """A person signs in; returns what the token endpoint answered."""
        delivered = self.delivered(self.authorize(tenant=tenant, account=account, **changes))
        answer = self.redeem(delivered["code"], tenant=tenant)
        assert answer.status == 200, answer
        return answer.json

    def refresh(self, person, tenant, scope=GRAPH, **changes):
        form = {"grant_type": "refresh_token", "refresh_token": person["refresh_token"],
                "scope": scope,
                **self.client, **changes}
        return self.call(f"/login/{tenant}/oauth2/v2.0/token", form)

    def token(self, person, tenant, scope=GRAPH):
        answer = self.refresh(person, tenant, scope)
        assert answer.status == 200, answer
        return answer.json["access_token"]

    def app_token(self, tenant, scope=GRAPH):
        answer = self.call(f"/login/{tenant}/oauth2/v2.0/token",
                           {"grant_type": "client_credentials", "scope": scope, **self.client})
        assert answer.status == 200, answer
        return answer.json["access_token"]

    # --- Graph ---

    def graph(self, path, token=None, **more):
        return self.call(path if path.startswith("http") else "/graph" + path, token=token, **more)

    def pages(self, path, token, **more):
        while path:
            answer = self.graph(path, token, **more)
            assert answer.status == 200, answer
            yield answer.json
            path = answer.json.get("@odata.nextLink")

    def list(self, path, token):
        return [item for page in self.pages(path, token) for item in page["value"]]

    def customers(self, person):
        """Display name -> tenant id, over all three lists."""
        token = self.token(person, self.tenant)
        found = {item["displayName"]: item["customerId"] for item
                 in self.list("/v1.0/contracts?$top=999", token)}
        for item in self.list("/v1.0/tenantRelationships/delegatedAdminCustomers", token):
            found[item["displayName"]] = item["tenantId"]
        partner = self.call("/partner/v1/customers?size=0",
                            token=self.token(person, self.tenant, PARTNER_CENTER))
        for item in partner.json["items"]:
            found[item["companyProfile"]["companyName"]] = item["id"]
        return found
