"""Makes every picture under testdata/ from the fetched portraits, the same bytes each time."""

from pathlib import Path

from pictures import broken, documents, formats, no_face, quality, selfies, turned

TESTDATA = Path(__file__).resolve().parent.parent / "testdata"

FAMILIES = [documents, selfies, quality, no_face, turned, formats, broken]


def main() -> None:
    total = 0
    for family in FAMILIES:
        for name, content in family.files():
            path = TESTDATA / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            total += len(content)
            print(f"{len(content):>8}  {name}")
    print(f"{total:>8}  bytes in all")


if __name__ == "__main__":
    main()
