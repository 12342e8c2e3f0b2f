#!/bin/sh
# Uploads a picture of your own: upload_character_reference.sh FILE [PROJECT_ID]
# PNG, JPEG or WebP of at most 10 MB; image_id works wherever a drawn picture's id does.
set -eu
url=${EDGEREEL_URL:-http://localhost:8787}/api/mv

curl --fail-with-body -sS -w '\n%{http_code}\n' "$url/upload_character_reference" \
  -F "project_id=${2:-}" -F "file=@$1"
