#!/bin/sh
# Saves a clip or a film: get_video.sh VIDEO_ID [FILE]
# redirect=true makes it work in both storage modes: here the file, there a redirect to it.
set -eu
url=${EDGEREEL_URL:-http://localhost:8787}/api/mv

curl -fsSL -w '%{http_code} %{content_type}, %{size_download} bytes\n' \
  "$url/get_video/$1?redirect=true" -o "${2:-$1.mp4}"
