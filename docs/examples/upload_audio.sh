#!/bin/sh
# Uploads a song: upload_audio.sh FILE [PROJECT_ID]
# MP3, WAV, M4A, Ogg or FLAC of at most 50 MB.
set -eu
url=${EDGEREEL_URL:-http://localhost:8787}/api/mv

curl --fail-with-body -sS -w '\n%{http_code}\n' "$url/upload_audio" -F "project_id=${2:-}" -F "file=@$1"
