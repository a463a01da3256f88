"""Build the book and the site as `make` does, and serve them on loopback."""
import contextlib
import functools
import hashlib
import http.server
import json
import os
import re
import shutil
import subprocess
import tarfile
import threading
from pathlib import Path

from filelock import FileLock

ROOT = Path(__file__).parents[2]
PYTHON = next(filter(Path.exists, (ROOT / ".venv-docs" / name for name in ("bin/python", "Scripts/python.exe"))), None)
NOT_INSTALLED = "the publishing packages aren't installed (make publishing)"
PAGES = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


def build(job, target, **settings):
    """Build with the publishing environment."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COURSE_")} | settings
    done = subprocess.run([PYTHON, ROOT / "docs" / "build.py", job, target], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def once(tmp_path_factory, name, make):
    """Return the folder `name`, which `make(folder)` fills once for all workers of this run; the others wait for it.

    make returns what is to be known of the folder, as JSON; that comes back as the second value.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, done = shared / name, shared / f"{name}.json"
    with FileLock(shared / f"{name}.lock"):
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            done.write_text(json.dumps(make(folder)), encoding="utf-8")
    return folder, json.loads(done.read_text(encoding="utf-8"))


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word, JavaScript modules and WebAssembly under their types."""
    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".whl": "application/zip"}

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def served(folder):
    """Serve a folder on loopback; yield the address."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder)) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def small_pyodide(folder):
    """Make a Pyodide distribution that can run a kernel, without any package that was compiled; return its folder.

    Its core is an npm package, and the pure packages that the kernel imports are the usual wheels. NumPy, Matplotlib and
    Pillow for the browser are in neither registry. Returns None, and why, where npm isn't there or doesn't reach it.
    """
    schema = json.loads(next((ROOT / ".venv-docs").glob("share/jupyter/labextensions/@jupyterlite/**/kernel.v0.schema.json"))
                        .read_text(encoding="utf-8"))
    version = re.search(r"/v(\d[^/]*)/", schema["properties"]["pyodideUrl"]["default"])[1]
    npm = shutil.which("npm")
    if npm is None:
        return None, "npm isn't installed"
    packed = subprocess.run([npm, "pack", "--silent", f"pyodide@{version}"], cwd=folder, capture_output=True, text=True)
    if packed.returncode:
        return None, f"npm could not fetch pyodide {version}"
    with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
        archive.extractall(folder, filter="data")
    pyodide = folder / "package"
    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    wanted = _with_what_they_need(lock["packages"], ["micropip", "ipython", "jedi", "tqdm"])
    exactly = [f"{name}=={lock['packages'][name]['version']}" for name in wanted]
    fetched = subprocess.run([PYTHON, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
                              "--python-version", lock["info"]["python"], "--dest", pyodide, *exactly], capture_output=True)
    if fetched.returncode:
        return None, "pip could not fetch the packages of the kernel"
    for name in wanted:  # the same packages, packed anew by Pyodide: other sums
        wheel = pyodide / lock["packages"][name]["file_name"]
        lock["packages"][name]["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (pyodide / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    return pyodide, ""


def _with_what_they_need(packages, names):
    """Return the names and those of all that they depend on."""
    found, queue = [], list(names)
    while queue:
        name = queue.pop().lower().replace("_", "-")
        if name not in found:
            found.append(name)
            queue += packages[name]["depends"]
    return sorted(found)
