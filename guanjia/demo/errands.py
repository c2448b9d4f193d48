"""Small errands of the desk and the butlers: mail on the shelf, visits, rounds through empty homes, customers' data."""

from datetime import datetime, timedelta
from typing import Any

from guanjia.demo.company import World
from guanjia.demo.pictures import photo
from guanjia.directory.people.models import Occupancy
from guanjia.directory.places.models import Estate, Unit
from guanjia.directory.team import roles
from guanjia.directory.team.models import Staff
from guanjia.registers.vacant_units.models import VacantUnit
from guanjia.work.cases import actions as cases
from guanjia.work.cases.models import Case

# sender, kind, place on the shelf, days ago, confidential
MAIL = (
    ("顺丰速运", "express", "A-1", 0, False), ("京东物流", "express", "A-3", 0, False),
    ("中国邮政", "registered", "B-2", 1, True), ("中通快递", "express", "A-5", 4, False),
    ("中国邮政", "parcel", "B-7", 8, False), ("韵达快递", "express", "C-1", 13, False),
)  # fmt: skip
STORM, FROST = (6, 7, 8, 9), (12, 1, 2)


def run(world: World) -> None:
    """Mail in both estates, the rest in the larger one."""
    for estate in world.estates:
        _Office(world, estate).keep_mail()
    office = _Office(world, world.estates[0])
    office.go_visiting()
    office.walk_through()
    office.give_data()


class _Office:
    """Desk, butler, supervisor and manager of one estate."""

    def __init__(self, world: World, estate: Estate) -> None:
        self.world, self.estate = world, estate
        self.desk, self.butler, self.chief, self.manager = (
            world.of(estate, role)[0] for role in (roles.DESK, roles.BUTLER, roles.SUPERVISOR, roles.MANAGER)
        )
        homes = Occupancy.objects.filter(estate=estate, role="owner", unit__status=Unit.Status.OCCUPIED)
        self.homes = list(
            homes.select_related("unit__building", "customer").order_by("unit__sort_key")[60:75]
        )

    def ago(self, days: float) -> datetime:
        return self.world.now - timedelta(days=days)

    def day(self, days: int) -> str:
        return (self.world.today + timedelta(days=days)).isoformat()

    def open(
        self, by: Staff, procedure: str, words: str, days: float, said: dict[str, Any], **at: Any
    ) -> Case:
        return cases.register_case(
            actor=by, now=self.ago(days), estate=self.estate, procedure=procedure, words=words, channel="counter",
            answers=said, **at,
        )  # fmt: skip

    def do(self, by: Staff, case: Case, step: str, days: float, *photos: str, **said: Any) -> Case:
        return cases.complete_step(
            actor=by, now=self.ago(days), case=case, step=step, answers=said,
            uploads=[(kind, photo("after")) for kind in photos],
        )  # fmt: skip

    def keep_mail(self) -> None:
        for number, (home, (sender, kind, shelf, days, secret)) in enumerate(
            zip(self.homes, MAIL, strict=False)
        ):
            said = {
                "mail_kind": kind, "sender": sender, "tracking": f"{self.estate.pk}{7_310_220 + number * 37}",
                "addressee": home.customer.name, "shelf": shelf, "confidential": secret, "condition": "intact",
            }  # fmt: skip
            case = self.open(
                self.desk, "mail", "代收邮件", days + 0.1, said, unit=home.unit, customer=home.customer
            )
            if days:
                self.do(self.desk, case, "tell", days, told_way="message")

    def go_visiting(self) -> None:
        """One is due, one is late, one left a promise."""
        *_others, seen = (
            self.open(
                self.chief, "visits", "年度走访", 20,
                {"visit_kind": kind, "butler": self.butler.pk, "visit_by": self.day(by)},
                unit=home.unit, customer=home.customer,
            )
            for home, (kind, by) in zip(self.homes[6:], (("yearly", 2), ("key", -1), ("new", 5)), strict=False)
        )  # fmt: skip
        self.do(
            self.butler, seen, "visit", 1, met=True, met_whom="业主", mood="plain", opinions="楼道灯偏暗", need_case=False,
            promised=True, promise="三天内更换楼道灯", promise_by=self.day(2),
        )  # fmt: skip

    def walk_through(self) -> None:
        """The first home in good order, the second with a leak, the third still to be looked at."""
        empty = VacantUnit.objects.filter(estate=self.estate, retired_at=None).order_by("pk")[:3]
        for vacant, leaks in zip(empty, (False, True, None), strict=False):
            case = self.open(self.butler, "vacant_units", "空置房月度巡查", 2, {"vacant": vacant.pk})
            if leaks is not None:
                fault = {"found": ["pipes"], "found_words": "厨房水管接头滴水"} if leaks else {}
                self.do(self.butler, case, "round", 1, **self._round(leaks), **fault)

    def _round(self, leaks: bool) -> dict[str, Any]:
        month = self.ago(1).astimezone(self.world.zone_info).month
        season = {"season": "none"}
        if month in STORM:
            season = {"season": "storm", "storm_ready": True}
        elif month in FROST:
            season = {"season": "frost", "frost_ready": True}
        return {
            "checked_on": self.day(-1), "water_off": True, "power_off": True, "windows_shut": True, "leaks": leaks,
            "pests": False, "meter_water": "12", "meter_power": "308", "aired": True, **season,
        }  # fmt: skip

    def give_data(self) -> None:
        """The police have got a sheet; an inquiry of the company itself waits for headquarters."""
        homes = "\n".join(home.unit.key for home in self.homes[9:11])
        police = {
            "asked_by": "阳光派出所 周警官", "authority": "police", "officers": 2, "ground": "协查〔2026〕77号",
            "purpose": "走失老人协查", "homes": homes, "kinds": ["phone", "residents"], "until": self.day(5),
        }  # fmt: skip
        case = self.open(self.desk, "disclosure", "派出所协查", 1, police)
        self.do(self.desk, case, "check", 0.9, "proof", identity_ok=True, papers_ok=True)
        self.do(self.manager, case, "approve", 0.8, allowed=True, granted=["phone"])
        ours = {
            "asked_by": "总部财务部 吴经理", "authority": "company", "ground": "年度审计通知", "purpose": "核对车位收费",
            "homes": homes, "kinds": ["vehicles"], "until": self.day(10),
        }  # fmt: skip
        self.do(
            self.desk, self.open(self.desk, "disclosure", "审计核对", 0.2, ours), "check", 0.1, "proof",
            identity_ok=True,
        )  # fmt: skip
