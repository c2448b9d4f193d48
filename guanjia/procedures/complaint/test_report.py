"""The ledger and the monthly analysis."""

from guanjia.engine.access import system
from guanjia.engine.paper.render import render_listing
from guanjia.procedures.complaint.papers import ANALYSIS
from guanjia.procedures.complaint.report import share
from guanjia.work.cases.models import Case


def test_counted_beside_the_period_before(acting, cast, register, walk, now):
    first = register("complaint", now, topic="noise", answers={"signs": ["media"]})
    register("complaint", now, topic="noise")
    said = {"evidence": "现场查看", "cause": "neighbour.noise", "responsible": cast.butler.pk}
    soothed = {"soothed": "道歉", "promised_reply_at": "2026-11-20T10:00:00+08:00"}
    walk(
        first, now, (cast.desk, "soothe", soothed), (cast.desk, "notify", {"department": cast.security.pk}),
        (cast.supervisor, "investigate", said), (cast.desk, "judge", {"valid": True, "valid_why": "属实"}),
    )  # fmt: skip
    with acting(system(cast.company.pk)):
        ours = Case.objects.filter(procedure="complaint")
        sheet = render_listing(ANALYSIS, ANALYSIS.rows(ours, ours.none()), period="2026-11")
    printed = {row[0].text: (row[1].text, row[2].text, row[3].text) for row in sheet["rows"]}
    assert printed["合计"] == ("2", "100%", "0")
    assert printed["一类（重大）"] == ("1", "50%", "0")
    assert printed["成立"] == ("1", "50%", "0")
    assert printed["重复投诉"] == ("1", "50%", "0")
    assert printed["原因 · 邻里"] == ("1", "50%", "0")
    assert printed["部门 · 秩序部"] == ("1", "50%", "0")
    assert printed["地点 · 3"] == ("2", "100%", "0")
    assert sheet["document"]["number"] == "WY-KF-TS-03"


def test_a_month_without_complaints_is_empty(acting, cast):
    with acting(system(cast.company.pk)):
        none = Case.objects.none()
        assert list(ANALYSIS.rows(none, none)) == []


def test_shares_are_rounded_half_up():
    assert (share(1, 3), share(1, 8), share(0, 5), share(0, 0)) == ("33%", "13%", "0%", "")
