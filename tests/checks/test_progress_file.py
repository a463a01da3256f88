"""The progress file in bad company: two kernels, two users, a full disk, a file that can't be read. No entry is ever lost."""
import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.checks import progress_file

ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    another_kernel(monkeypatch)
    return tmp_path / "progress.json"


def another_kernel(monkeypatch, now=None):
    """Forget what this kernel knows; return what a next one starts with."""
    monkeypatch.setattr(progress_file, "_now", {} if now is None else now)
    monkeypatch.setattr(progress_file, "_said", set())


def entries(file):
    return json.loads(file.read_text(encoding="utf-8"))["exercises"]


def states(file):
    return {name: entry["state"] for name, entry in entries(file).items()}


def as_user(code, uid=65534, limit=None):
    """Run Python code in a kernel of its own, as another user or with a limit for files; return what it prints."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if limit is None:
                os.setgroups([]), os.setgid(uid), os.setuid(uid)
            else:
                import resource
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            progress_file._now.clear(), progress_file._said.clear()
            with open(write, "w", encoding="utf-8") as out, contextlib.redirect_stdout(out):
                exec(code, {"progress_file": progress_file})
        finally:
            os._exit(0)
    os.close(write)
    with open(read, encoding="utf-8") as said:
        text = said.read()
    os.waitpid(child, 0)
    return text


def open_to_others(folder):
    """Let other users pass through the folders in which pytest keeps its own."""
    for parent in list(folder.parents)[:3]:
        parent.chmod(parent.stat().st_mode | 0o055)


only_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0,
                               reason="only root can be two users")


def test_a_stale_kernel_takes_nothing_back(file, monkeypatch):
    progress_file.record("X", "missing")
    a = progress_file._now
    another_kernel(monkeypatch)
    progress_file.record("X", "right")
    another_kernel(monkeypatch, a)  # the first kernel again
    progress_file.record("Y", "wrong", "sign")
    assert states(file) == {"X": "right", "Y": "wrong"}
    assert progress_file.read()[0]["X"]["state"] == "right"


def test_what_could_not_be_written_is_written_later_unless_another_kernel_knows_better(file, monkeypatch):
    write = progress_file._write
    monkeypatch.setattr(progress_file, "_write", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    assert "can't be written" in progress_file.record("X", "right")
    assert progress_file.record("Y", "missing") == "", "said once"
    assert progress_file.read()[0]["X"]["state"] == "right"
    monkeypatch.setattr(progress_file, "_write", write)
    a = progress_file._now
    another_kernel(monkeypatch)
    progress_file.record("Y", "right")
    another_kernel(monkeypatch, a)
    progress_file.record("Z", "right")
    assert states(file) == {"X": "right", "Y": "right", "Z": "right"}


def test_an_entry_from_a_clock_that_is_ahead_is_followed(file):
    file.write_text('{"exercises": {"X": {"state": "wrong", "mistake": null, "at": 9e9}}}', encoding="utf-8")
    progress_file.record("X", "right")
    assert states(file) == {"X": "right"} and progress_file.read()[0]["X"]["state"] == "right"


def test_what_an_older_or_a_newer_course_wrote_is_kept(file):
    old = {"X": {"state": "right", "mistake": None}, "Y": {"state": "wrong", "mistake": "sign", "tries": 3, "seen": ["a"]}}
    newer = {"N": {"state": "half right", "mistake": ["two", "things"]}}
    file.write_text(json.dumps({"version": 7, "exercises": old | newer}), encoding="utf-8")
    progress_file.record("Y", "right", more=lambda before: {"tries": before.get("tries", 0) + 1})
    assert json.loads(file.read_text(encoding="utf-8"))["version"] == 7
    assert entries(file)["N"] == newer["N"] and entries(file)["X"] == old["X"]
    y = entries(file)["Y"]
    assert (y["state"], y["mistake"], y["tries"], y["seen"]) == ("right", None, 4, ["a"])
    assert set(progress_file.read()[0]) == {"X", "Y"}


WRITE = """
for number in range(125):
    note = progress_file.record(f"{sys.argv[1]}-{number}", "right")
    assert not note, note
"""


@pytest.mark.parametrize("folders_lock", [True, False])
def test_a_thousand_writes_by_eight_kernels_lose_none(file, folders_lock):
    folder = str(Path(progress_file.__file__).parent)  # the module by itself: the checks beside it take longer to import
    code = (f"import sys; sys.path.append({folder!r})\nimport progress_file\n"
            + ("" if folders_lock else "progress_file.flock = None\n") + WRITE)
    kernels = [subprocess.Popen([sys.executable, "-c", code, str(k)], cwd=ROOT)
               for k in range(8)]
    assert [kernel.wait(120) for kernel in kernels] == [0] * 8
    assert len(entries(file)) == 1000
    assert [path.name for path in file.parent.iterdir()] == [file.name], "nothing is left behind"


def test_a_lock_that_a_dead_kernel_left_holds_nobody_up_for_long(file, monkeypatch):
    monkeypatch.setattr(progress_file, "flock", None)
    monkeypatch.setattr(progress_file, "PATIENCE", 0.05)
    lock = file.with_name("progress.json.lock")
    lock.touch()
    progress_file.record("X", "right")
    assert states(file) == {"X": "right"} and lock.exists()
    os.utime(lock, (0, 0))
    progress_file.record("Y", "right")
    assert not lock.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="a small disk is imitated by Linux's limit for files")
def test_a_full_disk_leaves_the_old_file_and_nothing_else(file):
    progress_file.record("X", "right")

    said = as_user('for n in range(40): print(progress_file.record(f"Y{n}", "right"))\n'
                   'print(progress_file.keep("predictions", "13.mean", guess="unit 23"))\n'
                   'print(progress_file.kept("predictions"))', limit=100)
    assert said.count("The progress can't be written to progress.json (File too large)") == 1
    assert states(file)["X"] == "right" and "'guess': 'unit 23'" in said
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@only_root
def test_a_file_that_cannot_be_read_is_left_alone(file):
    progress_file.record("X", "right")
    file.parent.chmod(0o777)
    os.chown(file, 0, 0)
    file.chmod(0o600)
    open_to_others(file.parent)
    said = as_user('print(progress_file.record("Y", "right")); print(progress_file.record("Z", "wrong"))\n'
                   'print(sorted(progress_file.read()[0]))')
    assert said.count("can't be read (PermissionError), and is left as it is") == 1
    assert said.splitlines()[-1] == "['Y', 'Z']"
    assert states(file) == {"X": "right"}


@only_root
@pytest.mark.parametrize("folder", [0o777, 0o755])
def test_root_first_and_then_the_user(file, folder):
    file.parent.chmod(folder)
    os.chown(file.parent, 65534, 65534)
    open_to_others(file.parent)
    progress_file.record("X", "right")
    assert file.stat().st_uid == 65534 and file.stat().st_mode & 0o777 == folder & 0o666
    assert as_user('print(progress_file.record("Y", "right"))').strip() == ""
    progress_file.record("Z", "right")
    if folder == 0o777:  # a third, who may write there
        assert as_user('print(progress_file.record("W", "right"))', uid=12345).strip() == ""
    assert set(states(file)) >= {"X", "Y", "Z"} | ({"W"} if folder == 0o777 else set())


@only_root
def test_who_may_not_write_is_told_once(file):
    file.parent.chmod(0o755)
    progress_file.record("X", "right")
    open_to_others(file.parent)
    said = as_user('for name in "YZ": print(progress_file.record(name, "right"))\nprint(sorted(progress_file.read()[0]))')
    assert said.count("can't be written") == 1 and said.splitlines()[-1] == "['X', 'Y', 'Z']"
    assert states(file) == {"X": "right"}
