"""Lending and destroying archives as the manual tells it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from guanjia.engine.access import system
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.registers.archives import actions as archives
from guanjia.registers.archives.models import Archive
from guanjia.work.cases import actions
from guanjia.work.cases.models import CaseRecord

WANTED = {"who": "staff", "borrower": "林管家", "purpose": "核对面积", "back_on": "2026-11-25"}


@pytest.fixture
def archive(acting, cast):
    def archive(number, filed_on=date(2020, 5, 1), **more):
        known = {"title": "来访登记簿", "kind": "document", "box": "二号柜", "retention": "y10", **more}
        with acting(system(cast.company.pk)):
            made = Archive.objects.create(
                company=cast.company, estate=cast.estate, number=number, filed_on=filed_on, **known
            )
            return Archive.objects.get(pk=made.pk)

    return archive


@pytest.fixture
def borrow(register, now):
    def borrow(archive, **more):
        return register(
            "archive_loan", now, answers={**WANTED, "archive": archive.pk, **more}, words="借档案"
        )

    return borrow


@pytest.fixture
def do(acting, signed, now):
    """Somebody does a step and adds the pictures that it asks for."""

    def do(case, person, step, answers, *pictures):
        with acting(person):
            return actions.complete_step(
                actor=person, now=now, case=case, step=step, answers=answers,
                uploads=[(name, signed()) for name in pictures],
            )  # fmt: skip

    return do


def fresh(acting, cast, archive):
    with acting(system(cast.company.pk)):
        return Archive.objects.get(pk=archive.pk)


def test_a_file_is_lent_once_and_comes_back_by_its_day(
    acting, cast, archive, borrow, do, walk, waiting, due, now
):
    file = archive("WS-1")
    with pytest.raises(Refused, match="已经过去"):
        borrow(file, back_on="2026-11-01")
    with pytest.raises(Refused, match="最长可借 15 天"):
        borrow(file, back_on="2027-01-01")
    case, rival = borrow(file), borrow(file)
    with pytest.raises(Forbidden, match="不归您的岗位"):
        walk(case, now, (cast.desk, "approve", {"allowed": True}))
    for one in (case, rival):
        walk(one, now, (cast.supervisor, "approve", {"allowed": True}))
    with pytest.raises(Refused, match="借阅人签字"):
        do(case, cast.desk, "hand_out", {})
    do(case, cast.desk, "hand_out", {}, "taken")
    assert due(case, "back").date() == date(2026, 11, 25)
    with pytest.raises(Refused, match="WS-1 已借给林管家，应于 2026-11-25 归还"):
        do(rival, cast.desk, "hand_out", {}, "taken")
    with pytest.raises(Refused, match="已借给林管家"):
        borrow(file)
    case = walk(case, now, (cast.desk, "back", {"file_state": "returned"}))
    assert case.state == "closed" and not fresh(acting, cast, file).is_out
    do(rival, cast.desk, "hand_out", {}, "taken")
    rival = walk(rival, now, (cast.desk, "back", {"file_state": "lost", "file_note": "搬家时遗失"}))
    assert waiting(rival) == ["loss"] and fresh(acting, cast, file).retired_at


def test_a_secret_file_is_for_the_manager_and_nobody_approves_his_own(
    acting, cast, archive, walk, waiting, now
):
    file = archive("RS-1", secrecy="secret", retention="y30")
    with acting(cast.manager):
        case = actions.register_case(
            actor=cast.manager, now=now, estate=cast.estate, procedure="archive_loan", words="查合同",
            answers={**WANTED, "archive": file.pk},
        )  # fmt: skip
    assert waiting(case) == ["approve_secret"]
    with pytest.raises(Forbidden, match="不归您的岗位"):
        walk(case, now, (cast.supervisor, "approve_secret", {"allowed": True}))
    with pytest.raises(Forbidden, match="当事人以外"):
        walk(case, now, (cast.manager, "approve_secret", {"allowed": True}))
    walk(case, now, (cast.headquarters, "approve_secret", {"allowed": True}))
    assert waiting(case) == ["hand_out"]


def test_two_agree_and_two_watch_before_anything_is_destroyed(
    acting, cast, archive, register, do, walk, waiting, now
):
    asked = {"archive_class": "all", "reason": "保管期限届满"}
    young, forever = archive("WS-2"), archive("GC-1", date(1999, 1, 1), retention="permanent")
    with pytest.raises(Refused, match="最早到期的是 WS-2 来访登记簿，保管至 2030-05-01"):
        register("archive_destruction", now, answers=asked, words="销毁到期档案")
    old, useful = archive("WS-3", date(2015, 1, 1)), archive("WS-4", date(2015, 1, 1))
    with acting(cast.supervisor):
        case = actions.register_case(
            actor=cast.supervisor, now=now, estate=cast.estate, procedure="archive_destruction", words="销毁",
            answers=asked,
        )  # fmt: skip
    assert case.answers["due_ids"] == [old.pk, useful.pk]
    with pytest.raises(Refused, match="清册里没有 GC-1"):
        walk(case, now, (cast.supervisor, "appraise", {"excepted": "WS-4、GC-1", "excepted_why": "还有用"}))
    case = walk(case, now, (cast.supervisor, "appraise", {"excepted": "WS-4", "excepted_why": "有纠纷未结"}))
    assert case.answers["due_count"] == 1
    with pytest.raises(Forbidden, match="当事人以外"):
        walk(case, now, (cast.supervisor, "first", {"first_ok": True}))
    walk(case, now, (cast.manager, "first", {"first_ok": True}))
    with pytest.raises(Forbidden, match="当事人以外"):
        walk(case, now, (cast.manager, "second", {"second_ok": True}))
    walk(case, now, (cast.headquarters, "second", {"second_ok": True}))
    seen, watched = ("overseer_signed", "overseer_two_signed", "destroyed_photo"), {"way": "shred"}
    alone = {**watched, "overseer": cast.butler.pk, "overseer_two": cast.butler.pk}
    with pytest.raises(Refused, match="两人监销"):
        do(case, cast.desk, "destroy", alone, *seen)
    with pytest.raises(Refused, match="不能监销"):
        do(case, cast.desk, "destroy", {**alone, "overseer_two": cast.desk.pk}, *seen)
    case = do(case, cast.desk, "destroy", {**alone, "overseer_two": cast.guard.pk}, *seen)
    gone = fresh(acting, cast, old)
    assert (
        case.state == "closed" and gone.destroyed_on == date(2026, 11, 18) and case.number in gone.retired_why
    )
    assert not any(fresh(acting, cast, one).retired_at for one in (young, forever, useful))
    with acting(system(cast.company.pk)):
        assert CaseRecord.objects.filter(case=case, register="archives", object_id=old.pk).exists()


def test_what_must_be_kept_is_kept_whoever_asks(acting, cast, archive, now):
    young, forever = archive("WS-2"), archive("GC-1", date(1999, 1, 1), retention="permanent")
    gone = {"actor": cast.supervisor, "now": now, "today": now.date(), "why": "腾地方"}
    with acting(cast.supervisor):
        with pytest.raises(Refused, match="保管期限没有届满"):
            archives.destroy_archive(archive=young, **gone)
        with pytest.raises(Refused, match="永久保管"):
            archives.destroy_archive(archive=forever, **gone)
        with pytest.raises(Stale):
            archives.return_archive(archive=young, actor=cast.supervisor, now=now)
        for one in (young, forever):
            with pytest.raises(IntegrityError), transaction.atomic():
                Archive.objects.filter(pk=one.pk).update(retired_at=now, destroyed_on=now.date())
