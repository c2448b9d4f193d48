"""Who sits on the owners' committee, as what, from when to when."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


TERM = DateRange("since", "until", RangeBoundary(inclusive_upper=True))
HERE = ("estate", RangeOperators.EQUAL)


class CommitteeMember(RegisterRow):
    """An owner elected to the committee for a term; `until` is the last day."""

    class Post(models.TextChoices):
        MEMBER = "member", _("委员")
        CHAIR = "chair", _("主任")
        VICE = "vice", _("副主任")
        SECRETARY = "secretary", _("秘书")
        ALTERNATE = "alternate", _("候补委员")

    name = models.CharField(_("委员姓名"), max_length=60)
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="+", verbose_name=_("房号"))
    post = models.CharField(_("职务"), max_length=10, choices=Post, default=Post.MEMBER)
    since = models.DateField(_("任期起"))
    until = models.DateField(_("任期止"))
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("业主委员会委员")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "unit", "name", "since"], condition=Q(retired_at=None), name="member_term_once",
                violation_error_message=_("这位委员的这一任期已经登记"),
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="member_term_ends_after_start",
                violation_error_message=_("任期止不能早于任期起"),
            ),
            ExclusionConstraint(
                name="member_terms_apart",
                expressions=[
                    HERE, ("unit", RangeOperators.EQUAL), ("name", RangeOperators.EQUAL),
                    (TERM, RangeOperators.OVERLAPS),
                ],
                condition=Q(retired_at=None), violation_error_message=_("这位委员的任期与已登记的任期重叠"),
            ),
            ExclusionConstraint(
                name="member_one_chair",
                expressions=[HERE, (TERM, RangeOperators.OVERLAPS)],
                condition=Q(retired_at=None, post="chair"), violation_error_message=_("这段任期内已经有一位主任"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @classmethod
    def in_office(cls, estate_id: int, day: date) -> "models.QuerySet[CommitteeMember]":
        """Those who vote on the committee that day; alternates do not."""
        rows = cls.objects.filter(estate_id=estate_id, retired_at=None, since__lte=day, until__gte=day)
        return rows.exclude(post=cls.Post.ALTERNATE)
