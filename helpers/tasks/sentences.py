"""Sequences to learn: sentences from a small grammar, in which a verb must agree with a subject that lies back.

    The cats near the old garden … are        singular or plural? The network is asked after the last word before the verb.

    sentence    determiner [adjective] noun, then words in between
    in between  prepositional phrases (preposition determiner [adjective] noun) and adverbs; their nouns are of either number

    The key near the cabinets that my dog sees is old . Your cats wait . The …        a stream: subjects change

A noun between subject and verb that has the other number is an attractor. The words stand in data/words.txt.
Everything random comes from the generator `rng` that a function is given.
"""
import functools
import itertools

import numpy as np

from helpers.networks import shapes
from helpers.tasks.vocabularies import Vocabulary, one_hot, vocabulary, words

__all__ = ["Vocabulary", "batches", "before_the_verb", "one_hot", "plural_share", "remember_number", "short_sentences", "stream",
           "streams", "verbs", "vocabulary", "words"]
SINGULAR, PLURAL = 0, 1
NUMBERS = ("singular", "plural")


def short_sentences(rng, m, length=7):
    """Draw short sentences up to their verb: is it singular or plural?

    Parameters
    ----------
    rng : numpy.random.Generator
    m : int
        how many
    length : int
        T_x, the words of each sentence before its verb, at least 5

    Returns
    -------
    x : array (n_x, m, T_x)
        one word a step
    y : array (2, m, T_x)
        zero but in the last column: there row 0 is 1 for a singular subject, row 1 for a plural one
    sentences : list of m lists of T_x words
    """
    shapes.integer("m", m)
    shapes.integer("length", length, least=5)
    draw = chooser(rng)
    sentences, numbers = [], []
    for _ in range(m):
        number = draw((SINGULAR, PLURAL))
        subject = _noun_phrase(draw, number, adjective=draw((False, length > 5)))
        sentences.append(subject + _in_between(draw, length - len(subject)))
        numbers.append(number)
    return _batch(sentences, numbers)


def remember_number(rng, m, distance):
    """Draw sentences whose subject is their second word, and ask for its number `distance` words later.

    Parameters
    ----------
    rng : numpy.random.Generator
    m : int
        how many
    distance : int
        d, the words between the subject and the end: T_x = d + 2

    Returns
    -------
    x, y, sentences
        as for short_sentences
    """
    shapes.integer("m", m)
    shapes.integer("distance", distance, least=0)
    draw = chooser(rng)
    numbers = [draw((SINGULAR, PLURAL)) for _ in range(m)]
    return _batch([_noun_phrase(draw, number) + _in_between(draw, distance) for number in numbers], numbers)


def batches(make, *arguments):
    """Yield `make(*arguments)` without end: `batches(short_sentences, rng, 32)` are fresh sentences for every step."""
    while True:
        yield make(*arguments)


def streams(rng, m, T_x):
    """Yield pieces of m endless texts: each continues where the piece before it ended; the first begins a sentence.

    Parameters
    ----------
    rng : numpy.random.Generator
    m : int
        texts side by side
    T_x : int
        words in a piece

    Yields
    ------
    x : array (n_x, m, T_x)
        one word a step
    y : array (n_x, m, T_x)
        the word after it
    texts : list of m lists of T_x words
    """
    shapes.integer("m", m)
    shapes.integer("T_x", T_x)
    for texts in _pieces(rng, m, T_x):
        both = vocabulary().one_hot(texts)  # (n_x, m, T_x + 1)
        yield both[:, :, :-1], both[:, :, 1:], [text[:-1] for text in texts]


def texts(rng, m, T_x):
    """Return the words alone of the first piece of m new texts, as `stream` does: a list of m lists of T_x words."""
    shapes.integer("m", m)
    shapes.integer("T_x", T_x)
    return [text[:-1] for text in next(_pieces(rng, m, T_x))]


def _pieces(rng, m, T_x):
    """Yield pieces of m endless texts: lists of m lists of T_x + 1 words, the last of which begins the next piece."""
    draw = chooser(rng)
    left = [[] for _ in range(m)]
    while True:
        for text in left:
            while len(text) <= T_x:
                text += _sentence(draw)
        yield [text[:T_x + 1] for text in left]
        left = [text[T_x:] for text in left]


def stream(rng, m, T_x):
    """Return the first piece of m new texts: x, y and the words, as `streams` yields them."""
    return next(streams(rng, m, T_x))


def before_the_verb(rng, m, attractors, number="other"):
    """Draw short sentences, each followed by the beginning of one whose subject is `attractors` nouns away from its verb.

        my dogs were full . the key near the cabinets beside your dogs        (2 attractors, both of the other number)
        my dogs were full . the key near the cabinet beside your dog          (number="same": as far, but no attractor)

    Parameters
    ----------
    rng : numpy.random.Generator
    m, attractors : int
    number : "other" or "same"
        the number of the nouns in between: the other one, or the subject's own; from one seed, all else is the same

    Returns
    -------
    x : array (n_x, m, 7 + 3 · attractors)
    numbers : array (m,)
        0 where the verb that comes next is singular, 1 where it is plural
    sentences : list of m lists of words
    """
    shapes.integer("m", m)
    shapes.integer("attractors", attractors, least=0)
    if number not in ("other", "same"):
        raise ValueError(f"number is {number!r}, expected 'other' or 'same'")
    draw = chooser(rng)
    numbers, sentences = [], []
    for _ in range(m):
        first, own = draw((SINGULAR, PLURAL)), draw((SINGULAR, PLURAL))
        whole = [*_noun_phrase(draw, first), draw(words()["copula"])[first], draw(words()["adjective"]), "."]
        between = [word for _ in range(attractors)
                   for word in (draw(words()["preposition"]), *_noun_phrase(draw, own if number == "same" else 1 - own))]
        numbers.append(own)
        sentences.append(whole + _noun_phrase(draw, own) + between)
    return vocabulary().one_hot(sentences), np.array(numbers), sentences


def verbs(number):
    """Return the rows of the vocabulary's verbs that go with a subject of `number` (0 singular, 1 plural)."""
    return vocabulary().encode([pair[number] for kind in ("copula", "verb") for pair in words()[kind]])


def plural_share(y_pred):
    """Return how much of the probability of all verbs is on the plural ones: an array (m,), from y_pred (n_x, m)."""
    singular, plural = y_pred[verbs(SINGULAR)].sum(axis=0), y_pred[verbs(PLURAL)].sum(axis=0)  # (m,)
    return plural / (singular + plural)


def chooser(rng):
    """Return a function that picks one entry of a list at random; it takes numbers from `rng` by the hundred, for speed."""
    hundreds = iter(lambda: rng.random(100).tolist(), None)  # without end
    following = itertools.chain.from_iterable(hundreds).__next__
    return lambda entries: entries[int(following() * len(entries))]


def _noun_phrase(draw, number, adjective=False):
    """Return determiner [adjective] noun: a list of 2 or 3 words."""
    kinds = words()
    if adjective:
        middle = draw(kinds["adjective"])
        return [draw(kinds["determiner"]), middle, draw(kinds["noun"])[number]]
    return [draw(kinds["determiner"]), draw(kinds["noun"])[number]]


def _in_between(draw, count):
    """Return `count` words that can stand between a subject and its verb: prepositional phrases, at the end adverbs."""
    adverbs = draw(_adverbs(count))
    left, between = count - adverbs, []
    while left:
        size = draw(_phrases(left))
        number = draw((SINGULAR, PLURAL))
        between += [draw(words()["preposition"]), *_noun_phrase(draw, number, adjective=size == 4)]
        left -= size
    return between + [draw(words()["adverb"]) for _ in range(adverbs)]


@functools.cache
def _adverbs(count):
    """Return how many adverbs may end `count` words between a subject and its verb."""
    return [n for n in (0, 1) if _fills(count - n)] or [2]


@functools.cache
def _phrases(count):
    """Return how many words the next phrase may have where phrases have `count` words to fill."""
    return [size for size in (3, 4) if _fills(count - size)]


def _fills(count):
    """Say whether phrases of 3 and 4 words can fill `count` words exactly."""
    return count >= 0 and count not in (1, 2, 5)


def _batch(sentences, numbers):
    """Return x, y and the sentences; y has its target in the last column."""
    x = vocabulary().one_hot(sentences)  # (n_x, m, T_x)
    y = np.zeros((2, *x.shape[1:]))  # (2, m, T_x)
    y[:, :, -1] = one_hot(np.array(numbers), 2)  # (2, m)
    return x, y, sentences


def _sentence(draw):
    """Return the words of a whole sentence of a stream, full stop included."""
    number = draw((SINGULAR, PLURAL))
    text = _noun_phrase(draw, number, adjective=draw((False, False, False, True)))
    if draw((False, False, False, False, True)):
        inner = draw((SINGULAR, PLURAL))
        text += ["that", draw(words()["determiner"]), draw(words()["living"])[inner], draw(words()["transitive"])[inner]]
    for _ in range(draw((0, 0, 0, 1, 1, 1, 2, 2, 3))):
        text += [draw(words()["preposition"]), *_noun_phrase(draw, draw((SINGULAR, PLURAL)), draw((False, False, False, True)))]
    if draw((False, False, False, False, True)):
        text.append(draw(words()["adverb"]))
    pair = draw(words()["copula"] + words()["verb"])
    return text + [pair[number]] + ([draw(words()["adjective"])] if pair in words()["copula"] else []) + ["."]
