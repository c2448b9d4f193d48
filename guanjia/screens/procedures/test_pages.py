"""The manual on the screen: every procedure has its page, and is found by the words people use."""

from datetime import timedelta

import pytest
from django.urls import reverse

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.sop import discovery
from guanjia.screens.procedures.queries import figures_of
from guanjia.screens.procedures.rules import END, START, is_back, places, ranks
from guanjia.screens.procedures.words import edges_of
from guanjia.work.cases import actions

EVERY = list(discovery.everything())


@pytest.mark.parametrize("procedure", EVERY, ids=lambda one: one.code)
def test_every_procedure_reads_as_a_page(client, cast, procedure, django_assert_max_num_queries):
    client.force_login(cast.supervisor)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("procedures:procedure", args=[procedure.code]))
    text = page.content.decode()
    assert page.status_code == 200
    assert all(step.label in text for step in procedure.steps.values())
    assert all(paper.number in text for paper in procedure.papers)


@pytest.mark.parametrize("procedure", EVERY, ids=lambda one: one.code)
def test_every_step_has_a_place_of_its_own_in_the_drawing(procedure):
    drawn = places(edges_of(procedure))
    assert set(drawn) == {START, END, *procedure.steps}
    assert len(set(drawn.values())) == len(drawn)


def test_ranks_and_ways_back():
    edges = [(START, "a"), ("a", "b"), ("b", "a"), ("b", END)]
    rank = ranks(edges)
    assert rank == {START: 0, "a": 1, "b": 2, END: 3}
    assert [is_back(edge, rank) for edge in edges] == [False, False, True, False]


def test_it_is_found_by_the_words_people_use(client, cast):
    client.force_login(cast.desk)
    text = client.get(reverse("procedures:index"), {"q": "借钥匙"}).content.decode()
    assert "钥匙领用" in text and f"{reverse('desk:bench')}?procedure=keys" in text
    assert "报修" not in text.partition('id="shelves"')[2]


def test_where_time_is_lost(cast, now):
    with acting_as(cast.desk):
        case = actions.register_case(
            actor=cast.desk, now=now, estate=cast.estate, procedure="suggestion", words="大堂放伞架"
        )
    later = now + timedelta(days=30)
    with acting_as(cast.supervisor):
        answers = {"adopted": False, "adopted_why": "没有地方"}
        actions.complete_step(actor=cast.supervisor, now=later, case=case, step="decide", answers=answers)
    with acting_as(system(cast.company.pk)):
        (figures,) = figures_of(cast.supervisor, discovery_of("suggestion"), now=later)
    assert (figures.label, figures.done, figures.share, figures.mean) == (
        "决定是否采纳",
        1,
        0,
        timedelta(days=30),
    )


def discovery_of(code):
    return next(one for one in EVERY if one.code == code)
