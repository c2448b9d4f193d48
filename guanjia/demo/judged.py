"""What complaints, suggestions and consultations were answered with, step after step."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from guanjia.demo import names
from guanjia.demo.company import World
from guanjia.demo.past import Past, Round
from guanjia.directory.knowledge.models import Article
from guanjia.directory.team import roles
from guanjia.directory.team.models import Staff
from guanjia.work.cases.models import Case

TO_BLAME = ("attitude", "time", "work", "environment")


def classified(chance: Random, case: Case, repeats: int) -> dict[str, Any]:
    """Class 1 by its signs or by the third time; class 1 is serious."""
    signs = [chance.choice(("loss", "media", "group"))] if chance.random() < 0.05 else []
    major = bool(signs) or repeats >= 3
    if major:
        case.severity = Case.Severity.SERIOUS
    return {"class": "1" if major else "2", "repeats": repeats, **({"signs": signs} if signs else {})}


def complaint(world: World, past: Past, case: Case, of: Round, cause: str) -> None:
    """From soothing to the answer; a second round begins with a new plan."""
    chance, chief = world.chance, world.of(case.estate, roles.SUPERVISOR)[0]
    code, plan, measure = names.HANDLED[case.topic]
    department = world.departments[case.estate.pk, code]
    at = _moments(of.since, of.done, 7)
    if of.cycle == 1:
        case.department = department
        case.answers["answer_by"] = of.done.isoformat()
        _found_out(past, case, at, chief, cause, chance, department)
    doer = _one_of(world, case, code) or chief
    if case.answers["valid"]:
        past.step(case, "plan", at[4], at[5], chief, cycle=of.cycle, plan=plan, doer=doer.pk,
                  due_on=of.done.date().isoformat(), needs_order=False)  # fmt: skip
        past.step(case, "carry_out", at[5], at[6], doer, cycle=of.cycle, done=measure)
        past.step(case, "report", at[6], of.done, case.first_owner, cycle=of.cycle,
                  answered_by=chance.choice(("phone", "phone", "visit")), answer=f"已{measure}请您再看看。")  # fmt: skip
    else:
        past.step(case, "consent", at[4], at[5], chief, consented=True, consented_why="情况属实，同意。")
        past.step(
            case,
            "explain",
            at[5],
            of.done,
            case.first_owner,
            explained="已向客户说明规定和现场情况，客户理解。",
        )
    if responsible := _responsible(world, case, cause, code):
        case.answers["responsible"] = responsible.pk


def _found_out(
    past: Past, case: Case, at: list[datetime], chief: Staff, cause: str, chance: Random, department: Any
) -> None:
    owner = case.first_owner
    past.step(case, "soothe", at[0], at[1], owner, soothed="已致歉并说明会马上核实。",
              promised_reply_at=case.answers["answer_by"])  # fmt: skip
    past.step(case, "notify", at[1], at[2], owner, department=department.pk, notified=case.title)
    past.step(case, "investigate", at[2], at[3], chief, evidence="调看监控、走访现场并询问当事人。", cause=cause,
              cause_words=case.title)  # fmt: skip
    valid = chance.random() < 0.78
    why = "现场情况与客户所说一致。" if valid else "现场未见客户所说情况，我方已按规定做到。"
    past.step(case, "judge", at[3], at[4], owner, valid=valid, valid_why=why)


def improvement(world: World, past: Past, case: Case, asked: datetime) -> datetime:
    """The last step of a complaint; when it was taken."""
    chief, over = (
        world.of(case.estate, roles.SUPERVISOR)[0],
        asked + timedelta(hours=world.chance.randint(1, 8)),
    )
    wanted = case.answers["valid"] and world.chance.random() < 0.4
    more = {
        "measure": names.HANDLED[case.topic][2], "improver": chief.pk,
        "improve_by": (over + timedelta(days=14)).date().isoformat(),
    }  # fmt: skip
    past.step(
        case, "improve", asked, over, chief, cycle=case.cycle, improvement=wanted, **(more if wanted else {})
    )
    return over


def suggestion(world: World, past: Past, case: Case, of: Round) -> None:
    """Adopted or not, and answered."""
    chief, adopted = world.of(case.estate, roles.SUPERVISOR)[0], world.chance.random() < 0.6
    at = [*_moments(of.since, of.done, 3), of.done]
    why = "位置合适，列入本季度公共区域改造。" if adopted else "该处为消防通道，不能摆放固定设施。"
    past.step(case, "decide", at[0], at[1], chief, adopted=adopted, adopted_why=why)
    past.step(case, "answer", at[1], at[2 if adopted else 3], case.first_owner, answer=f"感谢您的建议。{why}")
    if adopted:
        by = (of.done + timedelta(days=30)).date().isoformat()
        past.step(
            case, "improve", at[2], at[3], chief, measure="采购并安装长椅。", improver=chief.pk, improve_by=by
        )  # fmt: skip


def consultation(past: Past, case: Case, of: Round, article: Article | None, *, later: bool) -> None:
    """Answered from the knowledge base, or called back."""
    owner, body = case.first_owner, article.body if article else ""
    used = {"article": article.pk} if article else {}
    if later:
        past.step(case, "answer", of.since, of.since + (of.done - of.since) / 4, owner, how="later")
        past.step(
            case, "call_back", of.since + (of.done - of.since) / 4, of.done, owner, said_later=body, **used
        )
    else:
        past.step(
            case, "answer", of.since, of.done, owner, how="article" if article else "known", said=body, **used
        )
    if article:
        past.uses.append((case, article))


def _moments(since: datetime, until: datetime, parts: int) -> list[datetime]:
    return [since + (until - since) * part / parts for part in range(parts)]


def _one_of(world: World, case: Case, department: str) -> Staff | None:
    people = list(_people(world, case, department))
    return world.chance.choice(people) if people else None


def _responsible(world: World, case: Case, cause: str, department: str) -> Staff | None:
    if not case.answers["valid"] or cause.split(".")[0] not in TO_BLAME:
        return None
    return _one_of(world, case, department)


def _people(world: World, case: Case, department: str) -> Iterator[Staff]:
    return (
        one for one in world.staff
        if case.estate_id in one.estate_ids and not one.everywhere and one.department
        and one.department.code == department
    )  # fmt: skip
