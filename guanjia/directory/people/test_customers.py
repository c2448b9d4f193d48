"""Customers, their phones and homes; merging and parting again."""

from datetime import date

import pytest

from guanjia.directory.people import actions
from guanjia.directory.people.merging import merge_customers, undo_merge
from guanjia.directory.people.models import Customer, Occupancy
from guanjia.directory.people.queries import card_of, customers_calling_from
from guanjia.engine.access.models import Reveal
from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.search.index import find
from guanjia.kernel.errors import Forbidden, Refused, Stale


@pytest.fixture
def desk(cast, acting):
    with acting(cast.desk):
        yield cast.desk


@pytest.fixture
def li(cast, desk, now):
    return actions.create_customer(
        actor=desk,
        now=now,
        name="李 四",
        phones="13700000001（办公室）/0571-88001234转8",
        unit=cast.unit,
        role="tenant",
    )


def test_a_customer_is_found_at_once(li, cast):
    assert li.name == "李四"
    assert [(p.number, p.label, p.is_primary) for p in li.phones.order_by("id")] == [
        ("13700000001", "办公室", True),
        ("0571-88001234-8", "", False),
    ]
    assert li.estate_ids == [cast.estate.pk]
    assert {hit.object_id for hit in find("lisi")} == {hit.object_id for hit in find("8800")} == {li.pk}


def test_a_wrong_phone_or_identity_number_is_refused(cast, desk, now):
    with pytest.raises(Refused, match="1370000"):
        actions.create_customer(actor=desk, now=now, name="李四", phones="1370000")
    with pytest.raises(Refused, match="证件号码"):
        actions.create_customer(actor=desk, now=now, name="李四", id_number="990001195005060361")
    assert not Customer.objects.filter(name="李四").exists()


def test_the_same_press_makes_one_customer(desk, now):
    made = [actions.create_customer(actor=desk, now=now, name="李四", key="k") for _ in range(2)]
    assert made[0] == made[1]


def test_a_change_is_in_the_trail_and_an_old_view_is_stale(li, desk, now):
    actions.edit_customer(actor=desk, now=now, customer=li, version=1, note="长期在外地")
    entry = AuditEntry.objects.get(verb="customer.edited")
    assert (entry.before, entry.after) == ({"note": ""}, {"note": "长期在外地"})
    with pytest.raises(Stale):
        actions.edit_customer(actor=desk, now=now, customer=li, version=1, note="x")


def test_the_next_phone_becomes_the_first(li, desk, now):
    actions.retire_phone(actor=desk, now=now, phone=li.phones.get(is_primary=True))
    assert li.phones.get(retired_at=None, is_primary=True).number == "0571-88001234-8"
    assert find("13700000001") == []


def test_a_look_at_the_full_number_is_recorded(li, cast, acting, now):
    phone = li.phones.first()
    assert actions.reveal_phone(actor=cast.desk, now=now, phone=phone, reason="回电") == "13700000001"
    assert Reveal.objects.get().object_id == phone.pk
    with acting(cast.technician), pytest.raises(Forbidden):
        actions.reveal_phone(actor=cast.technician, now=now, phone=phone)


def test_moving_in_twice_is_refused_and_moving_out_works(li, cast, desk, now):
    with pytest.raises(Refused, match="已经登记"):
        actions.start_occupancy(actor=desk, now=now, customer=li, unit=cast.unit, role="tenant")
    home = li.occupancies.get()
    actions.end_occupancy(actor=desk, now=now, occupancy=home, until=date(2026, 11, 1))
    assert card_of(li.pk, actor=desk, on=date(2026, 11, 18)).homes[0].current is False
    actions.retire_customer(actor=desk, now=now, customer=li)
    assert find("lisi") == []


def test_a_customer_with_a_home_is_not_retired(li, desk, now):
    with pytest.raises(Refused, match="名下还有房产"):
        actions.retire_customer(actor=desk, now=now, customer=li)


def test_the_card_in_few_statements(li, cast, desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        card = card_of(cast.owner.pk, actor=desk, on=date(2026, 11, 18))
        assert "****" in card.phones[0][1]
        assert [home.unit.key for home in card.homes] == [cast.unit.key]
        assert [one.customer.name for one in card.people] == ["李四"]


def test_who_is_calling(li, desk):
    assert customers_calling_from("057188001234", actor=desk) == [li]


def test_merging_moves_everything_and_undo_puts_it_back(li, cast, desk, now):
    twin = actions.create_customer(
        actor=desk,
        now=now,
        name="李四",
        phones="13700000001/13700000002",
        unit=cast.unit,
        email="li@example.com",
    )
    merge_customers(actor=desk, now=now, keep=li, gone=twin)
    li.refresh_from_db()
    assert {p.number for p in li.phones.filter(retired_at=None)} == {
        "13700000001",
        "0571-88001234-8",
        "13700000002",
    }
    assert set(Occupancy.objects.filter(customer=li).values_list("role", flat=True)) == {"tenant", "owner"}
    assert (li.email, [hit.object_id for hit in find("lisi")]) == ("li@example.com", [li.pk])
    with pytest.raises(Stale):
        actions.edit_customer(actor=desk, now=now, customer=twin, note="x")

    undo_merge(actor=desk, now=now, gone=twin)
    li.refresh_from_db()
    twin.refresh_from_db()
    assert (li.email, twin.retired_at, twin.merged_into) == ("", None, None)
    assert {p.number for p in twin.phones.filter(retired_at=None)} == {"13700000001", "13700000002"}
    assert li.occupancies.get().role == "tenant"
    assert {hit.object_id for hit in find("lisi")} == {li.pk, twin.pk}
    with pytest.raises(Stale):
        undo_merge(actor=desk, now=now, gone=twin)


def test_merging_twice_or_with_oneself_is_refused(li, desk, now):
    with pytest.raises(Refused):
        merge_customers(actor=desk, now=now, keep=li, gone=li)


def test_the_guard_may_not_edit(cast, acting, now):
    with acting(cast.guard), pytest.raises(Forbidden):
        actions.create_customer(actor=cast.guard, now=now, name="李四")


def test_customers_stand_as_in_a_dictionary(cast, acting):
    with acting(cast.desk):
        ours = [
            Customer.objects.create(company=cast.company, name=name)
            for name in ("邹明", "Li Na", "曾伟", "阿宝")
        ]
        found = Customer.objects.filter(pk__in=[one.pk for one in ours]).order_by("spoken")
        assert [one.name for one in found] == ["Li Na", "阿宝", "曾伟", "邹明"]
