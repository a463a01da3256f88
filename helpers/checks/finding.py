"""What was found on a wrong answer: its kind, its rows, and what they say in short."""

from typing import NamedTuple

DIFFERS, MISTAKE, ADVICE, RAISES, RIGHT, LOOK = "differs", "the mistake", "what to do", "it raises", "right so far", "look at"


class Finding(NamedTuple):
    """What was found on a wrong answer."""

    kind: str
    rows: list  # (label, text), as they are shown
    where: str | None = None
    mistake: str | None = None
    line: int | None = None
    advice: str | None = None
    lines: tuple | None = None  # (the line as it gives these numbers, the reference's): for the second try


def listed(names):
    """Return names as a reader lists them: "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
