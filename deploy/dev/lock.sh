#!/bin/sh
# Resolves pyproject.toml into requirements.lock (all that development, tests and the demo need) and deploy/docker/runtime.lock (what an image needs).
set -eu

tool=build/lock
"$1/bin/python" -m venv "$tool"
"$tool/bin/python" -m pip install --quiet --disable-pip-version-check pip-tools

resolve() {
    CUSTOM_COMPILE_COMMAND='make lock' "$tool/bin/python" -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe \
        --no-emit-options --no-emit-index-url --no-emit-find-links --no-emit-trusted-host "$@" pyproject.toml
}

resolve --extra embedded --extra train --extra dev --output-file requirements.lock
resolve --constraint requirements.lock --output-file deploy/docker/runtime.lock
