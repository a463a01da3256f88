"""Let the built site start Python with the page, with all packages in one go: see docs/start_python.mjs, which does it there."""
import hashlib
import json
import re
from pathlib import Path

KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
EXTENSION = Path("extensions", "@jupyterlite", "pyodide-kernel-extension", "static")
# What the kernel (the first three) and the pages need of Pyodide's own packages; what these need comes with them.
PACKAGES = ("micropip", "ipython", "jedi", "numpy", "matplotlib", "tqdm")
WITH_THE_PAGE = """<script>
  // The kernel's worker starts with the page: the application, once it is there, gets this one for its first.
  // Without a service worker's hand on the page, on the first visit, it couldn't reach the reader's files.
  if (navigator.serviceWorker?.controller && !crossOriginIsolated && location.search.includes(".ipynb")) {
    let early = new Worker("../course/worker.mjs", { type: "module" });
    window.Worker = new Proxy(Worker, { construct(target, [address, options]) {
      const wanted = String(address).includes("/comlink.worker.") && early;
      if (wanted) early = null;
      return wanted || new target(address, options);
    } });
  }
</script>
"""


def start_quickly(site):
    """Change a built site so: its kernel, its applications' pages, and its service worker."""
    worker, = (site / EXTENSION).glob("comlink.worker.*.js")
    wheels = {name: wheel for folder in (site / EXTENSION / "pypi", site / "pypi") for name, wheel in listed(folder, site)}
    path = site / "jupyter-lite.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    kernel = settings["jupyter-config-data"]["litePluginSettings"][KERNEL]
    names = [*PACKAGES, *wheels]
    start = {"pyodide": pyodide_of(kernel, site), "packages": names, "wheels": wheels}
    local = site / "course" / start["pyodide"] / ".." / "pyodide-lock.json"
    start["key"] = hashlib.sha256(json.dumps(start).encode() + (local.read_bytes() if local.exists() else b"")).hexdigest()[:16]
    kernel |= {"pyodideUrl": "./course/start_python.mjs", "loadPyodideOptions": {"packages": names}}
    path.write_text(json.dumps(settings, indent=2), encoding="utf-8")
    (site / "course").mkdir()
    script = Path(__file__).with_name("start_python.mjs").read_text(encoding="utf-8")
    script = replaced(script, "const SETTINGS = {};", f"const SETTINGS = {json.dumps(start)};")
    write(site / "course" / "start_python.mjs", script)
    write(site / "course" / "worker.mjs", f'import "./start_python.mjs";\nimport "../{worker.relative_to(site).as_posix()}";\n')
    for page in (site / "lab" / "index.html", site / "notebooks" / "index.html"):
        write(page, replaced(page.read_text(encoding="utf-8"), "<head>", f"<head>\n{WITH_THE_PAGE}"))
    # It would answer each request itself, with what the browser has: then the browser keeps no compiled WebAssembly.
    path = site / "service-worker.js"
    write(path, replaced(path.read_text(encoding="utf-8"), "shouldDrop(t,a)||(n=", "shouldDrop(t,a)||enableCache&&(n="))


def listed(folder, site):
    """Yield (name, entry of a lock file) of each wheel that a folder of the site lists, the newest version of each."""
    for name, found in json.loads((folder / "all.json").read_text(encoding="utf-8")).items():
        version = max(found["releases"], key=lambda text: [int(number) for number in re.findall(r"\d+", text)])
        wheel = found["releases"][version][0]
        yield name, {"name": name, "version": version, "install_dir": "site", "package_type": "package", "imports": [],
                     "depends": [], "unvendored_tests": False, "sha256": wheel["digests"]["sha256"],
                     "file_name": f"../{(folder / wheel['filename']).relative_to(site).as_posix()}"}


def pyodide_of(kernel, site):
    """Return the address of pyodide.mjs, seen from the folder `course`: that of the settings, or the kernel's own."""
    if "pyodideUrl" in kernel:
        return f"../{kernel['pyodideUrl'].removeprefix('./')}"
    found = {address for path in (site / EXTENSION).glob("*.js")
             for address in re.findall(r'"(https://[^"]*/pyodide\.mjs)"', path.read_text(encoding="utf-8"))}
    address, = found
    return address


def replaced(text, old, new):
    """Replace what stands in a text once."""
    if text.count(old) != 1:
        raise ValueError(
            f"{old!r} stands in a file of the site {text.count(old)} times, not once: is JupyterLite another version?")
    return text.replace(old, new)


def write(path, text):
    """Write a text file."""
    path.write_text(text, encoding="utf-8")
