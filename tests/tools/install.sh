#!/bin/sh
# Installs what a bare machine lacks for the tests: Debian's Chromium, Node and npm, the tools by name; the schemas of
# Dublin Core and the judges of MARC 21 for what libraries import; Tesseract with its Vietnamese model for scanned pages.
# Without root or apt nothing is forced: the tests that need them say that they are skipped, and why.
set -eu
cd "$(dirname "$0")"
missing=
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v npm >/dev/null 2>&1 || missing="$missing nodejs npm"
tesseract --list-langs 2>/dev/null | grep -qx vie || missing="$missing tesseract-ocr tesseract-ocr-vie"
[ -e /usr/share/gupnp-av/simpledc20021212.xsd ] || missing="$missing libgupnp-av-1.0-3"
perl -MMARC::Lint -MMARC::File::XML -e 1 2>/dev/null || missing="$missing libmarc-lint-perl libmarc-xml-perl"
command -v yaz-marcdump >/dev/null 2>&1 || missing="$missing yaz"
if [ -n "$missing" ]; then
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
    else
        echo "Missing, and not to be installed from here:$missing. Install them, then run this again." >&2
        exit 1
    fi
fi
PUPPETEER_SKIP_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error
# Every Python that `make test-pythons` tries and Debian's packages have; one that they lack is named there.
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    for minor in 11 12 13 14; do
        command -v "python3.$minor" >/dev/null 2>&1 || ! apt-cache show "python3.$minor-venv" >/dev/null 2>&1 ||
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "python3.$minor-venv" >/dev/null
    done
fi
