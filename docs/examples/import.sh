#!/bin/sh
# Imports an exported project: import.sh FOLDER [KEY]
# FOLDER is the unpacked ZIP, with manifest.json in it. When it stops half way, run it again with the
# KEY that it told: it goes on where it was, for a day.
set -eu
origin=${EDGEREEL_URL:-http://localhost:8787}
folder=$1
key=${2:-import-$(date +%s)-$$}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# call METHOD ADDRESS [OPTION…]: the answer lands in $work/answer.
call() {
  method=$1 address=$2
  shift 2
  curl --fail-with-body -sS -X "$method" "$origin$address" -o "$work/answer" -H 'Expect:' "$@" ||
    { cat "$work/answer" >&2; exit 1; }
}

echo "Importing under the key $key"
call POST /api/projects/import -H 'Content-Type: application/json' -H "Idempotency-Key: $key" \
  --data-binary @"$folder/manifest.json"
project=$(sed -n 's/^{"project_id":"\([^"]*\)".*/\1/p' "$work/answer")
# One line a file that is wanted: path, size of its parts, address, numbers of its missing parts.
{ cat "$work/answer"; echo; } | sed 's/{"path":/\
&/g' | sed -nE \
  's/^\{"path":"([^"]*)","bytes":[0-9]+,"part_bytes":([0-9]+),"url":"([^"]*)","missing_parts":\[([0-9,]+)\].*/\1|\2|\3|\4/p' \
  > "$work/wanted"

while IFS='|' read -r path size address parts; do
  echo "Sending $path"
  for part in $(echo "$parts" | tr , ' '); do
    dd if="$folder/$path" of="$work/part" bs="$size" skip=$((part - 1)) count=1 2> "$work/said" ||
      { cat "$work/said" >&2; exit 1; }
    call PUT "$address?part=$part" -H 'Content-Type: application/octet-stream' \
      --data-binary @"$work/part"
  done
done < "$work/wanted"

call POST "/api/projects/$project/import"
echo "The project is $origin/projects/$project"
