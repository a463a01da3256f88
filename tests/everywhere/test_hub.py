"""Ten learners on a real JupyterHub: they log in, work, the hub is restarted while they do, and nothing is lost."""
import contextlib
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from helpers import pages
from tests.everywhere import hub

sync_api = pytest.importorskip("playwright.sync_api")
from tests.browser import lab  # noqa: E402

pytestmark = [
    pytest.mark.everywhere,
    pytest.mark.skipif(not all(path.exists() for path in (hub.HUB, hub.PROXY)), reason=f"{hub.NOT_INSTALLED}: it was not tried"),
]
GATES, = (path.name for path in (lab.ROOT / "notebooks").glob("*_gates.ipynb"))
LEARNERS = [f"learner{number:02d}" for number in range(10)]


@pytest.mark.skipif(lab.CHROMIUM is None, reason="no Chromium on this machine: nobody opened a page on the hub")
def test_ten_learners_lose_nothing_when_the_hub_is_restarted(tmp_path):
    with hub.running(tmp_path) as running, lab.browser() as chromium:
        tabs = {name: chromium.new_context(viewport={"width": 1200, "height": 900}).new_page() for name in LEARNERS}
        started = time.monotonic()
        for name, tab in tabs.items():
            log_in(running, tab, name)
        for tab in tabs.values():
            tab.locator(".jp-Notebook h1", has_text="0. Start here").first.wait_for(timeout=300_000)
        print("seconds until ten learners see their first page in a browser:", round(time.monotonic() - started))
        for name, tab in tabs.items():
            tab.goto(f"{running.address}/user/{name}/lab/tree/course/notebooks/{GATES}?reset", wait_until="commit")
        for name, tab in tabs.items():
            tab.locator(".jp-Notebook h1", has_text="Gates").first.wait_for(timeout=300_000)
            # Chosen before there is a kernel, Run All runs nothing and says nothing: the mark above the page is idle even then.
            tab.locator("#jp-main-statusbar", has_text="| Idle").wait_for(timeout=300_000)
            lab.run_all(tab)
            move_a_slider(tab)
            write_a_cell(tab, f"# this is {name}'s")
        print("MB a learner, two pages open, one run:", round(hub.memory(running.processes()) / len(LEARNERS)))
        kernels = {pid for pid in running.processes() if b"ipykernel" in Path(f"/proc/{pid}/cmdline").read_bytes()}
        assert len(kernels) == 2 * len(LEARNERS), "one for each page that is open"

        running.stop()
        for tab in tabs.values():
            move_a_slider(tab)
        running.start()
        for tab in tabs.values():
            move_a_slider(tab)
            tab.keyboard.press("Control+s")
        for name in LEARNERS:
            page = tmp_path / name / "course" / "notebooks" / GATES
            wait_until(lambda page=page, name=name: f"# this is {name}'s" in page.read_text(encoding="utf-8"))
            pages.read(page)
        assert kernels <= set(running.processes()), "a kernel was lost"

        name, tab = next(iter(tabs.items()))
        tab.context.close()
        tab = chromium.new_context().new_page()
        log_in(running, tab, name)
        tab.locator(".jp-Notebook").first.wait_for(timeout=120_000)
        tab.goto(f"{running.address}/user/{name}/lab/tree/course/notebooks/{GATES}?reset")
        tab.locator(".jp-Cell", has_text=f"# this is {name}'s").first.wait_for(timeout=120_000)


def log_in(running, tab, name):
    """Fill the hub's form in."""
    tab.goto(f"{running.address}/hub/login", timeout=120_000)
    tab.locator("#username_input").fill(name)
    tab.locator("#password_input").fill(running.password)
    tab.locator("#login_submit").click(no_wait_after=True)


def move_a_slider(tab):
    """Press an arrow key on the page's first slider with a picture: what is said below it follows."""
    panel = tab.locator(".course-panel", has=tab.locator("[role=img]")).first
    handle, words = panel.locator("[role=slider]").first, panel.locator("[role=status]")
    before = words.text_content(timeout=60_000)
    now, most = (float(handle.get_attribute(name)) for name in ("aria-valuenow", "aria-valuemax"))
    handle.press("ArrowRight" if now < most else "ArrowLeft")
    sync_api.expect(words).not_to_have_text(before, timeout=60_000)


def write_a_cell(tab, text):
    """Put a cell of one's own below the page's first."""
    tab.locator(".jp-Notebook .jp-Cell").first.click()
    tab.keyboard.press("Escape")
    tab.keyboard.press("b")
    tab.keyboard.press("Enter")
    tab.keyboard.type(text)
    tab.keyboard.press("Escape")


def wait_until(holds, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if holds():
                return
        time.sleep(0.3)
    raise AssertionError(f"not within {seconds} seconds")


def git(folder, *arguments):
    """Run git as somebody, whatever this machine's own settings are."""
    environment = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for part in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{part}_NAME": "teacher", f"GIT_{part}_EMAIL": "teacher@localhost"}
    subprocess.run(["git", "-c", "init.defaultBranch=main", *arguments], cwd=folder, env=environment, check=True,
                   capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="no git here: nothing was pulled")
def test_what_a_learner_changed_survives_an_update_by_nbgitpuller(tmp_path):
    course, learner = tmp_path / "course", tmp_path / "learner"
    (course / "notebooks").mkdir(parents=True)
    for path in sorted((lab.ROOT / "notebooks").glob("0[01]_*.ipynb")):
        shutil.copy(path, course / "notebooks")
    first, second = sorted((course / "notebooks").iterdir())
    git(course, "init")
    git(course, "add", ".")
    git(course, "commit", "-m", "A release")
    pull(course, learner)
    mine = pages.read(learner / "notebooks" / first.name)
    mine.cells[0].source += "\n\nMine."
    pages.write(learner / "notebooks" / first.name, mine)
    for page in (first, second):
        theirs = pages.read(page)
        theirs.cells[0].source += "\n\nThe new release."
        theirs.cells[-1].source += "\n\nThe new release."
        pages.write(page, theirs)
    git(course, "commit", "-am", "The next release")
    pull(course, learner)
    kept, new = (pages.read(learner / "notebooks" / page.name) for page in (first, second))
    assert kept.cells[0].source.endswith("Mine.") and new.cells[0].source.endswith("The new release.")


def pull(course, learner):
    """What an nbgitpuller link does: its own command, with an environment in which git knows nobody."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(course.parent), "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run([hub.HUB.parent / "gitpuller", course.as_uri(), "main", learner], env=environment,
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
