"""What the neighbours do together in the demo, and what they are voting on."""

from datetime import timedelta
from typing import Any

from guanjia.demo.company import World
from guanjia.demo.pictures import photo
from guanjia.directory.places.models import Estate, Unit
from guanjia.directory.team import roles
from guanjia.directory.team.models import Staff
from guanjia.engine.register.actions import add_record
from guanjia.engine.register.declaration import find
from guanjia.registers.activities.models import Activity
from guanjia.work.cases import actions as cases
from guanjia.work.cases.models import Case
from guanjia.work.votes import actions as votes
from guanjia.work.votes.models import Voter

GUESTS = (("郑女士", 3), ("王先生", 2), ("冯女士", 2), ("陈先生", 4), ("褚女士", 2))
PLAN = [
    {"name": "元宵灯会", "quantity": "1", "price": "6000"}, {"name": "亲子课堂", "quantity": "6", "price": "800"},
    {"name": "邻里节", "quantity": "1", "price": "12000"}, {"name": "冬至包饺子", "quantity": "1", "price": "2500"},
]  # fmt: skip
BALLOTS = 60


def live(world: World) -> None:
    """The year's plan, an event for which people sign up, a meeting called, a letter, and a vote under way."""
    for estate in world.estates:
        crew = _Crew(world, estate)
        crew.plan()
        crew.celebrate()
        crew.meet()
    _Crew(world, world.estates[0]).vote()


class _Crew:
    """Desk, supervisor and manager of one estate."""

    def __init__(self, world: World, estate: Estate) -> None:
        self.world, self.estate = world, estate
        self.desk, self.chief, self.manager = (
            world.of(estate, role)[0] for role in (roles.DESK, roles.SUPERVISOR, roles.MANAGER)
        )

    def open(self, procedure: str, words: str, *, ago: int, by: Staff, **answers: Any) -> Case:
        return cases.register_case(
            actor=by, now=self.world.now - timedelta(days=ago), estate=self.estate, procedure=procedure, words=words,
            channel="staff", answers=answers,
        )  # fmt: skip

    def do(
        self, case: Case, step: str, by: Staff, *, ago: int, photos: tuple[str, ...] = (), **answers: Any
    ) -> Case:
        return cases.complete_step(
            actor=by, now=self.world.now - timedelta(days=ago), case=case, step=step, answers=answers,
            uploads=[(kind, photo("after")) for kind in photos],
        )  # fmt: skip

    def plan(self) -> None:
        """This year's and, for an event that lies in the next, that one's."""
        for year in sorted({self.world.today.year, (self.world.today + timedelta(days=18)).year}):
            case = self.open(
                "culture_plan", f"{year} 年社区文化活动计划", ago=40, by=self.chief, plan_year=year
            )
            self.do(case, "draft", self.chief, ago=38, plan_lines=PLAN, plan_words="四场大型、六场小型")
            self.do(case, "approve", self.manager, ago=36, decision="approved")
            filed = (self.world.today - timedelta(days=35)).isoformat()
            self.do(case, "file", self.chief, ago=35, filed_on=filed, filed_number=f"WH-{year}-01")

    def celebrate(self) -> None:
        """Thirty places for dumplings, thirteen taken."""
        on = self.world.today + timedelta(days=18)
        case = self.open(
            "culture_event", "冬至包饺子，请老人和孩子参加", ago=4, by=self.desk, event_title="冬至包饺子", size="small",
            event_on=on.isoformat(), event_place="会所一楼", purpose="老少同乐", budget="2500", places=30, in_plan=True,
        )  # fmt: skip
        self.do(case, "approve", self.manager, ago=3, decision="approved")
        self.do(
            case, "notice", self.desk, ago=2, photos=("notice_photos",), notice_on=self.world.today.isoformat(),
            notice_where=["board", "group"],
        )  # fmt: skip
        activity = Activity.objects.get(estate=self.estate, title="冬至包饺子")
        homes = Unit.objects.filter(estate=self.estate, retired_at=None, kind="flat").order_by("sort_key")[
            20:
        ]
        for (name, persons), unit in zip(GUESTS, homes[: len(GUESTS)], strict=False):
            values = {"activity": activity, "unit": unit, "name": name, "persons": persons}
            add_record(
                register=find("signups"),
                actor=self.desk,
                now=self.world.now,
                estate=self.estate,
                values=values,
            )

    def meet(self) -> None:
        """This quarter's meeting is called for next week; a letter of the committee waits for its answer."""
        case = self.open("committee_meeting", "本季度业委会例会", ago=5, by=self.chief)
        self.do(
            case, "agenda", self.chief, ago=4, meeting_place="会所会议室", agenda="1. 电梯维保\n2. 公共收益\n3. 冬季用电安全",
            meeting_at=(self.world.now + timedelta(days=6)).isoformat(),
        )  # fmt: skip
        day = (self.world.today - timedelta(days=2)).isoformat()
        letter = self.open(
            "committee_letter", "业委会来函：地下车库照明", ago=2, by=self.desk, direction="in",
            letter_subject="地下车库照明不足", letter_number="业函〔2026〕7号", letter_on=day,
        )  # fmt: skip
        self.do(letter, "file", self.desk, ago=2, photos=("letter_photos",))

    def vote(self) -> None:
        """The lifts of building 3: announced 20 days ago, open for three days, some ballots in."""
        today = self.world.today
        day = {days: (today + timedelta(days=days)).isoformat() for days in (-20, -3, 7)}
        case = self.open(
            "owners_vote", "使用维修资金更换 3 栋电梯钢丝绳", ago=20, by=self.chief, vote_title="使用维修资金更换 3 栋电梯钢丝绳",
            matter="fund_use", vote_text="更换 3 栋两部电梯钢丝绳和曳引轮，预算 18.6 万元，从电梯维修资金列支。", secret=False,
            opens_on=day[-3], closes_on=day[7],
        )  # fmt: skip
        self.do(case, "review", self.manager, ago=20, decision="approved")
        told = {"notice_on": day[-20], "notice_where": ["board", "hall"]}
        self.do(case, "notice", self.chief, ago=20, photos=("notice_photos",), **told)
        self.do(case, "roll", self.chief, ago=3)
        said = ("for", "for", "against", "for", "abstain", "for")
        for number, voter in enumerate(
            Voter.objects.filter(vote__case=case).select_related("vote")[: BALLOTS * 2 : 2]
        ):
            moment = self.world.now - timedelta(hours=60 - number % 55)
            votes.cast_ballot(
                actor=self.desk,
                now=moment,
                voter=voter,
                choice=said[number % len(said)],
                photo=photo("signature"),
            )
