/* What the kernel of a page loads in place of pyodide.mjs: Pyodide, with all that the course's pages need, begun at once.

It is begun before the application asks for it (docs/build.py lets the worker start with the page), the packages come
without a resolver, and what Python compiled on an earlier visit comes from the browser's own store. docs/build.py writes
the settings: the address of pyodide.mjs; the names of the packages; the wheels that came with the site; a key, which is
another one whenever any of these is. */
const SETTINGS = {};

const HERE = import.meta.url;
const PYODIDE = new URL(SETTINGS.pyodide, HERE).href;
const HOME = new URL(".", PYODIDE).href;
const KEPT = new URL(`kept/${SETTINGS.key}`, HERE).href;
const SHELF = "rnn-to-lstm";  // the name of the browser's store
const AFTER = 15_000;  // milliseconds without a new module, after which what is compiled is kept
let asked = {};  // what the kernel asks for, once it does

const python = begin();
python.catch(() => {});  // it is told where it is asked for

/** Return Pyodide, as the kernel would have it from pyodide.mjs. */
export async function loadPyodide(options) {
  asked = options;
  return python;
}

async function begin() {
  const [kept, lock, { loadPyodide: load }] = await Promise.all([
    restored(), fetch(`${HOME}pyodide-lock.json`).then(answer => answer.json()), import(PYODIDE)]);
  for (const [name, wheel] of Object.entries(SETTINGS.wheels))
    lock.packages[name] = { ...wheel, file_name: new URL(wheel.file_name, HERE).href };
  const address = content => URL.createObjectURL(new Blob([content]));
  const start = more => load({
    indexURL: HOME, packageBaseUrl: HOME, packages: SETTINGS.packages, lockFileURL: address(JSON.stringify(lock)), ...more,
    stdout: text => (asked.stdout ?? console.log)(text), stderr: text => (asked.stderr ?? console.error)(text) });
  if (!kept) return prepared(await start({}), []);
  try {
    return prepared(await start({ stdLibURL: address(kept.library) }), kept.files);
  } catch (error) {  // what was kept is of no use
    console.warn(error);
    await caches.delete(SHELF);
    return prepared(await start({}), []);
  }
}

/** Import what each page imports; with the compiled files of an earlier visit. */
function prepared(pyodide, files) {
  for (const [path, content] of files) {
    pyodide.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    pyodide.FS.writeFile(path, content);
  }
  try {
    pyodide.runPython("import rnn_to_lstm.compiled; rnn_to_lstm.compiled.begin()");
    pyodide.runPython("import pyodide_kernel, rnn_to_lstm; rnn_to_lstm.prepare()");
    keepWhenQuiet(pyodide, files.length);
  } catch (error) {
    console.warn(error);  // a page's own cells will say what is wrong
  }
  return pyodide;
}

/** Return what is kept from an earlier visit: the standard library, and [path, content] of each compiled file; or nothing. */
async function restored() {
  try {
    const shelf = await caches.open(SHELF);
    const newest = (await shelf.keys()).filter(kept => kept.url.startsWith(KEPT)).pop();
    if (!newest) return null;
    const all = await (await shelf.match(newest)).arrayBuffer();
    const length = new DataView(all).getUint32(0);
    const [library, ...files] = JSON.parse(new TextDecoder().decode(new Uint8Array(all, 4, length)));
    let start = 4 + length;
    const next = size => new Uint8Array(all, (start += size) - size, size);
    return { library: next(library[1]), files: files.map(([path, size]) => [path, next(size)]) };
  } catch {
    return null;  // no store here, or one that can't be read: Python compiles anew
  }
}

/** Keep what is compiled, once no module came for a while. */
function keepWhenQuiet(pyodide, known) {
  let before = 0, seen = 0;
  setInterval(async () => {
    const now = pyodide.runPython("len(__import__('sys').modules)");
    const quiet = now === before && now !== seen;
    before = now;
    if (!quiet) return;
    seen = now;
    const number = pyodide.runPython("rnn_to_lstm.compiled.number()");
    if (number <= known) return;
    known = number;
    const content = pyodide.runPython("rnn_to_lstm.compiled.together()");
    try {
      const shelf = await caches.open(SHELF);
      const address = `${KEPT}?${number}`;  // what was kept before stays until this is there: a reader may leave at any moment
      await shelf.put(address, new Response(content.toJs()));
      for (const old of await shelf.keys()) if (old.url !== address) await shelf.delete(old);
    } catch (error) {
      console.warn(error);  // no room, or no store
    }
    content.destroy();
  }, AFTER);
}
