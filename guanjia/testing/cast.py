"""The people of the tests: 阳光物业 with two estates, its staff, one household, and a stranger."""

from dataclasses import dataclass

from guanjia.directory.people.models import Customer, Occupancy, Phone
from guanjia.directory.places.models import Building, Company, Estate, Unit, Zone
from guanjia.directory.team import roles
from guanjia.directory.team.models import Appointment, Department, Post, Staff

PASSWORD = "guanjia-tests-only"
OWNER_PHONE = "13905710001"


@dataclass
class Cast:
    """Who and what there is. Staff work for 阳光花园 unless said otherwise."""

    company: Company
    estate: Estate
    other_estate: Estate
    building: Building
    unit: Unit
    zone: Zone
    service: Department
    engineering: Department
    security: Department
    cleaning: Department
    owner: Customer
    agent: Staff
    desk: Staff
    guard: Staff
    technician: Staff
    second_technician: Staff
    butler: Staff
    cashier: Staff
    second_cashier: Staff
    accountant: Staff
    supervisor: Staff
    manager: Staff
    headquarters: Staff
    admin: Staff
    elsewhere: Staff
    outsider: Staff
    other_company: Company
    foreign_estate: Estate


def assemble() -> Cast:
    """Write everybody to the database. Call it inside the system's row scope."""
    company = Company.objects.create(
        name="阳光物业服务有限公司", short_name="阳光物业", hotline="0571-88001234"
    )
    estate = Estate.objects.create(
        company=company, code="YG", name="阳光花园", address="杭州市西湖区文三路 1 号"
    )
    other_estate = Estate.objects.create(company=company, code="BS", name="碧水湾")
    departments = {
        code: Department(company=company, estate=estate, code=code, name=name)
        for code, name in (
            ("service", "客服部"),
            ("engineering", "工程部"),
            ("security", "秩序部"),
            ("cleaning", "环境部"),
        )
    }
    Department.objects.bulk_create(departments.values())
    hire = _Hiring(company, departments)
    people = {
        "agent": hire("agent", "小张", roles.AGENT, estate, "service"),
        "desk": hire("desk", "小李", roles.DESK, estate, "service"),
        "guard": hire("guard", "老张", roles.GUARD, estate, "security"),
        "technician": hire("technician", "陈师傅", roles.TECHNICIAN, estate, "engineering"),
        "second_technician": hire("technician2", "李师傅", roles.TECHNICIAN, estate, "engineering"),
        "butler": hire("butler", "林管家", roles.BUTLER, estate, "service"),
        "cashier": hire("cashier", "小周", roles.CASHIER, estate, "service"),
        "second_cashier": hire("cashier2", "小吴", roles.CASHIER, estate, "service"),
        "accountant": hire("accountant", "钱会计", roles.ACCOUNTANT, estate, "service"),
        "supervisor": hire("supervisor", "刘主管", roles.SUPERVISOR, estate, "service"),
        "manager": hire("manager", "陈经理", roles.MANAGER, estate, "service"),
        "headquarters": hire("headquarters", "赵总", roles.HEADQUARTERS, None),
        "admin": hire("admin", "管理员", roles.ADMINISTRATOR, None),
        "elsewhere": hire("elsewhere", "别人", roles.SUPERVISOR, other_estate),
    }
    hire.sign()
    zone = Zone.objects.create(company=company, estate=estate, name="东区", butler=people["butler"])
    building = Building.objects.create(company=company, estate=estate, name="3", order=3)
    unit = Unit.objects.create(
        company=company,
        estate=estate,
        building=building,
        zone=zone,
        entrance="2",
        floor=15,
        number="1501",
        key="3-2-1501",
        area="98.60",
    )
    other_company = Company.objects.create(name="远方物业服务有限公司", short_name="远方物业")
    foreign_estate = Estate.objects.create(company=other_company, code="YF", name="远方家园")
    abroad = _Hiring(other_company, {})
    stranger = abroad("outsider", "路人", roles.MANAGER, foreign_estate)
    abroad.sign()
    return Cast(
        company=company,
        estate=estate,
        other_estate=other_estate,
        building=building,
        unit=unit,
        zone=zone,
        owner=_move_in(unit, "王阿姨", OWNER_PHONE),
        outsider=stranger,
        other_company=other_company,
        foreign_estate=foreign_estate,
        **departments,
        **people,
    )


class _Hiring:
    """Appoints staff of one company, with one post for each role; `sign` writes them all at once."""

    def __init__(self, company: Company, departments: dict[str, Department]) -> None:
        self.company = company
        self.departments = departments
        self.posts: dict[str, Post] = {}
        self.appointments: list[Appointment] = []

    def __call__(
        self, login: str, name: str, role: str, estate: Estate | None, department: str = ""
    ) -> Staff:
        person = Staff(
            company=self.company,
            login=login,
            name=name,
            email=f"{login}@example.com",
            roles=[role],
            department=self.departments.get(department),
            everywhere=estate is None,
            estates=[estate.pk] if estate else [],
        )
        person.set_password(PASSWORD)
        if role not in self.posts:
            self.posts[role] = Post(company=self.company, name=roles.ROLES[role].label, role=role)
        post = self.posts[role]
        self.appointments.append(Appointment(company=self.company, staff=person, post=post, estate=estate))
        return person

    def sign(self) -> None:
        Post.objects.bulk_create(self.posts.values())
        Staff.objects.bulk_create(one.staff for one in self.appointments)
        Appointment.objects.bulk_create(self.appointments)


def _move_in(unit: Unit, name: str, phone: str) -> Customer:
    customer = Customer.objects.create(company=unit.company, name=name, gender="f")
    Phone.objects.create(company=unit.company, customer=customer, number=phone, digits=phone, is_primary=True)
    Occupancy.objects.create(company=unit.company, estate=unit.estate, unit=unit, customer=customer)
    customer.refresh_from_db()
    return customer
