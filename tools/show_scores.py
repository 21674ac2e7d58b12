"""Prints what OpenCV sees in the test pictures: score, size, norm, likeness to document.jpg."""

from pathlib import Path

import cv2

from faces import Finder

TESTDATA = Path(__file__).resolve().parent.parent / "testdata"


def main() -> None:
    finder = Finder()
    portrait, _ = finder.main_face(cv2.imread(str(TESTDATA / "document.jpg")))
    print("| picture | faces | score | eyes, px | norm | cosine to document.jpg | other faces |")
    print("|---|---|---|---|---|---|---|")
    for path in sorted(TESTDATA.rglob("*.jpg")):
        name = path.relative_to(TESTDATA)
        # OpenCV turns by Exif, but does not look for the right way up.
        if name.parts[0] in ("turned", "broken", "limits"):
            continue
        main, found = finder.main_face(cv2.imread(str(path)))
        if main is None:
            print(f"| {name} | 0 | | | | | |")
            continue
        others = ", ".join(f"{face.cosine(portrait):.3f}" for face in found if face is not main)
        figures = f"{main.score:.2f} | {main.eye_distance:.0f} | {main.norm:.2f}"
        print(f"| {name} | {len(found)} | {figures} | {main.cosine(portrait):.3f} | {others} |")


if __name__ == "__main__":
    main()
