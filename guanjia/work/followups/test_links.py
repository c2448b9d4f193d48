"""The customer answers by a link."""

from datetime import timedelta

import pytest

from guanjia.channels.mail.rules import MOST_ATTEMPTS
from guanjia.engine.access import system
from guanjia.engine.access.models import Reveal
from guanjia.kernel import time
from guanjia.kernel.errors import Forbidden, Stale
from guanjia.testing.cast import OWNER_PHONE
from guanjia.work.cases import actions as cases
from guanjia.work.cases.models import Case
from guanjia.work.followups import contact, jobs, links
from guanjia.work.followups.conftest import HOME, ask, set_parameter, state
from guanjia.work.followups.tokens import BadLink, parts_of, token_of


def test_the_customers_link_does_the_same(fixed, followup, cast, now, acting):
    link = links.send_link(actor=cast.desk, now=now, followup=followup, key="once")
    assert links.send_link(actor=cast.desk, now=now, followup=followup, key="once").pk == link.pk
    token = token_of(link)
    with acting(system(parts_of(token)[0])):
        answer = links.answer_by_link(
            token=token, stars=4, satisfied=True, words="谢谢", now=now + timedelta(hours=3)
        )
    assert (answer.way, answer.by, state(followup), state(fixed)) == ("link", None, "answered", "closed")


def test_a_link_brings_one_answer_expires_and_cannot_be_forged(followup, cast, now, acting):
    link = links.send_link(actor=cast.desk, now=now, followup=followup)
    token, said = token_of(link), {"stars": 5, "satisfied": True, "words": ""}
    with pytest.raises(BadLink):
        parts_of(token[:-1] + ("a" if token[-1] != "a" else "b"))
    with acting(system(cast.company.pk)):
        with pytest.raises(Stale):
            links.answer_by_link(token=token, now=now + timedelta(days=7), **said)
        links.answer_by_link(token=token, now=now + timedelta(days=1), **said)
        with pytest.raises(Stale):
            links.answer_by_link(token=token, now=now + timedelta(days=1), **said)


def test_the_link_is_mailed_to_a_customer_with_an_address(followup, cast, now, mailoutbox):
    link = links.send_link(actor=cast.desk, now=now, followup=followup, to="wang@example.com")
    assert (link.mail.state, link.mail.address) == ("waiting", "wang@example.com")
    assert token_of(link) not in link.mail.text
    with time.shifted(now - time.now()):
        jobs.mail_link(company_id=cast.company.pk, link_id=link.pk)
    (mail,) = mailoutbox
    assert mail.to == ["wang@example.com"]
    assert f"/q/{token_of(link)}" in mail.body
    link.mail.refresh_from_db()
    assert (link.mail.state, link.mail.attempts) == ("sent", 1)


def test_a_letter_that_does_not_leave_says_so(followup, cast, now, settings):
    settings.MAILERS = {
        "default": {**settings.SMTP, "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1}}
    }
    link = links.send_link(actor=cast.desk, now=now, followup=followup, to="wang@example.com")
    for _ in range(MOST_ATTEMPTS):
        with time.shifted(now - time.now()), pytest.raises(ConnectionRefusedError):
            jobs.mail_link(company_id=cast.company.pk, link_id=link.pk)
    link.mail.refresh_from_db()
    assert (link.mail.state, link.mail.attempts) == ("failed", MOST_ATTEMPTS)
    assert "Refused" in link.mail.error


def test_a_letter_about_an_answered_matter_stays_here(followup, cast, now, mailoutbox):
    link = links.send_link(actor=cast.desk, now=now, followup=followup, to="wang@example.com")
    ask(followup, cast, now)
    with time.shifted(now - time.now()):
        jobs.mail_link(company_id=cast.company.pk, link_id=link.pk)
    link.mail.refresh_from_db()
    assert (len(mailoutbox), link.mail.state) == (0, "skipped")


def test_a_later_round_does_not_repeat_an_earlier_word(fixed, followup, cast, acting, now):
    ask(followup, cast, now + timedelta(days=1), stars=1, satisfied=False, words="还在漏")
    set_parameter(cast, now, "repair.followup_share", 0)
    later = now + timedelta(days=2)
    cases.receive(case=fixed, event="order.done", answers={}, actor=system(cast.company.pk), now=later)
    jobs.pass_over(company_id=cast.company.pk, case_id=fixed.pk)
    case = Case.objects.get(pk=fixed.pk)
    assert (case.state, case.answers["satisfied"]) == ("closed", None)


def test_undoing_a_merge_puts_the_call_back(fixed, followup, cast, now):
    other = cases.register_case(
        actor=cast.desk, now=now, estate=cast.estate, procedure="repair", words="厨房又漏", unit=cast.unit, answers=HOME
    )  # fmt: skip
    us = {"actor": cast.supervisor, "now": now + timedelta(hours=3)}
    cases.merge_case(case=fixed, into=other, **us)
    assert state(followup) == "cancelled"
    cases.unmerge_case(case=fixed, **us)
    assert state(followup) == "due"
    ask(followup, cast, now + timedelta(days=1))
    assert state(fixed) == "closed"


def test_a_look_at_the_number_is_recorded(followup, cast, now):
    assert contact.reveal_number(actor=cast.desk, now=now, followup=followup) == OWNER_PHONE
    assert Reveal.objects.get(object_id=followup.case_id).actor == cast.desk
    with pytest.raises(Forbidden):
        contact.reveal_number(actor=cast.technician, now=now, followup=followup)
