#!/usr/bin/env bash
# Compares the speed of the inference core with that of others, in alternating rounds, so that
# whatever else the machine does slows all of them.
#
# Usage: tools/compare_speed.sh [rounds]        (default: 7)
#   PROTOTYPE=folder   also time the prototype of the core that lies there (cargo package)
#   PYTHON=command     Python with the packages of tools/requirements.txt (default: python3)
#   BENCH=command      prints our own times (default: cargo bench --bench inference)
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
rounds=${1:-7}
python=${PYTHON:-python3}
bench=${BENCH:-cargo bench --quiet --bench inference}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"

prototype=
if [[ -n ${PROTOTYPE:-} && -f $PROTOTYPE/Cargo.toml ]]; then
    # A copy, beside the models, as its folder may be read-only.
    cp -r "$PROTOTYPE" "$work/prototype"
    cp -r models "$work/models"
    chmod -R u+w "$work"
    cargo build --quiet --release --manifest-path "$work/prototype/Cargo.toml" \
        --target-dir "$work/target" 2>"$work/log" ||
        { cat "$work/log" >&2; exit 1; }
    prototype=$work/target/release/bench
else
    echo "PROTOTYPE does not name a cargo package: the prototype is left out." >&2
fi
opencv=yes
if ! "$python" -c 'import cv2, onnx' 2>/dev/null; then
    opencv=
    echo "$python lacks the packages of tools/requirements.txt: OpenCV is left out." >&2
fi

for ((round = 1; round <= rounds; round++)); do
    echo "round $round of $rounds" >&2
    $bench
    if [[ -n $prototype ]]; then
        "$prototype" | sed -nE 's/^(SFace|YuNet) ([0-9]+)x[0-9]+: ([0-9.]+) ms.*/prototype\/\L\1\E-\2 \3/p'
    fi
    if [[ -n $opencv ]]; then
        # OPENBLAS_CORETYPE would keep NumPy's library from the CPU's own instructions.
        env -u OPENBLAS_CORETYPE "$python" tools/opencv_speed.py 2>/dev/null
    fi
done >"$work/times"

# Medians over the rounds, and how many times our fastest path's they are.
sort -k1,1 -k2,2n "$work/times" | awk '
    { times[$1] = times[$1] " " $2; count[$1]++ }
    END {
        for (name in times) {
            split(times[name], sorted, " ")
            median[name] = sorted[int((count[name] + 1) / 2)]
            split(name, part, "/")
            if (part[1] != "prototype" && part[1] != "opencv")
                if (!(part[2] in best) || median[name] < best[part[2]])
                    best[part[2]] = median[name]
        }
        for (name in times) {
            split(name, part, "/")
            printf "%-10s %-10s %9.3f ms %6.2f x\n", part[2], part[1], median[name], median[name] / best[part[2]]
        }
    }' | sort -k1,1 -k3,3n
