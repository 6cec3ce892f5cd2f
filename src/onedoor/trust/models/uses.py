"""How often something was done lately, for limits that hold across processes."""

from django.db import models

from onedoor.kernel.ids import new_id


class UseCount(models.Model):
    """``what`` is a keyed digest: nobody can read from it who came, and the key changes with the day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    what = models.CharField(max_length=64)
    begins_at = models.DateTimeField()
    uses = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "begins_at"], name="one_count_a_window")]
        indexes = [models.Index(fields=["begins_at"], name="use_count_by_window")]

    class Care:
        keep = "P1D"
        plain = ("id", "what", "begins_at", "uses")

    def __str__(self) -> str:
        return f"{self.uses} since {self.begins_at}"
