"""What hangs from a case: files, pauses, links; and the outages that many call about."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow
from guanjia.work.cases.models.case import Case
from guanjia.work.cases.models.lists import Topic

STAFF = settings.AUTH_USER_MODEL


class Attachment(EstateRow):
    """A photo, recording or document of a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    kind = models.CharField(
        max_length=20, default="photo", help_text="photo / before / after / signature / file"
    )
    file = models.FileField(upload_to="cases/%Y/%m/")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+")
    step = models.ForeignKey(
        "Step",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="the step that asked for it",
    )

    class Meta:
        verbose_name = verbose_name_plural = _("附件")

    def __str__(self) -> str:
        return self.name


class CaseRecord(EstateRow):
    """A line of a register that a case is about: what an answer of kind `record` named."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="records")
    register = models.CharField(_("台账"), max_length=40)
    object_id = models.BigIntegerField()
    field = models.CharField(max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = _("相关台账记录")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "register", "object_id", "field"], name="case_record_once"
            )
        ]
        indexes = [models.Index(fields=["register", "object_id"], name="case_record_about")]


class CasePause(EstateRow):
    """The clocks of a case rest for a reason, until about `until`; then they run again by themselves."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=20)
    since = models.DateTimeField()
    until = models.DateTimeField(_("预计恢复"))
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "reason"], condition=Q(ended_at=None), name="case_pause_once_per_reason"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="case_pause_ends_after_start"),
        ]
        indexes = [models.Index(fields=["until"], condition=Q(ended_at=None), name="case_pause_over")]


class CaseLink(EstateRow):
    """Two cases belong together: related, or one split off the other."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="links")
    other = models.ForeignKey(Case, models.PROTECT, related_name="linked_from")
    kind = models.CharField(
        max_length=10, choices=[("related", _("相关")), ("split", _("拆分")), ("child", _("子事项"))]
    )
    at = models.DateTimeField()
    actor = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "other", "kind"], condition=Q(ended_at=None), name="case_link_once"
            ),
            models.CheckConstraint(condition=~Q(case=F("other")), name="case_link_not_itself"),
        ]


class Incident(EstateRow):
    """An outage many will call about, with what to tell residents. `buildings` empty means the whole estate."""

    title = models.CharField(_("事件"), max_length=100)
    topic = models.CharField(_("类别"), max_length=20, choices=Topic)
    say = models.TextField(_("对住户的说法"))
    buildings = models.ManyToManyField("places.Building", blank=True, verbose_name=_("影响楼栋"))
    started_at = models.DateTimeField(_("开始时间"))
    expected_at = models.DateTimeField(_("预计恢复"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("突发事件")

    def __str__(self) -> str:
        return self.title
