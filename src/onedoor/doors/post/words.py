"""The letter room's words for states and reasons."""

from typing import Any

from django.utils.translation import gettext_lazy as _

WHY: dict[str, Any] = {
    "": "",
    "verify": _("A form to check"),
    "taken-back": _("Taken back: it was filed by mistake"),
    "check": _("A reply sheet to check"),
    "blank-form": _("A form without a name: say whose it is"),
    "no-reference": _("No number of ours was found"),
    "unclear-reference": _("A number in it cannot be made out"),
    "several-references": _("It names several matters"),
    "loose-pages": _("Pages without a mark in a scan of several letters"),
    "double": _("The same letter twice"),
    "advertisement": _("Advertisement"),
    "not-ours": _("Not for the city"),
    "unreadable": _("Cannot be read"),
}
STATES: dict[str, Any] = {
    "waiting": _("Waits"),
    "filed": _("Filed"),
    "answered": _("Answered by letter"),
    "set-aside": _("Set aside"),
    "made": _("With the print house"),
    "printed": _("Printed"),
    "posted": _("Posted"),
    "returned": _("Came back"),
}
WRONG: dict[str, Any] = {
    "wrong-person": _("It was put to another person's records"),
    "wrong-matter": _("It was put to another matter of the same person"),
}
SOURCES: dict[str, Any] = {"scanner": _("Scanner"), "fax": _("Fax")}
RETURNS: dict[str, Any] = {
    "moved": _("Moved away"),
    "unknown": _("Unknown at this address"),
    "refused": _("Not accepted"),
    "incomplete": _("Address incomplete"),
    "no-address": _("We know no postal address"),
}
FAULTS: dict[str, Any] = {
    "scan.empty": _("The file is empty"),
    "scan.too_large": _("The file is too large"),
    "scan.too_many_pages": _("Too many pages"),
    "scan.too_many_dots": _("A page has too many dots"),
    "scan.locked": _("The PDF has a password"),
    "scan.unreadable": _("No picture or PDF"),
}

# in which a letter and the record of somebody known agree or differ
FIELDS: dict[str, Any] = {
    "name": _("name"),
    "birth": _("date of birth"),
    "sex": _("sex"),
    "address": _("address"),
    "phone": _("phone"),
    "email": _("e-mail"),
    "number": _("identity number"),
}
