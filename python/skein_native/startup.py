"""
Runs when Python starts, by `skein_native.pth`: once `skein` is imported, its clients start our driver.

Nothing else is changed: `skein` looks for `java` and `yarn` by JAVA_HOME and PATH, which lead to ours only while a driver is being started, and
which that driver has back as they were. With SKEIN_NATIVE=0 in the environment everything stays as it is.
"""
import contextlib
import functools
import os
import sys
import threading

_changing = threading.RLock()
# What Python's skein looks at, and where the shims find what it was.
_VARIABLES = {"PATH": "SKEIN_NATIVE_PATH", "JAVA_HOME": "SKEIN_NATIVE_JAVA_HOME"}


@contextlib.contextmanager
def _shims_first():
    from . import SHIMS
    with _changing:
        if "SKEIN_NATIVE_PATH" in os.environ:
            yield
            return
        before = {name: os.environ.get(name) for name in _VARIABLES}
        for name, saved in _VARIABLES.items():
            if before[name] is not None:
                os.environ[saved] = before[name]
        os.environ["PATH"] = os.pathsep.join(filter(None, [SHIMS, before["PATH"]]))
        os.environ.pop("JAVA_HOME", None)
        try:
            yield
        finally:
            for name, saved in _VARIABLES.items():
                os.environ.pop(saved, None)
                os.environ.pop(name, None)
                if before[name] is not None:
                    os.environ[name] = before[name]


def _starting(method):
    @functools.wraps(method)
    def start(*arguments, **options):
        with _shims_first():
            return method(*arguments, **options)
    return start


def _prepare(skein):
    client = skein.Client
    # With an address there is nothing to start; the variables do not matter then.
    client.__init__ = _starting(client.__init__)
    client.start_global_driver = staticmethod(_starting(client.start_global_driver))


class _Finder:
    """Finds `skein` as it is, once, and prepares it after it has been imported."""

    def find_spec(self, name, path=None, target=None):
        if name != "skein":
            return None
        sys.meta_path.remove(self)
        import importlib.util
        spec = importlib.util.find_spec(name)
        if spec is None or not hasattr(spec.loader, "exec_module"):
            return spec
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            if hasattr(module, "Client"):
                _prepare(module)

        spec.loader.exec_module = exec_module
        return spec


if os.environ.get("SKEIN_NATIVE", "1") != "0":
    sys.meta_path.insert(0, _Finder())
