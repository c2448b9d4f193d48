"""`walk` drives a case through its procedure, one line for each thing that happens."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guanjia.engine.access import system
from guanjia.engine.clock.models import Clock
from guanjia.engine.notify.models import Notification
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case, Step


@pytest.fixture
def walk(cast, acting) -> Callable[..., Case]:
    """`walk(case, now, (person, "step", {answers}), ("order.done", {answers}))`; the case as it is afterwards."""

    def walk(case: Case, now: Any, *lines: tuple[Any, ...]) -> Case:
        for line in lines:
            if isinstance(line[0], str):
                us = system(case.company_id)
                with acting(us):
                    actions.receive(case=case, event=line[0], answers=line[1], actor=us, now=now)
            else:
                person, step, answers = line
                with acting(person):
                    actions.complete_step(actor=person, now=now, case=case, step=step, answers=answers)
        with acting(system(case.company_id)):
            return Case.objects.select_related("estate").get(pk=case.pk)

    return walk


@pytest.fixture
def signed(settings, tmp_path) -> Callable[[], SimpleUploadedFile]:
    """A drawn signature, or any other picture that a step asks for."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return lambda: SimpleUploadedFile("签字.png", b"\x89PNG\r\n\x1a\nrest", "image/png")


@pytest.fixture
def register(cast, acting) -> Callable[..., Case]:
    """小李 at the desk takes a matter of 王阿姨's home."""

    def register(procedure: str, now: Any, **more: Any) -> Case:
        said = {"words": "请来看看", "unit": cast.unit, "customer": cast.owner, "estate": cast.estate, **more}
        with acting(cast.desk):
            return actions.register_case(actor=cast.desk, now=now, procedure=procedure, **said)

    return register


@pytest.fixture
def waiting(cast, acting) -> Callable[[Case], list[str]]:
    """The codes of the steps that are open."""

    def waiting(case: Case) -> list[str]:
        with acting(system(case.company_id)):
            rows = Step.objects.filter(case=case, done_at=None, cancelled_at=None)
            return sorted(rows.values_list("code", flat=True))

    return waiting


@pytest.fixture
def due(cast, acting) -> Callable[[Case, str], Any]:
    """When an open step is due."""

    def due(case: Case, code: str) -> Any:
        with acting(system(case.company_id)):
            return Step.objects.get(case=case, code=code, done_at=None, cancelled_at=None).due_at

    return due


@pytest.fixture
def clock(cast, acting) -> Callable[..., Clock]:
    """The newest clock of a metric."""

    def clock(case: Case, metric: str) -> Clock:
        with acting(system(case.company_id)):
            return Clock.objects.of(case).filter(metric=metric).order_by("-pk")[0]

    return clock


@pytest.fixture
def told(cast, acting) -> Callable[..., list[tuple[str, bool]]]:
    """(kind, urgent) of a person's notices."""

    def told(person: Any) -> list[tuple[str, bool]]:
        with acting(person):
            rows = Notification.objects.filter(staff=person).order_by("pk")
            return list(rows.values_list("kind", "urgent"))

    return told
