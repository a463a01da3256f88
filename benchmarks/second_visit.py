"""The second visit to page 0 in the browser, from the address to its last cell: this site beside that of an older commit.

    .venv/bin/python -m benchmarks.second_visit [COMMIT [ROUNDS]]      writes benchmarks/results/second_visit.json

Both sites are built with the Pyodide of tests/docs/lite.py, served on loopback, and opened in a Chromium that reaches nothing
else. A first visit with a new profile runs the page and stays a while; each second visit begins with a copy of that profile,
the two sites in turn, and runs all cells as soon as the page is there. Seconds depend on what else the machine does, the
processor's seconds hardly: both are told, and their ratios, each of two visits that follow one another. Linux only: /proc.
"""
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import lab
from tests.docs import lite, publishing

RESULT = Path(__file__).parent / "results" / "second_visit.json"
OLD = "3b96ef2"  # before helpers/ came as one archive
PAGE = "lab/index.html?path=notebooks/00_start_here.ipynb"
MARKS = """(() => {
  if (window !== top) return;
  const marks = window.marks = {}, mark = name => marks[name] ??= performance.now() / 1000;
  const look = () => {
    const shown = window.jupyterapp?.shell?.currentWidget, page = shown?.content;
    const kernel = shown?.context?.sessionContext?.session?.kernel;
    if (page?.widgets?.length && page.model) mark('the page is shown');
    if (page?.widgets?.length && kernel && !window.running) {
      kernel.anyMessage.connect((_, { msg }) => msg.header.msg_type === 'execute_input' && mark('Python is there'));
      window.running = window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => mark('the last cell is done'));
    }
    setTimeout(look, 10);
  };
  look();
})()"""
KINDS = {"DedicatedWorker": "Python", "ThreadPoolForeg": "compilers", "chromium": "the page"}  # threads of a renderer, by name


def main(commit=OLD, rounds="5"):
    """Measure, write the result and say it."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack, sync_playwright() as started:
        folder = Path(folder)
        sites = {name: stack.enter_context(publishing.served(site)) for name, site in built(commit, folder).items()}
        for name, address in sites.items():
            visit(started, address, folder / name, stay=60)
            print(f"{name}: the first visit is over", file=sys.stderr, flush=True)
        found = {name: [] for name in sites}
        for number in range(int(rounds)):
            for name in list(sites)[::1 if number % 2 else -1]:
                shutil.rmtree(folder / "again", ignore_errors=True)
                shutil.copytree(folder / name, folder / "again", symlinks=True)
                found[name].append(visit(started, sites[name], folder / "again"))
                print(name, found[name][-1], file=sys.stderr, flush=True)
    result = {"commits": {"old": commit}, "cores": os.cpu_count(), "when": time.strftime("%Y-%m-%d"), "rounds": int(rounds)}
    for key in ("seconds", "processor"):
        result[key] = {name: {part: round(statistics.median(one[key].get(part, 0.0) for one in visits), 2)
                              for part in visits[0][key]} for name, visits in found.items()}
        whole = [[list(one[key].values())[-1] for one in visits] for visits in (found["new"], found["old"])]
        ratios = sorted(new / old for new, old in zip(*whole))
        result[f"{key}, new by old"] = {"median": round(statistics.median(ratios), 2), "all": [round(one, 2) for one in ratios]}
    result["load"] = [round(one["load"], 1) for visits in found.values() for one in visits]
    RESULT.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


def built(commit, folder):
    """Build the site of a commit and that of the files as they are; return {"old": its folder, "new": its folder}."""
    (folder / "bundle of Pyodide").mkdir()
    pyodide, piplite = lite.pyodide_with_numpy(folder / "bundle of Pyodide")
    if pyodide is None:
        raise SystemExit(piplite)
    tree = folder / "older"
    subprocess.run(["git", "clone", "--quiet", "--no-checkout", publishing.ROOT, tree], check=True)
    subprocess.run(["git", "-C", tree, "checkout", "--quiet", commit], check=True)
    for name, root in (("old", tree), ("new", publishing.ROOT)):
        subprocess.run([publishing.PYTHON, root / "docs" / "build.py", "site", folder / f"site {name}"], check=True,
                       env=os.environ | {"COURSE_PYODIDE": str(pyodide)}, stdout=subprocess.DEVNULL)
        lite.for_tests(folder / f"site {name}", piplite)
    return {name: folder / f"site {name}" for name in ("old", "new")}


def visit(started, address, profile, stay=2):
    """Open page 0 with a profile and run it; return {"seconds": marks, "processor": seconds by kind, "load": the load}."""
    browser = started.chromium.launch_persistent_context(str(profile), executable_path=lab.CHROMIUM, args=list(lite.SWITCHES),
                                                         viewport={"width": 1200, "height": 1000})
    try:
        browser.add_init_script(MARKS)
        before = processor()
        tab = browser.pages[0]
        tab.goto(f"{address}/{PAGE}")
        tab.wait_for_function("() => window.marks?.['the last cell is done']", timeout=300_000)
        spent = {kind: seconds - before.get(kind, 0.0) for kind, seconds in processor().items()}
        marks = sorted(tab.evaluate("window.marks").items(), key=lambda mark: mark[1])
        seconds = {name: round(second, 2) for name, second in marks}
        tab.wait_for_timeout(1000 * stay)  # what is kept for later visits is kept then
    finally:
        browser.close()
    spent = {kind: round(second, 2) for kind, second in spent.items()}
    return {"seconds": seconds, "processor": spent, "load": os.getloadavg()[0]}


def processor():
    """Return the processor's seconds of the browsers that this process started: of each of KINDS, of the rest, and of all."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents.setdefault(path.read_text().rpartition(")")[2].split()[1], []).append(path.parent.name)
        except OSError:  # it has just ended
            continue
    queue, found = [str(os.getpid())], dict.fromkeys([*KINDS.values(), "the rest", "all"], 0.0)
    while queue:
        for process in parents.get(queue.pop(), []):
            queue.append(process)
            try:
                command = Path("/proc", process, "cmdline").read_bytes()
                threads = [path.read_text() for path in Path("/proc", process, "task").glob("*/stat")]
            except OSError:
                continue
            for thread in threads if b"chrom" in command else []:
                name, _, numbers = thread.partition("(")[2].rpartition(")")
                spent = sum(map(int, numbers.split()[11:13])) / os.sysconf("SC_CLK_TCK")
                kind = KINDS.get(re.sub(r"[/\d]+$", "", name), "the rest") if b"--type=renderer" in command else "the rest"
                found[kind] += spent
                found["all"] += spent
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
