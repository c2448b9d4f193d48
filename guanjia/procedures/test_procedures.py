"""What holds for every procedure in the house."""

import pytest

from guanjia.directory.team.roles import ROLES
from guanjia.engine.sop import discovery
from guanjia.engine.sop.checks import faults_of, unknown_roles

ALL = list(discovery.versions())


@pytest.mark.parametrize("procedure", ALL, ids=lambda one: one.key)
def test_well_formed_and_done_by_posts_that_exist(procedure):
    assert not list(faults_of(procedure))
    assert not unknown_roles(procedure, frozenset(ROLES))
    assert procedure.__doc__


def test_no_two_procedures_share_a_number_of_cases():
    newest = list(discovery.everything())
    assert len({one.prefix for one in newest}) == len(newest)
    assert {"repair", "complaint", "suggestion", "consultation"} <= {one.code for one in newest}


def test_a_paper_is_one_and_the_same_wherever_it_is_used():
    papers = {paper.number: paper for procedure in ALL for paper in procedure.papers}
    assert all(papers[paper.number] == paper for procedure in ALL for paper in procedure.papers)
    titles = {paper.title for paper in papers.values()}
    assert {"维修派工单", "维修服务登记表", "回访记录表"} <= titles
    assert {"客户投诉处理表", "投诉台账", "月度投诉分析报告"} <= titles
