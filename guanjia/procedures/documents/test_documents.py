"""Documents as the manual tells it."""

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.registers.archives.models import Archive
from guanjia.registers.stamps.models import Stamp

DRAFT = {
    "kind": "notice", "subject": "关于清洗外墙的通知", "addressee": "全体业主", "secrecy": "open", "stamped": True,
    "draft": "外墙将于下周清洗，请关好门窗。",
}  # fmt: skip
LETTER = {
    "sender": "西湖区住建局", "sender_number": "西建〔2026〕18号", "subject": "电梯安全自查", "copies": 1,
    "received_on": "2026-11-18", "secrecy": "internal",
}  # fmt: skip
BOX = {"archive_number": "WS-2026-001", "box": "一号柜-1盒", "retention": "y30"}


@pytest.fixture
def ask(register, now):
    def ask(procedure, **said):
        given = {**(DRAFT if procedure == "documents_out" else LETTER), **said}
        return register(procedure, now, answers=given, words=given["subject"], unit=None, customer=None)

    return ask


@pytest.fixture
def seal(acting, cast):
    with acting(system(cast.company.pk)):
        return Stamp.objects.create(
            company=cast.company, estate=cast.estate, name="业务章", kind="business", keeper=cast.supervisor,
            place="保险柜",
        )  # fmt: skip


def test_a_notice_from_draft_to_archive(acting, cast, ask, seal, walk, waiting, now):
    case = walk(
        ask("documents_out"), now, (cast.supervisor, "review", {"draft_ok": False, "review_note": "写明日期"})
    )
    assert waiting(case) == ["redraft"]
    case = walk(case, now, (cast.desk, "redraft", {"draft": "外墙于 25 日清洗，请关好门窗。"}),
                (cast.supervisor, "review", {"draft_ok": True}),
                (cast.manager, "sign", {"signed_off": True}))  # fmt: skip
    assert case.answers["document_number"] == "阳光花园通〔2026〕1号"
    copies = {"stamp": seal.pk, "copies": 12}
    with pytest.raises(Forbidden, match="请交刘主管用印"):
        walk(case, now, (cast.manager, "stamp", copies))
    walk(case, now, (cast.supervisor, "stamp", copies))
    with pytest.raises(Refused, match="不能晚于今天"):
        walk(case, now, (cast.desk, "send", {"sent_way": "posted", "sent_on": "2026-12-30"}))
    case = walk(case, now, (cast.desk, "send", {"sent_way": "posted", "sent_on": "2026-11-18"}),
                (cast.desk, "file", BOX))  # fmt: skip
    with acting(system(cast.company.pk)):
        kept = Archive.objects.get(number="WS-2026-001")
        assert (kept.destroy_after.year, kept.title) == (2056, "关于清洗外墙的通知 阳光花园通〔2026〕1号")
        assert Stamp.objects.get(pk=seal.pk).uses == 12
    assert case.state == "closed"
    late = walk(ask("documents_out", stamped=False), now, (cast.supervisor, "review", {"draft_ok": True}),
                (cast.manager, "sign", {"signed_off": False, "sign_note": "不用发"}))  # fmt: skip
    assert "document_number" not in late.answers
    late = walk(late, now, (cast.desk, "redraft", {"draft": "改过"}), (cast.supervisor, "review", {"draft_ok": True}),
                (cast.manager, "sign", {"signed_off": True}))  # fmt: skip
    assert late.answers["document_number"].endswith("2号") and waiting(late) == ["send"]
    walk(late, now, (cast.desk, "send", {"sent_way": "round", "sent_on": "2026-11-18"}))
    with pytest.raises(Refused, match="档号 WS-2026-001 已经在用"):
        walk(late, now, (cast.desk, "file", BOX))


def test_nobody_signs_what_he_wrote_or_reviewed(cast, ask, walk, now):
    case = walk(ask("documents_out"), now, (cast.manager, "review", {"draft_ok": True}))
    with pytest.raises(Forbidden, match="当事人以外"):
        walk(case, now, (cast.manager, "sign", {"signed_off": True}))
    assert walk(case, now, (cast.headquarters, "sign", {"signed_off": True})).answers["document_number"]


def test_a_letter_is_read_acted_upon_by_its_date_and_filed(cast, ask, walk, waiting, due, at, now):
    with pytest.raises(Refused, match="收文日期不能晚于今天"):
        ask("documents_in", received_on="2026-12-30")
    case = ask("documents_in")
    assert case.answers["receipt_number"] == "收〔2026〕1号"
    orders = {
        "instruction": "工程部自查并回复", "reader": cast.manager.pk, "needs_action": True,
        "handler": cast.technician.pk, "act_by": "2026-11-27",
    }  # fmt: skip
    with pytest.raises(Refused, match="同一人"):
        walk(case, now, (cast.supervisor, "pass_on", {**orders, "reader_two": cast.manager.pk}))
    with pytest.raises(Refused, match="不能早于今天"):
        walk(case, now, (cast.supervisor, "pass_on", {**orders, "act_by": "2026-11-01"}))
    case = walk(case, now, (cast.supervisor, "pass_on", {**orders, "reader_two": cast.butler.pk}),
                (cast.manager, "read", {"opinion": "同意"}),
                (cast.butler, "read_too", {"opinion_two": "知悉"}))  # fmt: skip
    assert waiting(case) == ["act"] and due(case, "act").date().isoformat() == "2026-11-27"
    case = walk(case, now, (cast.technician, "act", {"acted": "已自查并回函"}), (cast.desk, "file", BOX))
    assert case.state == "closed"
