"""What is expensive is made once for all workers of a run of the tests."""
import json
import os
import shutil

from filelock import FileLock


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
