"""阳光物业: two estates, their staff in posts, the month's roster."""

import calendar
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from guanjia.demo import names
from guanjia.directory.places.models import Branch, Company, Estate, Zone
from guanjia.directory.team import roles
from guanjia.directory.team.models import Appointment, Department, Post, Staff
from guanjia.kernel.names import spellings
from guanjia.work.roster.actions import set_up_kinds
from guanjia.work.roster.models import DutyShift, ShiftKind

PASSWORD = "guanjia-demo-2026"
SHOWN = {
    "xiaozhang": "座席 · 小张", "xiaoli": "前台 · 小李", "chenshifu": "工程师傅 · 陈师傅", "linguanjia": "管家 · 林管家",
    "liuzhuguan": "客服主管 · 刘主管", "chenjingli": "项目经理 · 陈经理", "zhaozong": "总部品质部 · 赵总",
    "xiaozhou": "收银 · 小周", "qiankuaiji": "会计 · 钱会计", "admin": "系统管理员", "laozhang": "门岗 · 老张",
}  # fmt: skip
DEPARTMENTS = {"service": "客服部", "engineering": "工程部", "security": "秩序部", "cleaning": "环境部"}
SKILLS = (["water", "structure"], ["power", "lift"], ["water", "heating"], ["door", "power"], ["lift", "power"],
          ["water", "door"], ["gas", "heating"])  # fmt: skip
# role, department, how many in the large and in the small estate, those known by name
CREW = (
    (roles.AGENT, "service", 4, 1, {"xiaozhang": "小张"}),
    (roles.DESK, "service", 3, 1, {"xiaoli": "小李"}),
    (roles.BUTLER, "service", 3, 1, {"linguanjia": "林管家"}),
    (roles.SUPERVISOR, "service", 1, 1, {"liuzhuguan": "刘主管"}),
    (roles.MANAGER, "service", 1, 1, {"chenjingli": "陈经理"}),
    (roles.TECHNICIAN, "engineering", 7, 3, {"chenshifu": "陈师傅"}),
    (roles.GUARD, "security", 5, 3, {"laozhang": "老张"}),
    (roles.TECHNICIAN, "cleaning", 2, 1, {}),
    (roles.CASHIER, "service", 2, 1, {"xiaozhou": "小周"}),
    (roles.ACCOUNTANT, "service", 1, 0, {"qiankuaiji": "钱会计"}),
)


@dataclass
class World:
    """What the demo is made of, passed from part to part."""

    now: datetime
    chance: Random
    company: Company
    estates: list[Estate] = field(default_factory=list)
    staff: list[Staff] = field(default_factory=list)
    departments: dict[tuple[int, str], Department] = field(default_factory=dict)
    zone_info: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone_info).date()

    def of(self, estate: Estate, role: str, department: str = "") -> list[Staff]:
        """The estate's people in a role, in the order in which they were hired."""
        return [
            one for one in self.staff
            if role in one.roles and estate.pk in one.estate_ids and not one.everywhere
            and (not department or (one.department and one.department.code == department))
        ]  # fmt: skip


def logins() -> list[tuple[str, str]]:
    """(login, who) of one person per role."""
    return list(SHOWN.items())


def found(now: datetime) -> World:
    """The company, its estates, departments and people."""
    company = Company.objects.create(
        name="阳光物业服务有限公司", short_name="阳光物业", hotline="0571-88001234"
    )
    world = World(now, Random(20261121), company)
    branch = Branch.objects.create(company=company, name="杭州区域")
    for code, name, address, years in (
        ("YG", "阳光花园", "文三路 199 号", 6),
        ("BS", "碧水湾", "滨江大道 88 号", 1),
    ):
        world.estates.append(
            Estate.objects.create(
                company=company, branch=branch, code=code, name=name, address=f"杭州市{address}",
                hotline=company.hotline, handed_over_on=world.today - timedelta(days=365 * years),
            )
        )  # fmt: skip
    _hire_everybody(world)
    for estate in world.estates:
        _divide(world, estate)
    _roster(world)
    return world


def _hire_everybody(world: World) -> None:
    hash_of_all = make_password(PASSWORD)
    posts = {
        role.code: Post.objects.create(company=world.company, name=role.label, role=role.code)
        for role in roles.ROLES.values()
    }
    for estate in world.estates:
        for code, name in DEPARTMENTS.items():
            world.departments[estate.pk, code] = Department.objects.create(
                company=world.company, estate=estate, code=code, name=name
            )
    people = _central()
    for index, estate in enumerate(world.estates):
        for role, department, large, small, known in CREW:
            named = list(known.items()) if index == 0 else []
            for number in range(large if index == 0 else small):
                login, name = named[number] if number < len(named) else ("", names.person(world.chance))
                people.append(
                    (login or f"{estate.code.lower()}{len(people):02d}", name, role, department, estate)
                )
    appointments = []
    for number, (login, name, role, department, estate) in enumerate(people):
        person = Staff.objects.create(
            company=world.company, login=login, name=name, pinyin=spellings(name)[0], email=f"{login}@demo.example",
            password=hash_of_all, roles=[role], everywhere=estate is None, estates=[estate.pk] if estate else [],
            department=world.departments.get((estate.pk, department)) if estate else None,
            mobile=f"1990000{number:04d}", skills=SKILLS[number % len(SKILLS)] if role == roles.TECHNICIAN else [],
        )  # fmt: skip
        appointments.append(Appointment(company=world.company, staff=person, post=posts[role], estate=estate))
        world.staff.append(person)
    Appointment.objects.bulk_create(appointments)


def _central() -> list[tuple[str, str, str, str, Estate | None]]:
    return [
        ("zhaozong", "赵总", roles.HEADQUARTERS, "", None),
        ("admin", "管理员", roles.ADMINISTRATOR, "", None),
    ]


def _divide(world: World, estate: Estate) -> None:
    """A zone for each butler."""
    marks = ("东区", "西区", "南区")
    for mark, butler in zip(marks, world.of(estate, roles.BUTLER), strict=False):
        Zone.objects.create(company=world.company, estate=estate, name=mark, butler=butler)


def _roster(world: World) -> None:
    """This month's and next month's shifts: desks by day, field and gate round the clock, one day off in five."""
    admin = next(one for one in world.staff if roles.ADMINISTRATOR in one.roles)
    kinds = {kind.code: kind for kind in set_up_kinds(actor=admin, now=world.now)}
    first = world.today.replace(day=1) - timedelta(days=1)
    days = [
        first + timedelta(days=offset)
        for offset in range(1 + calendar.monthrange(world.today.year, world.today.month)[1] + 7)
    ]
    shifts = []
    for number, person in enumerate(one for one in world.staff if one.estates):
        around = {roles.TECHNICIAN, roles.GUARD, roles.AGENT} & set(person.roles)
        codes = ("early", "middle", "night", None) if around else ("early", "early", "middle", None)
        for index, day in enumerate(days):
            code = codes[(index + number) % len(codes)]
            if code:
                shifts.append(_shift(world, person, kinds[code], day))
    DutyShift.objects.bulk_create(shifts)


def _shift(world: World, person: Staff, kind: ShiftKind, day: date) -> DutyShift:
    def at(on: date, hour: time) -> datetime:
        return datetime.combine(on, hour, world.zone_info)

    ends_on = day if kind.ends > kind.starts else day + timedelta(days=1)
    return DutyShift(
        company=world.company, estate_id=person.estates[0], staff=person, kind=kind, day=day,
        starts_at=at(day, kind.starts), ends_at=at(ends_on, kind.ends),
    )  # fmt: skip
