"""Which exercises are open, wrong and right: kept in one small file, .progress.json, in the project's folder.

COURSE_PROGRESS in the environment names another file. Under pytest (and so nbval) nothing is read or written unless it
does: a test neither sees nor touches what the learner has done.

    {"exercises": {"step": {"state": "right", "mistake": null, "at": 1763000000.0, …}}}

Beside the exercises it has the sections "predictions", "questions" and "own" (the cell of one's own); standing tells it all.

Several kernels and several users may share the file. Each writes what it has found out, under a lock, and whole or not at
all; what is newer in the file stays, and so does all that this version doesn't know. A damaged file is set aside under
another name, with all that it held; one that can't be read is left alone.
"""
import contextlib
import json
import os
import tempfile
import time
from pathlib import Path

try:
    from fcntl import LOCK_EX, LOCK_NB, flock
except ImportError:  # Windows, and Python in a browser
    flock = None

MARKS = {"missing": "○", "wrong": "✗", "right": "✓"}
PATIENCE = 30.0  # seconds to wait for another kernel that is writing: on a busy machine eight of them take their turns
_now = {}  # what was examined in this kernel: name → entry
_sections = {}  # what else was noted in this kernel: section → name → entry
_said = set()  # the sentences that this kernel has told


def file():
    """Return the path of the progress file, or None where none is kept."""
    if os.environ.get("COURSE_PROGRESS"):
        return Path(os.environ["COURSE_PROGRESS"])
    if "PYTEST_VERSION" in os.environ or "PYTEST_CURRENT_TEST" in os.environ:
        return None
    return Path(__file__).parents[2] / ".progress.json"


def read():
    """Return ({exercise: entry}, a sentence for the learner or ""): the file's entries, and this kernel's where newer."""
    path, note, content = file(), "", {}
    if path is not None:
        content, note = _content(path)
        if content is None and not note:
            with _alone(path):
                content, note = _content(path, set_aside=True)
    kept = _newest((content or {}).get("exercises", {}))
    return {name: {"mistake": None} | entry for name, entry in kept.items() if _is_entry(entry)}, _once(note)


def record(name, state, mistake=None, message="", more=None):
    """Note how an exercise stands. Return a sentence for the learner, nearly always "".

    Parameters
    ----------
    name, state : str
    mistake : str or None
    message : str
        what the learner was told
    more : callable or None
        of the entry before, {} if there was none; returns further keys of the entry, such as {"tries": 3}
    """
    path = file()
    if path is None:
        _now[name] = _entry(_now.get(name, {}), state, mistake, message, more)
        return ""

    def change(content):
        entries = _newest(content.get("exercises", {}))
        entries[name] = _now[name] = _entry(entries.get(name), state, mistake, message, more)
        return {"exercises": entries}

    return _change(path, change)


def keep(section, name, **entry):
    """Note `entry` under a name in a section, such as "predictions". Return a sentence for the learner, nearly always ""."""
    path = file()
    if path is None:
        _sections.setdefault(section, {})[name] = _sections.get(section, {}).get(name, {}) | entry | {"at": time.time()}
        return ""

    def change(content):
        entries, now = _section(content, section), _sections.setdefault(section, {})
        before = entries.get(name, {})
        entries[name] = now[name] = before | entry | {"at": max(time.time(), _at(before))}
        return {section: entries}

    return _change(path, change)


def _change(path, change):
    """Put what `change(content)` returns into the file, under its lock; return a sentence for the learner, nearly always ""."""
    with _alone(path):
        content, note = _content(path, set_aside=True)
        changed = change(content or {})
        if content is None:
            return _once(note)
        try:
            _write(path, {"exercises": {}} | content | changed)
        except OSError as error:
            note = note or (f"The progress can't be written to {path.name} ({error.strerror}); "
                            "it is kept until the kernel ends.")
    return _once(note)


def kept(section):
    """Return {name: entry} of a section: the file's entries, and this kernel's where newer."""
    path = file()
    return _section(_content(path)[0] if path is not None else {}, section)


def _section(content, section):
    found = (content or {}).get(section, {})
    found = {name: entry for name, entry in found.items() if isinstance(entry, dict)} if isinstance(found, dict) else {}
    now = _sections.get(section, {})
    return found | {name: entry for name, entry in now.items() if _at(entry) >= _at(found.get(name, {}))}


def _entry(before, state, mistake, message, more):
    """Return a new entry in the place of `before`, whose further keys it keeps."""
    before = before or {}
    at = max(time.time(), _at(before))  # another machine's clock may be ahead
    return before | (more(before) if more else {}) | {"state": state, "mistake": mistake, "at": at, "message": message}


def _at(entry):
    """Return when an entry was made, in seconds; 0 where it doesn't say."""
    at = entry.get("at")
    return at if isinstance(at, int | float) else 0


def _newest(exercises):
    """Return the file's entries with this kernel's in the place of older ones."""
    return exercises | {name: entry for name, entry in _now.items() if _at(entry) > _at(exercises.get(name, {}))}


def _is_entry(entry):
    """Return whether this version knows what an entry says."""
    return entry.get("state") in MARKS and isinstance(entry.get("mistake"), str | None)


def _once(note):
    """Return a sentence the first time, then "" (another file: once more)."""
    said = (file(), note) in _said
    _said.add((file(), note))
    return "" if said else note


def _content(path, set_aside=False):
    """Return (what the file holds, ""), (None, "") if it is damaged, or (None, why it can't be read)."""
    try:
        return _parsed(path.read_text(encoding="utf-8")), ""
    except FileNotFoundError:
        return {}, ""
    except OSError as error:
        return None, (f"{path.name} can't be read ({type(error).__name__}), and is left as it is; "
                      "what this kernel finds is kept until it ends.")
    except ValueError:
        return _set_aside(path) if set_aside else (None, "")


def _parsed(text):
    """Return what a file's text holds; raise ValueError if it isn't a progress file."""
    content = json.loads(text)
    exercises = content.get("exercises") if isinstance(content, dict) else None
    if not isinstance(exercises, dict) or not all(isinstance(entry, dict) for entry in exercises.values()):
        raise ValueError("no progress file")
    return content


def _set_aside(path):
    """Move a damaged file to a name that is free; return what _content does."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    try:
        os.replace(path, aside)
    except OSError:
        return None, f"{path.name} is damaged, and can't be moved."
    return {}, f"{path.name} was damaged; it is kept as {aside.name}, and a new one is begun."


@contextlib.contextmanager
def _alone(path):
    """Let one kernel at a time change the file; where there is no lock to be had, go on without."""
    release, end = None, time.monotonic() + PATIENCE
    while release is None and time.monotonic() < end:
        try:
            release = _locked_folder(path) if flock else _lock_file(path)
        except BlockingIOError:
            time.sleep(0.005)
        except OSError:  # the folder can't be read or written, or its file system knows no locks
            break
    try:
        yield
    finally:
        if release:
            release()


def _locked_folder(path):
    """Lock the folder itself, so that nothing is left behind, whatever happens; return what ends the lock."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        flock(folder, LOCK_EX | LOCK_NB)
    except OSError:
        os.close(folder)
        raise
    return lambda: os.close(folder)


def _lock_file(path):
    """Make a file that only one process can make; return what removes it. One that is left over counts for a minute."""
    lock = path.with_name(f"{path.name}.lock")
    with contextlib.suppress(OSError):
        if time.time() - lock.stat().st_mtime > 60:
            lock.unlink()
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
    except (FileExistsError, PermissionError) as error:  # Windows says PermissionError of one that is just being removed
        raise BlockingIOError from error
    return lambda: lock.unlink(missing_ok=True)


def _write(path, content):
    """Write JSON whole or not at all; the file has the folder's permissions and, if root writes it, the folder's owner."""
    folder = path.parent.stat()
    descriptor, new = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with open(descriptor, "w", encoding="utf-8") as opened:
            opened.write(json.dumps(content, ensure_ascii=False, indent=1))
        os.chmod(new, folder.st_mode & 0o666)
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            os.chown(new, folder.st_uid, folder.st_gid)
        os.replace(new, path)
    except BaseException:
        os.unlink(new)
        raise
