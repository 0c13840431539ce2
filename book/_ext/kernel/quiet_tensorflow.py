"""Kernel start-up: TensorFlow's C++ code greets on file descriptor 2 when it is first imported; let it do so unheard.

The greeting (CPU features, missing CUDA libraries, time stamps) cannot be switched off by an environment variable in
the wheel that serves CPU and GPU alike. Only the import is silenced; whatever is written to stderr later is seen, and
fails the build. No device is hidden.
"""

import contextlib
import importlib.abc
import importlib.machinery
import os
import sys


@contextlib.contextmanager
def silent_stderr():
    """Send file descriptor 2 nowhere, for a while."""
    sys.stderr.flush()
    saved, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(nowhere)


class QuietImport(importlib.abc.MetaPathFinder):
    """Finder: stands first in line for `tensorflow` alone, and loads it silently."""

    def find_spec(self, name, path=None, target=None):
        """Return TensorFlow's own spec with a loader that works silently; None for every other name."""
        if name != "tensorflow":
            return None
        sys.meta_path.remove(self)
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is not None:
            load = spec.loader.exec_module

            def exec_module(module):
                with silent_stderr():
                    load(module)
                    module.zeros(1)  # the devices are greeted at the first operation

            spec.loader.exec_module = exec_module
        return spec


sys.meta_path.insert(0, QuietImport())
