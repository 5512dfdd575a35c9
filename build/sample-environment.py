"""Builds the environment of build/sample-environment: the running interpreter, as a conda package, and what fills it up."""
import compileall
import hashlib
import json
import os
import shutil
import sys
import sysconfig

PLACEHOLDER = "/opt/sample_environment" + "_placeholder" * 20
NOT_IN_PACKAGES = {"site-packages", "lib-dynload"}
DROPPED = {"__pycache__", "test", "tests", "idlelib", "tkinter", "turtledemo", "site-packages", "dist-packages", "ensurepip"}


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def copy_interpreter(prefix):
    """The executable, its shared library if it has one, and the standard library."""
    version = sysconfig.get_python_version()
    library = os.path.join(prefix, "lib", f"python{version}")
    shutil.copytree(
        sysconfig.get_path("stdlib"), library, symlinks=False, ignore_dangling_symlinks=True,
        ignore=lambda directory, names: [name for name in names if name in DROPPED])
    os.makedirs(os.path.join(library, "site-packages"))
    os.makedirs(os.path.join(prefix, "bin"))
    executable = os.path.join(prefix, "bin", f"python{version}")
    shutil.copy2(os.path.realpath(sys.executable), executable)
    for link in ("python3", "python"):
        os.symlink(os.path.basename(executable), os.path.join(prefix, "bin", link))
    shared = os.path.join(sysconfig.get_config_var("LIBDIR") or "", sysconfig.get_config_var("INSTSONAME") or "")
    if sysconfig.get_config_var("Py_ENABLE_SHARED") and os.path.isfile(shared):
        shutil.copy2(os.path.realpath(shared), os.path.join(prefix, "lib", os.path.basename(shared)))


def add_script(prefix):
    """A console script with the environment's prefix in its first line, as pip and conda write them."""
    path = os.path.join(prefix, "bin", "sample-tool")
    with open(path, "w") as file:
        file.write(f"#!{prefix}/bin/python3\nimport sys\nprint('sample-tool runs in', sys.prefix)\n")
    os.chmod(path, 0o755)


def size_of(prefix):
    return sum(os.lstat(os.path.join(directory, name)).st_size
               for directory, _, names in os.walk(prefix) for name in names)


def add_ballast(prefix, megabytes):
    """Incompressible, but the same in each run: a hash chain."""
    missing = megabytes * 1024 * 1024 - size_of(prefix)
    os.makedirs(os.path.join(prefix, "share", "sample"))
    with open(os.path.join(prefix, "share", "sample", "model.bin"), "wb") as file:
        block = b"sample"
        while missing > 0:
            block = hashlib.sha512(block).digest()
            piece = hashlib.shake_256(block).digest(1 << 20)
            file.write(piece)
            missing -= len(piece)


def add_packages(prefix, megabytes):
    """Packages of many small files: the standard library with its compiled form, copied until there is enough."""
    version = sysconfig.get_python_version()
    library = os.path.join(prefix, "lib", f"python{version}")
    site = os.path.join(library, "site-packages")
    first = os.path.join(site, "sample_0")
    shutil.copytree(library, first, symlinks=True, ignore=lambda directory, names: [name for name in names if name in NOT_IN_PACKAGES or name.startswith("config-")])
    compileall.compile_dir(first, quiet=2, stripdir=prefix, workers=0)
    package = size_of(first)
    missing = megabytes * 1024 * 1024 - size_of(prefix)
    count = 1 + max(0, -(-missing // package))
    for number in range(1, count):
        shutil.copytree(first, os.path.join(site, f"sample_{number}"), symlinks=True)
    for number in range(count):
        record(prefix, f"sample-{number}", "1.0", os.path.join(site, f"sample_{number}"))
    return site


def record(prefix, name, version, *directories, without=None):
    """conda-meta: every file below some directories with its hash, and the placeholder of those that name the prefix."""
    paths = []
    needle = prefix.encode()
    for top in directories:
        for directory, names, files in os.walk(top):
            names[:] = sorted(name for name in names if os.path.join(directory, name) != without)
            for file in sorted(files):
                paths.append(entry_of(os.path.join(directory, file), prefix, needle))
    meta = os.path.join(prefix, "conda-meta")
    os.makedirs(meta, exist_ok=True)
    with open(os.path.join(meta, f"{name}-{version}-sample_0.json"), "w") as file:
        json.dump({
            "name": name, "version": version, "build": "sample_0", "build_number": 0, "depends": [],
            "url": f"file:///sample/linux-64/{name}-{version}-sample_0.conda",
            "files": [entry["_path"] for entry in paths], "link": None,
            "paths_data": {"paths_version": 1, "paths": paths},
        }, file, indent=1)


def entry_of(path, prefix, needle):
    relative = os.path.relpath(path, prefix)
    if os.path.islink(path):
        return {"_path": relative, "path_type": "softlink"}
    with open(path, "rb") as file:
        data = file.read()
    entry = {"_path": relative, "path_type": "hardlink", "sha256": sha256(data), "size_in_bytes": len(data)}
    if needle in data and b"\0" not in data:
        original = data.replace(needle, PLACEHOLDER.encode())
        entry.update(sha256=sha256(original), sha256_in_prefix=sha256(data), prefix_placeholder=PLACEHOLDER, file_mode="text")
    return entry


def main(prefix, megabytes, many):
    if os.path.exists(prefix):
        sys.exit(f"sample-environment: {prefix} exists; remove it first")
    building = f"{prefix}.building"
    shutil.rmtree(building, ignore_errors=True)
    os.makedirs(os.path.dirname(prefix), exist_ok=True)
    copy_interpreter(building)
    os.rename(building, prefix)
    add_script(prefix)
    fill = None
    if many:
        fill = add_packages(prefix, megabytes)
    else:
        add_ballast(prefix, megabytes)
    record(prefix, "python", sysconfig.get_config_var("py_version"),
           *(os.path.join(prefix, top) for top in ("bin", "lib", "share")), without=fill)
    open(os.path.join(prefix, "conda-meta", "history"), "w").close()
    print(f"{prefix}: {size_of(prefix) / 1e6:.0f} MB")


main(sys.argv[1], int(sys.argv[2]), "--many" in sys.argv[3:])
