"""What happens in the knowledge base."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ArticlePublished:
    article_id: int
    version: int
    at: datetime


@dataclass(frozen=True)
class QuestionNoted:
    """A customer asked what no article answers."""

    question_id: int
    estate_id: int
    at: datetime
