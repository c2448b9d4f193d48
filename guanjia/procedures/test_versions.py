"""A new version of a procedure is for new cases; what runs goes on as it began."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from guanjia.directory.team.roles import MANAGER
from guanjia.engine.sop import Procedure, Step
from guanjia.engine.sop.fields import text
from guanjia.work.cases import actions


@pytest.fixture
def new_version() -> Iterator[None]:
    """From now on the manager alone reads suggestions."""

    class Suggestion(Procedure):
        code, version, label, prefix = "suggestion", 2, "建议", "JY"
        read = Step("经理阅处", MANAGER, asks=(text("word", "批示"),))

    yield
    del Procedure.book[Suggestion.key]


def test_running_cases_survive_a_new_version(client, acting, cast, register, walk, waiting, now, request):
    running = register("suggestion", now)
    request.getfixturevalue("new_version")
    newer = register("suggestion", now)
    assert (running.procedure_key, waiting(running)) == ("suggestion@1", ["decide"])
    assert (newer.procedure_key, waiting(newer)) == ("suggestion@2", ["read"])
    client.force_login(cast.supervisor)
    assert "决定是否采纳" in client.get(reverse("cases:case", args=[running.pk])).text
    running = walk(running, now, (cast.supervisor, "decide", {"adopted": False, "adopted_why": "没有地方"}))
    assert waiting(running) == ["answer"]
    newer = walk(newer, now, (cast.manager, "read", {"word": "同意"}))
    assert newer.state == "closed"
    running = walk(running, now, (cast.desk, "answer", {"answer": "谢谢您的建议"}))
    assert running.state == "closed"
    with acting(cast.supervisor):
        actions.reopen_case(actor=cast.supervisor, now=now, case=running, reason="客户又来问")
    assert waiting(running) == ["decide"]
