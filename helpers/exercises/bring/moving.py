"""Put what a learner wrote into the pages of another release, with a copy of all that changes."""
import json
from pathlib import Path

from helpers import why, write_whole
from helpers.exercises.bring.written import NotAPage, arguments, digest, exercise_of, into, read, written

COPIES = "before_bringing"
BROUGHT = "brought"  # in the metadata of a cell: it isn't brought twice
HEADING = "## Yours, from before\n\nThese cells you wrote yourself on a former release's page. They were not run."
ORDER = {"missing": 0, "wrong": 1, "right": 2}


def course(old, new):
    """Bring all that a learner wrote in the folder `old` into the course in the folder `new`; yield what was done, a line each.

    Parameters
    ----------
    old : path
        a folder with pages, in it or in its folder notebooks/, or one page
    new : path
        the folder of the other release, with its folder notebooks/
    """
    old, new = Path(old), Path(new)
    pages = sorted((new / "notebooks").glob("*.ipynb"))
    if not pages:
        raise ValueError(f"new is {str(new)!r}, expected a folder of the course, with pages in notebooks/")
    sources = [old] if old.is_file() else sorted({*old.glob("*.ipynb"), *(old / "notebooks").glob("*.ipynb")})
    if not sources:
        raise ValueError(f"old is {str(old)!r}, expected a page, or a folder with pages in it or in its folder notebooks/")
    if any(path.resolve() in {page.resolve() for page in pages} for path in sources):
        raise ValueError("old and new are the same folder, expected two")
    yield from _pages(sources, pages)
    folder = old.parent if old.is_file() else old
    yield from _progress(folder / ".progress.json", new / ".progress.json")


def page(old, new):
    """Bring what a learner wrote on one page into another file's page; return what was done, as text."""
    return "\n".join(_pages([Path(old)], [Path(new)]))


def _pages(sources, targets):
    """Bring the pages `sources` into the pages `targets`."""
    new = {path: read(path) for path in targets}
    known = {digest(cell["source"]) for notebook in new.values() for cell in notebook["cells"] if not _is_brought(cell)}
    places = {exercise_of(cell): (path, cell) for path, notebook in new.items() for cell in notebook["cells"]
              if exercise_of(cell) is not None}
    changed, moved = {}, 0
    for source in sources:
        try:
            found = written(read(source), source.name, known)
        except NotAPage as error:
            yield f"Left alone: {error}."
            continue
        home = _home(found, source, new)
        for exercise, text in found.functions.items():
            path, said, done = _function(exercise, text, places, new, home)
            moved += done
            changed.setdefault(path, []).append(said)
        for cell in found.own:
            if _append(new[home], cell["cell_type"], cell["source"]):
                moved += 1
                changed.setdefault(home, []).append(f"{_title(cell['source'])!r} stands at the end")
    for path, sayings in changed.items():
        try:
            copy = _write(path, new[path])
        except OSError as error:
            yield f"{path.name} can't be written ({error.strerror}): it is as it was."
            continue
        yield f"{path.name} (as it was: {copy})" + "".join(f"\n    {said}" for said in sayings)
    if not moved:
        yield "Nothing was found that a learner wrote and that isn't there already."


def _function(exercise, text, places, new, home):
    """Move the function of one exercise; return the page, a sentence, and whether something moved."""
    if exercise not in places:
        _append(new[home], "code", _commented(text))
        return home, f"{exercise} is no exercise of this release: your lines stand at the end, as a comment", True
    path, cell = places[exercise]
    try:
        mine, wanted = arguments(text, exercise), arguments(cell["source"], exercise)
        if mine is None:
            problem = f"{exercise}: your cell has no function of that name"
        elif mine != wanted:
            problem = f"{exercise} took ({mine}) and takes ({wanted}) now"
        else:
            problem = ""
    except SyntaxError as error:
        problem = f"{exercise}: your cell has a syntax error in line {error.lineno}"
    if problem:
        _append(new[path], "code", _commented(text))
        return path, f"{problem}: your lines stand at the end, as a comment", True
    source = into(cell["source"], text, exercise)
    if source == cell["source"]:
        return path, f"{exercise} was there already", False
    if "NotImplementedError" not in cell["source"]:
        _append(new[path], "code", _commented(text))
        return path, f"{exercise} is written there already: your former lines stand at the end, as a comment", True
    cell["source"] = source
    cell["metadata"][BROUGHT] = True
    cell["outputs"], cell["execution_count"] = [], None
    return path, f"{exercise} moved", True


def _home(found, source, new):
    """Return the page to which a page's own cells belong: the one that shares most cells with it, or has its name."""
    def likeness(path):
        mine = {digest(cell["source"]) for cell in new[path]["cells"]} | {
            exercise_of(cell) for cell in new[path]["cells"]}
        return len(mine & (found.shared | set(found.functions))), path.name == source.name
    return max(sorted(new, reverse=True), key=likeness)


def _append(notebook, kind, source):
    """Put a cell at a page's end, below a heading; return False if it stands there already."""
    brought = [cell for cell in notebook["cells"] if _is_brought(cell) and exercise_of(cell) is None]
    if any(cell["source"] == source for cell in brought):
        return False
    if not brought:
        notebook["cells"].append(_cell("markdown", HEADING, notebook))
    notebook["cells"].append(_cell(kind, source, notebook))
    return True


def _cell(kind, source, notebook):
    taken = {cell.get("id") for cell in notebook["cells"]}
    number = 1
    while f"brought-{number}" in taken:
        number += 1
    cell = {"cell_type": kind, "id": f"brought-{number}", "metadata": {BROUGHT: True}, "source": source}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def _is_brought(cell):
    return bool(cell["metadata"].get(BROUGHT))


def _commented(text):
    return "\n".join(f"# {line}".rstrip() for line in text.splitlines())


def _title(source):
    """Return a cell's first line, shortened."""
    line = source.strip().splitlines()[0]
    return line if len(line) <= 60 else line[:57] + "…"


def _write(path, notebook):
    """Write a page, whole or not at all, after a copy of what was there; return the copy's place for a sentence."""
    folder = path.parent / COPIES
    folder.mkdir(exist_ok=True)
    number = 1
    while (copy := folder / f"{path.stem}_{number}.ipynb").exists():
        number += 1
    write_whole(copy, path.read_bytes())
    _replace(path, json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return f"{COPIES}/{copy.name}"


def _replace(path, text):
    write_whole(path, text, path.stat().st_mode if path.exists() else 0o644)


def _progress(old, new):
    """Join two progress files, section by section: of two entries the better state, and of equal ones the newer."""
    try:
        before = json.loads(old.read_text(encoding="utf-8"))
        there = json.loads(new.read_text(encoding="utf-8")) if new.exists() else {}
        joined = dict(there)
        for section in (name for name, entries in before.items() if isinstance(entries, dict)):
            mine, theirs = before[section], there.get(section, {})
            joined[section] = theirs | {name: entry for name, entry in mine.items()
                                        if name not in theirs or _rank(entry) > _rank(theirs[name])}
        if joined == there:
            return
        if new.exists():
            write_whole(new.with_name(new.name + ".before_bringing"), new.read_bytes())
        _replace(new, json.dumps(joined, ensure_ascii=False) + "\n")
        yield f"The progress of {len(before['exercises'])} exercises was joined."
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        cause = why(error) if isinstance(error, OSError) else type(error).__name__
        yield f"The progress in {old.name} wasn't brought ({cause}): run the exercises once more."


def _rank(entry):
    return ORDER.get(entry.get("state"), -1), entry.get("at") or 0
