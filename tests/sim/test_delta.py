#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""users/delta of the sample cloud, as Microsoft documents it, and the bin of deleted users."""
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from sample_cloud import SampleCloud  # noqa: E402

LARGEST = "Oakhaven Group"           # 210 users
ANOTHER = "Ironbridge Castings Limited"
FIRST = "/v1.0/users/delta?$select=displayName,jobTitle,accountEnabled,mobilePhone"
BIN = "/v1.0/directory/deletedItems/microsoft.graph.user"
DAY = 24 * 3600


class Delta(unittest.TestCase):
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
        self.tenant = self.customers[LARGEST]
        self.token = self.cloud.token(self.person, self.tenant)

    def round(self, path):
        """Every row of a round in order, the deltaLink, and how many pages there were."""
        rows, pages = [], 0
        while True:
            answer = self.cloud.graph(path, self.token)
            self.assertEqual(answer.status, 200, answer)
            page = answer.json
            rows += page["value"]
            pages += 1
            self.assertEqual(("@odata.nextLink" in page) + ("@odata.deltaLink" in page), 1)
            if "@odata.deltaLink" in page:
                return rows, page["@odata.deltaLink"], pages
            path = page["@odata.nextLink"]

    def apply(self, people, rows):
        """What a client makes of a round: the last word about each id counts."""
        for row in rows:
            if "@removed" in row:
                people.pop(row["id"], None)
            else:
                people[row["id"]] = row
        return people

    def assertDirectory(self, people):
        here = {key: user for key, user in self.cloud.users_of(self.tenant).items()
                if user["state"] == "here"}
        self.assertEqual(set(people), set(here))
        for key, row in people.items():
            self.assertEqual(row["displayName"], here[key]["name"])
            self.assertEqual(row["accountEnabled"], here[key]["enabled"])
            if here[key]["title"] is not None:
                self.assertEqual(row["jobTitle"], here[key]["title"] or None)

    def assertRefused(self, answer, status, code):
        self.assertEqual((answer.status, answer.code), (status, code), answer)

    def test_all_users_and_then_nothing(self):
        rows, link, pages = self.round(FIRST)
        self.assertEqual(len({row["id"] for row in rows}), 210)
        self.assertEqual(pages, 2)
        self.assertDirectory(self.apply({}, rows))
        for _ in range(3):
            rows, link, pages = self.round(link)
            self.assertEqual((rows, pages), ([], 1))
        rows, link, _ = self.round("/v1.0/users/delta?$deltatoken=latest")
        self.assertEqual(rows, [])
        self.cloud.change(self.tenant, "rename")
        self.assertEqual(len(self.round(link)[0]), 1)

    def test_what_was_selected_stands_in_the_tokens(self):
        self.cloud.page_size(50)
        page = self.cloud.graph(FIRST, self.token).json
        self.assertRegex(page["@odata.nextLink"], r"/users/delta\?\$skiptoken=[\w-]+$")
        rows, link, _ = self.round(FIRST)
        self.assertRegex(link, r"/users/delta\?\$deltatoken=[\w-]+$")
        self.cloud.change(self.tenant, "rename", 3)
        for row in rows + self.round(link)[0]:
            self.assertLessEqual(set(row), {"id", "displayName", "jobTitle", "accountEnabled",
                                            "mobilePhone"})
            self.assertLessEqual({"id", "displayName", "accountEnabled"}, set(row))

    def test_never_set_is_left_out_and_taken_away_is_null(self):
        rows, link, _ = self.round(FIRST)
        self.assertFalse([row for row in rows if None in row.values()])
        with_title = next(row["id"] for row in rows if "jobTitle" in row)
        self.assertTrue([row for row in rows if "jobTitle" not in row])
        self.cloud.change(self.tenant, "clear-title", user=with_title)
        (row,), link, _ = self.round(link)
        self.assertEqual((row["id"], row["jobTitle"]), (with_title, None))

    def test_refuses_what_microsoft_refuses(self):
        for query in ("$top=5", "$orderby=displayName", "$expand=manager", "$search=x", "$skip=5",
                      "$count=true", "$filter=accountEnabled eq true"):
            self.assertRefused(self.cloud.graph("/v1.0/users/delta?" + query.replace(" ", "%20"),
                                                self.token), 400, "Request_UnsupportedQuery")
        for name in ("signInActivity", "aboutMe", "mailboxSettings"):
            self.assertRefused(self.cloud.graph(f"/v1.0/users/delta?$select={name}", self.token), 501,
                               "NotImplemented")
        self.assertRefused(self.cloud.graph("/v1.0/users/delta?$select=nonsense", self.token), 400,
                           "Request_BadRequest")
        link = self.round(FIRST)[1]
        self.assertRefused(self.cloud.graph(link + "&$select=id", self.token), 400,
                           "Request_UnsupportedQuery")

    def test_one_user_through_its_life(self):
        user = next(iter(self.cloud.users_of(self.tenant)))
        link = self.round(FIRST)[1]

        def after(*doings):
            nonlocal link
            for what in doings:
                self.assertEqual(self.cloud.change(self.tenant, what, user=user), 1, what)
            rows, link, _ = self.round(link)
            return [row.get("@removed", {}).get("reason", "here") for row in rows]
        self.assertEqual(after("rename"), ["here"])
        self.assertEqual(after("rename", "title", "enable"), ["here"])
        self.assertEqual(after("delete"), ["changed"])
        self.assertEqual(after("restore"), ["here"])
        self.assertEqual(after("delete", "restore"), ["here"])
        self.assertEqual(after("delete"), ["changed"])
        self.assertEqual(after("purge"), ["deleted"])
        for what in ("restore", "delete", "purge", "rename"):
            self.assertEqual(self.cloud.change(self.tenant, what, user=user), 0)
        self.assertEqual(after(), [])

    def test_the_bin(self):
        self.assertEqual(self.cloud.list(BIN, self.token), [])
        link = self.round(FIRST)[1]
        self.cloud.change(self.tenant, "delete", 5, seed=3)
        binned = {key: user for key, user in self.cloud.users_of(self.tenant).items()
                  if user["state"] == "in-bin"}
        items = self.cloud.list(BIN + "?$select=id,displayName,userPrincipalName,deletedDateTime&$top=2",
                                self.token)
        self.assertEqual({item["id"] for item in items}, set(binned))
        for item in items:
            self.assertEqual(item["userPrincipalName"],
                             item["id"].replace("-", "") + binned[item["id"]]["login"])
            self.assertRegex(item["deletedDateTime"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
            self.assertEqual(self.cloud.graph("/v1.0/users/" + item["id"], self.token).status, 404)
        self.assertEqual(len(self.cloud.list("/v1.0/users?$top=50", self.token)), 205)
        self.assertEqual(self.cloud.graph("/v1.0/users/$count", self.token,
                                          headers={"ConsistencyLevel": "eventual"}).text, "205")
        rows, link, _ = self.round(link)
        self.assertEqual([row["@removed"]["reason"] for row in rows], ["changed"] * 5)
        # 30 days later they are gone for good; asked for in time, the list of changes says so.
        for _ in range(6):
            self.cloud.advance(5 * DAY)
            self.token = self.cloud.token(self.person, self.tenant)
            rows, link, _ = self.round(link)
        self.assertEqual([row["@removed"]["reason"] for row in rows], ["deleted"] * 5)
        self.assertEqual(self.cloud.list(BIN, self.token), [])
        self.assertRefused(self.cloud.graph(BIN + "?$select=jobTitle", self.token), 400,
                           "Request_BadRequest")

    def test_tokens_age(self):
        link = self.round(FIRST)[1]
        self.cloud.page_size(50)
        page = self.cloud.graph(FIRST, self.token).json["@odata.nextLink"]
        self.cloud.advance(7 * DAY - 60)
        self.token = self.cloud.token(self.person, self.tenant)
        self.assertEqual(self.cloud.graph(link, self.token).status, 200)
        self.cloud.advance(120)
        for dead in (link, page, "/v1.0/users/delta?$deltatoken=x", link[:-1] + "!"):
            answer = self.cloud.graph(dead, self.token)
            self.assertRefused(answer, 410, "syncStateNotFound")
            # Where Microsoft says to begin anew, one can.
            self.assertEqual(len(self.round(answer.headers["Location"])[0]), 210)
        other = self.cloud.token(self.person, self.customers[ANOTHER])
        self.assertRefused(self.cloud.graph(self.round(FIRST)[1], other), 410, "syncStateNotFound")
        link = self.round(FIRST)[1]
        self.cloud.scenario("delta-expired")
        self.assertRefused(self.cloud.graph(link, self.token), 400, "syncStateNotFound")
        self.assertEqual(len(self.round(FIRST)[0]), 210)

    def test_odd_lists_come_to_the_same(self):
        self.cloud.scenario("delta-odd")
        self.cloud.page_size(17)
        rows, link, pages = self.round(FIRST)
        people = self.apply({}, rows)
        self.assertGreater(len(rows), 210)                   # replays
        self.assertGreater(pages, 210 // 17 + 1)             # empty pages
        self.assertDirectory(people)
        for seed, what in enumerate(("change", "delete", "create", "restore", "delete", "purge",
                                     "rename", "restore", "clear-title", "delete")):
            self.cloud.change(self.tenant, what, 12, seed)
        rows, link, _ = self.round(link)
        ids = [row["id"] for row in rows]
        self.assertGreater(len(ids), len(set(ids)))
        self.assertDirectory(self.apply(people, rows))
        self.assertEqual(self.round(link)[0], [])

    def test_live_changes_are_in_the_next_round(self):
        self.cloud.scenario("live-changes")
        self.cloud.page_size(10)
        rows, link, _ = self.round(FIRST)
        people = self.apply({}, rows)
        self.cloud.scenario("live-changes", False)
        rows, link, _ = self.round(link)
        self.assertGreater(len(rows), 5)
        self.assertDirectory(self.apply(people, rows))
        self.assertEqual(self.round(link)[0], [])

    def test_a_place_in_the_middle_of_changes(self):
        """Changes made during a round of changes come in the next one, none is lost."""
        people, link, _ = self.round(FIRST)
        people = self.apply({}, people)
        self.cloud.page_size(5)
        self.cloud.change(self.tenant, "change", 30)
        page = self.cloud.graph(link, self.token).json
        self.apply(people, page["value"])
        self.cloud.change(self.tenant, "delete", 30, seed=1)
        rows, link, _ = self.round(page["@odata.nextLink"])
        self.apply(people, rows)
        rows, link, _ = self.round(link)
        self.assertDirectory(self.apply(people, rows))

    def test_tenants_appear_vanish_and_are_renamed(self):
        partner = self.cloud.token(self.person, self.cloud.tenant)
        contracts = "/v1.0/contracts?$top=999"
        before = {item["customerId"] for item in self.cloud.list(contracts, partner)}
        self.cloud.tenant_is(self.tenant, "hide")
        self.assertEqual(before - {item["customerId"] for item in self.cloud.list(contracts, partner)},
                         {self.tenant})
        self.assertEqual(self.cloud.graph(FIRST, self.token).status, 403)
        self.cloud.tenant_is(self.tenant, "show")
        self.cloud.tenant_is(self.tenant, "rename", "Oakhaven & Daughters")
        self.assertEqual({item["customerId"] for item in self.cloud.list(contracts, partner)}, before)
        organization = self.cloud.graph("/v1.0/organization", self.token).json["value"][0]
        self.assertEqual(organization["displayName"], "Oakhaven & Daughters")
        self.cloud.tenant_is(self.tenant, "rename", LARGEST)

    def test_switches_refuse_nonsense(self):
        for path in ("users?do=fly&tenant=all", "users?do=create&tenant=nobody", "users?do=create",
                     "tenants?do=hide&tenant=x", f"tenants?do=rename&tenant={self.tenant}",
                     "pages?size=x"):
            self.assertEqual(self.cloud.call("/sample/" + path, method="POST").status, 400, path)
        self.assertEqual(self.cloud.call("/sample/users?tenant=x").status, 400)

    def test_licences_follow(self):
        def consumed():
            return sum(sku["consumedUnits"] for sku in
                       self.cloud.list("/v1.0/subscribedSkus", self.token))
        before = consumed()
        self.cloud.change(self.tenant, "delete", 40)
        self.assertLess(consumed(), before)


unittest.main()
