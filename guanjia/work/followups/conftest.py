"""What the tests here have in common."""

from datetime import timedelta

import pytest

from guanjia.engine.params.models import ParameterValue
from guanjia.work.cases import actions as cases
from guanjia.work.cases.models import Case
from guanjia.work.followups import actions
from guanjia.work.followups.models import FollowUp

HOME = {"kind": "home", "part": "pipes", "quote_when": "free"}


@pytest.fixture
def fixed(cast, acting, now):
    """A leak that 陈师傅 has mended; 小李 took the call."""
    with acting(cast.desk):
        case = cases.register_case(
            actor=cast.desk,
            now=now,
            estate=cast.estate,
            procedure="repair",
            words="厨房水管漏水",
            topic="water",
            unit=cast.unit,
            customer=cast.owner,
            answers=HOME,
        )
        cases.receive(
            case=case,
            event="order.done",
            answers={"worker": cast.technician.pk, "work": "更换角阀"},
            actor=cast.technician,
            now=now + timedelta(hours=2),
        )
        yield Case.objects.get(pk=case.pk)


@pytest.fixture
def followup(fixed):
    return FollowUp.objects.get(case=fixed)


def ask(followup, cast, at, **said):
    return actions.record_answer(
        actor=cast.desk, now=at, followup=followup, **{"stars": 5, "satisfied": True, "words": "", **said}
    )


def call(followup, cast, at, outcome="no_answer", **said):
    return actions.record_attempt(actor=cast.desk, now=at, followup=followup, outcome=outcome, **said)


def state(row):
    return type(row).objects.get(pk=row.pk).state


def set_parameter(cast, now, key, value):
    ParameterValue.objects.create(
        company=cast.company,
        estate=cast.estate,
        key=key,
        value=value,
        since=now,
        at=now,
        by=cast.manager,
        reason="试",
    )
