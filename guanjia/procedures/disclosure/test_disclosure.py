"""The disclosure of customer data as the manual tells it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from guanjia.engine.access import system
from guanjia.engine.access.models import Reveal
from guanjia.kernel import time
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.registers.disclosures.models import Disclosure
from guanjia.work.cases import actions

ASKED = {
    "asked_by": "西湖公安分局 周警官", "authority": "police", "officers": 2, "ground": "协查〔2026〕77号",
    "purpose": "走失老人", "homes": "3-2-1501", "kinds": ["phone", "residents"],
}  # fmt: skip
RIGHT = {"identity_ok": True, "papers_ok": True}
YES = {"allowed": True, "granted": ["phone"]}


@pytest.fixture
def now():
    """The sheet goes by the clock on the wall."""
    return time.now()


@pytest.fixture
def ask(register, now):
    week = (now + timedelta(days=7)).date().isoformat()
    return lambda **said: register(
        "disclosure", now, answers={**ASKED, "until": week, **said}, words="查询资料"
    )


@pytest.fixture
def do(acting, signed, now):
    def do(case, person, step, answers, *pictures, at=now):
        with acting(person):
            return actions.complete_step(
                actor=person, now=at, case=case, step=step, answers=answers,
                uploads=[(name, signed()) for name in pictures],
            )  # fmt: skip

    return do


def test_what_is_not_asked_for_rightly_is_refused(cast, ask):
    for wrong, why in (
        ({"officers": 1}, "两名以上"), ({"until": "2026-10-01"}, "不能早于今天"),
        ({"until": "2099-11-01"}, "最长 30 天"),
        ({"homes": "9-9-9999"}, "没有找到这个房号"), ({"homes": " "}, "写明查询哪些房屋"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=why):
            ask(**wrong)


def test_an_authority_gets_a_marked_sheet_that_is_logged_and_ends(
    acting, client, cast, ask, do, walk, waiting, now
):
    case = ask()
    with pytest.raises(Refused, match="证件和文书照片"):
        do(case, cast.desk, "check", RIGHT)
    with pytest.raises(Refused, match="文书不全"):
        do(case, cast.desk, "check", {**RIGHT, "papers_ok": False}, "proof")
    do(case, cast.desk, "check", RIGHT, "proof")
    with pytest.raises(Forbidden, match="不归您的岗位"):
        walk(case, now, (cast.desk, "approve", YES))
    with pytest.raises(Refused, match="没有申请“证件号码”"):
        walk(case, now, (cast.manager, "approve", {"allowed": True, "granted": ["id_number"]}))
    walk(case, now, (cast.manager, "approve", YES))
    with pytest.raises(Refused, match="还没有导出"):
        do(case, cast.desk, "hand_over", {}, "received_signed")
    with acting(system(cast.company.pk)):
        granted = Disclosure.objects.get(number=case.number)
    sheet = reverse("disclosures:sheet", args=[granted.pk])
    of_the_case = reverse("cases:case", args=[case.pk])
    client.force_login(cast.supervisor)
    assert client.post(sheet).status_code == 302 and not Reveal.objects.exists()
    assert sheet not in client.get(of_the_case).content.decode()
    client.force_login(cast.desk)
    assert sheet in client.get(of_the_case).content.decode()
    page = client.post(sheet).content.decode()
    assert "13905710001" in page and "仅供西湖公安分局 周警官" in page and "居住人数" not in page
    look = Reveal.objects.get()
    assert (look.actor_id, look.field, look.object_id) == (cast.desk.pk, "number", cast.owner.pk)
    case = do(case, cast.desk, "hand_over", {}, "received_signed")
    assert waiting(case) == ["ends"]
    with time.shifted(timedelta(days=9)):
        client.force_login(cast.desk)
        assert client.post(sheet).status_code == 302 and Reveal.objects.count() == 1
        actions.wake_steps(now=time.now())
    assert waiting(case) == []


def test_an_owner_sees_his_own_with_headquarters_word(acting, cast, ask, do, walk, waiting, now):
    with acting(system(cast.company.pk)):
        other = type(cast.unit).objects.create(
            company=cast.company, estate=cast.estate, building=cast.building, entrance="2", number="1601",
            key="3-2-1601",
        )  # fmt: skip
    owner = {"authority": "owner", "ground": "居民身份证", "asked_by": "王阿姨"}
    with pytest.raises(Refused, match="只能查自己的资料"):
        ask(**owner, homes=f"3-2-1501\n{other.key}")
    case = ask(**owner)
    do(case, cast.desk, "check", {"identity_ok": True}, "proof")
    assert waiting(case) == ["approve_other"]
    with pytest.raises(Forbidden, match="不归您的岗位"):
        walk(case, now, (cast.manager, "approve_other", YES))
    case = walk(
        case, now, (cast.headquarters, "approve_other", {"allowed": False, "allowed_why": "材料不全"})
    )
    assert case.state == "closed"
