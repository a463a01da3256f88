"""Gates set for a sentence, so that one unit's memory holds, replaces and hides.
"""
import numpy as np

from helpers.exercises.exercise import Exercise, Mistake, ways
from helpers.networks import gates

# Problems --------------------------------------------------------------------------------------------------------------

def sentence(rng, T_x, **_):
    """Draw the places of subjects and verbs in a sentence of T_x + 10 words, or in one of a single word.

    The first subject isn't the first word, the last verb isn't the last one; each subject has a verb two or more words later,
    and the first has two.
    """
    if T_x == 1:
        return np.array([0]), np.array([], int), 1
    first = rng.integers(1, 3)
    steps = rng.integers(2, 4, size=4)  # to its verb, its second verb, the next subject, and that one's verb
    places = first + np.cumsum(steps)
    return np.array([first, places[2]]), places[[0, 1, 3]], T_x + 10


# Known mistakes --------------------------------------------------------------------------------------------------------

NEW = "forget, update, output = np.ones(T_x), np.zeros(T_x), np.zeros(T_x)"
DROP, TAKE, SHOW = "forget[subjects] = 0", "update[subjects] = 1", "output[verbs] = 1"
BOTH = (DROP, TAKE)


def moved(line, by):
    """Return a line that sets a gate at the wrong words: `by` places later."""
    name = "subjects" if "subjects" in line else "verbs"
    return line.replace(f"[{name}]", f"[[t for t in {name} + {by} if 0 <= t < T_x]]")


def wrapped(line, by):
    """Return a line that sets a gate at the wrong words, `by` places later, −1 being the last as for NumPy."""
    name = "subjects" if "subjects" in line else "verbs"
    return line.replace(f"[{name}]", f"[{name} + {by}]")


GATES_FOR = [
    Mistake("update a word late", TAKE, moved(TAKE, 1),
            "the update gate opens one word after the subject; the number comes with the subject itself"),
    Mistake("update a word early", TAKE, moved(TAKE, -1), "the update gate opens one word before the subject"),
    Mistake("forget a word late", DROP, moved(DROP, 1),
            "the forget gate is shut one word after the subject, where it drops the new number; the old one goes at the subject"),
    Mistake("forget a word early", DROP, moved(DROP, -1),
            "the forget gate is shut one word before the subject; the old number is held up to the subject"),
    Mistake("drop and take a word late", BOTH, (moved(DROP, 1), moved(TAKE, 1)),
            "forget and update act one word after the subject; both belong to the subject itself"),
    *ways("drop and take a word early", "forget and update act one word before the subject: places are counted from 0 here",
          *((BOTH, (act(DROP, -1), act(TAKE, -1))) for act in (moved, wrapped))),
    Mistake("output a word late", SHOW, moved(SHOW, 1), "the output gate opens one word after the verb"),
    Mistake("output a word early", SHOW, moved(SHOW, -1),
            "the output gate opens one word before the verb; here the number is shown at the verb itself"),
    *ways("places counted from 1",
          "all gates act one word early: places are counted from 0 here, so that nothing is to be subtracted",
          *(((*BOTH, SHOW), tuple(act(line, -1) for line in (*BOTH, SHOW))) for act in (moved, wrapped))),
    Mistake("all a word late", (*BOTH, SHOW), tuple(moved(line, 1) for line in (*BOTH, SHOW)), "all gates act one word late"),
    *ways("forget upside down",
          "the forget gate is open at the subjects and shut elsewhere; mind the name: at 1 everything is kept",
          ((NEW, DROP), (NEW.replace("np.ones", "np.zeros"), "forget[subjects] = 1"))),
    *ways("forget never shut", "the forget gate is never shut: the old number stays and is added to the new one",
          (DROP, "pass")),
    *ways("forget never open", "the forget gate is never open, so that nothing is held from word to word",
          (NEW, NEW.replace("np.ones(T_x), np.zeros(T_x), np.zeros", "np.zeros(T_x), np.zeros(T_x), np.zeros"))),
    Mistake("first number not dropped", DROP, "forget[subjects[1:]] = 0",
            "the forget gate stays open at the first subject; the memory may hold something from the sentence before"),
    Mistake("shut up to the first subject", DROP, "forget[:subjects[0] + 1] = 0; forget[subjects] = 0",
            "the forget gate is shut at every word up to the first subject; it is shut at subjects only"),
    Mistake("forget shut for good", DROP, "forget[subjects[0]:] = 0",
            "the forget gate isn't opened again after the first subject, so that nothing is held"),
    Mistake("forget shut at the last subject only", DROP, "forget[subjects[-1]] = 0",
            "the forget gate is shut at the last subject only; at each subject the old number goes"),
    Mistake("forget shut at the first subject only", DROP, "forget[subjects[0]] = 0",
            "the forget gate is shut at the first subject only; at each subject the old number goes"),
    *ways("hides by forgetting",
          "the forget gate hides: it is shut where nothing is to be shown, and what is dropped can't be shown later; hiding is "
          "the output gate's work",
          ((NEW, DROP), (NEW.replace("np.ones", "np.zeros"), "forget[verbs] = 1")),
          ((NEW, DROP, SHOW), (NEW.replace("np.ones", "np.zeros"), "forget[verbs] = 1", "output[:] = 1"))),
    *ways("forgets at the verb", "the forget gate is shut at the verb, before the memory is shown: the number is gone there",
          (DROP, "forget[subjects] = 0; forget[verbs] = 0")),
    Mistake("forgets at the verb instead", DROP, "forget[verbs] = 0",
            "the forget gate is shut at the verbs, and not at the subjects: the old number goes where a new one comes"),
    *ways("forgets after the verb",
          "the forget gate is shut after a verb; the number is held up to the next subject, as another verb may come",
          *((DROP, f"{first}{moved(SHOW, 1).replace('output', 'forget').replace('= 1', '= 0')}")
            for first in ("forget[subjects] = 0; ", ""))),
    Mistake("forget shut from the first subject to the last", DROP, "forget[subjects[0]:subjects[-1]] = 0",
            "the forget gate is shut from the first subject up to the last; it is shut at the subjects themselves only"),
    Mistake("forget shut at the first word too", DROP, "forget[subjects] = 0; forget[0] = 0",
            "the forget gate is shut at the first word too; it is shut at subjects only"),
    Mistake("update never shut", TAKE, "update[subjects[0]:] = 1",
            "the update gate doesn't close: from the first subject on, every word is added to the memory"),
    Mistake("update open from subject to verb", TAKE,
            "update[[t for t in range(T_x) if np.sum(subjects <= t) > np.sum(verbs <= t)]] = 1",
            "the update gate stays open from a subject up to its verb, so that the words between are added to the memory"),
    Mistake("update always open", TAKE, "update[:] = 1", "the update gate is open at every word, so that all are added up"),
    Mistake("update never open", TAKE, "pass", "the update gate never opens, so that no number is ever written"),
    Mistake("update upside down", (NEW, TAKE), (NEW.replace("np.ones(T_x), np.zeros", "np.ones(T_x), np.ones"),
                                                "update[subjects] = 0"),
            "the update gate is shut at the subjects and open elsewhere"),
    Mistake("update at the first subject only", TAKE, "update[subjects[0]] = 1",
            "the update gate opens at the first subject only, so that no later number is written"),
    Mistake("update at the last subject only", TAKE, "update[subjects[-1]] = 1",
            "the update gate opens at the last subject only"),
    Mistake("update at the verbs", TAKE, "update[verbs] = 1",
            "the update gate opens at the verbs; it is the subject that brings the number"),
    Mistake("update at subjects and verbs", TAKE, "update[subjects] = 1; update[verbs] = 1",
            "the update gate opens at the verbs too, so that a verb's candidate is added to the number"),
    Mistake("output always open", SHOW, "output[:] = 1", "the output gate is always open, so that nothing is hidden"),
    Mistake("output never open", SHOW, "pass", "the output gate never opens, so that nothing is ever shown"),
    Mistake("output upside down", (NEW, SHOW), (NEW.replace("np.zeros(T_x), np.zeros", "np.zeros(T_x), np.ones"),
                                                "output[verbs] = 0"),
            "the output gate is shut at the verbs and open elsewhere"),
    Mistake("output at the subjects", SHOW, "output[subjects] = 1",
            "the output gate opens at the subjects; the number is wanted at the verbs"),
    Mistake("output at subjects and verbs", SHOW, "output[verbs] = 1; output[subjects] = 1",
            "the output gate opens at the subjects too; the number is to be hidden there"),
    Mistake("output never shut", SHOW, "output[verbs.min(initial=T_x):] = 1",
            "the output gate doesn't close after the first verb"),
    Mistake("output open from subject to verb", SHOW,
            "output[verbs] = 1; output[[t for t in range(T_x) if np.sum(subjects <= t) > np.sum(verbs <= t)]] = 1",
            "the output gate is open from a subject up to its verb; it is to hide the number until then"),
    *(slip for which, places in (("first", (":1", "0")), ("last", ("-1:", "-1")))
      for slip in ways(f"output at the {which} verb only", f"the output gate opens at the {which} verb only",
                       *((SHOW, f"output[verbs[{place}]] = 1") for place in places))),
    Mistake("output open up to the next subject", SHOW,
            "output[[t for t in range(T_x) if any(v <= t for v in verbs) and not any(max(v for v in verbs if v <= t) < s <= t "
            "for s in subjects)]] = 1",
            "the output gate stays open from a verb up to the next subject; it opens at the verbs alone"),
    Mistake("output at the last word too", SHOW, "output[verbs] = 1; output[-1] = 1",
            "the output gate opens at the last word too; it opens at the verbs alone, wherever they stand"),
    Mistake("output at the last word", SHOW, "output[-1:] = 1",
            "the output gate opens at the last word, as in puzzle 3; it opens at the verbs, wherever they stand"),
    Mistake("first word for the subject", BOTH, ("forget[0] = 0", "update[0] = 1"),
            "forget and update act at the first word, as in puzzle 1; they act at the subjects, wherever these stand"),
    Mistake("doors half open", "return forget, update, output", "return forget / 2, update / 2, output / 2",
            "open gates stand at 0.5: a half-open gate makes the memory smaller; open is 1"),
    *ways("−1 for shut", "shut gates stand at −1, which turns the sign of what comes; shut is 0",
          ("return forget, update, output", "return 2 * forget - 1, 2 * update - 1, 2 * output - 1"),
          (DROP, "forget[subjects] = -1")),
    Mistake("update and output one array", NEW, "forget = np.ones(T_x); update = output = np.zeros(T_x)",
            "update and output are one array (as in a = b = np.zeros(…)), so that what is written in one stands in both"),
    Mistake("numbers of the subjects for their places", (*BOTH, SHOW),
            ("forget[:len(subjects)] = 0", "update[:len(subjects)] = 1", "output[:len(verbs)] = 1"),
            "the subjects and verbs are counted, 0, 1, …, and these numbers taken for places; the arrays hold the places"),
    Mistake("subjects and verbs in pairs", (*BOTH, SHOW),
            ("forget[subjects[:len(verbs)]] = 0", "update[subjects[:len(verbs)]] = 1", "output[verbs[:len(subjects)]] = 1"),
            "subjects and verbs are gone through in pairs, and zip ends with the shorter: a subject may have two verbs, or none"),
    *ways("the first subject and the first verb alone",
          "only the first subject and the first verb count; an array of places is an index, which sets all of them at once",
          *(((*BOTH, SHOW), ("forget[subjects[:1]] = 0", "update[subjects[:1]] = 1", f"output[verbs[{first}]] = 1"))
            for first in (":1", "0"))),
    Mistake("drop and take at the first subject alone", BOTH, ("forget[subjects[:1]] = 0", "update[subjects[:1]] = 1"),
            "forget and update act at the first subject only (is return inside the loop?); at each subject the old number goes "
            "and a new one comes"),
    *ways("held up to the verb only",
          "the forget gate is open from a subject to its verb and shut elsewhere; the number is held at every word that is no "
          "subject, as another verb may come",
          ((NEW, DROP), (NEW.replace("np.ones", "np.zeros"), "forget[[t for t in range(T_x) if any(s < t <= v for s, v in "
                                                             "zip(subjects, verbs))]] = 1")),
          ((NEW, DROP), (NEW.replace("np.ones", "np.zeros"), "forget[[t for t in range(T_x) if "
                                                             "np.sum(subjects < t) > np.sum(verbs < t)]] = 1"))),
    Mistake("output open from the subject in pairs", SHOW,
            "output[[t for t in range(T_x) if any(s <= t <= v for s, v in zip(subjects, verbs))]] = 1",
            "the output gate is open from a subject on, and subjects and verbs are taken in pairs; it opens at the verbs alone"),
    *ways("one array for all three",
          "the three gates are one array (as in a = b = np.zeros(…)), so that what is written in one stands in all",
          (NEW, "forget = update = output = np.zeros(T_x)"), (NEW, "forget = update = output = np.ones(T_x)")),
]

# The exercise ----------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(gates.gates_for, "06", "three arrays of 0 and 1", sentence, returns="forget update output", mistakes=GATES_FOR),
]
