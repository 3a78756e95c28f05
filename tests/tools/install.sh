#!/bin/sh
# Installs what a bare machine lacks for the tests in a browser: Debian's Chromium, Node and npm, the tools by name.
# Without root or apt nothing is forced: the tests that need them say that they are skipped, and why.
set -eu
cd "$(dirname "$0")"
if ! command -v chromium >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        apt-get update -qq
        command -v chromium >/dev/null 2>&1 || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
        command -v npm >/dev/null 2>&1 || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nodejs npm >/dev/null
    else
        echo "Chromium and Node are missing and cannot be installed from here: install them, then run this again." >&2
        exit 1
    fi
fi
PUPPETEER_SKIP_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error
