"""Lines and notices about orders are read in the reader's language, whoever wrote them."""

from datetime import timedelta

import pytest
from django.utils import translation

from guanjia.engine.notify.models import Notification
from guanjia.work.cases.actions import cancel_case
from guanjia.work.cases.models import Case, TimelineEntry
from guanjia.work.cases.timeline import text_of
from guanjia.work.dispatch import actions
from guanjia.work.dispatch.wording import PHRASES, READ, WHY, phrase


def line(case_id, kind, language):
    entry = TimelineEntry.objects.filter(case_id=case_id, kind=kind).latest("pk")
    with translation.override(language):
        return text_of(entry)


def both(case_id, kind):
    return line(case_id, kind, "zh-hans"), line(case_id, kind, "en")


def test_a_line_is_read_in_both_languages(assigned, cast, now):
    with translation.override("en"):
        order = actions.accept_order(order=assigned, actor=cast.technician, now=now)
    assert both(order.case_id, "order.accepted") == ("陈师傅接单", "陈师傅 accepted")
    assert both(order.case_id, "order.assigned") == ("派给陈师傅", "Given to 陈师傅")


def test_choices_are_read_and_own_words_stay(assigned, cast, now):
    actions.refuse_order(order=assigned, actor=cast.technician, now=now, reason="full", words="还有三单")
    chinese, english = both(assigned.case_id, "order.refused")
    assert chinese == "陈师傅拒单：手上单太多 还有三单"
    assert english.startswith("陈师傅 refused: ")
    assert english.endswith(" 还有三单")
    assert "手上单太多" not in english


def test_notices_speak_the_reader_s_language(assigned, cast, now):
    cast.supervisor.language = "en"
    cast.supervisor.save()
    actions.refuse_order(order=assigned, actor=cast.technician, now=now, reason="full")
    told = Notification.objects.get(kind="order.trouble", staff=cast.supervisor)
    assert "refused" in told.text


def test_a_pool_is_told_to_each_in_his_language(pooled, cast, now):
    cast.technician.language = "en"
    cast.technician.save()
    actions.assign_order(order=pooled, actor=cast.desk, now=now, department=cast.engineering)
    said = dict(Notification.objects.filter(kind="order.pooled").values_list("staff__login", "text"))
    assert "抢单池" not in said["technician"]
    assert "抢单池" in said["technician2"]


def test_what_ends_with_its_case_says_so(assigned, leak, cast, now):
    case = Case.objects.get(pk=leak.pk)
    cancel_case(actor=cast.supervisor, now=now + timedelta(minutes=1), case=case, reason="客户自己修好了")
    assert both(leak.pk, "order.cancelled")[0] == "派工单取消：客户自己修好了"


def test_a_line_from_before_is_read_as_it_was_written(assigned):
    entry = TimelineEntry(kind="order.accepted", text="陈师傅已接单", data={})
    assert text_of(entry) == "陈师傅已接单"


@pytest.mark.parametrize("code", PHRASES)
def test_every_phrase_can_be_said(code):
    facts = {
        "who": "陈师傅", "n": 2, "outcome": "好了", "why": "case.closed", "to": "李师傅", "holder": "", "pool": "",
        "until": "2026-11-21T10:00:00+00:00", "total": "1234.5", "name": "王阿姨", "used": "水管×1",
        "pause": "parts", "refusal": "full", "agreed": "phone", "photo": "after",
    }  # fmt: skip
    said = phrase(code, **facts)
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert said()
    assert set(READ) <= set(facts)
    assert WHY


def test_a_case_s_page_shows_it_in_the_reader_s_language(client, assigned, cast):
    client.force_login(cast.desk)
    client.cookies["django_language"] = "en"
    page = client.get(f"/cases/{assigned.case_id}/").text
    assert "Given to 陈师傅" in page
    assert ">System<" in page
    assert ">系统<" not in page
