#!/bin/sh
# Starts packaging/bootstrap.py under any Python 3; where there is none, installs one or says how.
here=$(dirname "$0")
if [ -n "$PYTHON" ]; then exec "$PYTHON" "$here/bootstrap.py" "$@"; fi
if ! python3 -c '' 2>/dev/null; then
    install="apt-get install -y --no-install-recommends python3 python3-venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing Python." >&2
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive $install; } >/dev/null || exit 1
    else
        echo "Python 3.11 or newer is needed. On Debian and Ubuntu: sudo $install" >&2
        exit 1
    fi
fi
exec python3 "$here/bootstrap.py" "$@"
