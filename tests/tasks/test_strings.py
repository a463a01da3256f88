"""Strings to copy, reverse and sort: what is read, what is written, and what the decoder reads meanwhile."""
import numpy as np
import pytest

from helpers.tasks import strings


@pytest.mark.parametrize(("task", "right"), [("copy", "dade."), ("reverse", "edad."), ("sort", "adde.")])
def test_a_string_and_what_is_to_be_written(task, right):
    letters = strings.VOCABULARY.encode(list("dade"))[np.newaxis]  # (1, T)
    x, x_d, y = strings.columns(letters, task)
    read = ["".join(strings.VOCABULARY.decode(np.argmax(array, axis=0)[0])) for array in (x, x_d, y)]
    assert read == ["dade", "." + right[:-1], right]


def test_a_batch_has_one_length_up_to_the_longest():
    batches = strings.batches(np.random.default_rng(0), "copy", 3, 5)
    lengths = {next(batches)[0][0].shape for _ in range(100)}
    assert lengths == {(11, 3, T) for T in range(1, 6)}


def test_a_string_counts_only_if_it_is_right_to_the_end():
    _, _, y = strings.columns(np.array([[1, 2], [3, 4]]), "copy")
    assert strings.whole(np.array([[1, 2, 0], [3, 4, 1]]), y) == 0.5


def test_an_unknown_task_is_said():
    with pytest.raises(ValueError, match="task is 'turn', expected one of copy, reverse, sort"):
        strings.columns(np.array([[1]]), "turn")
