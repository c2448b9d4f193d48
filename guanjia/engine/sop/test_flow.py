"""Procedures of any shape run to their end, and badly written ones are refused."""

from itertools import count
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanjia.engine.sop import Go, Procedure, Refuse, Split, Step, actor_of, minutes, named_in, timed_out
from guanjia.engine.sop.fields import text, yes_no
from guanjia.engine.sop.flow import after, begin, is_barred, refusal

LEAF = st.just("leaf")
SHAPES = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["seq", "choice", "split"]), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(st.just("loop"), inner),
    ),
    max_leaves=12,
)
serial = count()


def write(shape) -> type[Procedure]:
    """A procedure of this shape whose last step is `end`; exits are picked by the fact `pick`."""
    steps: dict[str, Step] = {}
    numbers = count()

    def add(then) -> str:
        code = f"s{next(numbers)}"
        steps[code] = Step(code, "desk", then=then)
        return code

    def build(part, following: str) -> str:
        if part == "leaf":
            return add(following)
        kind, inside = part
        if kind == "seq":
            for one in reversed(inside):
                following = build(one, following)
            return following
        if kind == "choice":
            ways = [build(one, following) for one in inside]
            return add([*(Go(way, picks(i)) for i, way in enumerate(ways[:-1])), Go(ways[-1])])
        if kind == "split":
            join = add(following)
            return add(Split(*(build(one, join) for one in inside), join=join))
        code = f"s{next(numbers)}"
        start = build(inside, code)
        steps[code] = Step(code, "desk", then=[Go(start, picks(0)), Go(following)])
        return start

    steps["end"] = Step("end", "desk")
    first = build(shape, "end")
    body = {"code": f"p{next(serial)}", "version": 1, "label": "任意", "start": first, **steps}
    return type("Any", (Procedure,), body)


def picks(number: int):
    return lambda facts: facts["pick"] == number


@given(SHAPES, st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_every_well_formed_procedure_ends_and_strands_nobody(shape, seed):
    procedure, dice = write(shape), Random(seed)
    opened, done, finished = begin(procedure, {"pick": 0}), [], False
    for turn in range(600):
        code = dice.choice(sorted(opened))
        pick = dice.randrange(3) if turn < 60 else 2
        moves = after(procedure, code, {"pick": pick}, opened)
        opened.remove(code)
        assert not set(moves.enter) & set(opened), "a step is open twice"
        opened += moves.enter
        done.append(code)
        finished = moves.finished
        assert finished == (not opened)
        if finished:
            break
    assert finished
    assert done.count("end") == 1
    assert done[-1] == "end"
    Procedure.book.pop(procedure.key)


def wrong(**body):
    with pytest.raises(ValueError) as fault:
        type("Wrong", (Procedure,), {"code": "wrong", "version": 1, "label": "错", **body})
    assert "wrong@1" not in Procedure.book
    return str(fault.value)


def no(facts):
    return False


def test_faults_are_named_when_the_procedure_is_read():
    assert "a leads to b, which is not a step" in wrong(a=Step("甲", "desk", then="b"))
    assert "b cannot be reached" in wrong(a=Step("甲", "desk"), b=Step("乙", "desk"))
    assert "a never comes to an end" in wrong(a=Step("甲", "desk", then="b"), b=Step("乙", "desk", then="a"))
    assert "no exit that is always open" in wrong(a=Step("甲", "desk", then=[Go(None, no)]))
    assert "behind one that is always open" in wrong(a=Step("甲", "desk", then=[Go(None), Go(None)]))
    assert "waits for nothing" in wrong(a=Step("甲", "system"))
    assert "neither a work order nor a case" in wrong(a=Step("甲", "desk", opens="pizza"))
    assert "which is not a step" in wrong(a=Step("甲", "desk", not_by=(actor_of("b"),)))
    assert "which is never asked" in wrong(a=Step("甲", "desk", not_by=(named_in("who"),)))
    assert "may do so himself" in wrong(a=Step("甲", "desk", asks=(yes_no("good", "好"),), approves="good"))
    barred = {"by": "desk", "not_by": (actor_of("a"),)}
    assert "neither as yes or no" in wrong(
        a=Step("甲", **barred, asks=(text("good", "好"),), approves="good")
    )
    assert "not the word of an approval" in wrong(
        a=Step("甲", **barred, asks=(text("said", "说明"),), why="said")
    )
    assert "no steps" in wrong()


def test_a_side_of_a_split_that_runs_away_is_a_fault():
    split = Step("分", "desk", then=Split("b", "c", join="d"))
    b, d = Step("乙", "desk", then="d"), Step("丁", "desk")
    runs = wrong(a=split, b=b, c=Step("丙", "desk", then=[Go(None, no), Go("d")]), d=d)
    assert "c ends between the split at a and d" in runs
    crosses = wrong(a=split, b=b, c=Step("丙", "desk", then=[Go("b", no), Go("d")]), d=d)
    assert "b lies on two sides of a" in crosses


def test_a_procedure_is_written_once():
    body = {"code": "twin", "version": 1, "label": "双", "a": Step("甲", "desk")}
    first = type("Twin", (Procedure,), body)
    with pytest.raises(ValueError, match="written twice"):
        type("Twin", (Procedure,), dict(body))
    Procedure.book.pop(first.key)


@pytest.fixture
def permit():
    class Permit(Procedure):
        code, version, label = "permit_test", 1, "许可"

        apply = Step("申请", "desk", minutes(30), then=Split("look", "pay", join="sign"))
        look = Step(
            "查验", "guard", then=[Go("refuse", lambda facts: facts.get("bad"), alone=True), Go("sign")]
        )
        pay = Step("收押金", "desk", then="sign")
        sign = Step("签发", "manager", not_by=(actor_of("apply"),), then="watch",
                    refuses=(Refuse(lambda facts: facts.get("expired"), "焊工证已过期"),))  # fmt: skip
        watch = Step("监护", "system", awaits="watch.over", wakes=minutes(60), pauses="customer",
                     then=[Go("look", timed_out, again=True), Go(None)])  # fmt: skip
        refuse = Step("不予批准", "manager")

    yield Permit
    Procedure.book.pop(Permit.key)


def test_a_join_waits_for_the_last_side(permit):
    assert after(permit, "apply", {}, ["apply"]).enter == ("look", "pay")
    assert after(permit, "look", {}, ["look", "pay"]).enter == ()
    assert after(permit, "pay", {}, ["pay"]).enter == ("sign",)


def test_a_refusal_drops_the_other_side(permit):
    moves = after(permit, "look", {"bad": True}, ["look", "pay"])
    assert (moves.enter, moves.drop, moves.finished) == (("refuse",), ("pay",), False)


def test_once_more_after_the_time_is_up(permit):
    again = after(permit, "watch", {"timed_out": True}, ["watch"])
    assert (again.enter, again.again) == (("look",), True)
    assert after(permit, "look", {}, ["look"]).enter == ("sign",)
    assert after(permit, "watch", {}, ["watch"]).finished


def test_nobody_approves_his_own_request(permit):
    assert is_barred(permit.sign, 7, {}, {"apply": [7]})
    assert not is_barred(permit.sign, 8, {}, {"apply": [7]})
    assert not is_barred(permit.sign, None, {}, {"apply": [None]})


def test_a_step_refuses_with_its_reason(permit):
    assert refusal(permit.sign, {"expired": True}) == "焊工证已过期"
    assert refusal(permit.sign, {}) is None


def test_every_number_is_a_parameter(permit):
    assert sorted(permit.parameters) == ["permit_test.apply", "permit_test.watch.wake"]
