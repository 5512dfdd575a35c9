"""
Builds the wheel `skein-native`: the package beside this file, and the published binary in it. Needs nothing but Python, and no network.

    build/publish --wheel             publishes the binary and puts the wheel into dist
    python3 build_backend.py DIR      puts the wheel of the binary that is there ($SKEIN_BINARY, else dist/skein) into DIR, and prints its path
"""
import base64
import hashlib
import os
import platform
import re
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXECUTABLE, PLAIN = 0o100755, 0o100644
# The first date that a zip file knows: equal files make an equal wheel.
DATE = (1980, 1, 1, 0, 0, 0)


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """The hook of PEP 517; returns the file's name."""
    binary = Path(os.environ.get("SKEIN_BINARY", HERE.parent / "dist" / "skein"))
    version = subprocess.check_output([str(binary), "--version"], text=True).split()[-1]
    tag = f"py3-none-{_platform(binary.read_bytes())}"
    information = f"skein_native-{version}.dist-info"
    files = {f"{path.relative_to(HERE)}": path.read_bytes() for path in sorted(HERE.glob("skein_native/**/*")) + [HERE / "skein_native.pth"]
             if path.is_file() and "__pycache__" not in path.parts}
    files["skein_native/skein"] = binary.read_bytes()
    files[f"{information}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: skein-native\nVersion: {version}\nSummary: Applications on Hadoop YARN without a JVM, for programs that use skein\n"
        "License: BSD-3-Clause\nRequires-Python: >=3.8\nDescription-Content-Type: text/markdown\n\n").encode() + (HERE / "README.md").read_bytes()
    files[f"{information}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: skein-native\nRoot-Is-Purelib: false\nTag: {tag}\n".encode()
    files[f"{information}/entry_points.txt"] = b"[console_scripts]\nskein-native = skein_native:main\n"
    files[f"{information}/licenses/LICENSE"] = (HERE.parent / "LICENSE").read_bytes()
    record = f"{information}/RECORD"
    files[record] = "".join([f"{name},sha256={_digest(content)},{len(content)}\n" for name, content in files.items()] + [f"{record},,\n"]).encode()
    name = f"skein_native-{version}-{tag}.whl"
    unfinished = Path(wheel_directory) / f".{name}"
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (EXECUTABLE if path == "skein_native/skein" or "/shims/" in path else PLAIN) << 16
            wheel.writestr(entry, content)
    unfinished.rename(Path(wheel_directory) / name)
    return name


def _digest(content):
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _platform(binary):
    """The machines that the binary runs on: those whose C library is as new as the newest of the symbols that it asks for."""
    versions = [tuple(map(int, found)) for found in re.findall(rb"\0GLIBC_(\d+)\.(\d+)(?:\.\d+)?(?=\0)", binary)]
    newest = max(versions, default=None)
    return f"manylinux_{newest[0]}_{newest[1]}_{platform.machine()}" if newest else f"linux_{platform.machine()}"


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    print(os.path.join(sys.argv[1], build_wheel(sys.argv[1])))
