"""The block of short lines that a wrong answer gets: at most eight lines of 100 columns."""

import textwrap

WIDTH, LABEL, LINES = 98, 15, 8  # two columns are the mark's
GOES_ON = "The page goes on with the reference solution."


def block(name, rows, ending=GOES_ON):
    """Return the text of a message.

    Parameters
    ----------
    name : str
        the exercise's
    rows : list of (label, text)
        in the order in which they are read; of too long ones the ends are left out
    """
    lines, left = [], LINES - 1 - bool(ending)
    rows = [(label, " ".join(text.split())) for label, text in rows if text]
    for i, (label, text) in enumerate(rows):
        room = max(1, min(3, left - (len(rows) - 1 - i)))
        wrapped = textwrap.wrap(text, WIDTH - LABEL - 2, break_long_words=False, max_lines=room, placeholder=" …") or [""]
        wrapped = [line if len(line) <= WIDTH - LABEL - 2 else line[: WIDTH - LABEL - 3] + "…" for line in wrapped]
        lines += [f"  {label:<{LABEL}}{wrapped[0]}", *(f"  {'':<{LABEL}}{line}" for line in wrapped[1:])]
        left -= len(wrapped)
    return "\n".join([name, *lines[: LINES - 1 - bool(ending)], *([f"  {ending}"] if ending else [])])


def sentence(text):
    """Return a message of one sentence or a few, wrapped."""
    return textwrap.fill(" ".join(text.split()), WIDTH + 2, initial_indent="  ", subsequent_indent="  ", break_long_words=False)[
        2:
    ]
