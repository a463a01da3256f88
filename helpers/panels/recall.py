"""Questions from earlier pages: three at the head of a page, chosen by what was right and how long ago.

    panels.questions("04")        three questions from the pages before page 4
    panels.why("rnn_forward")     a question on an exercise that is done

Each wrong option is a known misconception and has a sentence of its own. What was chosen moves a question from box to box
(Leitner): the more often it was right, the later it comes again. Without a history a page always asks the same three.
"""
import functools
import html
import time

import ipywidgets as widgets

from helpers.checks import progress_file
from helpers.panels import choosing, showing
from helpers.tasks.questions import catalogue

DAY = 86400
WAIT = (0, 1 * DAY, 3 * DAY, 7 * DAY, 21 * DAY)  # of a question in each box, until it is asked again
HOW_MANY = 3


def chosen(page, history, now):
    """Return HOW_MANY questions for the head of a page.

    First those that are due, the longest overdue before the others; then new ones, a question of each earlier page in turn
    from the nearest back; at last those whose time hasn't come.

    Parameters
    ----------
    page : str
    history : dict
        id → {"box": 0 … 4, "at": seconds}
    now : float

    Returns
    -------
    list of Question
    """
    before = [question for question in catalogue().values() if question.page < page and not question.exercise]
    seen = [question for question in before if question.id in history]

    def overdue(question):
        entry = history[question.id]
        return now - entry.get("at", 0) - WAIT[min(entry.get("box", 0), len(WAIT) - 1)]

    seen.sort(key=overdue, reverse=True)
    due = [question for question in seen if overdue(question) >= 0]
    later = [question for question in seen if overdue(question) < 0]
    return [*due, *_in_turn([question for question in before if question.id not in history]), *later][:HOW_MANY]


def _in_turn(questions):
    """Return questions in turns: one of each page, the last page first, then a second one of each."""
    turns = {}
    for question in questions:
        turns.setdefault(question.page, []).append(question)
    pages = sorted(turns, reverse=True)
    longest = max(map(len, turns.values()), default=0)
    return [turns[page][turn] for turn in range(longest) for page in pages if turn < len(turns[page])]


def questions(page):
    """Show three questions from earlier pages."""
    return Questions(f"questions {page}", chosen(page, progress_file.kept("questions"), time.time()))


def why(exercise):
    """Show the *why* of an exercise."""
    asked = [question for question in catalogue().values() if question.exercise == exercise]
    if not asked:
        known = sorted({question.exercise for question in catalogue().values()} - {""})
        raise ValueError(f"exercise is {exercise!r}, expected one of {', '.join(known)}")
    return Questions(f"why {exercise}", asked[:1])


class Questions(widgets.VBox):
    """Questions one below the other; choosing an option says at once why it is right or wrong."""

    def __init__(self, name, asked):
        showing.take_the_place_of_an_earlier(name, self)
        self._asked = asked
        self._first = {}  # id → whether the first choice was right
        super().__init__([self._one(question) for question in asked])
        self.add_class("course-panel")

    def _one(self, question):
        answer = widgets.HTMLMath()
        buttons = choosing.buttons([option.text for option in question.options], height="auto")
        for button, option in zip(buttons, question.options):
            button.observe(functools.partial(self._choose, question, option, buttons, answer), names="value")
        return widgets.VBox([widgets.HTMLMath(f"<p><b>{html.escape(question.text, quote=False)}</b></p>"), *buttons, answer],
                            layout={"margin": "0 0 12px"})

    def _choose(self, question, option, buttons, answer, change):
        if not change["new"]:
            return
        for button in buttons:
            if button is not change["owner"]:
                button.value = False
        mark = "✓" if option.right else "✗"
        more = "" if option.right else f" Read again: {html.escape(question.again, quote=False)}."
        answer.value = f'<p role="status" aria-live="polite">{mark} {html.escape(option.says, quote=False)}{more}</p>'
        if question.id not in self._first:
            self._first[question.id] = option.right
            box = progress_file.kept("questions").get(question.id, {}).get("box", 0)
            progress_file.keep("questions", question.id, right=option.right,
                               box=min(box + 1, len(WAIT) - 1) if option.right else 0)

    def choose(self, number, option):
        """Choose an option of a question, both counted from 0, as a click does."""
        self.children[number].children[1 + option].value = True

    def says(self, number):
        """Return the sentence that stands below a question now."""
        return self.children[number].children[-1].value

    def close(self):
        """Close the widget and all that it is made of."""
        showing.close_all(self)

    _ipython_display_ = None

    def _repr_mimebundle_(self, **kwargs):
        """Return the questions, their answers folded, as text; and show the live ones above them."""
        lines = []
        for number, question in enumerate(self._asked, 1):
            lines += [f"**{number}. {question.text}**" if len(self._asked) > 1 else f"**{question.text}**", ""]
            lines += [f"- {option.text}" for option in question.options]
            right = next(option for option in question.options if option.right)
            lines += ["", f"<details><summary>Answer</summary>\n\n{right.text}: {right.says}\n</details>", ""]
        plain = "\n".join(f"{number}. {question.text}" for number, question in enumerate(self._asked, 1))
        return showing.shown(self, {"text/markdown": "\n".join(lines).strip(), "text/plain": plain}, {})
