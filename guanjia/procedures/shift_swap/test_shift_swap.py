"""Swapping shifts as the manual tells it."""

from datetime import date

import pytest
from django.urls import reverse

from guanjia.directory.team.models import Staff
from guanjia.directory.team.roles import GUARD
from guanjia.engine.access import system
from guanjia.engine.notify.models import Notification
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.cases import actions
from guanjia.work.roster.actions import set_shift, set_up_kinds
from guanjia.work.roster.models import DutyShift

FRIDAY, SATURDAY = "2026-11-20", "2026-11-21"
AGREED, YES = {"consented": True}, {"approved": True}


@pytest.fixture
def put(cast, acting, now):
    def put(staff, day, code="early"):
        with acting(cast.supervisor):
            kinds = {one.code: one for one in set_up_kinds(actor=cast.supervisor, now=now)}
            return set_shift(
                actor=cast.supervisor, now=now, estate=cast.estate, staff=staff, day=date.fromisoformat(day),
                kind=kinds.get(code),
            )  # fmt: skip

    return put


@pytest.fixture
def ask(cast, acting, now):
    def ask(colleague, mine=FRIDAY, theirs=SATURDAY):
        said = {"my_day": mine, "colleague": colleague.pk, "reason": "送孩子", "their_day": theirs}
        with acting(cast.technician):
            return actions.register_case(
                actor=cast.technician,
                now=now,
                estate=cast.estate,
                procedure="shift_swap",
                words="送孩子",
                answers=said,
            )

    return ask


def roster(acting, cast):
    with acting(system(cast.company.pk)):
        rows = (
            DutyShift.objects.filter(cancelled_at=None).select_related("staff", "kind").order_by("starts_at")
        )
        return [(row.day.day, row.kind.code, row.staff.name) for row in rows]


def test_both_want_it_and_the_roster_changes(cast, acting, put, ask, walk, waiting, now):
    put(cast.technician, FRIDAY)
    put(cast.second_technician, SATURDAY, "night")
    case = ask(cast.second_technician)
    for stranger in (cast.technician, cast.supervisor):
        with pytest.raises(Forbidden):
            walk(case, now, (stranger, "consent", AGREED))
    case = walk(case, now, (cast.second_technician, "consent", AGREED))
    assert waiting(case) == ["approve"]
    with pytest.raises(Forbidden):
        walk(case, now, (cast.technician, "approve", YES))
    assert walk(case, now, (cast.supervisor, "approve", YES)).state == "closed"
    assert roster(acting, cast) == [(20, "early", "李师傅"), (21, "night", "陈师傅")]


def test_a_guard_is_told_where_he_may_answer(client, cast, acting, put, ask):
    with acting(system(cast.company.pk)):
        Staff.objects.filter(pk__in=(cast.technician.pk, cast.second_technician.pk)).update(roles=[GUARD])
        colleague = Staff.objects.get(pk=cast.second_technician.pk)
    put(cast.technician, FRIDAY)
    put(colleague, SATURDAY)
    case = ask(colleague)
    with acting(colleague):
        link = Notification.objects.get(staff=colleague).link
    client.force_login(colleague)
    assert client.get(reverse("cases:case", args=[case.pk])).status_code == 403
    page = client.get(link)
    assert page.status_code == 200 and "同事同意换班" in page.text


def test_a_colleague_says_no_or_takes_it_alone(cast, acting, put, ask, walk, now):
    put(cast.technician, FRIDAY)
    refused = ask(cast.second_technician, theirs=None)
    assert walk(refused, now, (cast.second_technician, "consent", {"consented": False})).state == "closed"
    alone = walk(ask(cast.second_technician, theirs=None), now, (cast.second_technician, "consent", AGREED))
    walk(alone, now, (cast.manager, "approve", YES))
    assert roster(acting, cast) == [(20, "early", "李师傅")]


def test_what_does_not_fit_is_refused_and_says_why(cast, acting, put, ask, walk, now):
    with pytest.raises(Refused, match="没有排班"):
        ask(cast.second_technician)
    put(cast.technician, FRIDAY)
    put(cast.guard, SATURDAY)
    with pytest.raises(Refused, match="不是同一部门"):
        ask(cast.guard)
    with pytest.raises(Refused, match="另一位同事"):
        ask(cast.technician, theirs=None)
    put(cast.second_technician, FRIDAY)
    put(cast.second_technician, SATURDAY)
    with pytest.raises(Refused, match="时间重叠"):
        ask(cast.second_technician)
    put(cast.second_technician, FRIDAY, "")
    case = walk(ask(cast.second_technician), now, (cast.second_technician, "consent", AGREED))
    put(cast.technician, FRIDAY, "")
    with pytest.raises(Refused, match="没有排班"):
        walk(case, now, (cast.supervisor, "approve", YES))
    assert roster(acting, cast) == [(21, "early", "老张"), (21, "early", "李师傅")]
