# SPDX-License-Identifier: GPL-3.0-or-later
"""A pretend browser for the sample cloud's pages: forms, buttons, hidden fields, and nothing else.

    page = Page.open(link)
    page = page.press("sync@northwind.example")     # a button, by words on it
    page = page.submit()                            # a form that would send itself
"""
import html.parser
import urllib.error
import urllib.parse
import urllib.request

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Page(html.parser.HTMLParser):
    def __init__(self, address, status, text):
        super().__init__()
        self.address, self.status = address, status
        self.action, self.fields, self.buttons, self.words = None, [], [], ""
        self.button = None
        self.feed(text)

    @classmethod
    def open(cls, address, fields=None):
        data = None if fields is None else urllib.parse.urlencode(fields).encode()
        parts = urllib.parse.urlsplit(address)
        request = urllib.request.Request(address, data)
        if parts.hostname == "localhost":       # browsers ask nobody where that is
            request.full_url = parts._replace(netloc=f"127.0.0.1:{parts.port}").geturl()
            request.add_unredirected_header("Host", parts.netloc)
        try:
            with OPENER.open(request, timeout=30) as answer:
                return cls(answer.geturl(), answer.status, answer.read().decode())
        except urllib.error.HTTPError as error:
            return cls(address, error.code, error.read().decode())

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self.action = found.get("action")
        elif tag == "input" and found.get("type") == "hidden":
            self.fields.append((found["name"], found.get("value", "")))
        elif tag == "button":
            self.button = [found.get("name"), found.get("value", ""), ""]
            self.buttons.append(self.button)

    def handle_endtag(self, tag):
        if tag == "button":
            self.button = None

    def handle_data(self, data):
        self.words += data
        if self.button is not None:
            self.button[2] += data

    def submit(self, extra=()):
        return Page.open(urllib.parse.urljoin(self.address, self.action), self.fields + list(extra))

    def press(self, words):
        for name, value, text in self.buttons:
            if words in text:
                return self.submit([(name, value)] if name else [])
        raise AssertionError(f"no button “{words}” among {[button[2] for button in self.buttons]}")


def sign_in(link, account="sync@northwind.example"):
    """Picks @account, accepts what is asked, goes back to the program; the last page."""
    page = Page.open(link).press(account)
    if any("Accept" in button[2] for button in page.buttons):
        page = page.press("Accept")
    if page.action is not None and "/tenantry/callback" in page.action:
        page = page.submit()
    return page
