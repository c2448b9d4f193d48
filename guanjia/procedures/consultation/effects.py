"""What a consultation leaves in the knowledge base."""

from datetime import datetime
from typing import Any

from guanjia.directory.knowledge import actions
from guanjia.engine.sop import Answers


def count_article(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """The article that was used counts one more case."""
    if answers.get("article"):
        actions.use_article(article_id=answers["article"], case=case, actor=actor, now=now)


def note_unanswered(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """No article answers this yet: somebody should write one."""
    actions.note_question(case=case, question=case.words or case.title, actor=actor, now=now)
