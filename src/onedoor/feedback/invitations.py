"""The sheet that a mark was printed on."""

from django.utils.translation import gettext_lazy as _

from onedoor.feedback.marks import read_mark
from onedoor.feedback.models import Invitation
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.errors import NotFound
from onedoor.kernel.scope import scoped


def find_invitation(mark: str) -> Invitation:
    """The row, for this room only. Raises NotFound for a mark that the house did not write, or whose time
    is over, in the same words."""
    code = read_mark(mark)
    with scoped(SYSTEM):
        row = Invitation.objects.filter(code=code).first() if code else None
    if row is None:
        raise NotFound(
            "rating.mark", _("This is not an address from one of our letters. Compare each character.")
        )
    return row
