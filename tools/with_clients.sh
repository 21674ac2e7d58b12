#!/bin/sh
# Runs a script of this folder with the packages that gRPC clients need, in an
# environment of their own under target/.
#
# Usage: tools/with_clients.sh SCRIPT [ARGUMENTS]
set -eu
cd "$(dirname "$0")/.."
environment=target/clients-venv
if ! cmp -s tools/clients-requirements.txt "$environment/installed.txt"; then
    python3 -m venv --clear "$environment"
    "$environment/bin/pip" install --quiet -r tools/clients-requirements.txt
    cp tools/clients-requirements.txt "$environment/installed.txt"
fi
script=$1
shift
exec "$environment/bin/python" "tools/$script" "$@"
