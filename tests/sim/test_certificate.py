#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates instead of a secret, as an app without Tenantry would use them: made and signed by OpenSSL,
by what Microsoft documents of the assertion's form."""
import base64
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from sample_cloud import GRAPH, SampleCloud, base64url      # noqa: E402

JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True).stdout


class Key:
    def __init__(self, folder, name, days=30):
        self.key, self.pem = os.path.join(folder, name + ".key"), os.path.join(folder, name + ".pem")
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", self.key, "-out", self.pem,
                "-days", str(days), "-subj", "/CN=Somebody")
        self.der = openssl("x509", "-in", self.pem, "-outform", "DER")

    def sign(self, text, alg):
        padding = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"] if alg == "PS256" else []
        return openssl("dgst", "-sha256", "-sign", self.key, *padding, data=text.encode())


class Certificates(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="tenantry-sim-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.cloud = SampleCloud()
        self.addCleanup(self.cloud.stop)
        self.key = Key(self.folder, "first")

    def upload(self, data, **headers):
        return self.cloud.call("/portal/certificates", data=data, method="POST", headers=headers)

    def endpoint(self, tenant=None):
        return f"{self.cloud.base}/login/{tenant or self.cloud.tenant}/oauth2/v2.0/token"

    def assertion(self, key=None, alg="PS256", header=None, tenant=None, **changes):
        key, now = key or self.key, int(time.time())
        head = {"alg": alg, "typ": "JWT", **(header if header is not None else
                {"x5t#S256": base64url(hashlib.sha256(key.der).digest())})}
        claims = {"aud": self.endpoint(tenant), "iss": self.cloud.registration["client_id"],
                  "sub": self.cloud.registration["client_id"], "jti": str(uuid.uuid4()), "nbf": now,
                  "iat": now, "exp": now + 300, **changes}
        claims = {name: value for name, value in claims.items() if value is not None}
        text = ".".join(base64url(json.dumps(part).encode()) for part in (head, claims))
        return text + "." + base64url(key.sign(text, alg))

    def ask(self, assertion, tenant=None, **changes):
        form = {"grant_type": "client_credentials", "scope": GRAPH,
                "client_id": self.cloud.registration["client_id"], "client_assertion": assertion,
                "client_assertion_type": JWT_BEARER, **changes}
        return self.cloud.call(f"/login/{tenant or self.cloud.tenant}/oauth2/v2.0/token",
                               {name: value for name, value in form.items() if value is not None})

    def test_accepted_in_each_documented_form(self):
        self.assertEqual(self.upload(self.key.der).status, 200)
        sha1 = base64url(hashlib.sha1(self.key.der).digest())
        for assertion in (self.assertion(), self.assertion(alg="RS256", header={"x5t": sha1})):
            answer = self.ask(assertion)
            self.assertEqual(answer.status, 200, answer)
            self.assertTrue(answer.json["access_token"])

    def test_who_signs_in_redeems_with_it(self):
        self.upload(self.key.der)
        delivered = self.cloud.delivered(self.cloud.authorize(account="sync@northwind.example"))
        answer = self.cloud.redeem(delivered["code"], client_secret=None, client_assertion=self.assertion(),
                                   client_assertion_type=JWT_BEARER)
        self.assertEqual(answer.status, 200, answer)

    def test_refused(self):
        self.upload(self.key.der)
        other, now = Key(self.folder, "other"), int(time.time())
        ours = {"x5t#S256": base64url(hashlib.sha256(self.key.der).digest())}
        good = self.assertion()
        cases = (
            ("a certificate nobody uploaded", self.assertion(key=other), 700027),
            ("signed with another key", self.assertion(key=other, header=ours), 700027),
            ("no thumbprint", self.assertion(header={}), 700027),
            ("PKCS #1 called PSS", good.rsplit(".", 1)[0] + "." + base64url(
                self.key.sign(good.rsplit(".", 1)[0], "RS256")), 700027),
            ("no algorithm", self.assertion(header={**ours, "alg": "none"}), 700027),
            ("changed", good[:-8] + ("AAAAAAAA" if good[-8:] != "AAAAAAAA" else "BBBBBBBB"), 700027),
            ("another audience", self.assertion(aud="https://graph.microsoft.com"), 700023),
            ("another tenant's endpoint", self.assertion(aud=self.endpoint(str(uuid.uuid4()))), 700023),
            ("another issuer", self.assertion(iss=str(uuid.uuid4())), 700021),
            ("another subject", self.assertion(sub=str(uuid.uuid4())), 700021),
            ("over", self.assertion(nbf=now - 3000, exp=now - 2000), 700024),
            ("not yet", self.assertion(nbf=now + 2000, exp=now + 3000), 700024),
            ("without an end", self.assertion(exp=None), 700024),
            ("without an id", self.assertion(jti=None), 700027),
            ("no assertion at all", "x.y.z", 700027),
        )
        for what, assertion, code in cases:
            with self.subTest(what):
                answer = self.ask(assertion)
                self.assertEqual((answer.status, answer.code, answer.json["error"]), (401, code, "invalid_client"))
        self.assertEqual(self.ask(good, client_assertion_type=None).code, 900144)
        self.assertEqual(self.ask(good, client_assertion_type="jwt").code, 9002313)
        self.assertEqual(self.ask(good).status, 200)

    def test_used_once_only(self):
        self.upload(self.key.der)
        assertion = self.assertion()
        self.assertEqual(self.ask(assertion).status, 200)
        self.assertEqual(self.ask(assertion).code, 700027)

    def test_an_expired_certificate(self):
        self.upload(self.key.der)
        self.cloud.call("/sample/clock?advance=" + str(31 * 86400), method="POST")
        later = int(time.time()) + 31 * 86400
        answer = self.ask(self.assertion(nbf=later, exp=later + 300))
        self.assertEqual(answer.code, 700027)
        self.assertIn("expired", answer.json["error_description"])

    def test_uploads(self):
        self.assertEqual(self.upload(pathlib.Path(self.key.pem).read_bytes()).status, 200)
        with open(self.key.key, "rb") as key:
            self.assertEqual(self.upload(key.read()).status, 400, "a private key")
        self.assertEqual(self.upload(b"nonsense").status, 400)
        boundary = "----b"
        form = (f"--{boundary}\r\nContent-Disposition: form-data; name=\"certificate\"; filename=\"a.cer\"\r\n"
                "Content-Type: application/x-x509-ca-cert\r\n\r\n").encode() + self.key.der + \
            f"\r\n--{boundary}--\r\n".encode()
        self.assertEqual(self.upload(form, **{"Content-Type": f"multipart/form-data; boundary={boundary}"}).status,
                         200)
        # three uploads of one certificate are one credential, as Graph and the page show it
        person = self.cloud.sign_in("avery.lang@northwind.example")
        token = self.cloud.token(person, self.cloud.tenant)
        app = self.cloud.graph(f"/v1.0/applications(appId='{self.cloud.registration['client_id']}')"
                               "?$select=keyCredentials", token).json
        (credential,) = app["keyCredentials"]
        self.assertEqual(credential["customKeyIdentifier"], hashlib.sha1(self.key.der).hexdigest().upper())
        self.assertEqual((credential["type"], credential["usage"], credential["key"]),
                         ("AsymmetricX509Cert", "Verify", None))
        self.assertIn(credential["customKeyIdentifier"], self.cloud.call("/portal/").text)
        self.assertNotIn(base64.b64encode(self.key.der).decode(), json.dumps(app))


if __name__ == "__main__":
    unittest.main(verbosity=2)
