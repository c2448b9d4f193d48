"""A vote of the owners: the roll frozen on its day, and a ballot of each head counted once."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow
from guanjia.work.votes.rules import HALF, THREE_QUARTERS, Weight


class Matter(models.TextChoices):
    RULES = "rules", _("制定、修改管理规约或议事规则")
    COMMITTEE = "committee", _("选举业主委员会或更换委员")
    COMPANY = "company", _("选聘、解聘物业服务企业")
    FUND_USE = "fund_use", _("使用维修资金")
    FUND_RAISE = "fund_raise", _("筹集维修资金")
    REBUILD = "rebuild", _("改建、重建建筑物及附属设施")
    COMMON_USE = "common_use", _("改变共有部分用途或用于经营")
    OTHER = "other", _("其他共同管理事项")


# What takes three quarters; everything else takes more than a half.
GRAVE = frozenset({Matter.FUND_RAISE, Matter.REBUILD, Matter.COMMON_USE})


class Choice(models.TextChoices):
    FOR = "for", _("同意")
    AGAINST = "against", _("不同意")
    ABSTAIN = "abstain", _("弃权")


class Vote(EstateRow):
    """One matter put to the owners. `quorum` and `majority` are kept as they were when it was announced (`2/3`)."""

    class State(models.TextChoices):
        ANNOUNCED = "announced", _("公示中")
        OPEN = "open", _("表决中")
        COUNTED = "counted", _("已计票")

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="vote")
    title = models.CharField(_("表决事项"), max_length=100)
    matter = models.CharField(_("事项类别"), max_length=12, choices=Matter)
    text = models.TextField(_("表决内容"))
    secret = models.BooleanField(_("无记名投票"))
    noticed_on = models.DateField(_("公示日期"))
    opens_on = models.DateField(_("投票开始"))
    closes_on = models.DateField(_("投票截止"))
    quorum = models.CharField(max_length=7)
    majority = models.CharField(max_length=7)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ANNOUNCED)
    heads = models.PositiveIntegerField(_("业主人数"), null=True)
    area = models.DecimalField(_("专有部分面积（㎡）"), max_digits=14, decimal_places=2, null=True)
    frozen_at = models.DateTimeField(_("名册确定时间"), null=True)
    counted_at = models.DateTimeField(_("计票时间"), null=True)
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    tally = models.JSONField(default=dict)
    quorate = models.BooleanField(null=True)
    passed = models.BooleanField(_("表决通过"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("业主表决")
        constraints = [
            models.CheckConstraint(
                condition=Q(noticed_on__lte=F("opens_on"), opens_on__lte=F("closes_on")), name="vote_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state="announced", frozen_at=None)
                | Q(state__in=("open", "counted"), frozen_at__isnull=False, heads__gt=0, area__gt=0),
                name="vote_open_with_a_roll",
            ),
            models.CheckConstraint(
                condition=Q(state="counted", passed__isnull=False) | ~Q(state="counted") & Q(passed=None),
                name="vote_decided_when_counted",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["estate", "-opens_on"], name="vote_by_day")]

    def __str__(self) -> str:
        return self.title

    @property
    def roll(self) -> Weight:
        return Weight(self.heads or 0, self.area or Decimal(0))

    @staticmethod
    def majority_for(matter: str, grave: str = THREE_QUARTERS) -> str:
        """What a matter of this kind takes: more than a half, or `grave`."""
        return grave if matter in GRAVE else HALF


class Voter(EstateRow):
    """One head on the roll: an owner, or the owners of a home together, as they stood on the day."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="voters")
    number = models.PositiveIntegerField(_("序号"))
    owners = ArrayField(models.BigIntegerField(), default=list)
    names = models.CharField(_("业主"), max_length=300)
    homes_said = models.CharField(_("房号"), max_length=500)
    area = models.DecimalField(_("面积（㎡）"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = _("表决人")
        constraints = [
            models.UniqueConstraint(fields=["vote", "number"], name="voter_number_once"),
            models.UniqueConstraint(fields=["vote", "owners"], name="voter_one_head"),
        ]

    def __str__(self) -> str:
        return self.names


class VoterHome(EstateRow):
    """A home of a voter with the area it counts for; no home counts twice."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="+")
    voter = models.ForeignKey(Voter, models.PROTECT, related_name="homes")
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="+")
    area = models.DecimalField(max_digits=10, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = _("表决房屋")
        constraints = [
            models.UniqueConstraint(fields=["vote", "unit"], name="voter_home_once"),
            models.CheckConstraint(condition=Q(area__gt=0), name="voter_home_has_area"),
        ]


class Ballot(EstateRow):
    """That a voter has voted. Of a secret vote the choice is not here, see SecretChoice."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="ballots")
    voter = models.ForeignKey(Voter, models.PROTECT, related_name="ballots")
    secret = models.BooleanField()
    choice = models.CharField(_("意见"), max_length=8, choices=Choice, blank=True)
    photo = models.FileField(_("选票照片"), upload_to="votes/%Y/%m/")
    cast_at = models.DateTimeField(_("投票时间"))
    cast_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    voided_why = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("选票")
        constraints = [
            models.UniqueConstraint(fields=["voter"], condition=Q(voided_at=None), name="ballot_once"),
            models.CheckConstraint(
                condition=Q(secret=True, choice="") | Q(secret=False) & ~Q(choice=""), name="ballot_secret_or_said"
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None) | Q(secret=False) & ~Q(voided_why=""), name="ballot_void_with_reason"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["vote", "-cast_at"], name="ballot_newest")]


class SecretChoice(EstateRow):
    """What a secret ballot says, without its voter, its hour or its place in the row: found by its receipt alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vote = models.ForeignKey(Vote, models.PROTECT, related_name="+")
    receipt = models.CharField(_("回执号"), max_length=10)
    choice = models.CharField(_("意见"), max_length=8, choices=Choice)
    area = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = _("无记名选票")
        constraints = [models.UniqueConstraint(fields=["vote", "receipt"], name="secret_receipt_once")]
