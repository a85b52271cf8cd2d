# Sourced by the other scripts: makes .venv when it is missing or out of date, from hashed lock files.
# Needs Python 3.11 or later and nothing else; uses uv where it is present, because it is faster.

cd "$(dirname "${BASH_SOURCE[0]}")/.."

find_python() {
  local name
  for name in "${PYTHON:-}" python3.13 python3.12 python3.11 python3 python; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 &&
      "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s\n' "$name"
      return
    fi
  done
  echo "Irenic needs Python 3.11 or later; none was found on the PATH." >&2
  echo "Install it, or name it: PYTHON=/path/to/python3.11 $0" >&2
  exit 1
}

# ensure_venv LOCK: installs requirements/LOCK.txt and Irenic itself, once for each state of the files.
ensure_venv() {
  local lock="requirements/$1.txt" stamp=".venv/.irenic-$1" want python
  python=$(find_python)
  want=$(cat "$lock" pyproject.toml | "$python" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && [ -x .venv/bin/python ]; then
    return
  fi
  echo "Setting up .venv (once; a minute or two) ..." >&2
  if command -v uv >/dev/null 2>&1; then
    [ -x .venv/bin/python ] || uv venv --quiet --python "$python" .venv
    UV_COMPILE_BYTECODE=1 VIRTUAL_ENV=.venv uv pip install --quiet --require-hashes -r "$lock"
    UV_COMPILE_BYTECODE=1 VIRTUAL_ENV=.venv uv pip install --quiet --no-deps --no-build-isolation -e .
  else
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
  fi
  printf '%s\n' "$want" >"$stamp"
}
