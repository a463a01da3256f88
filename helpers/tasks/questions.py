"""The questions of data/questions.toml: what later pages ask about earlier ones, and a *why* for each exercise."""
import functools
import tomllib
from typing import NamedTuple

from helpers.tasks import datafiles


class Option(NamedTuple):
    """One answer: its text, whether it is right, and the sentence for whoever chose it."""
    text: str
    right: bool
    says: str


class Question(NamedTuple):
    """A question with its page, its options, where to read again, and the exercise whose *why* it is, or ""."""
    id: str
    page: str
    text: str
    options: tuple
    again: str
    exercise: str


@functools.cache
def catalogue():
    """Return {id: Question} of data/questions.toml, in its order."""
    found = {}
    for entry in tomllib.loads(datafiles.text("questions.toml"))["question"]:
        options = tuple(Option(option["text"], option.get("right", False), option["says"]) for option in entry["options"])
        found[entry["id"]] = Question(**entry | {"options": options, "exercise": entry.get("exercise", "")})
    return found
