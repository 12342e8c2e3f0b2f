#!/bin/sh
# Draws a character and prints the answer: generate_character_reference.sh [DESCRIPTION] [HOW_MANY]
# Without the pictures' bytes; get_character_reference.sh fetches a picture by its id.
set -eu
url=${EDGEREEL_URL:-http://localhost:8787}/api/mv
# As the inside of a JSON string.
quoted=$(printf '%s' "${1:-Silver metallic robot with blue eyes}" | sed 's/\\/\\\\/g; s/"/\\"/g')

curl --fail-with-body -sS -w '\n%{http_code} after %{time_total} s\n' \
  "$url/generate_character_reference?include_base64=false" \
  -H 'Content-Type: application/json' \
  -d "{\"character_description\": \"$quoted\", \"num_images\": ${2:-1}}"
