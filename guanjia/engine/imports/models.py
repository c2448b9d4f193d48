"""Imports that were made, and every record each of them made or changed, so that one can be taken back as a whole."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow


class ImportRun(EstateRow):
    """One file on its way in. Nothing of it is in the registers before `done`, and all of it afterwards."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("待核对列")
        CHECKING = "mapped", _("检查中")
        PREVIEWED = "previewed", _("待导入")
        RUNNING = "running", _("导入中")
        DONE = "done", _("已导入")
        FAILED = "failed", _("失败")
        CANCELLED = "cancelled", _("已取消")
        UNDOING = "undoing", _("撤销中")
        UNDONE = "undone", _("已撤销")

    kind = models.CharField(_("类型"), max_length=30)
    file = models.FileField(_("文件"), upload_to="imports/%Y/%m/", max_length=200)
    name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.UPLOADED)
    tables = models.JSONField(_("工作表和列"), default=list)
    decisions = models.JSONField(_("重复项的决定"), default=dict)
    counts = models.JSONField(_("数量"), default=dict)
    problems = models.JSONField(_("问题"), default=list)
    problem_counts = models.JSONField(_("问题数"), default=dict)
    duplicates = models.JSONField(_("疑似重复"), default=list)
    progress = models.FloatField(_("进度"), default=0)
    cancel_asked = models.BooleanField(default=False)
    error = models.CharField(_("失败原因"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("操作人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    last_audit_id = models.BigIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("导入记录")
        indexes = [models.Index(fields=["estate", "-id"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Still on its way: it may be changed, started or cancelled."""
        return self.state in (
            self.State.UPLOADED,
            self.State.CHECKING,
            self.State.PREVIEWED,
            self.State.RUNNING,
        )

    @property
    def is_working(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.RUNNING, self.State.UNDOING)

    @property
    def percent(self) -> int:
        return round(self.progress * 100)


class ImportedRow(EstateRow):
    """One record that a run created or changed. `before` holds the old values of a changed one."""

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="rows")
    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    created = models.BooleanField()
    before = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["run", "model", "object_id"])]

    def __str__(self) -> str:
        return f"{self.model}#{self.object_id}"
