"""Doors. Articles and questions."""

from datetime import datetime, timedelta
from typing import Any

from guanjia.directory.knowledge.actions import note_question, publish_article
from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import Cast
from guanjia.testing.doors import BOTH, Door
from guanjia.work.cases import actions as cases

DOORS = {
    "list": Door("knowledge.use"),
    "new": Door("knowledge.edit", methods=BOTH),
    "suggestions": Door("knowledge.use"),
    "questions": Door("knowledge.use"),
    "set_aside": Door("knowledge.edit", "question", "POST"),
    "article": Door("knowledge.use", "article"),
    "revise": Door("knowledge.edit", "article", BOTH),
    "review": Door("knowledge.edit", "article", "POST"),
    "retire": Door("knowledge.edit", "article", "POST"),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    us = {"actor": cast.supervisor, "now": now}
    with acting_as(cast.supervisor):
        article = publish_article(
            estate=cast.estate, title="物业费怎么交", body="前台刷卡或转账。", category="fee",
            review_on=(now + timedelta(days=90)).date(), **us,
        )  # fmt: skip
        case = cases.register_case(
            estate=cast.estate, procedure="consultation", words="能装充电桩吗", answers={}, **us
        )
        return {"article": article, "question": note_question(case=case, question="能装充电桩吗", **us)}
