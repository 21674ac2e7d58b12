"""Starts `idv serve` on a loopback port, and generates a Python client from proto/."""

import contextlib
import importlib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import grpc

ROOT = Path(__file__).resolve().parent.parent
PROTO = ROOT / "proto"
CONTRACT = "identity_verification/v1/identity_verification.proto"

# Seconds.
START_TIME = 10
STOP_TIME = 30

# A HealthCheckResponse whose status is SERVING.
SERVING = b"\x08\x01"


@dataclass
class Server:
    """A server that answers at `address`; it took `start_seconds` to say that it serves."""

    process: subprocess.Popen
    address: str
    start_seconds: float


@contextlib.contextmanager
def serving(idv: str, *options: str) -> Iterator[Server]:
    """Runs `idv serve` until the block is left, then has it drain and exit."""
    address = f"127.0.0.1:{free_port()}"
    started = time.perf_counter()
    process = subprocess.Popen(
        [idv, "serve", "--listen", address, "--log-level", "error", *options]
    )
    try:
        while not is_serving(address):
            if process.poll() is not None or time.perf_counter() > started + START_TIME:
                sys.exit(f"{idv} serve does not answer")
        yield Server(process, address, time.perf_counter() - started)
    finally:
        process.terminate()
        process.wait(STOP_TIME)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_serving(address: str) -> bool:
    """Whether grpc.health.v1 answers SERVING."""
    # A channel would wait for a second before it tried again.
    host, port = address.split(":")
    with socket.socket() as probe:
        if probe.connect_ex((host, int(port))) != 0:
            return False
    with grpc.insecure_channel(address) as channel:
        check = channel.unary_unary("/grpc.health.v1.Health/Check")
        return check(b"", timeout=START_TIME) == SERVING


def generate_client():
    """The messages' module and the stubs' module, made from proto/ with grpcio-tools."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "grpc_tools.protoc", f"-I{PROTO}"]
        outputs = [f"--python_out={folder}", f"--grpc_python_out={folder}"]
        subprocess.run([*command, *outputs, CONTRACT], check=True)
        sys.path.insert(0, folder)
        module = CONTRACT.removesuffix(".proto").replace("/", ".")
        return [importlib.import_module(module + end) for end in ("_pb2", "_pb2_grpc")]
