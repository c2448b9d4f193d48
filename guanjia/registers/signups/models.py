"""Residents who sign up for activities."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow
from guanjia.kernel.time import now


class Signup(RegisterRow):
    """Somebody of a home comes to an activity, with so many people. Cancelled ones are retired."""

    activity = models.ForeignKey(
        "activities.Activity", models.PROTECT, related_name="signups", verbose_name=_("社区活动")
    )
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="signups", verbose_name=_("房号"))
    name = models.CharField(_("报名人"), max_length=60)
    persons = models.PositiveSmallIntegerField(_("参加人数"), default=1)
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("活动报名")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "unit", "name"], condition=Q(retired_at=None), name="signup_once",
                violation_error_message=_("这位住户已经报过这次活动"),
            ),
            models.CheckConstraint(
                condition=Q(persons__gt=0), name="signup_somebody", violation_error_message=_("参加人数要大于零")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Says in words what the tables refuse: too many people; and that signing up is over."""
        super().clean()
        if self.activity_id and self.persons and self.retired_at is None:
            before = (
                Signup.objects.filter(pk=self.pk, retired_at=None).values_list("persons", flat=True).first()
            )
            self._refuse_late(before)
            left = self.activity.left
            if left is not None and self.persons - (before or 0) > left:
                said = _t("名额已满，还剩 %(left)d 个") if left else _t("名额已满")
                raise ValidationError({"persons": said % {"left": left}})

    def _refuse_late(self, before: Any) -> None:
        over = self.activity.attended is not None or self.activity.retired_at is not None
        until = self.activity.signup_until
        if before is None and (over or (until is not None and until < now())):
            raise ValidationError({"activity": _t("报名已经截止")})
