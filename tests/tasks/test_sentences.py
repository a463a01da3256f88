"""Sentences: what they are made of, what is asked, and what a wrong word or size is told."""
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.tasks import sentences as tasks

sizes = settings(max_examples=25, deadline=None)


def rng(seed=0):
    return np.random.default_rng(seed)


def number_of(noun):
    """Return the number of a noun: 0 singular, 1 plural."""
    return next(pair.index(noun) for pair in tasks.words()["noun"] if noun in pair)


def nouns_of(sentence):
    return [word for word in sentence if any(word in pair for pair in tasks.words()["noun"])]


@sizes
@given(m=st.integers(1, 6), length=st.integers(5, 14), seed=st.integers(0, 99))
def test_short_sentences_ask_for_the_number_of_their_first_noun(m, length, seed):
    x, y, sentences = tasks.short_sentences(rng(seed), m, length)
    assert x.shape == (len(tasks.vocabulary()), m, length) and y.shape == (2, m, length)
    assert not y[:, :, :-1].any() and (y[:, :, -1].sum(axis=0) == 1).all()
    for j, sentence in enumerate(sentences):
        assert tasks.vocabulary().decode(x[:, j].argmax(axis=0)) == sentence
        assert number_of(nouns_of(sentence)[0]) == y[:, j, -1].argmax()
        assert len(nouns_of(sentence)) >= 2, "no noun stands between subject and verb"


@sizes
@given(m=st.integers(1, 4), distance=st.integers(0, 30), seed=st.integers(0, 99))
def test_remember_number_has_the_subject_second_and_d_words_after_it(m, distance, seed):
    x, y, sentences = tasks.remember_number(rng(seed), m, distance)
    assert x.shape[2] == y.shape[2] == distance + 2
    assert [number_of(sentence[1]) for sentence in sentences] == y[:, :, -1].argmax(axis=0).tolist()
    assert not y[:, :, :-1].any()


def test_both_numbers_are_as_frequent_and_the_nearest_noun_says_nothing():
    x, y, sentences = tasks.remember_number(rng(), 2000, 7)
    subjects = y[1, :, -1]
    nearest = np.array([number_of(nouns_of(sentence)[-1]) for sentence in sentences])
    assert abs(subjects.mean() - 0.5) < 0.05 and abs(nearest.mean() - 0.5) < 0.05
    assert abs(np.mean(subjects == nearest) - 0.5) < 0.05


def test_the_same_seed_gives_the_same_sentences_and_another_seed_others():
    assert tasks.short_sentences(rng(3), 9)[2] == tasks.short_sentences(rng(3), 9)[2]
    assert tasks.short_sentences(rng(3), 9)[2] != tasks.short_sentences(rng(4), 9)[2]


def test_batches_are_fresh_each_time():
    stream = tasks.batches(tasks.short_sentences, rng(), 4)
    assert next(stream)[2] != next(stream)[2]


def test_one_hot_and_encode_and_decode_agree():
    vocabulary = tasks.vocabulary()
    sentence = "the cats near my garden are full ."
    assert vocabulary.decode(vocabulary.encode(sentence)) == sentence.split()
    assert vocabulary.encode("The cats near my garden are full.").tolist() == vocabulary.encode(sentence).tolist()
    x = vocabulary.one_hot([sentence, sentence.split()])
    assert x.dtype == float and x.shape == (48, 2, 8)
    assert (x.sum(axis=0) == 1).all() and x[:, 0].argmax(axis=0).tolist() == vocabulary.encode(sentence).tolist()


def test_an_unknown_word_is_named_and_the_known_ones_listed():
    with pytest.raises(ValueError, match="'zebra', 'quagga' not in the list of words, expected only: the my") as error:
        tasks.vocabulary().encode("the zebra near the quagga is old")
    assert all(word in str(error.value) for word in tasks.vocabulary().words)


@pytest.mark.parametrize("call, said", [
    (lambda: tasks.short_sentences(rng(), 0), "m is 0, expected a whole number of at least 1"),
    (lambda: tasks.short_sentences(rng(), 3, 4), "length is 4, expected a whole number of at least 5"),
    (lambda: tasks.remember_number(rng(), 3, -1), "distance is -1, expected a whole number of at least 0"),
    (lambda: tasks.vocabulary().one_hot(["the cat", "the"]), r"sentences have the lengths \[1, 2\]"),
    (lambda: tasks.vocabulary().encode(""), "sentence holds no word"),
    (lambda: tasks.Vocabulary(["a", "b", "a"]), "words holds 'a' more than once"),
])
def test_a_wrong_argument_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()


# Streams

@sizes
@given(m=st.integers(1, 4), T_x=st.integers(1, 30), seed=st.integers(0, 99))
def test_each_word_of_a_stream_is_asked_for_by_the_one_before_it_across_pieces_too(m, T_x, seed):
    pieces = tasks.streams(rng(seed), m, T_x)
    (x1, y1, texts1), (x2, _, texts2) = next(pieces), next(pieces)
    assert x1.shape == y1.shape == x2.shape == (len(tasks.vocabulary()), m, T_x)
    assert (y1[:, :, :-1] == x1[:, :, 1:]).all() and (y1[:, :, -1] == x2[:, :, 0]).all()
    for x, texts in ((x1, texts1), (x2, texts2)):
        assert [tasks.vocabulary().decode(x[:, j].argmax(axis=0)) for j in range(m)] == texts


def subject_and_verb(sentence):
    """Return the numbers of the first noun and of the last verb of a sentence of a stream."""
    pairs = tasks.words()["copula"] + tasks.words()["verb"]
    verb = next(word for word in sentence if any(word in pair for pair in pairs))
    return number_of(nouns_of(sentence)[0]), next(pair.index(verb) for pair in pairs if verb in pair)


def test_the_words_alone_are_those_of_the_stream():
    assert tasks.texts(rng(3), 4, 30) == tasks.stream(rng(3), 4, 30)[2]
    with pytest.raises(ValueError, match="T_x is 0"):
        tasks.texts(rng(3), 4, 0)


def test_in_a_stream_each_verb_agrees_with_its_own_subject():
    text = " ".join(tasks.stream(rng(1), 1, 5000)[2][0])
    sentences = [sentence.split() for sentence in text.split(" . ")[:-1]]
    numbers = [subject_and_verb(sentence) for sentence in sentences]
    assert len(sentences) > 400 and all(subject == verb for subject, verb in numbers)
    nearest = [number_of(nouns_of(sentence)[-1]) == verb for sentence, (_, verb) in zip(sentences, numbers)
               if len(nouns_of(sentence)) > 1]
    assert 0.4 < np.mean(nearest) < 0.6, "the nearest noun would do"
    inner = [sentence[sentence.index("that") + 1:] for sentence in sentences if "that" in sentence]
    seeing = tasks.words()["transitive"]
    assert all(number_of(rest[1]) == next(pair.index(rest[2]) for pair in seeing if rest[2] in pair) for rest in inner)
    assert any("that" in sentence for sentence in sentences) and any("that" not in sentence for sentence in sentences)


@sizes
@given(m=st.integers(1, 4), attractors=st.integers(0, 5), seed=st.integers(0, 99))
def test_before_the_verb_all_nouns_but_the_subject_have_the_other_number(m, attractors, seed):
    x, numbers, sentences = tasks.before_the_verb(rng(seed), m, attractors)
    assert x.shape == (len(tasks.vocabulary()), m, 7 + 3 * attractors)
    for number, sentence in zip(numbers, sentences):
        whole, begun = sentence[:5], sentence[5:]
        assert whole[-1] == "." and number_of(whole[1]) == subject_and_verb(whole)[1]
        assert [number_of(noun) for noun in nouns_of(begun)] == [number] + [1 - number] * attractors


@sizes
@given(m=st.integers(1, 4), attractors=st.integers(0, 5), seed=st.integers(0, 99))
def test_before_the_verb_with_nouns_of_the_same_number_only_their_number_changes(m, attractors, seed):
    x, numbers, sentences = tasks.before_the_verb(rng(seed), m, attractors, number="same")
    _, others, with_attractors = tasks.before_the_verb(rng(seed), m, attractors)
    assert x.shape == (len(tasks.vocabulary()), m, 7 + 3 * attractors)
    assert numbers.tolist() == others.tolist()
    pairs = {frozenset(pair) for pair in tasks.words()["noun"]}
    for number, sentence, other in zip(numbers, sentences, with_attractors):
        assert [number_of(noun) for noun in nouns_of(sentence[5:])] == [number] * (1 + attractors)
        changed = [frozenset(pair) for pair in zip(sentence, other) if len(set(pair)) == 2]
        assert len(changed) == attractors and set(changed) <= pairs


def test_before_the_verb_names_a_number_it_does_not_know():
    with pytest.raises(ValueError, match="number is 'both', expected 'other' or 'same'"):
        tasks.before_the_verb(rng(0), 1, 1, number="both")


def test_plural_share_is_the_share_of_the_plural_verbs():
    y_pred = np.zeros((len(tasks.vocabulary()), 2))
    y_pred[tasks.vocabulary().encode("are is the"), 0] = 0.3, 0.1, 0.6
    y_pred[tasks.vocabulary().encode("were wait stands"), 1] = 0.2, 0.2, 0.6
    assert tasks.plural_share(y_pred) == pytest.approx([0.75, 0.4])
    assert tasks.vocabulary().decode(tasks.verbs(0)) == ["is", "was", "stands", "waits"]
