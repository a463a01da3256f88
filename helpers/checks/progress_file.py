"""Which exercises are open, wrong and right: kept in one small file, .progress.json, in the project's folder.

COURSE_PROGRESS in the environment names another file. Under pytest (and so nbval) nothing is read or written unless it
does: a test neither sees nor touches what the learner has done. The file is written whole or not at all; a damaged one
is set aside under another name, with all that it held.
"""
import json
import os
import tempfile
from pathlib import Path

MARKS = {"missing": "○", "wrong": "✗", "right": "✓"}
_now = {}  # what was examined in this kernel: name → {"state": …, "mistake": …}


def file():
    """Return the path of the progress file, or None where none is kept."""
    if os.environ.get("COURSE_PROGRESS"):
        return Path(os.environ["COURSE_PROGRESS"])
    if "PYTEST_VERSION" in os.environ or "PYTEST_CURRENT_TEST" in os.environ:
        return None
    return Path(__file__).parents[2] / ".progress.json"


def read():
    """Return ({exercise: {"state", "mistake"}}, a sentence for the learner or ""): the file's, and above it this kernel's."""
    path, note, kept = file(), "", {}
    if path is not None:
        try:
            kept = _parsed(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            pass
        except OSError as error:
            note = f"{path.name} can't be read ({type(error).__name__}); what is shown is from this kernel only."
        except ValueError:
            note = _set_aside(path)
    return kept | _now, note


def record(name, state, mistake=None, message=""):
    """Note how an exercise stands. Return a sentence for the learner, nearly always ""."""
    _now[name] = {"state": state, "mistake": mistake, "message": message}
    path = file()
    if path is None:
        return ""
    kept, note = read()
    try:
        _write(path, {"exercises": {name: {key: entry[key] for key in ("state", "mistake")} for name, entry in kept.items()}})
    except OSError as error:
        note = note or f"The progress can't be written to {path.name} ({type(error).__name__}); it is kept until the kernel ends."
    return note


def as_json():
    """Return how the exercises examined in this kernel stand, as one line of JSON."""
    return json.dumps(_now)


def table(pages, states):
    """Return the progress as text.

    Parameters
    ----------
    pages : dict
        page → list of the names of its exercises
    states : dict
        exercise → {"state", "mistake"}
    """
    lines, right, number = [], 0, 0
    for page, names in pages.items():
        for i, name in enumerate(names):
            entry = states.get(name, {"state": "missing", "mistake": None})
            said = {"missing": "open", "wrong": "wrong", "right": "right"}[entry["state"]]
            if entry["mistake"]:
                said += f": {entry['mistake']}"
            lines.append(f"{page if i == 0 else '  '}  {MARKS[entry['state']]} {name:<32}{said}")
            right, number = right + (entry["state"] == "right"), number + 1
    return "\n".join([*lines, f"{right} of {number} right"])


def _parsed(text):
    """Return the exercises in a file's text; raise ValueError if it isn't a progress file."""
    kept = json.loads(text)
    exercises = kept.get("exercises") if isinstance(kept, dict) else None
    if not isinstance(exercises, dict):
        raise ValueError("no progress file")
    for entry in exercises.values():
        if not isinstance(entry, dict) or entry.get("state") not in MARKS or not isinstance(entry.get("mistake"), str | None):
            raise ValueError("no progress file")
    return {name: {"state": entry["state"], "mistake": entry.get("mistake")} for name, entry in exercises.items()}


def _set_aside(path):
    """Move a damaged file to a name that is free."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    try:
        os.replace(path, aside)
    except OSError:
        return f"{path.name} is damaged, and can't be moved."
    return f"{path.name} was damaged; it is kept as {aside.name}, and a new one is begun."


def _write(path, content):
    """Write JSON whole or not at all."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, suffix=".tmp", delete=False, encoding="utf-8") as new:
        json.dump(content, new, ensure_ascii=False, indent=1)
    try:
        os.replace(new.name, path)
    except OSError:
        os.unlink(new.name)
        raise
