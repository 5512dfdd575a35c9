"""The `skein` binary, and what makes Python's `skein` package start it in place of a JVM."""
import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))

#: The binary: command line, driver, application master and embedded cluster.
BINARY = os.path.join(_HERE, "skein")

#: A directory with programs named `java` and `yarn`, as which Python's skein calls it.
SHIMS = os.path.join(_HERE, "shims")


def main():
    """The command `skein-native`: the binary itself takes this process's place."""
    os.execv(BINARY, ["skein", *sys.argv[1:]])
