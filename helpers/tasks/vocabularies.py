"""Words and their places in a list: from text to columns with a single 1, and back.

The words of the course's sentences stand in data/words.txt, by kind, singular/plural.
"""
import functools

import numpy as np

from helpers.tasks import datafiles


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
        return np.array(self._places(sentence))  # (T_x,)

    def _places(self, sentence):
        if isinstance(sentence, str):
            sentence = sentence.lower().replace(".", " . ").split()
        try:
            places = [self.index[word] for word in sentence]
        except KeyError:
            unknown = [repr(str(word)) for word in sentence if word not in self.index]
            raise ValueError(f"{', '.join(unknown)} not in the list of words, expected only: {' '.join(self.words)}") from None
        if not places:
            raise ValueError("sentence holds no word, expected at least one")
        return places

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
        places = [self._places(sentence) for sentence in sentences]
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
