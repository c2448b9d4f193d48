"""The log of today's shifts, a handover, and requests that wait for somebody's word."""

from datetime import timedelta

from guanjia.demo.company import World
from guanjia.directory.places.models import Estate
from guanjia.directory.team import roles
from guanjia.directory.team.models import Staff
from guanjia.work.cases import actions as cases
from guanjia.work.duty import actions as duty
from guanjia.work.duty.models import DutyPost

# Hours ago, and the line as somebody would type it.
LINES = {
    "desk": ((9, "接班，物品点清，大堂灯全部正常"), (7, "快递柜报修，已通知厂家"), (5, "+3栋2单元业主钥匙留在前台，等租户来取"),
             (3, "!地下车库 B 区积水，已放置警示牌，工程在抽水")),
    "technician": ((8, "巡查配电房、水泵房，仪表正常"), (4, "+6栋电梯维保单位约明早 9:00 到场"), (2, "生活水泵切换备用泵")),
    "guard": ((8, "接班，对讲机 2 部"), (6, "搬家公司车辆入场，已登记"), (1, "+东门道闸起落杆异响，已报工程")),
}  # fmt: skip


def keep(world: World) -> None:
    """Each post of both estates has its day; one shift was handed over; a leave waits for the supervisor."""
    for estate in world.estates:
        for post in DutyPost.objects.filter(estate=estate).select_related("estate").order_by("pk"):
            _write(world, post)
        _ask(world, estate)


def _write(world: World, post: DutyPost) -> None:
    people = world.of(post.estate, post.role)
    for hours, text in LINES.get(post.role, ()):
        who = people[0] if hours < 6 or len(people) < 2 else people[1]
        duty.write_entry(actor=who, now=world.now - timedelta(hours=hours), post=post, text=text)
        if hours == 5 and len(people) > 1:
            _hand_over(world, post, people[1], people[0])


def _hand_over(world: World, post: DutyPost, leaving: Staff, coming: Staff) -> None:
    counted = {thing.name: (thing.expected, "") for thing in post.counted_things}
    then = world.now - timedelta(hours=4, minutes=10)
    given = duty.hand_over(
        actor=leaving, now=then, post=post, counted=counted, note="一切正常，留意 B 区地面"
    )
    duty.take_over(actor=coming, now=then + timedelta(minutes=6), handover=given, read=True)


def _ask(world: World, estate: Estate) -> None:
    """Two days of a technician for the supervisor, a week of a guard for the manager."""
    first = world.today + timedelta(days=4)
    asked = ((roles.TECHNICIAN, "personal", 2, "孩子开家长会"), (roles.GUARD, "annual", 5, "回老家探亲"))
    for role, kind, days, reason in asked:
        who = world.of(estate, role)[-1]
        said = {
            "who": who.pk, "leave_kind": kind, "first_day": first.isoformat(), "reason": reason,
            "last_day": (first + timedelta(days=days - 1)).isoformat(),
        }  # fmt: skip
        cases.register_case(
            actor=who, now=world.now - timedelta(hours=2), estate=estate, procedure="leave", title="请假",
            words=reason, channel="staff", answers=said,
        )  # fmt: skip
