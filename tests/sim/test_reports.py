#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mailbox usage report of the sample cloud, against what Microsoft documents."""
import csv
import io
import os
import re
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from sample_cloud import SampleCloud  # noqa: E402

DOCUMENTED = ("Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,Created Date,"
              "Last Activity Date,Item Count,Storage Used (Byte),Issue Warning Quota (Byte),"
              "Prohibit Send Quota (Byte),Prohibit Send/Receive Quota (Byte),Deleted Item Count,"
              "Deleted Item Size (Byte),Deleted Item Quota (Byte),Has Archive,Report Period").split(",")
OPTIONAL = {"Deleted Item Quota (Byte)", "Has Archive", "Recipient Type"}
PATH = "/v1.0/reports/getMailboxUsageDetail(period='D7')"


class Reports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cloud = SampleCloud("--scenario", "all-access")
        cls.person = cls.cloud.sign_in()
        cls.partner = cls.person["access_token"]
        cls.tokens = []
        for item in cls.cloud.list("/v1.0/contracts", cls.partner):
            answer = cls.cloud.refresh(cls.person, item["customerId"])
            if answer.status == 200:
                cls.tokens.append(answer.json["access_token"])

    @classmethod
    def tearDownClass(cls):
        assert cls.cloud.stop() == 0

    def location(self, token):
        answer = self.cloud.graph(PATH, token)
        self.assertEqual(answer.status, 302, answer)
        return answer.headers["Location"]

    def rows(self, token):
        answer = self.cloud.call(self.location(token))
        body = answer.body
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers["Content-Type"], "application/octet-stream")
        self.assertEqual(int(answer.headers["Content-Length"]), len(body))
        self.assertTrue(body.startswith(b"\xef\xbb\xbf"))
        self.assertTrue(body.endswith(b"\n"))
        return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))

    def test_columns(self):
        seen = set()
        for token in self.tokens:
            rows = self.rows(token)
            if not rows:
                continue
            names = list(rows[0])
            seen.add(tuple(OPTIONAL & set(names)))
            self.assertEqual([name for name in names if name != "Recipient Type"],
                             [name for name in DOCUMENTED if name in names])
            self.assertLessEqual(set(DOCUMENTED) - set(names), OPTIONAL)
            self.assertEqual(names[-1], "Report Period")
            for row in rows:
                self.assertNotIn(None, row)
                self.assertRegex(row["Report Refresh Date"], r"^20\d\d-\d\d-\d\d$")
                self.assertIn(row["Is Deleted"], ("True", "False"))
                self.assertEqual(row["Is Deleted"] == "True", row["Deleted Date"] != "")
                self.assertEqual(row["Report Period"], "7")
                self.assertLess(int(row["Storage Used (Byte)"]), int(row["Prohibit Send/Receive Quota (Byte)"]))
        self.assertGreaterEqual(len(seen), 3)

    def test_concealed_names(self):
        states = set()
        for token in self.tokens:
            setting = self.cloud.graph("/v1.0/admin/reportSettings", token)
            if setting.status != 200:
                continue
            concealed = setting.json["displayConcealedNames"]
            states.add(concealed)
            for row in self.rows(token):
                hidden = re.fullmatch(r"[0-9A-F]{32}", row["User Principal Name"]) is not None
                self.assertEqual(hidden, concealed)
                self.assertEqual(re.fullmatch(r"[0-9A-F]{32}", row["Display Name"]) is not None, concealed)
        self.assertEqual(states, {True, False})

    def test_the_address_is_the_only_key(self):
        location = self.location(self.tokens[0])
        self.assertEqual(self.cloud.call(location).status, 200)
        self.assertEqual(self.cloud.call(location, headers={"Authorization": "Bearer " + self.tokens[0]}).status, 400)
        self.assertEqual(self.cloud.call(location, headers={"Cookie": "a=b"}).status, 400)
        self.assertEqual(self.cloud.call(location[:-6] + "AAAAAA").status, 403)
        self.assertEqual(self.cloud.call(location.split("?")[0]).status, 403)

    def test_the_address_ages(self):
        location = self.location(self.tokens[0])
        self.cloud.advance(301)
        try:
            self.assertEqual(self.cloud.call(location).status, 403)
        finally:
            self.cloud.advance(-301)

    def test_refusals(self):
        self.assertEqual(self.cloud.graph(PATH).status, 401)
        for period in ("D1", "d7", "D", ""):
            answer = self.cloud.graph(f"/v1.0/reports/getMailboxUsageDetail(period='{period}')", self.tokens[0])
            self.assertEqual(answer.status, 400, period)


if __name__ == "__main__":
    unittest.main()
