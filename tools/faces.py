"""Finds and embeds faces with OpenCV, the peer that the service's own engine is held against."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import onnx
from onnx import numpy_helper

# It warns about settings that nobody made.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)

MODELS = Path(__file__).resolve().parent.parent / "models"
DETECTOR = MODELS / "face_detection_yunet_2023mar_int8bq.onnx"
EMBEDDER = MODELS / "face_recognition_sface_2021dec_int8bq.onnx"

SCORE_THRESHOLD = 0.6
NMS_THRESHOLD = 0.3
TOP_K = 5000

# Pixels; pictures are shrunk to this long side before faces are looked for.
LONG_SIDE = 640


@dataclass
class Face:
    """One face; `row` is OpenCV's: x, y, width, height, five landmarks, score."""

    row: np.ndarray
    crop: np.ndarray
    feature: np.ndarray

    @property
    def score(self) -> float:
        return float(self.row[14])

    @property
    def area(self) -> float:
        return float(self.row[2] * self.row[3])

    @property
    def eye_distance(self) -> float:
        return float(np.hypot(*(self.row[4:6] - self.row[6:8])))

    @property
    def norm(self) -> float:
        return float(np.linalg.norm(self.feature))

    def cosine(self, other: "Face") -> float:
        """Cosine of the two embeddings."""
        ours, theirs = self.feature.astype(np.float64), other.feature.astype(np.float64)
        return float(ours @ theirs / np.linalg.norm(ours) / np.linalg.norm(theirs))


def sha256(path: Path) -> str:
    """Digest of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def dequantized(path: Path) -> onnx.ModelProto:
    """The model with its int8 weights unpacked to float32: OpenCV cannot run it otherwise.

    Each DequantizeLinear over constants is computed here, as the operator says:
    (weight - zero point) * scale, one scale and zero point per `block_size`
    values along `axis`.
    """
    model = onnx.load(path)
    graph = model.graph
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    nodes = []
    for node in graph.node:
        if node.op_type != "DequantizeLinear" or node.input[0] not in constants:
            nodes.append(node)
            continue
        settings = {item.name: onnx.helper.get_attribute_value(item) for item in node.attribute}
        weight, scale, zero = (constants[name] for name in node.input)
        if block := settings.get("block_size", 0):
            axis = settings.get("axis", 1)
            length = weight.shape[axis]
            scale, zero = (
                np.repeat(values, block, axis).take(range(length), axis) for values in (scale, zero)
            )
        value = (weight.astype(np.float32) - zero.astype(np.float32)) * scale
        graph.initializer.append(numpy_helper.from_array(value.astype(np.float32), node.output[0]))
    del graph.node[:]
    graph.node.extend(nodes)
    used = {name for node in graph.node for name in node.input}
    unused = [tensor for tensor in graph.initializer if tensor.name not in used]
    for tensor in unused:
        graph.initializer.remove(tensor)
    names = {tensor.name for tensor in graph.initializer}
    # The file lists weights as inputs; only the picture is one.
    stale = [item for item in graph.input if item.name not in used or item.name in names]
    for item in stale:
        graph.input.remove(item)
    return model


class Finder:
    """OpenCV's detector and embedder on our two models."""

    def __init__(self) -> None:
        self.detector = cv2.FaceDetectorYN.create(
            str(DETECTOR), "", (320, 320), SCORE_THRESHOLD, NMS_THRESHOLD, TOP_K
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "embedder.onnx"
            onnx.save(dequantized(EMBEDDER), path)
            self.embedder = cv2.FaceRecognizerSF.create(str(path), "")

    def faces(self, picture: np.ndarray) -> list[Face]:
        """All faces of a BGR picture at its own size, best score first."""
        height, width = picture.shape[:2]
        self.detector.setInputSize((width, height))
        _, rows = self.detector.detect(picture)
        found = []
        for row in [] if rows is None else rows:
            crop = self.embedder.alignCrop(picture, row)
            found.append(Face(row, crop, self.embedder.feature(crop).flatten().copy()))
        return found

    def main_face(self, picture: np.ndarray) -> tuple[Face | None, list[Face]]:
        """The face that counts, and all of them, on a copy with a long side of 640 px.

        The largest face with a score of 0.8 or more; without one, the best.
        """
        ratio = LONG_SIDE / max(picture.shape[:2])
        if ratio < 1:
            picture = cv2.resize(picture, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
        found = self.faces(picture)
        certain = [face for face in found if face.score >= 0.8]
        if certain:
            return max(certain, key=lambda face: face.area), found
        return max(found, key=lambda face: face.score, default=None), found
