#!/bin/sh
# Makes a whole film by /api/mv alone: film.sh [IDEA] [CHARACTER] [HOW_MANY_SCENES] [FILE]
# Draws the character, writes the scenes, shoots one clip a scene with it, cuts them, saves the film.
set -eu
origin=${EDGEREEL_URL:-http://localhost:8787}
scene_count=${3:-2}
file=${4:-film.mp4}
# Names each request, so that repeating one after a lost answer pays for nothing twice.
run=film-$(date +%s)-$$
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# As the inside of a JSON string.
quote() { printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g'; }
# post ROUTE NAME BODY: the answer lands in $work/NAME.
post() {
  curl --fail-with-body -sS --retry 3 "$origin/api/mv/$1" -o "$work/$2" \
    -H 'Content-Type: application/json' -H "Idempotency-Key: $run-$2" -d "$3" ||
    { cat "$work/$2" >&2; exit 1; }
}
# pick NAME FIELD: the text of a field that the answer has once.
pick() { sed -n 's/.*"'"$2"'":"\([^"]*\)".*/\1/p' "$work/$1"; }

idea=$(quote "${1:-A robot finds the last flower on earth and learns to water it}")
character=$(quote "${2:-Silver metallic robot with blue eyes}")

echo 'Drawing the character'
post 'generate_character_reference?include_base64=false' character \
  "{\"character_description\": \"$character\", \"num_images\": 1}"
image=$(pick character id)
project=$(pick character project_id)

echo 'Writing the scenes'
post create_scenes scenes "{\"idea\": \"$idea\", \"character_description\": \"$character\",
  \"number_of_scenes\": $scene_count, \"project_id\": \"$project\"}"
# One line a scene: its two texts, still quoted as JSON, under the names that generate_video takes.
{ cat "$work/scenes"; echo; } | sed 's/{"description":/\
&/g' | sed -nE \
  's/^\{"description":("([^"\\]|\\.)*"),"negative_description":("([^"\\]|\\.)*")\}.*/"prompt":\1,"negative_prompt":\3/p' \
  > "$work/prompts"

number=0
clips=
shots=
while IFS= read -r texts; do
  number=$((number + 1))
  echo "Shooting scene $number"
  post generate_video "clip-$number" "{$texts, \"character_reference_id\": \"$image\",
    \"project_id\": \"$project\", \"sequence\": $number}" &
  clips="$clips clip-$number"
  shots="$shots $!"
done < "$work/prompts"
for shot in $shots; do wait "$shot"; done

ids=
for clip in $clips; do ids="$ids,\"$(pick "$clip" video_id)\""; done
echo 'Cutting the film'
post stitch-videos film "{\"video_ids\": [${ids#,}]}"

# With SERVE_FROM_CLOUD it is the store's own address, otherwise a path on this server.
address=$(pick film video_url)
case $address in http*) ;; *) address=$origin$address ;; esac
curl -fsSL "$address" -o "$file"
echo "Saved $file; the project is $origin/projects/$project"
