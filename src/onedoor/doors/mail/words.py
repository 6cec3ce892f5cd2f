"""What somebody newly wrote in a mail: without the page's marks, without what she answers."""

from html.parser import HTMLParser

SILENT = {"script", "style", "head", "title", "template"}
BREAKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "table", "blockquote"}
QUOTES = {"blockquote"}
LONGEST_LINE = 200
HISTORY = (
    "-----original message-----",
    "-----原始邮件-----",
    "------------------ 原始邮件",
    "________________________________",
)
WROTE = (" wrote:", "写道：", "写道:")
HEADS = (("from:", "sent:"), ("from:", "date:"), ("发件人：", "发送时间："), ("发件人:", "发送时间:"))
SIGNATURE = "--"


class _Page(HTMLParser):
    """Collects the words of a page; what it quotes and what nobody sees is left."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT | QUOTES:
            self._silent += 1
        elif tag in BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT | QUOTES:
            self._silent = max(0, self._silent - 1)
        elif tag in BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def from_html(page: str) -> str:
    """The words of a page."""
    reader = _Page()
    reader.feed(page)
    reader.close()
    return "\n".join(" ".join(line.split()) for line in "".join(reader.words).splitlines())


def cut_history(text: str) -> str:
    """``text`` up to what it quotes, without signature; all of it where nothing else is there."""
    lines = text.replace("\r\n", "\n").split("\n")
    kept: list[str] = []
    for place, line in enumerate(lines):
        if _begins_history(line, lines[place + 1 : place + 3]) or line.rstrip() == SIGNATURE:
            break
        if not line.startswith(">"):
            kept.append(line.rstrip())
    written = "\n".join(kept).strip()
    return written or "\n".join(line.lstrip("> ") for line in lines).strip()


def _begins_history(line: str, following: list[str]) -> bool:
    start = line[:LONGEST_LINE].strip().lower()
    if start.startswith(HISTORY):
        return True
    two = start + " " + (following[0][:LONGEST_LINE].strip().lower() if following else "")
    if start.startswith(("on ", "在 ", "于 ")) and (start.endswith(WROTE) or two.endswith(WROTE)):
        return True
    near = " ".join(one[:LONGEST_LINE].strip().lower() for one in following)
    return any(start.startswith(first) and second in near for first, second in HEADS)
