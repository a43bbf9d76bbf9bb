#!/bin/sh
# Installs the exact tools, checks types, runs the tests, and compares dist with
# what the sources give.
set -eu
cd "$(dirname "$0")"
npm ci --no-fund --no-audit
npm run --silent types
npm run --silent test
node build.mjs --check
