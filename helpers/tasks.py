"""Sequences to learn: sentences from a small grammar, in which a verb must agree with a subject that lies back.

    The cats near the old garden … are        singular or plural? The network is asked after the last word before the verb.

    sentence    determiner [adjective] noun, then words in between
    in between  prepositional phrases (preposition determiner [adjective] noun) and adverbs; their nouns are of either number

The words stand in data/words.txt. Everything random comes from the generator `rng` that a function is given.
"""
import functools

import numpy as np

from helpers import datafiles, shapes

SINGULAR, PLURAL = 0, 1
NUMBERS = ("singular", "plural")


class Vocabulary:
    """A list of words, each with its place in it.

    Parameters
    ----------
    words : sequence of str
        each once; a word's place here is its row in a one-hot column
    """

    def __init__(self, words):
        self.words = tuple(words)
        self.index = {word: place for place, word in enumerate(self.words)}
        if len(self.index) != len(self.words):
            twice = next(word for word in self.words if self.words.count(word) > 1)
            raise ValueError(f"words holds {twice!r} more than once, expected each word once")

    def __len__(self):
        return len(self.words)

    def encode(self, sentence):
        """Return the places of a sentence's words: an array (T_x,) of integers.

        Parameters
        ----------
        sentence : str or sequence of str
            a string is split at spaces; a full stop may follow its word directly, and capitals don't matter
        """
        if isinstance(sentence, str):
            sentence = sentence.lower().replace(".", " . ").split()
        unknown = [str(word) for word in sentence if word not in self.index]
        if unknown:
            raise ValueError(f"{', '.join(map(repr, unknown))} not in the list of words, expected only: {' '.join(self.words)}")
        if not len(sentence):
            raise ValueError("sentence holds no word, expected at least one")
        return np.array([self.index[word] for word in sentence])  # (T_x,)

    def decode(self, places):
        """Return the words at `places`, a list of str; the opposite of encode."""
        return [self.words[place] for place in places]

    def one_hot(self, sentences):
        """Return the words as columns with a single 1.

        Parameters
        ----------
        sentences : str, or list of m sentences of one length
            each as for `encode`

        Returns
        -------
        x : array (n_x, m, T_x) of floats
            x[i, j, t] is 1 where word t of sentence j is the vocabulary's word i
        """
        if isinstance(sentences, str):
            sentences = [sentences]
        places = [self.encode(sentence) for sentence in sentences]
        lengths = sorted({len(row) for row in places})
        if len(lengths) != 1:
            raise ValueError(f"sentences have the lengths {lengths}, expected one or more sentences of one length")
        return one_hot(np.array(places), len(self))  # (n_x, m, T_x)


def one_hot(places, n):
    """Return an array (n, …) of floats: a 1 in row `places[…]`, 0 elsewhere.

    Parameters
    ----------
    places : array (…) of integers from 0 to n − 1
    n : int
    """
    return (np.arange(n).reshape(-1, *[1] * np.ndim(places)) == places).astype(float)  # (n, …)


@functools.cache
def words():
    """Return the words of data/words.txt by kind: lists of words, or of pairs (singular, plural)."""
    kinds = {}
    for line in datafiles.lines("words.txt"):
        kind, entries = line.split(":")
        kinds[kind] = [tuple(entry.split("/")) if "/" in entry else entry for entry in entries.split()]
    kinds["noun"] = kinds["living"] + kinds["thing"]
    return kinds


@functools.cache
def vocabulary():
    """Return the Vocabulary of all words of data/words.txt, in the file's order."""
    entries = [entry for kind, entries in words().items() if kind != "noun" for entry in entries]
    return Vocabulary(word for entry in entries for word in ([entry] if isinstance(entry, str) else entry))


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


def chooser(rng):
    """Return a function that picks one entry of a list at random; it takes numbers from `rng` by the hundred, for speed."""
    def numbers():
        while True:
            yield from rng.random(100).tolist()

    stream = numbers()
    return lambda entries: entries[int(next(stream) * len(entries))]


def _noun_phrase(draw, number, adjective=False):
    """Return determiner [adjective] noun: a list of 2 or 3 words."""
    kinds = words()
    middle = [draw(kinds["adjective"])] if adjective else []
    return [draw(kinds["determiner"]), *middle, draw(kinds["noun"])[number]]


def _in_between(draw, count):
    """Return `count` words that can stand between a subject and its verb: prepositional phrases, at the end adverbs."""
    adverbs = draw([n for n in (0, 1) if _fills(count - n)] or [2])
    left, between = count - adverbs, []
    while left:
        size = draw([size for size in (3, 4) if _fills(left - size)])
        number = draw((SINGULAR, PLURAL))
        between += [draw(words()["preposition"]), *_noun_phrase(draw, number, adjective=size == 4)]
        left -= size
    return between + [draw(words()["adverb"]) for _ in range(adverbs)]


def _fills(count):
    """Say whether phrases of 3 and 4 words can fill `count` words exactly."""
    return count >= 0 and count not in (1, 2, 5)


def _batch(sentences, numbers):
    """Return x, y and the sentences; y has its target in the last column."""
    x = vocabulary().one_hot(sentences)  # (n_x, m, T_x)
    y = np.zeros((2, *x.shape[1:]))  # (2, m, T_x)
    y[:, :, -1] = one_hot(np.array(numbers), 2)  # (2, m)
    return x, y, sentences
