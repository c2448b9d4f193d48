"""Articles the desk answers from, every wording they have had, and the questions still to write up."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateOrCompanyRow, EstateRow, ScopedQuerySet

STAFF = settings.AUTH_USER_MODEL


class Category(models.TextChoices):
    FEE = "fee", _("收费")
    HANDLING = "handling", _("手续办理")
    REPAIR = "repair", _("报修")
    PARKING = "parking", _("停车")
    RENOVATION = "renovation", _("装修")
    LIFE = "life", _("生活服务")
    RULE = "rule", _("规章制度")
    EMERGENCY = "emergency", _("应急")
    OTHER = "other", _("其他")


class ArticleQuerySet(ScopedQuerySet):
    def in_force(self) -> Self:
        return self.filter(retired_at=None)

    def for_estate(self, estate_id: int) -> Self:
        """The estate's own and the company's."""
        return self.filter(Q(estate_id=estate_id) | Q(estate=None))

    def to_review(self, today: date) -> Self:
        return self.in_force().filter(review_on__lte=today)


class Article(EstateOrCompanyRow):
    """One answer, in its present wording. Estate empty: for the whole company."""

    title = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("正文"))
    keywords = models.CharField(
        _("关键词"), max_length=200, blank=True, help_text=_("用空格隔开，客户会怎么说就怎么写")
    )
    category = models.CharField(_("分类"), max_length=12, choices=Category, default=Category.OTHER)
    review_on = models.DateField(_("复核日期"))
    version = models.PositiveIntegerField(_("版本"), default=1)
    uses = models.PositiveIntegerField(_("使用次数"), default=0)
    changed_at = models.DateTimeField(_("更新时间"))
    changed_by = models.ForeignKey(
        STAFF, models.PROTECT, null=True, related_name="+", verbose_name=_("更新人")
    )
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    terms = SearchVectorField(editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("知识文章")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "estate", "title"],
                condition=Q(retired_at=None),
                name="article_title_once",
                nulls_distinct=False,
            )
        ]
        indexes = [
            GinIndex(fields=["terms"], name="article_terms"),
            models.Index(
                fields=["company", "review_on"], condition=Q(retired_at=None), name="article_review"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ArticleVersion(EstateOrCompanyRow):
    """A wording as it was published; never changed afterwards."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField(_("版本"))
    title = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("正文"))
    keywords = models.CharField(_("关键词"), max_length=200, blank=True)
    category = models.CharField(_("分类"), max_length=12, choices=Category)
    at = models.DateTimeField(_("发布时间"))
    by = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+", verbose_name=_("发布人"))
    reason = models.CharField(_("修改说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("文章版本")
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["article", "version"], name="article_version_once")]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class ArticleUse(EstateRow):
    """An article answered a case. `case_id` is kept as a number: knowledge lies below the cases."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="used")
    case_id = models.BigIntegerField(_("事项"))
    version = models.PositiveIntegerField(_("版本"))
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("文章使用")
        constraints = [
            models.UniqueConstraint(fields=["article", "case_id"], name="article_used_once_per_case")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} #{self.case_id}"


class UnansweredQuestion(EstateRow):
    """A customer asked what no article answers: an article to write."""

    question = models.TextField(_("问题"))
    case_id = models.BigIntegerField(_("事项"), null=True)
    at = models.DateTimeField(_("提出时间"))
    by = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+", verbose_name=_("记录人"))
    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name=_("答复文章")
    )
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    settled_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")
    set_aside = models.CharField(_("不写文章的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("待写问题")
        constraints = [
            models.UniqueConstraint(fields=["case_id"], name="question_once_per_case"),
            models.CheckConstraint(
                condition=Q(settled_at=None, article=None, set_aside="")
                | (Q(settled_at__isnull=False) & (Q(article__isnull=False) | ~Q(set_aside=""))),
                name="question_settled_how",
            ),
        ]
        indexes = [models.Index(fields=["estate", "at"], condition=Q(settled_at=None), name="question_open")]

    def __str__(self) -> str:
        return self.question[:40]
