"""Tag each word of a text with the number of its sentence's verb: what is known from the left, and what from the right?

    the  key  near the cabinets is  old  .        the words
    s    s    s    s   s        s   s    s        the number of the verb "is": singular

    before   the words before the subject      the verb and after it      after
    noun     the subject                       the words in between       between
"""
import functools

import numpy as np

from helpers.tasks import sentences as source

PLACES = ("before", "noun", "between", "after")


def tagged(rng, m, T_x):
    """Draw m texts of T_x words, each word to be tagged with the number of its sentence's verb.

    Parameters
    ----------
    rng : numpy.random.Generator
    m, T_x : int

    Returns
    -------
    words : array (m, T_x) of integers
        each word's place in source.vocabulary()
    y : array (2, m, T_x)
        row 0 is 1 where the verb is singular, row 1 where it is plural; zeros in a sentence that is cut off before its verb
    texts : list of m lists of T_x words
    """
    texts = source.texts(rng, m, T_x)
    words = np.array([source.vocabulary().encode(text) for text in texts])  # (m, T_x)
    y = np.zeros((2, m, T_x))
    for j, text in enumerate(texts):
        for t, (number, _) in enumerate(tags(text)):
            if number is not None:
                y[number, j, t] = 1
    return words, y, texts


def tags(text):
    """Return for each word of a text its sentence's number (None if no verb comes) and the word's place, one of PLACES."""
    found = []
    for sentence in sentences(text):
        kinds = [*map(_verbs().get, sentence)]  # the number of a main verb; of "that my dog sees", too, None
        verb = next((t for t, number in enumerate(kinds) if number is not None), None)
        subject = next((t for t, word in enumerate(sentence) if word in _nouns()), len(sentence))
        for t in range(len(sentence)):
            place = "before" if t < subject else "noun" if t == subject else "between" if verb is None or t < verb else "after"
            found.append((None if verb is None else kinds[verb], place))
    return found


def sentences(text):
    """Return the sentences of a list of words, each with its full stop; the last may lack it."""
    ends = [t + 1 for t, word in enumerate(text) if word == "."]
    cuts = [0, *ends] + ([len(text)] if not ends or ends[-1] < len(text) else [])
    return [text[first:last] for first, last in zip(cuts, cuts[1:])]


@functools.cache
def _verbs():
    """Return {main verb: its number}; those of "that my dog sees" aren't among them."""
    return {word: number for pair in source.words()["copula"] + source.words()["verb"] for number, word in enumerate(pair)}


@functools.cache
def _nouns():
    return {word for pair in source.words()["noun"] for word in pair}
