"""Start a real JupyterLab on a free loopback port and drive it in a real Chromium."""
import contextlib
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync")


@contextlib.contextmanager
def server(folder, log, at_once=True, arguments=()):
    """Serve the course in `folder`; yield the address with its token. The log goes to the file `log`.

    `at_once` takes the settings of deploy/jupyter; `arguments` follow those that no reader needs.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    progress = Path(log).with_suffix(".json")  # not the learner's
    # Kernels aren't under pytest, as nbval's are: they are a reader's.
    reader = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    environment = reader | {"JUPYTER_CONFIG_PATH": str(ROOT / "deploy" / "jupyter") if at_once else "",
                            "COURSE_PROGRESS": str(progress)}
    with open(log, "w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
             f"--IdentityProvider.token={token}", *arguments],
            stdout=output, stderr=subprocess.STDOUT, env=environment, cwd=folder)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_it_answers(f"{address}/api?token={token}", process)
            yield address, token
        finally:
            process.terminate()
            process.wait(20)


def _wait_until_it_answers(address, process, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.2)
    raise RuntimeError("JupyterLab did not start; see its log")


@contextlib.contextmanager
def browser():
    """Yield a headless Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(SWITCHES))
        try:
            yield chromium
        finally:
            chromium.close()


def open_page(tab, address, token, name, application="lab/tree"):
    """Open a notebook in JupyterLab (or, with "notebooks", in Notebook 7) and wait until its kernel is ready."""
    tab.goto(f"{address}/{application}/notebooks/{name}?reset&token={token}")
    _wait_until_ready(tab, address, token, name)


def open_here(tab, address, token, name):
    """Open a notebook, where JupyterLab is open in the tab by File → Open from Path…; wait until its kernel is ready."""
    if not tab.url.startswith(address):
        return open_page(tab, address, token, name)
    choose(tab, "File", "Open from Path…")
    tab.locator(".jp-Dialog input").fill(f"notebooks/{name}")
    tab.locator(".jp-Dialog .jp-mod-accept").click()
    _wait_until_ready(tab, address, token, name)


def close_here(tab):
    """Close the notebook that is open, by File → Close and Shut Down Notebook…: its kernel ends, and nothing is saved."""
    tab.keyboard.press("Escape")
    choose(tab, "File", "Close and Shut Down Notebook")
    for _ in range(100):
        if not tab.locator(".jp-Notebook").count():
            return
        for button in tab.locator(".jp-Dialog .jp-mod-warn").all():
            button.click()
        tab.wait_for_timeout(100)
    raise RuntimeError("the notebook was not closed")


def _wait_until_ready(tab, address, token, name):
    tab.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
    _wait_for_kernel(f"{address}/api/sessions?token={token}", name)
    tab.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first.wait_for(timeout=60_000)


def _wait_for_kernel(address, name, seconds=60):
    """Wait until the server says that the page's kernel is idle and the page is connected with it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with urllib.request.urlopen(address) as answer:
            kernels = [session["kernel"] for session in json.load(answer) if session["path"].endswith(name)]
        if any(kernel["execution_state"] == "idle" and kernel["connections"] for kernel in kernels):
            return
        time.sleep(0.2)
    raise RuntimeError(f"the kernel of {name} did not start")


def choose(tab, menu, item):
    """Choose an item of JupyterLab's menu."""
    tab.locator(".lm-MenuBar-itemLabel", has_text=re.compile(f"^{menu}$")).click()
    tab.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{item}")).first.click()


def run_all(tab, seconds=300):
    """Choose Run → Run All Cells, and wait until the kernel has done them all and JupyterLab, which goes to the last, is there.

    The last cells come into the page late, and the last takes the focus when it does: a key pressed before goes there.
    """
    choose(tab, "Run", "Run All Cells$")
    tab.wait_for_function(r"""() => {
        const prompts = [...document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-InputPrompt')].map(e => e.textContent);
        const status = document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status;
        const last = [...document.querySelectorAll('.jp-Notebook .jp-Cell')].at(-1);
        return status === 'idle' && last.contains(document.activeElement)
            && /\d/.test(prompts.at(-1)) && !prompts.some(prompt => prompt.includes('*'));
    }""", timeout=1000 * seconds, polling=200)


def show_everything(tab):
    """Scroll through the page once, so that JupyterLab renders every cell."""
    tab.evaluate("""async () => {
        const pane = document.querySelector('.jp-WindowedPanel-outer') || document.querySelector('.jp-Notebook');
        for (let y = 0; y < pane.scrollHeight; y += 0.8 * pane.clientHeight) {
            pane.scrollTop = y;
            await new Promise(r => setTimeout(r, 60));
        }
        pane.scrollTop = 0;
    }""")


# axe-core keeps each colour's parts in WeakMaps; kept with the colour itself they take a quarter less time.
AXE = """(() => {
    class WeakMap {
        key = Symbol();
        set(of, value) { of[this.key] = value; return this; }
        get(of) { return of[this.key]; }
        has(of) { return this.key in of; }
        delete(of) { return delete of[this.key]; }
    }
    class WeakSet extends WeakMap { add(of) { return this.set(of, true); } }
""" + Axe().axe_script + "})()"


def barriers(tab, context=None):
    """Return what axe-core finds grave on a page, or in `context`: each rule with the first element that breaks it."""
    tab.evaluate(AXE)
    found = tab.evaluate("""context => axe.run(context || document, {resultTypes: ['violations']})
        .then(found => found.violations)""", context)
    return [(rule["id"], rule["nodes"][0]["html"][:160]) for rule in found if rule["impact"] in ("critical", "serious")]


def save(tab):
    """Save the notebook, and wait until the server has it."""
    with tab.expect_response(lambda answer: answer.request.method == "PUT" and "/api/contents/" in answer.url, timeout=30_000):
        tab.keyboard.press("Escape")
        tab.keyboard.press("Control+s")


def shut_down(address, token):
    """Shut every kernel down."""
    for session in _asked(f"{address}/api/sessions", token):
        _asked(f"{address}/api/sessions/{session['id']}", token, "DELETE")


def restart(address, token):
    """Restart every kernel."""
    for session in _asked(f"{address}/api/sessions", token):
        _asked(f"{address}/api/kernels/{session['kernel']['id']}/restart", token, "POST")


def _asked(address, token, method="GET"):
    request = urllib.request.Request(address, method=method, headers={"Authorization": f"token {token}"})
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read() or "null")
