#!/bin/sh
# Reads the scenes of a project as they are now: get_scenes.sh PROJECT_ID [json|markdown]
# The prototype left such files on its own disk.
set -eu
url=${EDGEREEL_URL:-http://localhost:8787}/api/mv

curl --fail-with-body -sS -w '\n' "$url/get_scenes/$1?format=${2:-json}"
