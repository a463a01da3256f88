"""Answers as people write them: the right ones pass, the wrong ones are told what they are."""
import pytest

from helpers.exercises import EXERCISES
from tests import answers
from tests.answers.tried import counted, tried

WRITTEN = [name for name in EXERCISES if answers.read(name)]
each_exercise = pytest.mark.parametrize("name", WRITTEN)


@each_exercise
def test_right_answers_are_right_and_wrong_ones_refused(name):
    wanted = {"right": "right", "wrong": "wrong"}
    assert {one.answer.what: one.verdict.message for one in tried(name)
            if one.verdict.state != wanted.get(one.answer.label, one.verdict.state)} == {}


@each_exercise
def test_a_message_is_short_and_says_what_it_must(name):
    for what, verdict, says in ((one.answer.what, one.verdict, one.answer.says) for one in tried(name)):
        lines = verdict.message.splitlines()
        assert len(lines) <= 8 and max(map(len, lines)) <= 98, what
        assert not says or says in " ".join(verdict.message.split()), (what, verdict.message)
        assert verdict.advice or verdict.state != "wrong", (what, verdict.message)


def test_three_in_four_are_named_and_nearly_all_are_told_what_to_do():
    groups, number = counted(WRITTEN)
    assert number > 500
    assert groups["named"] >= 0.75 * number
    assert groups["bare"] <= 0.02 * number


def test_an_answer_is_kept_as_a_right_one_with_lines_replaced():
    text = "== right: plain\ndef f(a):\n    b = a\n    return b\n== wrong: twice | says: b\nlike: plain\n@ 2-2\n    b = a + a\n"
    right, wrong = answers.parsed("f", text)
    assert wrong.source == "def f(a):\n    b = a + a\n    return b\n" and wrong.says == "b"
    assert answers.written(right, []) + answers.written(wrong, [right]) == text
