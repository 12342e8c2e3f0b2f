#!/bin/sh
# Asks after a call until it is done: calls.sh [CALL_ID]
# Without an id it begins one first, with Prefer: respond-async, whose answer comes at once.
set -eu
url=${EDGEREEL_URL:-http://localhost:8787}/api/mv

id=${1:-}
if [ -z "$id" ]; then
  id=$(curl -fsS "$url/create_scenes" -o /dev/null -D - \
    -H 'Content-Type: application/json' -H 'Prefer: respond-async' \
    -d '{"idea": "A robot waters the last flower", "character_description": "A robot"}' |
    tr -d '\r' | sed -n 's/^[Ll]ocation: .*\///p')
fi
while
  answer=$(curl -fsS "$url/calls/$id?include_base64=false") || exit
  status=$(printf '%s' "$answer" |
    sed -n 's/^{"id":"[^"]*","route":"[^"]*","status":"\([^"]*\)".*/\1/p')
  [ "$status" = queued ] || [ "$status" = running ]
do
  sleep 1
done
printf '%s\n' "$answer"
