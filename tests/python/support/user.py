"""The user whom the tests are: a home, settings and programs of his own, in a folder that goes with him."""
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
NATIVE, ORIGINAL = "native", "original"
QUEUES = ("default=70", "fruit.apples=10", "fruit.bananas=10", "fruit.oranges=10")

# What a JVM newer than 8 must be told to run the original.
_OPENED = " ".join(
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in ("java.lang", "java.net", "java.util", "java.util.concurrent", "java.io", "java.nio"))


class User:
    """Sets the environment of this process when made; before `import skein`, which reads it then."""

    def __init__(self):
        self.implementation = os.environ.get("SKEIN_TEST_IMPLEMENTATION", NATIVE)
        self.configuration = os.environ.get("HADOOP_CONF_DIR")
        self.binary = Path(os.environ.get("SKEIN_BINARY", REPOSITORY / "dist" / "skein"))
        self.folder = Path(tempfile.mkdtemp(prefix="skein-test-"))
        self.settings = self.folder / "config"
        self.programs = self.folder / "bin"
        self._has_cluster = False
        self.programs.mkdir()
        for name in [name for name in os.environ if name.startswith("SKEIN_")] + ["YARN_CONF_DIR", "HADOOP_HOME"]:
            if name not in ("SKEIN_HADOOP_HOME", "SKEIN_WHEELS"):
                os.environ.pop(name, None)
        os.environ.update(
            HOME=str(self.folder), SKEIN_CONFIG=str(self.settings), PYTHONDONTWRITEBYTECODE="1", GRPC_VERBOSITY="NONE",
            PATH=os.pathsep.join([str(self.programs), str(Path(sys.executable).parent), os.environ["PATH"]]))
        if self.is_embedded:
            os.environ.pop("HADOOP_USER_NAME", None)
        elif not self.is_kerberos:
            os.environ["HADOOP_USER_NAME"] = "testuser"
        self._use_original() if self.implementation == ORIGINAL else self._use_native()

    @property
    def is_embedded(self):
        return self.configuration is None

    @property
    def is_kerberos(self):
        return "KRB5CCNAME" in os.environ

    @property
    def name(self):
        """Whom the cluster sees."""
        if self.is_kerberos:
            return Path(os.environ["KRB5CCNAME"].removeprefix("FILE:")).stem
        return os.environ.get("HADOOP_USER_NAME") or subprocess.check_output(["id", "-un"], text=True).strip()

    def start(self):
        """Starts the embedded cluster, where that is the one."""
        if self.is_embedded:
            queues = [word for queue in QUEUES for word in ("--queue", queue)]
            self._skein("cluster", "start", "--memory", "16384", "--vcores", "64", *queues)
            self._has_cluster = True

    def end(self):
        """Takes away what was made."""
        if self._has_cluster:
            self._skein("cluster", "stop")
        shutil.rmtree(self.folder)

    def _skein(self, *arguments):
        subprocess.run([str(self.binary), *arguments], check=True, stdout=subprocess.DEVNULL)

    def _use_native(self):
        # The client prefers $JAVA_HOME to PATH.
        os.environ.pop("JAVA_HOME", None)
        for name in ("java", "yarn"):
            (self.programs / name).symlink_to(self.binary)

    def _use_original(self):
        os.environ["SKEIN_DRIVER_JAVA_OPTIONS"] = _OPENED
        jars = Path(os.environ.get("SKEIN_HADOOP_HOME", REPOSITORY.parent / "shared" / "hadoop")) / "lib"
        yarn = self.programs / "yarn"
        yarn.write_text(f'#!/bin/sh\nprintf %s "$HADOOP_CONF_DIR"\nfor jar in {jars}/*.jar; do printf ":%s" "$jar"; done\n')
        yarn.chmod(yarn.stat().st_mode | stat.S_IXUSR)
