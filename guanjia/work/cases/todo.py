"""What waits for a person: the next due of the open steps, found by index however many are open."""

from django.db import connection
from django.db.models import F

from guanjia.engine.access import EVERYWHERE, Actor
from guanjia.engine.params.models import ParameterValue
from guanjia.engine.sop.discovery import versions
from guanjia.work.cases.models import Step

# What a card of the workbench says of a case.
ON_CARD = ("number", "title", "place", "unit__entrance", "unit__number", "unit__building__name")
OPEN = "done_at IS NULL AND cancelled_at IS NULL"
# The next due of each post (at each estate) by itself, because an index has only those in their order.
NEXT_DUE = f"""
SELECT id FROM (
    SELECT s.id, s.due_at FROM unnest(%(roles)s::text[]) r(role) {{places}} CROSS JOIN LATERAL (
        SELECT id, due_at FROM cases_step
        WHERE {{here}} AND role = r.role AND assignee_id IS NULL AND {OPEN} ORDER BY due_at, id LIMIT %(most)s) s
    UNION ALL (
        SELECT id, due_at FROM cases_step
        WHERE assignee_id = %(me)s AND {OPEN} {{chosen}} ORDER BY due_at, id LIMIT %(most)s)
) waiting ORDER BY due_at NULLS LAST, id LIMIT %(most)s
"""
ALL_PLACES = NEXT_DUE.format(places="", here="company_id = %(company)s", chosen="")
SOME_PLACES = NEXT_DUE.format(
    places="CROSS JOIN unnest(%(estates)s::bigint[]) e(id)", here="estate_id = e.id",
    chosen="AND estate_id = ANY(%(estates)s)",
)  # fmt: skip


def waiting_steps(actor: Actor, *, estate_id: int | None = None, most: int = 30) -> list[Step]:
    """Open steps that are mine by name, or anybody's of my posts and not yet taken, the next due on top.

    Three statements.
    """
    estates = [estate_id] if estate_id else actor.estate_ids
    given = {"roles": _posts_said(actor), "me": actor.pk, "company": actor.company_id, "most": most}
    with connection.cursor() as cursor:
        if estates is EVERYWHERE:
            cursor.execute(ALL_PLACES, given)
        else:
            cursor.execute(SOME_PLACES, {**given, "estates": sorted(estates)})
        found = [pk for (pk,) in cursor.fetchall()]
    shown = ("code", "due_at", "case__procedure_key", *(f"case__{name}" for name in ON_CARD))
    steps = Step.objects.visible_to(actor).filter(pk__in=found).select_related("case__unit__building")
    return list(steps.only(*shown).order_by(F("due_at").asc(nulls_last=True), "id"))


def _posts_said(actor: Actor) -> list[str]:
    """Every way in which `Step.role` may name one of the actor's posts: as shipped, and as the company has set it."""
    posts = {name.removeprefix("role.") for name in actor.permissions if name.startswith("role.")}
    said = {step.roles for spec in versions() for step in spec.steps.values()}
    set_here = ParameterValue.objects.filter(company_id=actor.company_id, key__endswith=".by")
    said |= {tuple(value) for value in set_here.values_list("value", flat=True) if value}
    return sorted({",".join(roles) for roles in said if posts.intersection(roles)})
