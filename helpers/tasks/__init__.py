"""What there is to learn: sequences, drawn at random, and the files of data/.

sentences has subjects and verbs, letters the names, memory the tasks of 1997, parity the bits; vocabularies turns words into
columns.
"""
from helpers.tasks.sentences import (
    NUMBERS,
    PLURAL,
    SINGULAR,
    batches,
    before_the_verb,
    plural_share,
    remember_number,
    short_sentences,
    stream,
    streams,
    verbs,
    vocabulary,
    words,
)
from helpers.tasks.vocabularies import one_hot

__all__ = ["NUMBERS", "PLURAL", "SINGULAR", "batches", "before_the_verb", "one_hot", "plural_share", "remember_number",
           "short_sentences", "stream", "streams", "verbs", "vocabulary", "words"]
