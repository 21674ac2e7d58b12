"""Writes testdata/reference: pictures, and what OpenCV's detector and embedder make of them."""

import json
import re
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from faces import DETECTOR, EMBEDDER, NMS_THRESHOLD, SCORE_THRESHOLD, TOP_K, Face, Finder, sha256
from pictures import documents, selfies
from pictures.portraits import crop

TESTDATA = Path(__file__).resolve().parent.parent / "testdata"
REFERENCE = TESTDATA / "reference"

BICUBIC, LANCZOS = Image.Resampling.BICUBIC, Image.Resampling.LANCZOS


def pictures() -> dict[str, Image.Image]:
    """Pictures by name; few of their sides are multiples of 32."""
    tilted = crop("obama3.jpg", (430, 60, 740, 900), (370, 450)).rotate(28, BICUBIC)
    return {
        "portrait": crop("obama.jpg", (180, 20, 600, 720), (300, 360)),
        "speaker": selfies.selfie((333, 444)),
        "tilted": tilted.crop((60, 60, 310, 353)),
        "two_people": selfies.two_people().resize((470, 350), LANCZOS),
        "astronaut": crop("astronaut.png", (0, 0, 512, 512), (256, 256)),
        "card": documents.document().resize((560, 420), LANCZOS),
    }


def shortest(values: np.ndarray) -> list[float]:
    """Float32 values with just the digits that tell each from its neighbors."""
    return [float(str(value)) for value in values.astype(np.float32)]


def write_picture(path: Path, picture: np.ndarray) -> None:
    """Stores BGR pixels without loss."""
    rgb = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
    Image.fromarray(rgb).save(path, "PNG", optimize=True)


def description(name: str, face: Face) -> dict:
    """What reference.json says of one face."""
    return {
        "crop": f"reference/{name}.png",
        "score": shortest(face.row[14:])[0],
        "box": shortest(face.row[:4]),
        "landmarks": [shortest(point) for point in face.row[4:14].reshape(5, 2)],
        "embedding": shortest(face.feature),
    }


def main() -> None:
    REFERENCE.mkdir(parents=True, exist_ok=True)
    finder, found, described = Finder(), {}, []
    for name, picture in pictures().items():
        pixels = cv2.cvtColor(np.asarray(picture), cv2.COLOR_RGB2BGR)
        write_picture(REFERENCE / f"{name}.png", pixels)
        faces = {f"{name}_face_{i}": face for i, face in enumerate(finder.faces(pixels))}
        for face_name, face in faces.items():
            write_picture(REFERENCE / f"{face_name}.png", face.crop)
        found |= faces
        described.append(
            {
                "file": f"reference/{name}.png",
                "width": picture.width,
                "height": picture.height,
                "faces": [description(*face) for face in faces.items()],
            }
        )
    content = {
        "opencv": cv2.__version__,
        "models": {path.name: sha256(path) for path in (DETECTOR, EMBEDDER)},
        "score_threshold": SCORE_THRESHOLD,
        "nms_threshold": NMS_THRESHOLD,
        "top_k": TOP_K,
        "pictures": described,
        "cosines": [[face.cosine(other) for other in found.values()] for face in found.values()],
    }
    text = json.dumps(content, indent=2)
    # Numbers on one line, or the file would have thousands.
    text = re.sub(r"\[[^\[\]{}\"]+\]", lambda numbers: " ".join(numbers[0].split()), text)
    (TESTDATA / "reference.json").write_text(text + "\n")
    print(f"{len(found)} faces in {len(described)} pictures, OpenCV {cv2.__version__}")


if __name__ == "__main__":
    main()
