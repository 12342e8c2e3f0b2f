#!/bin/sh
# What is known of a picture, without the picture: get_character_reference_info.sh IMAGE_ID
# One that is not here is no error: exists is false.
set -eu
url=${EDGEREEL_URL:-http://localhost:8787}/api/mv

curl --fail-with-body -sS -w '\n' "$url/get_character_reference/$1/info"
