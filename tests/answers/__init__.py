"""Answers as people write them, right and wrong, one file an exercise; test_answers.py examines them on the page's own names.

    == right: np.dot, sums in another order
    def rnn_cell_forward(xt, a_prev, parameters):
        …
    == wrong: bias forgotten | says: the bias ba
    like: np.dot, sums in another order
    @ 3-3
        score = np.dot(P["Waa"], a_prev) + np.dot(P["Wax"], xt)

A wrong answer is mostly written as a right one with lines replaced: `like` names it, `@ 3-4` replaces its lines 3 to 4 by those
that follow (`@ 4-3` puts them in before line 4). `says` is what its message must contain, where something is asked of it.
The kinds come from public notebooks and from slips made while working through the pages; the code is this project's own.
"""
import linecache
import re
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
HEAD = re.compile(r"== (right|wrong|open): (.*?)(?: \| says: (.*))?$")


class Answer(NamedTuple):
    """One answer to an exercise."""
    exercise: str
    label: str  # "right", "wrong" or "open": not written yet
    what: str
    says: str | None  # what the message must contain
    source: str

    def function(self, space):
        """Return the function as it would stand on a page whose names are `space`; its lines are known as a cell's are."""
        name = f"<{self.exercise}: {self.what}>"
        linecache.cache[name] = len(self.source), None, self.source.splitlines(keepends=True), name
        space = dict(space)
        exec(compile(self.source, name, "exec"), space)
        return space[self.exercise]


def read(exercise):
    """Return the answers to an exercise."""
    path = FOLDER / f"{exercise}.txt"
    return parsed(exercise, path.read_text(encoding="utf-8")) if path.exists() else []


def parsed(exercise, text):
    """Return the answers that a file's text holds."""
    found = []
    for block in re.split(r"^(?=== )", text, flags=re.M)[1:]:
        head, _, body = block.partition("\n")
        label, what, says = HEAD.match(head).groups()
        if body.startswith("like: "):
            like, _, edits = body.partition("\n")
            body = replaced(next(a.source for a in found if a.what == like.removeprefix("like: ")), edits)
        found.append(Answer(exercise, label, what, says, body.rstrip("\n") + "\n"))
    return found


def replaced(source, edits):
    """Return a source with lines replaced, the last first."""
    lines = source.splitlines()
    for first, last, new in reversed(re.findall(r"^@ (\d+)-(\d+)\n((?:(?!@ ).*\n?)*)", edits, flags=re.M)):
        lines[int(first) - 1:int(last)] = new.rstrip("\n").splitlines()
    return "\n".join(lines) + "\n"


def written(answer, known):
    """Return an answer as the file has it: as a right one with lines replaced where that is shorter."""
    import difflib
    head = f"== {answer.label}: {answer.what}" + (f" | says: {answer.says}" if answer.says else "")
    shortest = answer.source.rstrip("\n")
    for other in known:
        old, new = other.source.splitlines(), answer.source.splitlines()
        edits = [f"like: {other.what}"]
        for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag != "equal":
                edits += [f"@ {a + 1}-{b}", *new[c:d]]
        text = "\n".join(edits)
        if len(text) < len(shortest) and replaced(other.source, "\n".join(edits[1:]) + "\n") == answer.source.rstrip("\n") + "\n":
            shortest = text
    return f"{head}\n{shortest}\n"
