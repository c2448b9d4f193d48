"""Rows of the past waiting to be written in bulk, as the actions would have left them."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Model

from guanjia.directory.knowledge.models import Article, ArticleUse
from guanjia.directory.team.models import Staff
from guanjia.engine.clock.store import Move, save_new
from guanjia.engine.numbering.models import Counter as NumberCounter
from guanjia.engine.search.index import index_many
from guanjia.work.cases.facts import procedure_of
from guanjia.work.cases.indexing import entry_of
from guanjia.work.cases.models import Case, Step, TimelineEntry
from guanjia.work.dispatch.models import MaterialLine, OrderPause, Quote, QuoteLine, Trip, WorkOrder
from guanjia.work.followups.models import Answer, Attempt, FollowUp

IN_ORDER = (
    Case, Step, TimelineEntry, WorkOrder, Trip, OrderPause, Quote, QuoteLine, MaterialLine, FollowUp, Attempt, Answer,
    NumberCounter,
)  # fmt: skip
"""Each after what it points to."""


@dataclass(frozen=True)
class Round:
    """One time through the work: since when, done when, the customer asked when."""

    cycle: int
    since: datetime
    done: datetime
    asked: datetime


@dataclass
class Past:
    """What is not written yet, of one estate."""

    rows: dict[type[Model], list[Any]] = field(default_factory=lambda: defaultdict(list))
    moves: list[tuple[Case, Move]] = field(default_factory=list)
    uses: list[tuple[Case, Article]] = field(default_factory=list)

    def add(self, row: Any) -> Any:
        self.rows[type(row)].append(row)
        return row

    def tell(self, case: Case, kind: str, at: datetime, who: Staff, text: str = "", **data: Any) -> None:
        """A line of the case's story."""
        self.add(
            TimelineEntry(
                company=case.company, estate=case.estate, case=case, at=at, kind=kind, actor=who, actor_name=who.name,
                text=text, data=data,
            )
        )  # fmt: skip

    def step(
        self, case: Case, code: str, entered: datetime, done: datetime, who: Staff, /, *, cycle: int = 1, **answers: Any
    ) -> Step:  # fmt: skip
        """A step that was taken: what was answered becomes the case's, and its story says so."""
        case.answers = {**case.answers, **answers}
        self.tell(case, "step", done, who, procedure_of(case).steps[code].label, code=code, answers=answers)
        step = Step(
            company=case.company, estate=case.estate, case=case, code=code, role="system", entered_at=entered,
            done_at=done, done_by=who, cycle=cycle, answers=answers,
        )  # fmt: skip
        return self.add(step)

    def write(self) -> None:
        for kind in IN_ORDER:
            kind.objects.bulk_create(self.rows[kind], batch_size=1000)
        for case, move in self.moves:
            move.clock.subject_id = case.pk
        for start in range(0, len(self.moves), 500):
            save_new([move for _case, move in self.moves[start : start + 500]])
        index_many(entry_of(case, case.where) for case in self.rows[Case])
        self._count_articles()

    def _count_articles(self) -> None:
        ArticleUse.objects.bulk_create(
            ArticleUse(
                company=case.company, estate=case.estate, article=article, case_id=case.pk, version=1, at=case.finished_at,
                by=case.first_owner,
            )
            for case, article in self.uses
        )  # fmt: skip
        for pk, times in Counter(article.pk for _case, article in self.uses).items():
            Article.objects.filter(pk=pk).update(uses=F("uses") + times)
