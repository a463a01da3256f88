"""How the course stands: exercises with their tries, questions and predictions, as lines and as one picture.

What it is told from is kept by progress_file. Without a history it says the same everywhere.
"""
from helpers.checks import progress_file as kept
from helpers.exercises import EXERCISES
from helpers.tasks import questions

TITLES = {
    "00": "Start here", "01": "The simple RNN", "02": "The loss and one step back", "03": "Backpropagation through time",
    "04": "Vanishing and exploding gradients", "05": "Clipping and good starts", "06": "Gates",
    "07": "The LSTM cell and its forward pass", "08": "One step back through the LSTM", "09": "The LSTM, back through time",
    "10": "Why the LSTM remembers", "11": "The GRU", "12": "Back through the GRU", "13": "Subject and verb",
    "14": "Names, letter by letter", "15": "From loops to one matrix product", "16": "The 1997 experiments",
    "17": "A cell of your own", "18": "Words from both sides", "19": "Layers and dropout",
    "20": "The bottleneck, and attention", "21": "What attention buys", "22": "Were RNNs all we needed?",
}
OWN, OWN_PAGE = "your own cell", "17"
OPEN = {"state": "missing", "mistake": None}


def progress(page=None):
    """Print how the exercises, predictions and questions of the course stand, or those of one page ("05").

    Raises
    ------
    ValueError
        if there is no such page
    """
    if page is not None and page not in TITLES:
        raise ValueError(f"page is {page!r}, expected one of {', '.join(TITLES)}")
    states, note = _states()
    print(table([page] if page else list(TITLES), states) + (f"\n{note}" if note else ""))


def whole_course():
    """Show the whole course as one picture, a row a page, with a text alternative."""
    from helpers.figures import course  # here: a teacher's survey of answers needs no Matplotlib

    course.show(rows())


def table(pages, states):
    """Return the progress of some pages as text.

    Parameters
    ----------
    pages : list of str
    states : dict
        exercise → {"state", "mistake"}, and "tries" where it was noted
    """
    lines, right, number = [], 0, 0
    for page in pages:
        for i, name in enumerate(names_on(page)):
            entry = states.get(name, OPEN)
            lines.append(f"{page if i == 0 else '  '}  {kept.MARKS[entry['state']]} {name:<32}{_said(entry)}")
            right, number = right + (entry["state"] == "right"), number + 1
    lines.append(f"{right} of {number} right")
    made, given = kept.kept("predictions"), kept.kept("questions")
    guesses = [close for page in pages for close in predictions_on(page, made)]
    if guesses:
        lines.append(f"predictions: {len(guesses)} made, {sum(guesses)} of them close")
    answers = [state for page in pages for state in questions_on(page, given) if state != "missing"]
    if answers:
        lines.append(f"questions: {answers.count('right')} of {len(answers)} right")
    return "\n".join(lines)


def rows():
    """Return a figures.course.Row for each page."""
    from helpers.figures.course import Row

    (states, _), made, given = _states(), kept.kept("predictions"), kept.kept("questions")
    return [Row(page, title, tuple((name, states.get(name, OPEN)["state"]) for name in names_on(page)),
                questions_on(page, given), predictions_on(page, made)) for page, title in TITLES.items()]


def names_on(page):
    """Return the names of a page's exercises."""
    return [exercise.name for exercise in EXERCISES.values() if exercise.page == page] + [OWN] * (page == OWN_PAGE)


def questions_on(page, given):
    """Return how the questions about a page stand, each "missing" (not answered), "wrong" or "right", in that order's reverse."""
    states = [{True: "right", False: "wrong"}.get(given.get(name, {}).get("right"), "missing")
              for name, question in questions.catalogue().items() if question.page == page]
    return tuple(sorted(states, key=("right", "wrong", "missing").index))


def predictions_on(page, made):
    """Return for each prediction made on a page whether it was close."""
    here = [entry for name, entry in made.items() if name.partition(".")[0] == page and "measured" in entry]
    return tuple(sorted((bool(entry.get("close")) for entry in here), reverse=True))


def _states():
    """Return ({exercise: entry}, a sentence for the learner or ""), the cell of the learner's own among them."""
    states, note = kept.read()
    own = kept.kept("own").get("cell", {})
    return states | ({OWN: {"mistake": None} | own} if own.get("state") in kept.MARKS else {}), note


def _said(entry):
    """Return how an exercise stands, in words: "wrong: time reversed (3 tries)"."""
    said = {"missing": "open", "wrong": "wrong", "right": "right"}[entry["state"]]
    if entry["mistake"]:
        said += f": {entry['mistake']}"
    tries = entry.get("tries")
    return said + (f" ({tries} tries)" if entry["state"] != "missing" and isinstance(tries, int) and tries > 1 else "")
