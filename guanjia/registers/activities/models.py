"""Activities of the community, for which residents sign up."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class Activity(RegisterRow):
    """One event. `places`: the limit of its plan, empty for none; `taken` is kept by a trigger of the sign-ups."""

    title = models.CharField(_("活动名称"), max_length=60)
    on = models.DateField(_("活动日期"))
    place = models.CharField(_("活动地点"), max_length=60, blank=True)
    signup_until = models.DateTimeField(_("报名截止"), null=True, blank=True)
    places = models.PositiveIntegerField(_("名额"), null=True, blank=True, editable=False)
    taken = models.PositiveIntegerField(_("已报名人数"), default=0, db_default=0, editable=False)
    attended = models.PositiveIntegerField(_("实到人数"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("社区活动")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "title", "on"], condition=Q(retired_at=None), name="activity_once",
                violation_error_message=_("这一天已经登记过同名活动"),
            ),
            models.CheckConstraint(
                condition=Q(places=None) | Q(taken__lte=F("places")), name="activity_within_places",
                violation_error_message=_("报名人数超过名额"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def left(self) -> int | None:
        """Places that are free; None without a limit."""
        return None if self.places is None else self.places - self.taken
