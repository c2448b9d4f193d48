"""A paper prints what was answered, in words."""

import pytest
from django.template.loader import render_to_string

from guanjia.engine.paper.render import references, render_listing, render_paper
from guanjia.engine.sop.fields import (
    Paper,
    choice,
    lines,
    moment,
    money,
    person,
    photos,
    signature,
    text,
    yes_no,
)  # fmt: skip

SHEET = Paper(
    "WY-01", "登记表",
    [
        choice("kind", "类型", {"home": "入户维修"}), person("worker", "维修人员"), lines("items", "材料"),
        money("fee", "费用"), moment("at", "时间"), yes_no("ok", "满意"), photos("after", "照片"),
        signature("sign", "签字"), text("why", "原因", shown_if=("ok", (False,))), text("note", "备注"),
    ],
    version="B/2", size="a5", signers=("客户",),
)  # fmt: skip
FACTS = {
    "kind": "home", "worker": 7, "fee": "35.50", "at": "2026-11-18T10:00:00+08:00", "ok": True,
    "items": [{"name": "角阀", "quantity": "2", "price": "15.00"}, {"name": "人工", "quantity": "1", "price": "5.50"}],
}  # fmt: skip


@pytest.fixture
def printed(rf):
    """The page as the browser gets it."""
    return lambda name, context: render_to_string(f"paper/{name}.html", context, request=rf.get("/"))


def sheet(**more):
    images = {"after": ["/files/1.jpg"]}
    return render_paper(SHEET, FACTS, names={("person", 7): "陈师傅"}, images=images, **more)


def test_answers_in_words():
    cells = {cell.label: cell for cell in sheet()["cells"]}
    assert cells["类型"].text == "入户维修"
    assert cells["维修人员"].text == "陈师傅"
    assert cells["费用"].text == "¥35.50"
    assert cells["时间"].text == "2026-11-18 10:00"
    assert cells["满意"].text == "是"
    assert cells["材料"].total == "¥35.50"
    assert cells["备注"].text == ""
    assert "原因" not in cells
    assert references(SHEET.fields, FACTS) == {("person", 7)}


def test_the_sheet_has_its_number_version_signatures_and_code(printed):
    page = printed("paper", sheet(organisation="阳光花园", qr_url="https://example.com/c/1"))
    for piece in ("WY-01", "B/2", "登记表", "阳光花园", "客户：", "角阀", "/files/1.jpg", "<svg", "paper-a5"):
        assert piece in page
    assert "style=" not in page
    assert "paper-r80" in printed("paper", sheet(size="r80"))
    assert "paper-a5" in printed("paper", sheet(size="huge"))


def test_a_listing_has_a_row_for_each_matter(printed):
    ledger = Paper("WY-02", "台账", [text("number", "编号"), yes_no("valid", "成立")], listing=True)
    rows = [{"number": "TS-1", "valid": False}, {"number": "TS-2"}]
    page = printed("listing", render_listing(ledger, rows, period="2026-11"))
    for piece in ("TS-1", "TS-2", "否", "2026-11"):
        assert piece in page
    assert "没有记录" in printed("listing", render_listing(ledger, []))
