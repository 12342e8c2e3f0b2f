#!/bin/sh
# Cuts videos into one film, in the order of their ids: stitch-videos.sh VIDEO_ID…
# An id that is not here is a 404; with "allow_missing": true it would be left out.
set -eu
url=${EDGEREEL_URL:-http://localhost:8787}/api/mv
ids=$(printf '"%s",' "$@")

curl --fail-with-body -sS -w '\n%{http_code} after %{time_total} s\n' "$url/stitch-videos" \
  -H 'Content-Type: application/json' \
  -d "{\"video_ids\": [${ids%,}]}"
