"""Every kind of field a procedure may ask for, from the browser to JSON."""

import base64
import json
from types import SimpleNamespace
from typing import get_args

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from guanjia.engine.sop import fields as ask
from guanjia.engine.sop.fields import Field, FieldKind
from guanjia.work.cases.forms import AnswersForm

NOBODY = SimpleNamespace(company_id=1, estate_ids=frozenset({1}))
PIXEL = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\nrest").decode()


def form(*asked: Field, typed: str = "", files=None, **more) -> AnswersForm:
    made = AnswersForm(asked, QueryDict(typed), MultiValueDict(files or {}), actor=NOBODY, **more)
    made.is_valid()
    return made


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (ask.text("a", "部位"), "a=厨房 ", "厨房"),
        (ask.long("a", "经过"), "a=先停水", "先停水"),
        (ask.number("a", "户数"), "a=3", 3),
        (ask.number("a", "读数"), "a=3.5", "3.5"),
        (ask.money("a", "金额"), "a=35.5", "35.50"),
        (ask.date("a", "日期"), "a=2026-11-21", "2026-11-21"),
        (ask.moment("a", "时间"), "a=2026-11-21T14:05", "2026-11-21T14:05:00+08:00"),
        (ask.choice("a", "种类", {"home": "户内", "public": "公共"}), "a=home", "home"),
        (ask.several("a", "种类", {"x": "甲", "y": "乙"}), "a=x&a=y", ["x", "y"]),
        (ask.tick("a", "已断电"), "a=on", True),
        (ask.tick("a", "已断电"), "", False),
        (ask.yes_no("a", "同意"), "a=false", False),
        (
            ask.lines("a", "材料"), "a.name=角阀&a.quantity=2&a.price=15&a.name=&a.quantity=1&a.price=",
            [{"name": "角阀", "quantity": "2", "price": "15.00"}],
        ),
    ],
)  # fmt: skip
def test_each_kind_becomes_json(field, typed, said):
    made = form(field, typed=typed)
    assert made.answers == {"a": said}, made.errors
    assert json.loads(json.dumps(made.answers)) == made.answers


@pytest.mark.parametrize("kind", ["text", "number", "money", "date", "moment", "yes_no", "lines", "several"])
def test_what_is_required_is_asked_for_by_name(kind):
    made = form(Field("a", "楼层", kind, choices=(("x", "甲"),)))
    assert made.errors == {"a": ["请填写“楼层”"]}


def test_a_hidden_field_is_neither_required_nor_kept():
    asked = (ask.yes_no("quote", "需要报价"), ask.money("price", "报价", shown_if=("quote", (True,))))
    made = form(*asked, typed="quote=false&price=30")
    assert made.answers == {"quote": False} and not made.errors
    assert form(*asked, typed="quote=true").errors == {"price": ["请填写“报价”"]}
    assert 'data-shown-if="quote"' in made.as_div() and 'data-shown-for="True"' in made.as_div()


def test_a_field_depending_on_earlier_answers_is_left_out_when_it_does_not_apply():
    asked = ask.text("why", "为何紧急", shown_if=("urgency", ("emergency",)))
    assert "why" not in form(asked, facts={"urgency": "ordinary"}).fields
    assert form(asked, facts={"urgency": "emergency"}).errors


def test_photos_the_case_already_has_count():
    asked = ask.photos("before", "修前照片", least=2)
    one = SimpleUploadedFile("1.jpg", b"\xff\xd8\xff")
    assert form(asked, files={"before": [one]}).errors == {"before": ["“修前照片”至少要 2 份"]}
    made = form(asked, files={"before": [one]}, attached={"before": 1})
    assert not made.errors and made.uploads == [("before", one)]


def test_a_signature_is_drawn_or_photographed():
    asked = ask.signature("signed", "客户签名")
    drawn = form(asked, typed=f"signed={PIXEL.replace('+', '%2B')}")
    assert [code for code, _file in drawn.uploads] == ["signed"], drawn.errors
    slip = SimpleUploadedFile("slip.jpg", b"\xff\xd8\xff")
    assert form(asked, files={"signed.photo": [slip]}).uploads == [("signed", slip)]
    assert form(asked).errors
    assert form(asked, typed="signed=data:image/png;base64,%25%25").errors["signed"]


def test_every_kind_can_be_drawn():
    kinds = sorted(set(get_args(FieldKind)) - {"person", "department", "article", "record"})
    asked = [Field(f"f_{kind}", "某项", kind, of="keys") for kind in kinds]
    html = AnswersForm(asked, actor=NOBODY).render()
    assert all(f"f_{kind}" in html for kind in kinds)


def test_people_are_searched_by_name_or_pinyin(cast, acting):
    with acting(cast.supervisor):
        asked = AnswersForm([ask.person("doer", "落实人")], actor=cast.supervisor, estate_id=cast.estate.pk)
        drawn = str(asked["doer"])
    assert "data-pick-from" in drawn and f'data-terms="{cast.technician.pinyin}"' in drawn
