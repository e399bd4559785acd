#!/usr/bin/env python3
"""Licence notices of everything that is linked into the program: packages, Rust's library, and the C library.

    .ci/notices.py >THIRD-PARTY-LICENCES.txt

A package without a licence, or without its text where no other of the same licence has one, stops it.
"""

import html
import json
import pathlib
import re
import subprocess
import sys

FILES = re.compile(r"(LICEN[CS]E|COPYING|COPYRIGHT|NOTICE|UNLICENSE)", re.IGNORECASE)
TARGET = "x86_64-unknown-linux-gnu"
# Texts of licences that are no package's: of what a static program has of the system.
SYSTEM = [
    ("GNU C Library (LGPL-2.1-or-later), statically linked; this program is free software, and with its source it can be"
     " linked again with another version of that library", "/usr/share/doc/libc6/copyright"),
    ("GNU Lesser General Public License 2.1", "/usr/share/common-licenses/LGPL-2.1"),
]


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def linked():
    """Packages that the program is made of, without what only builds it, by name and version."""
    tree = output("cargo", "tree", "--locked", "--package=headroom", "--edges=normal", "--prefix=none", "--format={p}",
                  f"--target={TARGET}")
    names = {tuple(line.split()[:2]) for line in tree.splitlines()}
    metadata = json.loads(output("cargo", "metadata", "--locked", "--format-version=1"))
    packages = [p for p in metadata["packages"] if p["source"] and (p["name"], "v" + p["version"]) in names]
    return sorted(packages, key=lambda p: (p["name"], p["version"]))


def texts(package):
    """The files of its licences and notices."""
    folder = pathlib.Path(package["manifest_path"]).parent
    files = {f for f in folder.iterdir() if f.is_file() and FILES.match(f.name)}
    if package["license_file"]:
        files.add(folder / package["license_file"])
    return [f.read_text(errors="replace").strip() for f in sorted(files)]


def main():
    packages = linked()
    by_text, alone = {}, []
    for package in packages:
        if not (package["license"] or package["license_file"]):
            sys.exit(f"{package['name']} {package['version']}: no licence")
        found = texts(package)
        for text in found:
            by_text.setdefault(text, []).append(f"{package['name']} {package['version']}")
        if not found:
            alone.append(package)
    print("headroom is made of these packages besides its own source:\n")
    for package in packages:
        licence = package["license"] or "its own licence, below"
        print(f"  {package['name']} {package['version']}: {licence}, {package['repository'] or 'crates.io'}")
    if alone:
        print("\nThese ship no text of their own; theirs is that of the same name below:\n")
        for package in alone:
            print(f"  {package['name']} {package['version']}, by {', '.join(package['authors']) or 'its authors'}")
    rust = pathlib.Path(output("rustc", "--print", "sysroot").strip()) / "share/doc/rust"
    page = (rust / "COPYRIGHT-library.html").read_text()
    page = re.sub(r"<(style|head).*?</\1>", "", page, flags=re.DOTALL)
    plain = re.sub(r"\n\s*\n+", "\n\n", html.unescape(re.sub(r"<[^>]*>", "", page))).strip()
    sections = [(f"Rust's library, {output('rustc', '--version').strip()} (MIT OR Apache-2.0)", plain)]
    sections += [(title, pathlib.Path(path).read_text().strip()) for title, path in SYSTEM]
    sections += [(", ".join(names), text) for text, names in by_text.items()]
    for title, text in sections:
        print(f"\n{'=' * 80}\n{title}\n{'-' * 80}\n{text}")


if __name__ == "__main__":
    main()
