"""Times both networks in OpenCV on one thread; prints names and medians of milliseconds.

Usage: opencv_speed.py [runs]
"""

import pathlib
import statistics
import sys
import time

import cv2
import numpy as np
import onnx
from onnx import numpy_helper

MODELS = pathlib.Path(__file__).resolve().parent.parent / "models"
WARM_UP = 3


def with_float_weights(path):
    """The SFace model with its weights as floats: OpenCV 5.0 cannot run the quantized file."""
    model = onnx.load(path)
    graph = model.graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    floats = {}
    nodes = []
    for node in graph.node:
        if node.op_type == "DequantizeLinear":
            values, scale, zero = (stored[name].astype(np.float32) for name in node.input)
            settings = {attribute.name: attribute.i for attribute in node.attribute}
            axis, block = settings["axis"], settings["block_size"]
            length = range(values.shape[axis])
            scale = np.repeat(scale, block, axis).take(length, axis)
            zero = np.repeat(zero, block, axis).take(length, axis)
            floats[node.output[0]] = (values - zero) * scale
        elif node.op_type == "Reshape" and node.input[0] in floats:
            floats[node.output[0]] = floats[node.input[0]].reshape(stored[node.input[1]])
        else:
            nodes.append(node)
    used = {name for node in nodes for name in node.input}
    weights = {name: array for name, array in {**stored, **floats}.items() if name in used}
    inputs = [entry for entry in graph.input if entry.name in used - weights.keys()]
    del graph.node[:], graph.input[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.input.extend(inputs)
    for name, array in weights.items():
        graph.initializer.append(numpy_helper.from_array(array, name))
    return np.frombuffer(model.SerializeToString(), np.uint8)


def report(name, network, blob, outputs, runs):
    """Prints the median time of some runs, after a few that warm up."""
    times = []
    for number in range(runs + WARM_UP):
        start = time.perf_counter()
        network.setInput(blob)
        network.forward(outputs)
        if number >= WARM_UP:
            times.append((time.perf_counter() - start) * 1e3)
    print(f"opencv/{name} {statistics.median(times):.3f}")


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 51
    cv2.setNumThreads(1)
    random = np.random.default_rng(1)

    def blob(side):
        image = random.integers(0, 256, (side, side, 3), np.uint8)
        return cv2.dnn.blobFromImage(image)

    sface = with_float_weights(MODELS / "face_recognition_sface_2021dec_int8bq.onnx")
    network = cv2.dnn.readNetFromONNX(sface)
    report("sface-112", network, blob(112), network.getUnconnectedOutLayersNames(), runs)
    for side in (320, 640):
        yunet = str(MODELS / "face_detection_yunet_2023mar_int8bq.onnx")
        network = cv2.dnn.readNetFromONNX(yunet)
        report(f"yunet-{side}", network, blob(side), network.getUnconnectedOutLayersNames(), runs)


if __name__ == "__main__":
    main()
