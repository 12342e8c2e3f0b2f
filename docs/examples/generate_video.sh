#!/bin/sh
# Shoots one clip: generate_video.sh [PROMPT] [IMAGE_ID] [KEY]
# The same key is never paid twice: after a lost answer send the same call with it again.
set -eu
url=${EDGEREEL_URL:-http://localhost:8787}/api/mv
# As the inside of a JSON string.
quoted=$(printf '%s' "${1:-A silver robot waters a small flower at dawn}" | sed 's/\\/\\\\/g; s/"/\\"/g')
reference=${2:+", \"character_reference_id\": \"$2\""}

curl --fail-with-body -sS -w '\n%{http_code} after %{time_total} s\n' "$url/generate_video" \
  -H 'Content-Type: application/json' -H "Idempotency-Key: ${3:-clip-$(date +%s)-$$}" \
  -d "{\"prompt\": \"$quoted\"${reference:-}}"
