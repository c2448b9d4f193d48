"""Controlled forms and numbered books as the manual tells it."""

from datetime import date

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.procedures.controlled_forms import rules
from guanjia.registers.controlled_forms.models import ControlledForm
from guanjia.registers.form_books.models import FormBook
from guanjia.work.cases import actions

CHANGED = {
    "what": "change", "form_title": "维修派工单", "edition": "A/1", "retention": "y5", "where_used": "前台",
    "effective_on": "2026-12-01", "change_why": "增加到场时间",
}  # fmt: skip


@pytest.fixture
def form(acting, cast):
    with acting(system(cast.company.pk)):
        return ControlledForm.objects.create(
            company=cast.company, estate=cast.estate, number="WY-KF-BX-01", title="维修派工单", edition="A/0",
            issued_on=date(2025, 1, 1), retention="y3", where_used="前台",
        )  # fmt: skip


@pytest.fixture
def book(acting, cast):
    with acting(system(cast.company.pk)):
        return FormBook.objects.create(
            company=cast.company, estate=cast.estate, number="SJ-01", kind="receipt", prefix="SJ", first=1, last=50,
            received_on=date(2026, 1, 5),
        )  # fmt: skip


def fresh(acting, cast, row):
    with acting(system(cast.company.pk)):
        return type(row).objects.get(pk=row.pk)


def test_the_old_edition_ends_when_the_new_begins(acting, cast, form, register, walk, waiting, at, now):
    with pytest.raises(Refused, match="不能早于今天"):
        register(
            "form_change",
            now,
            answers={**CHANGED, "form": form.pk, "effective_on": "2026-11-01"},
            words="换版",
        )
    with acting(cast.manager):
        case = actions.register_case(
            actor=cast.manager, now=now, estate=cast.estate, procedure="form_change", words="换版",
            answers={**CHANGED, "form": form.pk},
        )  # fmt: skip
    again = register("form_change", now, answers={**CHANGED, "form": form.pk, "edition": "A/0"}, words="换版")
    with pytest.raises(Forbidden, match="当事人以外"):
        walk(case, now, (cast.manager, "approve", {"allowed": True}))
    with pytest.raises(Refused, match="A/0 版已经用过"):
        walk(again, now, (cast.manager, "approve", {"allowed": True}))
    case = walk(case, now, (cast.headquarters, "approve", {"allowed": True}))
    old, new = fresh(acting, cast, form), ControlledForm
    with acting(system(cast.company.pk)):
        new = ControlledForm.objects.get(edition="A/1")
    assert old.withdrawn_on == new.issued_on == date(2026, 12, 1) and old.replaced_by_id == new.pk
    assert old.is_in_use(date(2026, 11, 30)) and not new.is_in_use(date(2026, 11, 30))
    assert new.is_in_use(date(2026, 12, 1)) and not old.is_in_use(date(2026, 12, 1))
    with pytest.raises(Refused, match="已定于 2026-12-01 作废"):
        register("form_change", now, answers={**CHANGED, "form": form.pk}, words="换版")
    actions.wake_steps(now=at("2026-11-30 23:00"))
    assert waiting(case) == ["begins"]
    actions.wake_steps(now=at("2026-12-01 00:01"))
    assert waiting(case) == ["share"] and fresh(acting, cast, form).retired_at
    given, later = {"copies_given": 5, "copies_back": 3}, at("2026-12-01 09:00")
    with pytest.raises(Refused, match="旧版要作废处理"):
        walk(case, later, (cast.desk, "share", given))
    assert walk(case, later, (cast.desk, "share", {**given, "old_destroyed": True})).state == "closed"


def test_a_new_form_needs_a_number_of_its_own_and_a_withdrawn_one_ends(
    acting, cast, form, register, walk, at, now
):
    new = {**CHANGED, "what": "issue", "form_number": "WY-KF-BX-01", "effective_on": "2026-11-18"}
    with pytest.raises(Refused, match="已有现行版本"):
        walk(
            register("form_change", now, answers=new, words="新增"),
            now,
            (cast.manager, "approve", {"allowed": True}),
        )
    over = register("form_change", now, answers={**new, "what": "withdraw", "form": form.pk}, words="作废")
    walk(over, now, (cast.manager, "approve", {"allowed": True}))
    actions.wake_steps(now=now)
    assert fresh(acting, cast, form).retired_at
    case = walk(register("form_change", now, answers=new, words="新增"), now,
                (cast.manager, "approve", {"allowed": True}))  # fmt: skip
    actions.wake_steps(now=now)
    assert walk(case, now, (cast.desk, "share", {"copies_given": 5})).state == "closed"


def test_every_number_of_a_book_is_accounted_for(acting, cast, book, register, walk, waiting, signed, now):
    asked = {"book": book.pk, "holder": cast.cashier.pk, "return_on": "2026-11-30"}

    def take():
        case = register("form_book", now, answers=asked, words="领收据")
        with acting(cast.supervisor):
            return actions.complete_step(
                actor=cast.supervisor, now=now, case=case, step="give", answers={},
                uploads=[("holder_signed", signed())],
            )  # fmt: skip

    case = take()
    with pytest.raises(Refused, match="正由小周使用"):
        register("form_book", now, answers=asked, words="领收据")
    back = {"used_numbers": "1-45", "spoiled_numbers": "46", "left_numbers": "48-50", "both_copies": True}
    for wrong, why in (
        ({"used_numbers": "一到五"}, "1-48、50"), ({"left_numbers": "48-51"}, "51 不在这本"),
        ({"left_numbers": "45-50"}, "45-46 写了两次"), ({"both_copies": False}, "两联都要交回"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=why):
            walk(case, now, (cast.supervisor, "back", {**back, **wrong}))
    case = walk(case, now, (cast.supervisor, "back", back))
    kept = fresh(acting, cast, book)
    assert waiting(case) == ["missing"] and (kept.used, kept.spoiled, kept.missing) == (45, 1, "47")
    said = {"missing_why": "撕坏丢弃", "missing_steps": "登报声明作废"}
    with pytest.raises(Forbidden, match="不归您的岗位"):
        walk(case, now, (cast.supervisor, "missing", said))
    assert walk(case, now, (cast.manager, "missing", said)).state == "closed"
    case = take()
    case = walk(case, now, (cast.supervisor, "back", {"used_numbers": "1-45 47-50", "spoiled_numbers": "46",
                                                     "both_copies": True}))  # fmt: skip
    kept = fresh(acting, cast, book)
    assert case.state == "closed" and kept.retired_at and not kept.missing


def test_numbers_are_read_and_said():
    assert rules.read("1-3、5，7–8") == [1, 2, 3, 5, 7, 8] and rules.said([8, 7, 5, 1, 2, 3]) == "1-3、5、7-8"
    assert rules.twice([1, 2, 1]) == [1] and rules.read("") == []
