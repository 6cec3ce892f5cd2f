"""Cases, the stops of their clocks, and their notes."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value

from onedoor.kernel.ids import new_id

# What of a number is typed on a telephone's keys: a column, because under row-level security an
# expression is not looked up by its index.
_BARE = Func(F("number"), Value("-"), Value(""), function="replace", output_field=models.TextField())
_SIGNS = Func(_BARE, Value(3), function="substr", output_field=models.TextField())
KEYPAD = Func(
    _SIGNS, Value("ABCDEFGHJKMNPQRSTVWXYZ"), Value("2223334455667777889999"),
    function="translate", output_field=models.CharField(max_length=20),
)  # fmt: skip


class Case(models.Model):
    """Work with a clock and one owner. ``promise`` and ``calendar`` are kept as they were when it
    opened: a changed charter re-targets only new cases."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=40)
    customer = models.UUIDField(null=True, db_index=True)
    agency = models.CharField(max_length=8)
    cooperating = ArrayField(models.CharField(max_length=8), default=list)
    service = models.CharField(max_length=60, db_index=True)
    application = models.UUIDField(null=True, db_index=True)
    arrival = models.UUIDField(null=True, unique=True)
    door = models.CharField(max_length=20, default="", blank=True)
    keypad = models.GeneratedField(
        expression=KEYPAD, output_field=models.CharField(max_length=20), db_persist=True
    )
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    returns = models.SmallIntegerField(default=0)
    sign_by = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="others")
    subject = models.JSONField()
    lane = models.CharField(max_length=8)
    lane_order = models.SmallIntegerField()
    state = models.CharField(max_length=8)
    owner = models.UUIDField(null=True, db_index=True)
    owner_name = models.CharField(max_length=120, default="")
    assigned_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    promised_at = models.DateTimeField()
    legal_due_at = models.DateTimeField(null=True)
    urgent_after = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, default="")
    reason = models.TextField(default="")
    calendar = models.CharField(max_length=40)
    promise = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(lane__in=["urgent", "fast", "normal"]), name="case_lane_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(outcome="")
                | Q(state__in=["open", "waiting"], closed_at__isnull=True, outcome=""),
                name="case_closed_has_time_and_outcome",
            ),
            models.CheckConstraint(
                condition=Q(promised_at__gte=F("opened_at")), name="case_promise_is_ahead"
            ),
            models.CheckConstraint(
                condition=Q(legal_due_at__isnull=True) | Q(legal_due_at__gte=F("promised_at")),
                name="case_promise_within_the_law",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True, assigned_at__isnull=True)
                | Q(owner__isnull=False, assigned_at__isnull=False),
                name="case_owner_since_when",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                "agency", "lane_order", "promised_at", condition=~Q(state="closed"), name="case_queue"
            ),
            models.Index("service", "opened_at", name="case_charter"),
            models.Index("keypad", name="case_keypad"),
        ]

    class Care:
        keep = "P7Y after the case closes"
        personal = ("customer", "subject", "reason", "owner", "owner_name")
        sensitive = ()
        plain = (
            "id", "number", "kind", "agency", "cooperating", "service", "application", "parent", "lane",
            "lane_order", "state", "assigned_at", "taken_at", "opened_at", "promised_at", "legal_due_at",
            "urgent_after", "closed_at", "outcome", "calendar", "promise", "arrival",
            "door", "keypad", "same_as", "returns", "sign_by", "signed_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Dispute(models.Model):
    """An agency says that an enquiry is not its own, and a dispatcher decides."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="disputes")
    agency = models.CharField(max_length=8)
    reason = models.TextField()
    state = models.CharField(max_length=8)
    raised_by = models.UUIDField()
    raised_by_name = models.CharField(max_length=120)
    raised_at = models.DateTimeField()
    answer = models.TextField(default="", blank=True)
    decided_by_name = models.CharField(max_length=120, default="", blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="open"), name="one_dispute_is_open"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | Q(state__in=["upheld", "refused", "over"], decided_at__isnull=False),
                name="dispute_state_has_time",
            ),
        ]
        ordering: ClassVar[list[str]] = ["raised_at"]

    class Care:
        keep = "with its case"
        personal = ("reason", "raised_by", "raised_by_name", "answer", "decided_by_name")
        sensitive = ()
        plain = ("id", "case", "agency", "state", "raised_at", "decided_at")


class FollowUpCall(models.Model):
    """What the customer said when she was asked afterwards (回访); nothing where she was not reached."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="asked_after")
    customer = models.UUIDField(null=True, db_index=True)
    agency = models.CharField(max_length=8, db_index=True)
    reached = models.BooleanField()
    contacted = models.BooleanField(null=True)
    solved = models.BooleanField(null=True)
    satisfied = models.BooleanField(null=True)
    comment = models.TextField(default="", blank=True)
    sent_back = models.OneToOneField(Case, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=120)
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(reached=False, contacted=None, solved=None, satisfied=None, sent_back=None)
                | Q(reached=True, contacted__isnull=False, solved__isnull=False, satisfied__isnull=False),
                name="follow_up_says_all_or_nothing",
            ),
            models.CheckConstraint(
                condition=Q(sent_back=None) | Q(solved=False), name="only_unsolved_is_sent_back"
            ),
        ]

    class Care:
        keep = "with its case"
        personal = ("customer", "comment", "asked_by", "asked_by_name")
        sensitive = ()
        plain = ("case", "agency", "reached", "contacted", "solved", "satisfied", "sent_back", "asked_at")


class ClockStop(models.Model):
    """A time that does not count, with the reason that the customer reads; at ``ends_at`` at the latest
    the clock runs again by itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stops")
    customer = models.UUIDField(null=True, db_index=True)
    reason = models.CharField(max_length=20)
    text = models.JSONField()
    stopped_at = models.DateTimeField()
    stopped_by = models.UUIDField()
    resumed_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(resumed_at__isnull=True), name="case_stops_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(resumed_at__isnull=True) | Q(resumed_at__gte=F("stopped_at")),
                name="stop_ends_after_start",
            ),
        ]
        ordering: ClassVar[list[str]] = ["stopped_at"]

    class Care:
        keep = "with its case"
        personal = ("customer", "text", "stopped_by")
        sensitive = ()
        plain = ("id", "case", "reason", "stopped_at", "resumed_at", "ends_at")

    def __str__(self) -> str:
        return str(self.id)


class Extension(models.Model):
    """More time on a ground that the catalogue allows: proposed, then granted or not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="extensions")
    customer = models.UUIDField(null=True, db_index=True)
    ground = models.CharField(max_length=40)
    term = models.CharField(max_length=20)
    reason = models.TextField()
    state = models.CharField(max_length=8)
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=120)
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=120, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    promised_before = models.DateTimeField()
    promised_after = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True)
                | Q(state__in=["granted", "refused"], decided_at__isnull=False),
                name="extension_state_has_time",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="proposed"), name="one_extension_is_proposed"
            ),
            models.CheckConstraint(
                condition=Q(promised_after__gt=F("promised_before")), name="extension_gives_time"
            ),
        ]
        ordering: ClassVar[list[str]] = ["proposed_at"]

    class Care:
        keep = "with its case"
        personal = (
            "customer", "reason", "proposed_by", "proposed_by_name", "decided_by", "decided_by_name",
        )  # fmt: skip
        sensitive = ()
        plain = (
            "id", "case", "ground", "term", "state", "proposed_at", "decided_at", "promised_before",
            "promised_after",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.term} for {self.ground}"


class AskedAgain(models.Model):
    """A second request to the customer that a supervisor let through. ``knowable``: it could have been
    asked the first time, which breaks the rule of telling everything at once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="asked_again")
    customer = models.UUIDField(null=True, db_index=True)
    agency = models.CharField(max_length=8, db_index=True)
    service = models.CharField(max_length=60)
    knowable = models.BooleanField()
    reason = models.TextField()
    allowed_by = models.UUIDField()
    allowed_by_name = models.CharField(max_length=120)
    asked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at"]

    class Care:
        keep = "with its case"
        personal = ("customer", "reason", "allowed_by", "allowed_by_name")
        sensitive = ()
        plain = ("id", "case", "agency", "service", "knowable", "asked_at")

    def __str__(self) -> str:
        return str(self.id)


class CaseNote(models.Model):
    """Something written in a case; the ``citizen`` audience reads it too, ``officer`` only inside."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    customer = models.UUIDField(null=True, db_index=True)
    audience = models.CharField(max_length=8)
    text = models.TextField()
    written_by = models.UUIDField()
    written_by_name = models.CharField(max_length=120)
    agency = models.CharField(max_length=8)
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(audience__in=["citizen", "officer"]), name="note_audience_is_known"
            )
        ]
        ordering: ClassVar[list[str]] = ["written_at"]

    class Care:
        keep = "with its case"
        personal = ("customer", "text", "written_by", "written_by_name")
        sensitive = ()
        plain = ("id", "case", "audience", "agency", "written_at")

    def __str__(self) -> str:
        return str(self.id)


class AgencyRequest(models.Model):
    """What one agency asks another for, as its customer: the case is the work and the clock."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="request")
    asker = models.CharField(max_length=8)
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=120)
    needed = models.TextField()
    basis = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200)

    class Care:
        keep = "with its case"
        personal = ("asked_by", "asked_by_name", "needed")
        sensitive = ()
        plain = ("case", "asker", "basis", "purpose")

    def __str__(self) -> str:
        return f"request of {self.asker}"


class CaseRating(models.Model):
    """How well a case was answered, said once by whom it was for."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="rating")
    agency = models.CharField(max_length=8)
    stars = models.SmallIntegerField()
    comment = models.TextField(default="", blank=True)
    rated_by = models.UUIDField()
    rated_by_name = models.CharField(max_length=120)
    rated_at = models.DateTimeField()
    follow_up = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="rating_of_five"),
            models.CheckConstraint(
                condition=Q(stars__gte=3) | Q(follow_up__isnull=False) & ~Q(comment=""),
                name="poor_rating_is_followed_up",
            ),
        ]

    class Care:
        keep = "with its case"
        personal = ("rated_by", "rated_by_name", "comment")
        sensitive = ()
        plain = ("case", "agency", "stars", "rated_at", "follow_up")

    def __str__(self) -> str:
        return f"{self.stars} of 5"


class ContractorStaff(models.Model):
    """Who works for which contractor, and from when to when. What her role may do, she may do; deciding
    is never among it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contractor = models.CharField(max_length=40)
    agency = models.CharField(max_length=8)
    account = models.UUIDField()
    active_from = models.DateField()
    active_to = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(active_to__isnull=True), name="staff_of_one_contractor"
            )
        ]

    class Care:
        keep = "P7Y after the contract ends"
        personal = ("account",)
        sensitive = ()
        plain = ("id", "contractor", "agency", "active_from", "active_to")

    def __str__(self) -> str:
        return self.contractor


class ContactSample(models.Model):
    """A contact of a contractor that was drawn to be checked, and how it was: each point met or not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    interaction = models.UUIDField(unique=True)
    contractor = models.CharField(max_length=40)
    agency = models.CharField(max_length=8)
    happened_at = models.DateTimeField()
    drawn_at = models.DateTimeField()
    right_answer = models.BooleanField(null=True)
    right_routing = models.BooleanField(null=True)
    courteous = models.BooleanField(null=True)
    data_protected = models.BooleanField(null=True)
    comment = models.TextField(default="", blank=True)
    scored_by = models.UUIDField(null=True)
    scored_by_name = models.CharField(max_length=120, default="", blank=True)
    scored_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(
                    scored_at__isnull=True, scored_by__isnull=True, right_answer__isnull=True,
                    right_routing__isnull=True, courteous__isnull=True, data_protected__isnull=True,
                )
                | Q(
                    scored_at__isnull=False, scored_by__isnull=False, right_answer__isnull=False,
                    right_routing__isnull=False, courteous__isnull=False, data_protected__isnull=False,
                ),
                name="sample_is_scored_whole",
            )
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index("contractor", "happened_at", name="sample_month"),
        ]

    class Care:
        keep = "P3Y"
        personal = ("comment", "scored_by", "scored_by_name")
        sensitive = ()
        plain = (
            "id", "interaction", "contractor", "agency", "happened_at", "drawn_at", "right_answer",
            "right_routing", "courteous", "data_protected", "scored_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)


class DutyNumber(models.Model):
    """Where an officer is rung while she is on duty: a number of her work that she gave herself."""

    account = models.UUIDField(primary_key=True)
    agency = models.CharField(max_length=8)
    number = models.BinaryField()
    set_at = models.DateTimeField()

    class Care:
        keep = "while her account lives, unless she takes it away"
        personal = ("account",)
        sensitive = ("number",)
        plain = ("agency", "set_at")

    def __str__(self) -> str:
        return str(self.account)


class DutyCall(models.Model):
    """One attempt to reach the officer on duty by telephone about an urgent case, and what came of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="duty_calls")
    account = models.UUIDField()
    name = models.CharField(max_length=120)
    agency = models.CharField(max_length=8)
    attempt = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10)
    texted = models.BooleanField(default=False)
    began_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="case_rings_once"),
            models.UniqueConstraint(fields=["account"], condition=Q(ended_at=None), name="officer_rung_once"),
            models.CheckConstraint(
                condition=Q(ended_at=None) ^ ~Q(state="ringing"),
                name="duty_call_ended_has_time",
            ),
        ]

    class Care:
        keep = "with its case"
        personal = ("account", "name")
        sensitive = ()
        plain = ("id", "case", "agency", "attempt", "state", "texted", "began_at", "ended_at")

    def __str__(self) -> str:
        return str(self.id)
