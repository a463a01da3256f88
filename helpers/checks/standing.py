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
PREDICTIONS = {
    "00": "left", "01": "differ pulse", "02": "loss passes", "03": "fresh ten", "04": "share linear directions",
    "05": "clipping adam", "06": "left half always", "07": "grows bias opens", "08": "empty", "09": "ways",
    "10": "reach bias circle", "11": "count", "12": "bias", "13": "way eight mean", "14": "carried names untrained",
    "15": "checks fast", "16": "adding order reber first full", "17": "judge rnn", "18": "left leak", "19": "depth memory",
    "20": "together", "21": "patience", "22": "parity layers",
}  # what panels.predict asks on each page: its keys, "00.left", … (a test holds them to the pages)
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
    guesses = [state for page in pages for state in predictions_on(page, made)]
    if number_made := len(guesses) - guesses.count("missing"):
        lines.append(f"predictions: {number_made} of {len(guesses)} made, {guesses.count('right')} of them close")
    answers = [state for page in pages for state in questions_on(page, given) if state != "missing"]
    if answers:
        lines.append(f"questions: {answers.count('right')} of {len(answers)} right")
    return "\n".join(lines)


def rows():
    """Return a figures.course.Row for each page."""
    from helpers.figures.course import Row

    (states, _), made, given = _states(), kept.kept("predictions"), kept.kept("questions")
    return [Row(page, title, tuple((name, states.get(name, OPEN)["state"], _tries(states.get(name, OPEN)))
                                   for name in names_on(page)),
                questions_on(page, given), predictions_on(page, made)) for page, title in TITLES.items()]


def names_on(page):
    """Return the names of a page's exercises."""
    return [exercise.name for exercise in EXERCISES.values() if exercise.page == page] + [OWN] * (page == OWN_PAGE)


def questions_on(page, given):
    """Return how the questions about a page stand, right ones first: each "right", "wrong" or "missing" (not answered)."""
    names = [name for name, question in questions.catalogue().items() if question.page == page]
    return _in_order(given.get(name, {}).get("right") for name in names)


def predictions_on(page, made):
    """Return how a page's predictions stand, close ones first: each "right" (close), "wrong" or "missing" (number not seen)."""
    entries = [made.get(f"{page}.{name}", {}) for name in PREDICTIONS[page].split()]
    return _in_order(bool(entry.get("close")) if "measured" in entry else None for entry in entries)


def _in_order(found):
    """Return the state of each of True, False and anything else, in that order."""
    states = ["right" if entry is True else "wrong" if entry is False else "missing" for entry in found]
    return tuple(sorted(states, key=("right", "wrong", "missing").index))


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
    tries = _tries(entry)
    return said + (f" ({tries} tries)" if entry["state"] != "missing" and tries > 1 else "")


def _tries(entry):
    """Return how often an exercise was tried, 0 where an older file doesn't say."""
    tries = entry.get("tries")
    return tries if isinstance(tries, int) else 0
