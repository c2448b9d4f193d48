"""Writing an article, reading it again, setting a question aside."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.directory.knowledge.models import Category
from guanjia.directory.places.models import Estate
from guanjia.engine.access import EVERYWHERE

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ArticleForm(forms.Form):
    title = forms.CharField(label=_("标题"), max_length=120, help_text=_("照客户问的话写"))
    category = forms.ChoiceField(label=_("分类"), choices=Category)
    body = forms.CharField(label=_("正文"), widget=forms.Textarea(attrs={"rows": 12}))
    keywords = forms.CharField(label=_("关键词"), max_length=200, required=False, help_text=_("用空格隔开"))
    review_on = forms.DateField(label=_("复核日期"), widget=DAY, help_text=_("到这一天提醒再看一遍是否还对"))


class NewArticleForm(ArticleForm):
    estate = forms.ModelChoiceField(Estate.objects.none(), label=_("适用项目"), required=False)
    field_order = ("estate",)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everywhere = actor.estate_ids is EVERYWHERE
        self.fields["estate"].queryset = Estate.objects.visible_to(actor).order_by("name")
        self.fields["estate"].empty_label = _("全公司") if everywhere else None
        self.fields["estate"].required = not everywhere


class RevisionForm(ArticleForm):
    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("修改说明"), max_length=200, required=False)


class ReviewForm(forms.Form):
    review_on = forms.DateField(label=_("下次复核日期"), widget=DAY)


class SetAsideForm(forms.Form):
    reason = forms.CharField(label=_("不写文章的原因"), max_length=200)


def in_a_year(today: date) -> date:
    """The usual date of the next review."""
    return today.replace(year=today.year + 1, day=min(today.day, 28))
