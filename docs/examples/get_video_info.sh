#!/bin/sh
# What is known of a clip or a film, without the file: get_video_info.sh VIDEO_ID
# One that is not here is no error: exists is false.
set -eu
url=${EDGEREEL_URL:-http://localhost:8787}/api/mv

curl --fail-with-body -sS -w '\n' "$url/get_video/$1/info"
