"""Numbers are inherited estate → branch → company → default, and their history stays."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.params import value
from guanjia.engine.params.actions import set_parameter
from guanjia.engine.params.declared import declared, groups
from guanjia.engine.params.models import ParameterValue
from guanjia.engine.params.rules import dump, load
from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Limit, hours, minutes
from guanjia.engine.sop.duration import Parameter
from guanjia.kernel.errors import Forbidden, Refused

QUOTE = "repair.quoting"


@pytest.fixture
def change(cast, now):
    def change(actor, worth, name=QUOTE, reason="试行", **more):
        return set_parameter(actor=actor, now=now, name=name, value=worth, reason=reason, **more)

    return change


def test_the_nearest_value_counts(acting, cast, change, now):
    with acting(cast.admin):
        branch = apps.get_model("places", "Branch").objects.create(company=cast.company, name="杭州区域")
        cast.estate.branch = branch
        cast.estate.save()
        assert value(QUOTE, estate=cast.estate, now=now) == hours(2, calendar="service")
        change(cast.admin, hours(4).as_json())
        assert value(QUOTE, estate=cast.estate, now=now) == hours(4)
        change(cast.admin, hours(3).as_json(), branch=branch)
        assert value(QUOTE, estate=cast.estate, now=now) == hours(3)
        assert value(QUOTE, estate=cast.other_estate, now=now) == hours(4)
        change(cast.admin, minutes(45).as_json(), estate=cast.estate)
        assert value(QUOTE, estate=cast.estate, now=now) == minutes(45)
        assert Parameters.of(cast.estate, now).found(QUOTE).level == "estate"
        change(cast.admin, None, estate=cast.estate, reason="恢复")
        assert Parameters.of(cast.estate, now).found(QUOTE).level == "branch"
        assert ParameterValue.objects.count() == 4


def test_a_change_may_be_dated_ahead(acting, cast, change, now):
    with acting(cast.manager):
        change(cast.manager, hours(1).as_json(), estate=cast.estate, since=now + timedelta(days=1))
        assert value(QUOTE, estate=cast.estate, now=now) == hours(2, calendar="service")
        assert value(QUOTE, estate=cast.estate, now=now + timedelta(days=1)) == hours(1)
        with pytest.raises(Refused) as no:
            change(cast.manager, hours(1).as_json(), estate=cast.estate, since=now - timedelta(days=1))
        assert no.value.field == "since"


def test_one_statement_reads_them_all(acting, cast, change, now):
    with acting(cast.manager):
        change(cast.manager, hours(1).as_json(), estate=cast.estate)
        with CaptureQueriesContext(
            connection,
        ) as spent:
            here = Parameters.of(cast.estate, now)
            assert [here.value(key) for key in declared()]
        assert len(spent) == 1


def test_who_may_set_what(acting, cast, change, now):
    for actor, where in (
        (cast.supervisor, {"estate": cast.estate}),
        (cast.manager, {"estate": cast.other_estate}),
        (cast.manager, {}),
        (cast.outsider, {"estate": cast.estate}),
    ):
        with acting(actor), pytest.raises(Forbidden):
            change(actor, hours(1).as_json(), **where)


@pytest.mark.parametrize(
    ("name", "worth", "reason", "field"),
    [
        ("repair.nothing", 1, "试", "name"),
        (QUOTE, {"amount": -1, "unit": "hours", "calendar": "always"}, "试", "value"),
        (QUOTE, {"amount": 1, "unit": "years", "calendar": "always"}, "试", "value"),
        (QUOTE, 5, "试", "value"),
        (QUOTE, {"amount": 1, "unit": "hours", "calendar": "always"}, " ", "reason"),
        ("repair.followup_share", 101, "试", "value"),
        ("repair.followup_share", True, "试", "value"),
        ("complaint.consent.by", [], "试", "value"),
    ],
)
def test_nonsense_is_refused(acting, cast, change, name, worth, reason, field):
    with acting(cast.manager), pytest.raises(Refused) as no:
        change(cast.manager, worth, name=name, reason=reason, estate=cast.estate)
    assert no.value.field == field


def test_a_change_is_audited_and_a_repeat_is_one(acting, cast, change):
    with acting(cast.manager):
        first = change(cast.manager, hours(1).as_json(), estate=cast.estate, key="k1")
        assert change(cast.manager, hours(1).as_json(), estate=cast.estate, key="k1") == first
        entry = AuditEntry.objects.get(verb="parameter.set")
    assert entry.before == {QUOTE: hours(2, calendar="service").as_json()}
    assert entry.after[QUOTE] == hours(1).as_json()


def test_history_cannot_be_rewritten(acting, cast, change):
    with acting(cast.manager):
        row = change(cast.manager, hours(1).as_json(), estate=cast.estate)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            ParameterValue.objects.filter(pk=row.pk).update(value=None)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            row.delete()


def test_every_kind_goes_to_json_and_back():
    for kind, worth in (
        ("limit", Limit(3, "days")), ("number", 3), ("percent", 100), ("money", 1050), ("tick", False),
        ("roles", ("manager",)), ("lines", ("甲", "乙")),
    ):  # fmt: skip
        parameter = Parameter("试", kind, worth, key="t.t")
        assert load(parameter, dump(worth)) == worth


def test_what_is_declared_has_a_key_and_a_good_default():
    assert {"repair", "complaint", "suggestion", "consultation"} <= {group.code for group in groups()}
    for key, parameter in declared().items():
        assert parameter.key == key
        assert load(parameter, dump(parameter.default)) == parameter.default
