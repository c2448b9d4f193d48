"""What an office's list becomes: understood cell by cell, joined with what is known."""

from datetime import date
from decimal import Decimal

from guanjia.directory.owners.conftest import codes
from guanjia.directory.owners.filing import export_owners
from guanjia.directory.people.models import Customer, Occupancy, Phone
from guanjia.directory.places.models import Unit, Zone
from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.imports.models import ImportedRow
from guanjia.engine.search.index import find


def test_the_mess_is_understood_and_every_trouble_named_by_its_cell(bring_in, book, cast, acting):
    run = bring_in(book())
    assert run.state == "done", run.error
    assert set(codes(run)) == {
        ("D5", "area_unreadable"),
        ("E5", "date_unreadable"),
        ("I5", "status_unknown"),
        ("C7", "room_empty"),
        (8, "total"),
        ("G9", "phone_length"),
        ("H9", "id_masked"),
        ("H10", "id_shared"),
        (11, "row_repeated"),
    }
    with acting(cast.manager):
        units = {unit.key: unit for unit in Unit.objects.filter(building__name="3", key__startswith="3-1-")}
        assert set(units) == {"3-1-101", "3-1-102", "3-1-201", "3-1-202", "3-1-301", "3-1-302"}
        first = units["3-1-101"]
        assert (first.area, first.handed_over_on, first.floor, first.status) == (
            Decimal("90.50"),
            date(2017, 1, 8),
            1,
            "occupied",
        )
        assert (first.note, units["3-1-202"].status) == ("钥匙在前台", "vacant")
        people = {(o.unit.key, o.customer.name) for o in Occupancy.objects.filter(unit__in=units.values())}
        assert people == {
            ("3-1-101", "何涵"),
            ("3-1-101", "曾伟子"),
            ("3-1-102", "王芳"),
            ("3-1-201", "王芳"),
            ("3-1-301", "赵六"),
            ("3-1-302", "钱七"),
        }
        phones = {
            (p.customer.name, p.number, p.label) for p in Phone.objects.filter(number__startswith="137")
        }
        assert phones == {
            ("何涵", "13700000001", ""),
            ("曾伟子", "13700000002", ""),
            ("王芳", "13700000003", "女主人"),
            ("王芳", "13700000004", "儿子"),
        }


def test_same_name_and_phone_is_one_customer_unless_somebody_says_no(bring_in, book, cast, acting):
    run = bring_in(book())
    assert [(one["why"], one["merge"]) for one in run.duplicates] == [("phone", True), ("id_only", False)]
    with acting(cast.manager):
        assert Customer.objects.filter(name="王芳").count() == 1


def test_kept_apart_on_request(bring_in, book, cast, acting):
    bring_in(book(), decisions=lambda run: {run.duplicates[0]["key"]: False})
    with acting(cast.manager):
        assert Customer.objects.filter(name="王芳").count() == 2


def test_known_customers_are_recognised(bring_in, book, cast, acting):
    """王阿姨 is in the register with this phone; another home of hers makes no second customer."""
    with acting(cast.manager):
        number = cast.owner.phones.get().number
    run = bring_in(book([["3栋", "1单元", "501", "", "", cast.owner.name, number, "", "", ""]]))
    assert run.counts["customers_new"] == 0
    with acting(cast.manager):
        assert cast.owner.occupancies.count() == 2


def test_importing_again_changes_nothing(bring_in, book):
    bring_in(book())
    again = bring_in(book())
    assert again.counts["ledger"] == {}


def test_what_goes_out_comes_in_unchanged(bring_in, book, cast, acting, now, tmp_path):
    bring_in(book())
    path = tmp_path / "export.xlsx"
    with acting(cast.manager):
        rows = export_owners(actor=cast.manager, now=now, estate=cast.estate, path=path, reason="核对")
        assert rows == Occupancy.objects.count() + 1
    again = bring_in(path)
    assert (again.counts["ledger"], [p for p in again.problems if p["severity"] != "info"]) == ({}, [])


def test_an_export_fills_an_empty_estate_with_the_same(bring_in, book, cast, acting, now, tmp_path):
    bring_in(book())
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    with acting(cast.headquarters):
        export_owners(actor=cast.headquarters, now=now, estate=cast.estate, path=first, reason="核对")
    bring_in(first, estate=cast.other_estate, actor=cast.headquarters)
    with acting(cast.headquarters):
        export_owners(actor=cast.headquarters, now=now, estate=cast.other_estate, path=second, reason="核对")
    from guanjia.engine.imports.reading import read_file

    assert sorted(map(str, read_file(first, "1.xlsx")[0].rows)) == sorted(
        map(str, read_file(second, "2.xlsx")[0].rows)
    )


def test_tenants_go_only_into_rooms_that_are_there(bring_in, book, cast, acting):
    bring_in(book())
    head = ["房号", "房东", "租客姓名", "租客电话", "人数", "起租", "到期"]
    run = bring_in(
        book(
            [
                ["3-1-102", "王芳", "孙八", "13700000009", "2人", "2025.4.25", "2027-03-11"],
                ["9-9-999", "王芳", "周九", "", "", "", ""],
                ["3-1-101", "别人", "吴十", "", "", "", ""],
            ],
            head,
            "租户.xlsx",
        )
    )
    assert set(codes(run)) == {("A4", "unit_missing"), (5, "landlord_differs")}
    with acting(cast.manager):
        let = Occupancy.objects.get(customer__name="孙八")
        assert (let.role, let.since, let.until, let.residents) == (
            "tenant",
            date(2025, 4, 25),
            date(2027, 3, 11),
            2,
        )
        assert not Customer.objects.filter(name="周九").exists()


def test_shops_with_leases(bring_in, book, cast, acting):
    head = ["商铺编号", "商户名称", "营业执照号", "联系人", "电话", "面积", "租期", "消防责任书"]
    run = bring_in(
        book(
            [
                [
                    "A101",
                    "源隆餐饮馆",
                    "办理中",
                    "何琪建",
                    "0571-80327742转12",
                    23.5,
                    "2024.2.1-2025.2.30",
                    "√",
                ]
            ],
            head,
        )
    )
    assert set(codes(run)) == {("C3", "id_pending"), ("G3", "date_no_such_day")}
    with acting(cast.manager):
        shop = Occupancy.objects.get(unit__key="A-101")
        assert (shop.unit.kind, shop.customer.kind, shop.until) == ("shop", "company", date(2025, 2, 28))
        phone = shop.customer.phones.get()
        assert (phone.number, phone.digits, phone.label) == ("0571-80327742-12", "057180327742", "何琪建")
        assert shop.customer.note == "消防责任书：已签"


def test_butlers_become_zones(bring_in, book, cast, acting):
    head = ["房号", "业主", "管家"]
    run = bring_in(book([["3-1-101", "王芳", "林管家"], ["3-1-102", "李四", "没这个人"]], head))
    with acting(cast.manager):
        zones = {zone.name: zone.butler for zone in Zone.objects.filter(units__key__startswith="3-1-10")}
    assert cast.butler in zones.values()
    assert zones["没这个人片区"] is None
    assert [p["cell"] for p in run.problems if p["code"] == "butler_unknown"] == ["C4"]


def test_everything_is_in_the_audit_trail_and_can_be_found(bring_in, book, cast, acting):
    run = bring_in(book())
    with acting(cast.manager):
        made = ImportedRow.objects.filter(run=run)
        assert made.count() == AuditEntry.objects.filter(verb__endswith=".imported").count() > 20
        entry = AuditEntry.objects.filter(verb="unit.imported").first()
        assert (entry.actor_name, entry.after["key"]) == ("陈经理", "3-1-101")
        assert {hit.title for hit in find("3-1-102")} >= {"3栋1单元102"}
        assert {hit.title for hit in find("zengweizi")} == {"曾伟子"}
        assert {hit.title for hit in find("00003")} >= {"王芳"}
