"""What a learner wrote, moved into the pages of another release: `python -m helpers.pages bring OLD [NEW]`.

    for sentence in bring.course(old, new): print(sentence)

A function of an exercise goes to where that exercise is now, cells of one's own go to the end of the page that has most of
the old page's cells, and the progress file is joined. Nothing is written over without a copy. Needs the standard library only,
so that it runs in a browser, too.
"""
from helpers.exercises.bring.moving import course, page
from helpers.exercises.bring.original import reset
from helpers.exercises.bring.written import digest

__all__ = ["course", "digest", "page", "reset"]
