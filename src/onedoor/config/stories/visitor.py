"""A visitor with an ordinary browser and no JavaScript: opens pages, fills in forms, presses buttons."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx

PROBLEM = "There is a problem"


class PageBroken(Exception):
    """The page is not what a visitor would expect; the message says what is missing."""


@dataclass(slots=True)
class Button:
    """What can be pressed in a form."""

    text: str
    name: str = ""
    value: str = ""


@dataclass(slots=True)
class Form:
    """A form with what is filled in already."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    buttons: list[Button] = field(default_factory=list)


class Page(HTMLParser):
    """What a reader of a page can see and use: text, links, forms."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address = address
        self.words: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._button: Button | None = None
        self._link: str | None = None
        self._select = ""
        self._silent = 0
        self.feed(html)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag in ("script", "style", "title"):
            self._silent += 1
        elif tag == "a":
            self._link = facts.get("href", "")
        elif tag == "form":
            self._form = Form(
                urljoin(self.address, facts.get("action", "")), facts.get("method", "get").lower()
            )
            self.forms.append(self._form)
        elif self._form is not None:
            self._read_control(self._form, tag, facts)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "title"):
            self._silent -= 1
        elif tag == "form":
            self._form = None
        elif tag == "button":
            self._button = None
        elif tag == "a":
            self._link = None

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self.words.append(data)
        if self._button is not None:
            self._button.text = f"{self._button.text} {data.strip()}".strip()
        if self._link is not None and data.strip():
            self.links.append((data.strip(), self._link))

    def _read_control(self, form: Form, tag: str, facts: dict[str, str]) -> None:
        name = facts.get("name", "")
        if tag == "button":
            self._button = Button("", name, facts.get("value", ""))
            form.buttons.append(self._button)
        elif tag == "input" and name:
            form.names.add(name)
            picked = facts.get("type") not in ("radio", "checkbox") or "checked" in facts
            if picked and facts.get("type") != "submit":
                form.fields[name] = facts.get("value", "")
        elif tag in ("select", "textarea") and name:
            form.names.add(name)
            form.fields.setdefault(name, "")
            self._select = name
        elif tag == "option" and "selected" in facts:
            form.fields[self._select] = facts.get("value", "")


class Visitor:
    """One person at one browser. ``page`` is what she sees; ``actions`` counts what she pressed."""

    def __init__(self, base: str, *, language: str = "en") -> None:
        self._client = httpx.Client(
            base_url=base, follow_redirects=True, timeout=30, headers={"Accept-Language": language}
        )
        self.actions = 0
        self.page = Page(base, "")
        self._attached: dict[str, tuple[str, bytes]] = {}

    def open(self, address: str) -> Page:
        """Go to an address, or follow a link with exactly this text."""
        target = next((href for text, href in self.page.links if text == address), address)
        return self._see(self._client.get(urljoin(self.page.address, target)))

    def read(self, address: str) -> str:
        """What lies at the address, as a file is taken; the page stays. Raises PageBroken."""
        response = self._client.get(address)
        if response.status_code >= 400:
            raise PageBroken(f"{response.url.path} answered {response.status_code}")
        return response.text

    def attach(self, field_name: str, name: str, content: bytes) -> None:
        """Choose a file for a field; it goes with the next press."""
        self._attached[field_name] = (name, content)

    def press(self, label: str, **filled: str) -> Page:
        """Fill in the fields named and press the button whose text begins with ``label``."""
        for form in self.page.forms:
            button = next((one for one in form.buttons if one.text.startswith(label)), None)
            if button is None:
                continue
            unknown = set(filled) - form.names
            if unknown:
                raise PageBroken(f"{self.page.address}: the form has no field {', '.join(sorted(unknown))}")
            data = form.fields | filled | ({button.name: button.value} if button.name else {})
            self.actions += 1
            if form.method == "get":
                return self._see(self._client.get(form.action, params=data))
            files, self._attached = self._attached or None, {}
            posted = self._client.post(form.action, data=data, files=files, headers={"Referer": form.action})
            return self._see(posted)
        seen = [button.text for form in self.page.forms for button in form.buttons]
        raise PageBroken(f"{self.page.address}: no button '{label}', only {seen}: {self.page.text[:400]}")

    def asks(self, field_name: str) -> bool:
        """Whether the page asks for this field."""
        return any(field_name in form.names for form in self.page.forms)

    def sees(self, words: str) -> bool:
        """Whether these words stand on the page."""
        return words.lower() in self.page.text.lower()

    def _see(self, response: httpx.Response) -> Page:
        if response.status_code >= 400:
            page = Page(str(response.url), response.text)
            told = page.text[max(page.text.find(PROBLEM), 0) :][:400]
            raise PageBroken(f"{response.url.path} answered {response.status_code}: {told}")
        self.page = Page(str(response.url), response.text)
        return self.page
