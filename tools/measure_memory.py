"""Measures what `idv serve` needs: memory, above all, under photographs of 12 megapixels.

Usage: tools/with_clients.sh measure_memory.py [target/release/idv [SERVE OPTIONS]]

Four callers at once send 200 verifications. Exits with 1 if the peak is above
the limit. Linux only: memory is read from /proc.
"""

import io
import random
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
from PIL import Image

from serving import ROOT, generate_client, serving

messages, stubs = generate_client()

VERIFICATIONS = 200
CALLERS = 4
LIMIT_MB = 200

# Seconds that one call may take.
CALL_TIME = 60

DOCUMENTS = ["document.jpg", "document_other.jpg", "no_face/document_back.jpg"]
SELFIES = ["selfie.jpg", "selfie_other.jpg", "selfie_second.jpg"]

# Pixels of a photograph from a phone.
LARGE = 12_000_000

# How large pictures are encoded: format and settings.
ENCODINGS = {
    "baseline JPEG": ("JPEG", {"quality": 90}),
    "baseline JPEG 4:4:4": ("JPEG", {"quality": 90, "subsampling": "4:4:4"}),
    "progressive JPEG": ("JPEG", {"quality": 90, "progressive": True}),
    "progressive JPEG 4:4:4": (
        "JPEG",
        {"quality": 90, "progressive": True, "subsampling": "4:4:4"},
    ),
    "PNG": ("PNG", {"compress_level": 1}),
    "WebP": ("WEBP", {"quality": 85, "method": 0}),
}


def pictures(names: list[str]) -> list[bytes]:
    """The pictures as they are, and large in each encoding."""
    files = []
    for name in names:
        path = ROOT / "testdata" / name
        files.append(path.read_bytes())
        with Image.open(path) as picture:
            scale = (LARGE / (picture.width * picture.height)) ** 0.5
            large = picture.resize((int(picture.width * scale), int(picture.height * scale)))
        for form, settings in ENCODINGS.values():
            file = io.BytesIO()
            large.save(file, form, **settings)
            files.append(file.getvalue())
    return files


def memory_mb(process_id: int, field: str) -> float:
    """A size that the kernel keeps of a process, in megabytes."""
    for line in Path(f"/proc/{process_id}/status").read_text().splitlines():
        name, value = line.split(":")
        if name == field:
            return int(value.split()[0]) * 1024 / 1e6
    raise KeyError(field)


def verify(client, document: bytes, selfie: bytes) -> str:
    """Verdict, or code, of one pair."""
    request = messages.VerifyRequest(document_image=document, selfie_image=selfie)
    try:
        answer = client.Verify(request, timeout=CALL_TIME)
    except grpc.RpcError as error:
        return f"{error.code().name}: {error.details()}"
    return messages.Verdict.Name(answer.verification.verdict)


def main() -> int:
    idv, *options = sys.argv[1:] or [str(ROOT / "target/release/idv")]
    print(f"binary: {Path(idv).stat().st_size / 1e6:.1f} MB")
    documents, selfies = pictures(DOCUMENTS), pictures(SELFIES)
    # The same pairs each time.
    choose = random.Random(1).choice
    pairs = [(choose(documents), choose(selfies)) for _ in range(VERIFICATIONS)]
    with serving(idv, *options) as server, ThreadPoolExecutor(CALLERS) as callers:
        process = server.process.pid
        print(f"ready after {server.start_seconds * 1e3:.0f} ms")
        print(f"memory at rest: {memory_mb(process, 'VmRSS'):.0f} MB")
        started = time.perf_counter()
        with grpc.insecure_channel(server.address) as channel:
            client = stubs.IdentityVerificationStub(channel)
            outcomes = Counter(callers.map(lambda pair: verify(client, *pair), pairs))
        seconds = time.perf_counter() - started
        peak, now = (memory_mb(process, field) for field in ("VmHWM", "VmRSS"))
    print(f"{VERIFICATIONS} verifications, {CALLERS} at once, in {seconds:.1f} s:", end=" ")
    print(f"{VERIFICATIONS / seconds:.1f} per second")
    for outcome, count in outcomes.most_common():
        print(f"{count:>5} {outcome}")
    print(f"memory: peak {peak:.0f} MB (limit {LIMIT_MB}), afterwards {now:.0f} MB")
    return 1 if peak > LIMIT_MB else 0


if __name__ == "__main__":
    sys.exit(main())
