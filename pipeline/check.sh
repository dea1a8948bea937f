#!/usr/bin/env bash
# What a pipeline asks of runbooks: that they are valid, that they can be planned, and that a rehearsal ends well. Needs no secret and no manager.
# Everything it is told comes in variables, so that nothing a pull request writes is ever read as a command:
#   DRRUN_RUNBOOKS      globs, one a line
#   DRRUN_INPUTS        NAME=VALUE for every runbook, or FILE NAME=VALUE for one; one a line
#   DRRUN_MODE          drill or disaster (default: drill)
#   DRRUN_STRICT        true: warnings count
#   DRRUN_FMT           true: every runbook must be canonical
#   DRRUN_EACH_FAILURE  true: rehearse every single failure as well
#   DRRUN_AGAINST       a revision, such as origin/main: a plan that is weaker than the one there fails; nothing is compared where it is empty
#   DRRUN_ACCEPT        differences that are meant, CODE or CODE:STEP with commas between them
#   DRRUN_SARIF         a file for the findings; none where it is empty
#   GITHUB_STEP_SUMMARY a file for Markdown; none where it is empty
# Ends with the highest exit code of drrun: 0 good, 1 not good, 2 a runbook or the call is wrong.
set -euo pipefail

mode=${DRRUN_MODE:-drill}
summary=${GITHUB_STEP_SUMMARY:-/dev/null}
worst=0

refuse() {
  echo "drrun: error: $1" >&2
  exit 2
}

# Runs a command, says so, and keeps the worst exit code.
stage() {
  local code=0
  printf '== %s\n' "$*"
  "$@" || code=$?
  if ((code > worst)); then worst=$code; fi
}

read_files() {
  local pattern file
  local IFS=
  shopt -s nullglob globstar
  while read -r pattern; do
    pattern=${pattern%$'\r'}
    [[ -n $pattern ]] || continue
    local before=${#files[@]}
    # Split at nothing (IFS is empty), so that this is a glob and no more.
    # shellcheck disable=SC2206
    local found=($pattern)
    for file in "${found[@]}"; do
      [[ -f $file ]] || continue
      # A name that begins with a dash is no option.
      [[ $file == -* ]] && file=./$file
      files+=("$file")
    done
    ((${#files[@]} > before)) || refuse "no file matches '$pattern'"
  done <<<"${DRRUN_RUNBOOKS:-}"
  ((${#files[@]} > 0)) || refuse "DRRUN_RUNBOOKS names no runbook"
}

# The --input options of one runbook.
inputs_of() {
  local line name file
  given=()
  while IFS= read -r line; do
    line=${line%$'\r'}
    [[ $line == *=* ]] || continue
    name=${line%%=*}
    if [[ $name == *' '* ]]; then
      file=${name% *}
      [[ $file == "$1" || ./$file == "$1" ]] || continue
      line=${line#"$file "}
    fi
    given+=(--input "$line")
  done <<<"${DRRUN_INPUTS:-}"
}

# The options that hold one runbook against the revision; none for a runbook that is new.
against_of() {
  compared=()
  [[ -n ${DRRUN_AGAINST:-} ]] || return 0
  if git cat-file -e "$DRRUN_AGAINST:./$1" 2>/dev/null; then
    compared=(--against "$DRRUN_AGAINST")
    [[ -z ${DRRUN_ACCEPT:-} ]] || compared+=(--accept "$DRRUN_ACCEPT")
  else
    echo "$1 is new since $DRRUN_AGAINST"
  fi
}

case $mode in drill | disaster) ;; *) refuse "DRRUN_MODE '$mode' is neither drill nor disaster" ;; esac
files=()
given=()
compared=()
read_files
if [[ -n ${DRRUN_AGAINST:-} ]]; then
  [[ $DRRUN_AGAINST != -* ]] || refuse "DRRUN_AGAINST '$DRRUN_AGAINST' is no revision"
  git rev-parse --quiet --verify "$DRRUN_AGAINST^{commit}" >/dev/null || refuse "DRRUN_AGAINST '$DRRUN_AGAINST' is no commit here; fetch it first"
fi
strict=()
if [[ ${DRRUN_STRICT:-} == true ]]; then strict=(--strict); fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DRRUN_STORE=$work/drrun.db

# Runbooks are checked here without values for their inputs: which values a run gets is the operator's business.
if [[ ${GITHUB_ACTIONS:-} == true ]]; then
  drrun validate "${strict[@]}" --format github "${files[@]}" || true
  # From here on nothing that a runbook says is taken for a command of the workflow.
  token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  echo "::stop-commands::$token"
  trap 'echo "::$token::"; rm -rf "$work"' EXIT
fi
stage drrun validate "${strict[@]}" "${files[@]}"
drrun validate "${strict[@]}" --format markdown "${files[@]}" >>"$summary" || true
if [[ -n ${DRRUN_SARIF:-} ]]; then
  drrun validate "${strict[@]}" --format sarif "${files[@]}" >"$DRRUN_SARIF" || true
fi
if [[ ${DRRUN_FMT:-} == true ]]; then
  stage drrun fmt --check "${files[@]}"
fi

for file in "${files[@]}"; do
  inputs_of "$file"
  against_of "$file"
  stage drrun plan "$file" --offline --mode "$mode" "${given[@]}" "${compared[@]}"
  drrun plan "$file" --offline --mode "$mode" "${given[@]}" "${compared[@]}" --format markdown >>"$summary" || true
  stage drrun rehearse "$file" --mode "$mode" "${given[@]}"
  if [[ ${DRRUN_EACH_FAILURE:-} == true ]]; then
    stage drrun rehearse "$file" --mode "$mode" "${given[@]}" --each-failure --format markdown >"$work/matrix.md"
    tail -n +2 "$work/matrix.md" | tee -a "$summary"
  fi
done
exit "$worst"
