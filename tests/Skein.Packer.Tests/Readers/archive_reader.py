"""Prints what Python's own readers find in an archive.

usage: archive_reader.py tar|zip ARCHIVE

One entry a line: kind mode modified sha256 target path, with - for what the format does not say. Kinds are those of `find -printf %y`;
a further name of a file is printed as the file. Target and path are hexadecimal, as they may hold anything.
"""
import hashlib
import stat
import sys
import tarfile
import zipfile


def show(kind, mode, modified, content, target, path):
    digest = hashlib.sha256(content).hexdigest() if content is not None else "-"
    print(kind, "-" if mode is None else mode, "-" if modified is None else modified, digest, in_hexadecimal(target), in_hexadecimal(path))


def in_hexadecimal(text):
    return text.encode("utf-8", "surrogateescape").hex() or "-"


def show_tar(path):
    with tarfile.open(path) as archive:
        for member in archive:
            name = member.name.rstrip("/")
            if member.issym():
                show("l", None, None, None, member.linkname, name)
            elif member.isdir():
                show("d", member.mode, None, None, "", name)
            elif member.isreg() or member.islnk():
                show("f", member.mode, member.mtime, archive.extractfile(member).read(), "", name)
            else:
                sys.exit(f"{name}: unexpected type {member.type}")


def show_zip(path):
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            mode, name = member.external_attr >> 16, member.filename.rstrip("/")
            if stat.S_ISLNK(mode):
                show("l", None, None, None, archive.read(member).decode("utf-8", "surrogateescape"), name)
            elif member.is_dir():
                show("d", stat.S_IMODE(mode), None, None, "", name)
            else:
                show("f", stat.S_IMODE(mode), None, archive.read(member), "", name)
        if (broken := archive.testzip()) is not None:
            sys.exit(f"{broken}: wrong checksum")


{"tar": show_tar, "zip": show_zip}[sys.argv[1]](sys.argv[2])
