#!/bin/sh
# Lists the flavors: named sets of prompts and parameters, for the field config_flavor.
# What a request says itself goes before its flavor.
set -eu
url=${EDGEREEL_URL:-http://localhost:8787}/api/mv

curl --fail-with-body -sS -w '\n' "$url/get_config_flavors"
