"""Answers as people write them: the right ones pass, the wrong ones are told what they are."""
import json
import pickle

import pytest

from helpers.exercises import EXERCISES
from tests import answers
from tests.answers import page
from tests.answers.tried import counted, tried
from tests.once import once

WRITTEN = [name for name in EXERCISES if answers.read(name)]
each_exercise = pytest.mark.parametrize("name", sorted(WRITTEN, key=page.of))


@pytest.fixture(scope="session")
def told(tmp_path_factory):
    """What the answers to an exercise are told: a page is run, and its answers examined, once for all workers."""
    def make(folder):
        for name in (name for name in WRITTEN if page.of(name).stem == folder.name.removeprefix("answers_")):
            (folder / name).write_bytes(pickle.dumps(tried(name)))

    return lambda name: pickle.loads((once(tmp_path_factory, f"answers_{page.of(name).stem}", make)[0] / name).read_bytes())


@each_exercise
def test_right_answers_are_right_and_wrong_ones_refused(name, told):
    wanted = {"right": "right", "wrong": "wrong"}
    assert {one.answer.what: one.verdict.message for one in told(name)
            if one.verdict.state != wanted.get(one.answer.label, one.verdict.state)} == {}


@each_exercise
def test_a_message_is_short_and_says_what_it_must(name, told):
    for what, verdict, says in ((one.answer.what, one.verdict, one.answer.says) for one in told(name)):
        lines = verdict.message.splitlines()
        assert len(lines) <= 8 and max(map(len, lines)) <= 98, what
        assert not says or says in " ".join(verdict.message.split()), (what, verdict.message)
        assert verdict.advice or verdict.state != "wrong", (what, verdict.message)


def test_three_in_four_are_named_and_nearly_all_are_told_what_to_do(told):
    groups, number = counted(one for name in WRITTEN for one in told(name))
    assert number > 500
    assert groups["named"] >= 0.75 * number
    assert groups["bare"] <= 0.02 * number


def test_an_answer_is_kept_as_a_right_one_with_lines_replaced():
    text = "== right: plain\ndef f(a):\n    b = a\n    return b\n== wrong: twice | says: b\nlike: plain\n@ 2-2\n    b = a + a\n"
    right, wrong = answers.parsed("f", text)
    assert wrong.source == "def f(a):\n    b = a + a\n    return b\n" and wrong.says == "b"
    assert answers.written(right, []) + answers.written(wrong, [right]) == text


def test_of_a_page_the_tools_are_run_and_the_data_that_an_answer_needs(tmp_path):
    cells = ["%matplotlib inline\nimport math\nlong = [0] * 9", "def f(n=3):\n    return len(short) + n",
             "short = list(range(4))\nshort.append(4)", "for one in long:\n    one / 0", "other = short\nother.append(5)"]
    path = tmp_path / "page.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]}))

    def space(source):
        names = {}
        for one in page.needed(path, [source]):
            exec(one.code, names)
        return names

    assert space("def g():\n    return math.pi").keys() - {"__builtins__"} == {"math", "f"}
    names = space("def g():\n    return f()")
    assert names["f"]() == 9 and "long" not in names
    with pytest.raises(ZeroDivisionError):
        space("long")
