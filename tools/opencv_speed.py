"""Times both networks in OpenCV on one thread; prints names and medians of milliseconds.

Usage: opencv_speed.py [runs]
"""

import statistics
import sys
import time

import cv2
import numpy as np

from faces import DETECTOR, EMBEDDER, dequantized

WARM_UP = 5


def report(name, model, side, runs):
    """Prints the median time of some runs on a square picture, after a few that warm up."""
    network = cv2.dnn.readNetFromONNX(model)
    outputs = network.getUnconnectedOutLayersNames()
    picture = np.random.default_rng(1).integers(0, 256, (side, side, 3), np.uint8)
    blob = cv2.dnn.blobFromImage(picture)
    times = []
    for number in range(runs + WARM_UP):
        start = time.perf_counter()
        network.setInput(blob)
        network.forward(outputs)
        if number >= WARM_UP:
            times.append((time.perf_counter() - start) * 1e3)
    print(f"opencv/{name}-{side} {statistics.median(times):.3f}")


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 51
    cv2.setNumThreads(1)
    embedder = np.frombuffer(dequantized(EMBEDDER).SerializeToString(), np.uint8)
    report("sface", embedder, 112, runs)
    for side in (320, 640):
        report("yunet", str(DETECTOR), side, runs)


if __name__ == "__main__":
    main()
