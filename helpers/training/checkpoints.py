"""Keep the state of a training run in a file, so that it goes on where it stopped.

A checkpoint is a file of NumPy arrays (.npz). Nested dictionaries become keys with slashes: {"best": {"Wy": …}} is
"best/Wy". It is written whole or not at all, holds a checksum of its content, and a damaged one is refused by name.
"""
import hashlib
import os
import tempfile
import zipfile
import zlib
from pathlib import Path

import numpy as np

CHECKSUM = "sha256"


def save(path, content):
    """Write a dictionary of arrays, numbers and dictionaries of those to the file `path`, whole or not at all.

    Parameters
    ----------
    path : str or Path
        ends in .npz; its folder is made if it isn't there
    content : dict
    """
    path, arrays = _path(path), flat(content)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
        try:
            np.savez(file, **arrays, **{CHECKSUM: _checksum(arrays)})
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            file.close()
            os.unlink(file.name)
            raise
    os.replace(file.name, path)


def load(path):
    """Return what `save` wrote to the file `path`, or None if there is no such file.

    Raises
    ------
    ValueError
        if the file is damaged, with its name
    """
    path = _path(path)
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
        if str(arrays.pop(CHECKSUM)) != _checksum(arrays):
            raise ValueError("its content doesn't match its checksum")
        return nested(arrays)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, EOFError, TypeError, SyntaxError, AttributeError, NotImplementedError, RuntimeError,
            MemoryError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(f"the checkpoint {path.name} is damaged ({type(error).__name__}): delete it to train from the start, "
                         "or put back a copy of it") from None


def flat(content, before=""):
    """Return a dictionary without dictionaries in it: their keys are joined by slashes."""
    found = {}
    for key, value in content.items():
        found |= flat(value, f"{before}{key}/") if isinstance(value, dict) else {before + key: np.asarray(value)}
    return found


def nested(content):
    """Return the opposite of `flat`."""
    found = {}
    for key, value in content.items():
        *path, last = key.split("/")
        inner = found
        for name in path:
            inner = inner.setdefault(name, {})
        inner[last] = value
    return found


def _checksum(arrays):
    digest = hashlib.sha256()
    for key, array in sorted(arrays.items()):
        digest.update(f"{key} {array.dtype} {array.shape} ".encode() + array.tobytes())
    return digest.hexdigest()


def _path(path):
    path = Path(path)
    if path.suffix != ".npz":
        raise ValueError(f"path is {path.name!r}, expected a name that ends in .npz")
    return path
