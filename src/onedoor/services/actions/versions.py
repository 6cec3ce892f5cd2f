"""Forms under way when their version is taken back: their people are told, and may move on."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.contact import actions as contact
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotAllowed
from onedoor.kernel.text import Text
from onedoor.services.actions.signing import check_revision
from onedoor.services.actions.starting import fresh_values
from onedoor.services.applications import differences
from onedoor.services.applications.document import load
from onedoor.services.applications.guard import OPEN_STATES, fetch_to_change
from onedoor.services.applications.lookup import file_of
from onedoor.services.applications.store import keep_changes, record, settle
from onedoor.services.models import Application
from onedoor.services.versions.carrying import carry_over, list_new_questions
from onedoor.services.versions.moving import find_newer
from onedoor.services.versions.rows import fetch_version
from onedoor.services.versions.types import MOVED, TOLD_OF_VERSION, Moved

AT_ONCE = 200

TITLE: Text = {"en": "A form that you began has changed", "zh-hans": "您已开始填写的表格有变更"}
MAY_MOVE: Text = {
    "en": "The form of “%(title)s” was changed. You can finish the one you began, or take the new one: open "
    "your application, and we carry over the answers that still fit and show you what is different.",
    "zh-hans": "“%(title)s”的表格已变更。您可以继续完成原来的表格，也可以改用新表格："
    "打开您的申请，仍然适用的答案会自动带入，并列出不同之处。",
}
STAYS: Text = {
    "en": "The form of “%(title)s” was changed. You need not do anything: the one you began stays valid, "
    "finish it as it is.",
    "zh-hans": "“%(title)s”的表格已变更。您无需任何操作：您已开始的表格仍然有效，照常完成即可。",
}


@action()
def tell_of_version(*, version: UUID, after: UUID | None, by: Actor, at: datetime) -> UUID | None:
    """Tell the next customers whose unsigned form is under a version that was taken back. Gives the
    last one told, to go on from; None at the end. Told twice, they read it once."""
    if by.kind != "system":
        raise NotAllowed("version.tell", _("Only the house tells of versions."))
    edition = fetch_version(version)
    rows = Application.objects.filter(
        service=edition.service, version=edition.version, state__in=OPEN_STATES
    ).order_by("id")
    due = list((rows.filter(id__gt=after) if after else rows)[:AT_ONCE])
    for row in due:
        _tell(row, MAY_MOVE if edition.drafts == "may_move" else STAYS, edition.id, at=at)
    return due[-1].id if len(due) == AT_ONCE else None


def _tell(row: Application, body: Text, version: UUID, *, at: datetime) -> None:
    file = file_of(row)
    contact.send_message(
        customer=row.customer,
        title=TITLE,
        body={code: text % {"title": file.title[code]} for code, text in body.items()},
        agency=file.agency,
        application=row.id,
        idempotency_key=f"{row.id}/version/{version}",
        by=SYSTEM,
        at=at,
    )
    record(TOLD_OF_VERSION, row, file, by=SYSTEM, at=at)


@action(may="services.assist")
def move_to_version_in_force(*, application: UUID, revision: int, by: Actor, at: datetime) -> Moved:
    """Put an unsigned form under the version of now: register values anew, the person's own answers
    where they fit. What is different is in the answer, and in the form's ``changes``."""
    row = fetch_to_change(application, by=by)
    old = file_of(row)
    check_revision(row, old, revision)
    new = find_newer(row, at=at)
    if new is None:
        raise Conflict("application.version_stays", _("This form stays with the version it was begun under."))
    stored = load(old, row.values)
    kept, dropped = carry_over(old, new, stored)
    before = row.outcome
    row.version, row.agencies = new.version, list(dict.fromkeys((new.agency, *new.together_with)))
    row.answers = {}
    row.revision += 1
    fresh = [*fresh_values(new, row, by=by, at=at), *kept]
    reckoning = settle(row, new, fresh, at=at)
    lines = differences.changed_lines(before, reckoning, pack=(row.pack, row.pack_fingerprint))
    keep_changes(row, differences.changed_values(new, stored, fresh) + lines)
    row.save()
    record(MOVED, row, new, by=by, at=at, version=new.version)
    decision = reckoning.decision
    return Moved(
        number=row.number,
        version=new.version,
        kept=tuple(new.fields[name].text for name in dict.fromkeys(item.value.field for item in kept)),
        asked_anew=tuple(list_new_questions(old, new)),
        gone=tuple(
            old.fields[name].text
            for name in dict.fromkeys(item.value.field for item in dropped)
            if name in old.fields
        ),
        payable_before=before.get("payable"),
        payable_now=decision.payable if decision else None,
    )
