"""A class at a glance: `python -m helpers.classroom FOLDER` examines the pages in a folder and writes one HTML page.

    python -m helpers.classroom FOLDER --to class.html [--no-names]

Any layout will do: a folder for each learner, nbgrader's, or files side by side. Each page is examined in a process of its
own, with limits (one_page). What was found out stands in class.html.jsonl, a line for each page: broken off, the command goes
on from there.
"""
import argparse
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from errno import ENOSPC
from pathlib import Path

from helpers import print_everywhere, why, write_whole
from helpers.checks import survey as handed_in
from helpers.classroom import html, one_page

ROOT = Path(__file__).parents[2]
LARGEST = 50_000_000  # bytes of one page, nearly all of it outputs
_running = set()  # the processes that examine a page now
KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "PATH", "LANG", "LC_ALL")  # of the teacher's environment


def pages_in(folder):
    """Return (learner, path) for each page below a folder, in order; a learner is the first folder, or is in the file's name."""
    copies = {"before_bringing", "mine"}  # which the course's tools keep
    return [(learner or path.stem, path) for learner, inside, path in handed_in.found_in([folder])
            if path.is_file() and not copies & set(Path(inside).parts)]


def examine(path):
    """Return {"rows": …} for a page, or {"says": a sentence} where it can't be examined; nothing is raised.

    "again" is in it where that says nothing about the page: the disk was full, the file could not be read.
    """
    try:
        if path.stat().st_size > LARGEST:
            return {"says": f"has {path.stat().st_size / 1e6:.0f} MB, expected less than {LARGEST / 1e6:.0f}: clear its outputs"}
        cells = [(cell.get("metadata", {}).get("exercise"), "".join(cell["source"]))
                 for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    except OSError as error:
        return {"says": f"can't be read ({error.strerror})", "again": True}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return {"says": f"can't be read as a notebook ({type(error).__name__})"}
    if not any(exercise or "yours_or_reference" in source for exercise, source in cells):
        return {"says": "has no exercise of this course"}
    try:
        return _in_a_process(cells)
    except OSError as error:
        return {"says": f"could not be examined ({why(error)})", "again": True}


def _in_a_process(cells):
    """Examine cells in a process that knows nothing of the teacher's, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        result = Path(folder, "result.json")
        environment = {key: os.environ[key] for key in KEPT if key in os.environ} | {
            "HOME": folder, "TMPDIR": folder, "TEMP": folder, "MPLCONFIGDIR": folder, "MPLBACKEND": "agg",
            "PYTHONPATH": str(ROOT), "COURSE_PROGRESS": str(Path(folder, "progress.json")), "PYTHONDONTWRITEBYTECODE": "1"}
        with subprocess.Popen([sys.executable, "-m", "helpers.classroom.one_page", result], stdin=subprocess.PIPE, cwd=folder,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, text=True,
                              encoding="utf-8", start_new_session=True) as process:
            _running.add(process)
            try:
                process.communicate(json.dumps(cells), timeout=2 * one_page.SECONDS)
            except subprocess.TimeoutExpired:
                return {"says": f"was still running after {2 * one_page.SECONDS:g} seconds and was stopped"}
            finally:
                _end(process)
                _running.discard(process)
        if process.returncode == one_page.NO_ROOM:
            raise OSError(ENOSPC, os.strerror(ENOSPC), tempfile.gettempdir())
        if process.returncode or not result.exists() or result.stat().st_size > 10**6:
            return {"says": f"ended its process (status {process.returncode}): too much memory or time, or a crash"}
        return {"rows": json.loads(result.read_text(encoding="utf-8"))}


def _end(process):
    """End a process and all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
    except (ProcessLookupError, PermissionError):
        pass


def survey(folder, kept, workers=2):
    """Examine the pages below a folder that the file `kept` doesn't have yet; yield a sentence for each."""
    folder = Path(folder).resolve()
    found = pages_in(folder)
    if not found:
        raise ValueError(f"folder is {str(folder)!r}, expected one with notebooks in it, at any depth")
    before = lines(kept)
    write_whole(kept, "".join(_text(line) for line in before))  # without a line that was broken off
    done = {(line["path"], line["content"]) for line in before if "again" not in line}
    todo = []
    for learner, path in found:
        line = {"learner": learner, "path": path.relative_to(folder).as_posix(), "content": _content(path)}
        if (line["path"], line["content"]) not in done:
            todo.append((line, path))
    if len(todo) < len(found):
        yield f"{len(found) - len(todo)} of {len(found)} pages were examined before and are as they were."
    with ThreadPoolExecutor(workers) as pool, open(kept, "ab", buffering=0) as file:
        work = {pool.submit(examine, path): line for line, path in todo}
        try:
            for number, future in enumerate(as_completed(work), 1):
                line = work.pop(future)
                line |= future.result()
                _add_progress(line, folder)
                _append(file, _text(line))
                right = sum(row["state"] == "right" for row in line.get("rows", []))
                yield f"{number} of {len(todo)}: {line['path']}: " + line.get(
                    "says", f"{right} of {len(line.get('rows', []))} right")
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in list(_running):
                _end(process)


def _append(file, text):
    """Put a line at the end of a file that has no buffer; what doesn't find room is said with the file's name."""
    text = text.encode("utf-8")
    try:
        while text:  # a full disk takes a part of it, then says so: `lines` leaves a broken line out
            text = text[file.write(text):]
    except OSError as error:
        error.filename = file.name
        raise


def _text(line):
    return json.dumps(line, ensure_ascii=False) + "\n"


def _add_progress(line, folder):
    """Add what only a learner's progress file knows, where it was handed in with the page: tries, and predictions."""
    path = Path(folder, line["path"])
    for place in (path.parent, path.parent.parent):
        try:
            content = json.loads((place / ".progress.json").read_text(encoding="utf-8"))
            for row in line.get("rows", []):
                row["tries"] = int(content["exercises"].get(row["exercise"], {}).get("tries", 0))
            line["predictions"] = {name: {key: entry[key] for key in ("guess", "measured", "close")}
                                   for name, entry in content.get("predictions", {}).items() if "measured" in entry}
            return
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue


def lines(kept):
    """Return what a file of results has: the last line of each page, damaged ones left out."""
    found = {}
    if Path(kept).exists():
        for text in Path(kept).read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                line = json.loads(text)
                found[line["path"]] = line
            except (ValueError, KeyError, TypeError):
                continue  # broken off while it was written
    return list(found.values())


def _content(path):
    """Return a digest of a file, without having all of it in memory."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:16]
    except OSError:
        return ""


def main(arguments=None):
    """Do what the command line says; return 0 if a page was written."""
    parser = argparse.ArgumentParser(prog="python -m helpers.classroom", description="Write a class's view as one HTML page.")
    parser.add_argument("folder", type=Path, help="with the notebooks that were handed in")
    parser.add_argument("--to", type=Path, default=Path("class.html"), help="the HTML page (class.html)")
    parser.add_argument("--no-names", action="store_true", help="number the learners instead")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="pages examined at once")
    chosen = parser.parse_args(arguments)
    print_everywhere()
    kept = chosen.to.with_name(chosen.to.name + ".jsonl")
    try:
        for said in survey(chosen.folder, kept, chosen.workers):
            print(said, flush=True)
        present = {path.relative_to(chosen.folder.resolve()).as_posix() for _, path in pages_in(chosen.folder)}
        found = [line for line in lines(kept) if line["path"] in present]
        write_whole(chosen.to, html.page(found, names=not chosen.no_names))
    except (ValueError, OSError) as error:
        print(f"✗ {why(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"✗ broken off: what was found out stands in {kept}; the same command goes on from there.", file=sys.stderr)
        return 130
    print(f"{chosen.to} is written.")
    return 0
