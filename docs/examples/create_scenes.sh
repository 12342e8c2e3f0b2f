#!/bin/sh
# Writes the scenes of a film: create_scenes.sh [IDEA] [CHARACTER] [HOW_MANY]
# metadata.project_id is where they stand; get_scenes.sh reads them there.
set -eu
url=${EDGEREEL_URL:-http://localhost:8787}/api/mv
# As the inside of a JSON string.
quote() { printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g'; }
idea=$(quote "${1:-A robot finds the last flower on earth and learns to water it}")
character=$(quote "${2:-Silver metallic robot with blue eyes}")

curl --fail-with-body -sS -w '\n%{http_code} after %{time_total} s\n' "$url/create_scenes" \
  -H 'Content-Type: application/json' \
  -d "{\"idea\": \"$idea\", \"character_description\": \"$character\", \"number_of_scenes\": ${3:-2}}"
