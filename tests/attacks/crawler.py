"""A small crawler: follows links as a reader would, one page of each view, and fills in every form."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

LEAVING = ("/sign-out/", "/desk/sign-out/", "/static/", "/language/")


@dataclass
class Form:
    """A form as it stands on its page, with what it would send."""

    page: str
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.links, self.forms = page, list[str](), list[Form]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and found.get("href", "").startswith("/"):
            self.links.append(found["href"])
        if tag == "form":
            action = found.get("action") or self.page
            self.forms.append(Form(self.page, action, found.get("method", "get").lower()))
        if tag in ("input", "select", "textarea", "button") and self.forms and "name" in found:
            self._add(found)

    def _add(self, found: dict[str, str]) -> None:
        fields = self.forms[-1].fields
        if found["name"] != "csrfmiddlewaretoken" and found.get("type") != "file":
            fields.setdefault(found["name"], found.get("value", ""))


def crawl(browser: Client, *starts: str, per_view: int = 1) -> Iterator[tuple[str, HttpResponse, list[Form]]]:
    """Each page that the reader can come to from ``starts``, up to ``per_view`` pages of one view."""
    waiting, seen, views = list(starts), set[str](), dict[str, int]()
    while waiting:
        address = waiting.pop(0)
        path = urlsplit(address).path
        if path in seen or path.startswith(LEAVING):
            continue
        seen.add(path)
        try:
            view = resolve(path).view_name
        except Resolver404:
            yield address, browser.get(address), []
            continue
        if views.get(view, 0) >= per_view:
            continue
        views[view] = views.get(view, 0) + 1
        answer = browser.get(address)
        page = _Page(address)
        if answer.get("Content-Type", "").startswith("text/html"):
            page.feed(answer.content.decode())
        waiting += [answer["Location"]] if answer.has_header("Location") else page.links
        yield address, answer, page.forms  # type: ignore[misc]  # the client's response is one


def submit(browser: Client, form: Form, **changed: str) -> HttpResponse:
    """Send the form with ``changed`` fields; then the database and the browser are as before."""
    cookies, session = deepcopy(browser.cookies), dict(browser.session)
    try:
        with transaction.atomic():
            send = browser.post if form.method == "post" else browser.get
            answer = send(form.action, form.fields | changed)
            transaction.set_rollback(True)
    finally:
        browser.cookies = cookies
    assert dict(browser.session) == session
    return answer  # type: ignore[return-value]
