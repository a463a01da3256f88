"""Each word's tag is the number of its own sentence's verb, also where another verb stands in between."""
import numpy as np

from helpers.tasks import verb_numbers


def test_the_inner_verb_is_not_the_sentences_verb():
    text = "the keys that my dog sees are old . your old king waits . the cat".split()
    found = verb_numbers.tags(text)
    assert [number for number, _ in found] == [1] * 9 + [0] * 5 + [None] * 2
    assert [place for _, place in found] == ["before", "noun"] + ["between"] * 4 + ["after"] * 3 + [
        "before", "before", "noun", "after", "after", "before", "noun"]


def test_tags_are_columns_with_one_1_but_for_a_sentence_that_is_cut_off():
    words, y, texts = verb_numbers.tagged(np.random.default_rng(0), 6, 30)
    assert words.shape == (6, 30) and y.shape == (2, 6, 30)
    for j, text in enumerate(texts):
        numbers = [number for number, _ in verb_numbers.tags(text)]
        assert len(numbers) == 30
        np.testing.assert_array_equal(y[:, j].sum(axis=0), [number is not None for number in numbers])
        assert all(y[number, j, t] == 1 for t, number in enumerate(numbers) if number is not None)
