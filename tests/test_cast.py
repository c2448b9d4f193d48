"""The database of the tests keeps people apart as the real one does."""

from guanjia.directory.people.models import Customer
from guanjia.directory.places.models import Estate


def test_a_stranger_sees_nothing_of_the_company(acting, cast):
    with acting(cast.outsider):
        assert [estate.name for estate in Estate.objects.all()] == ["远方家园"]
        assert not Customer.objects.exists()


def test_nobody_sees_nothing(acting, cast):
    with acting(None):
        assert not Estate.objects.exists()


def test_the_desk_finds_her(acting, cast):
    with acting(cast.desk):
        assert [str(home.unit) for home in cast.owner.occupancies.all()] == ["3栋2单元1501"]


def test_the_week(at):
    assert at("下周一 09:00").isoformat() == "2026-11-23T01:00:00+00:00"
    assert at("周三 10:00") == at("2026-11-18 10:00")
