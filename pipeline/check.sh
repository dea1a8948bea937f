#!/usr/bin/env bash
# What a pipeline asks of runbooks: that they are valid, that they can be planned, and that a rehearsal ends well. Needs no secret and no manager.
# Everything it is told comes in variables, so that nothing a pull request writes is ever read as a command:
#   DRRUN_RUNBOOKS      globs, one a line
#   DRRUN_INPUTS        NAME=VALUE for every runbook, or FILE NAME=VALUE for one; one a line
#   DRRUN_MODE          drill or disaster (default: drill)
#   DRRUN_STRICT        true: warnings count
#   DRRUN_FMT           true: every runbook must be canonical
#   DRRUN_EACH_FAILURE  true: rehearse every single failure as well
#   DRRUN_AGAINST       a revision, such as origin/main: a plan that is weaker than the one there fails, in either mode, and so does a runbook that is gone;
#                       nothing is compared where it is empty
#   DRRUN_ACCEPT        differences that are meant, CODE or CODE:STEP with commas between them
#   DRRUN_REMOVED       runbooks that are meant to be gone, by their paths in the repository; one a line
#   DRRUN_SARIF         a file for the findings; none where it is empty
#   GITHUB_STEP_SUMMARY a file for Markdown; none where it is empty
# Ends with the highest exit code of drrun: 0 good, 1 not good, 2 a runbook or the call is wrong.
set -euo pipefail

mode=${DRRUN_MODE:-drill}
removed=${DRRUN_REMOVED:-}
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

# What is not understood is refused: a switch or an input that is passed over would be a check that never ran.
check_words() {
  local line name file path known
  for name in DRRUN_STRICT DRRUN_FMT DRRUN_EACH_FAILURE; do
    case ${!name:-} in '' | true | false) ;; *) refuse "$name '${!name}' is neither true nor false" ;; esac
  done
  while IFS= read -r line; do
    line=${line%$'\r'}
    [[ -n $line ]] || continue
    [[ $line == *=* ]] || refuse "DRRUN_INPUTS '$line' must be NAME=VALUE or FILE NAME=VALUE"
    name=${line%%=*}
    [[ $name == *' '* ]] || continue
    file=${name% *}
    known=
    for path in "${files[@]}"; do
      if [[ ${file#./} == "${path#./}" ]]; then known=1; fi
    done
    [[ -n $known ]] || refuse "DRRUN_INPUTS names '$file', which is none of the runbooks"
  done <<<"${DRRUN_INPUTS:-}"
}

# The --input options of one runbook.
inputs_of() {
  local line name file
  given=()
  while IFS= read -r line; do
    line=${line%$'\r'}
    [[ -n $line ]] || continue
    name=${line%%=*}
    if [[ $name == *' '* ]]; then
      file=${name% *}
      [[ ${file#./} == "${1#./}" ]] || continue
      line=${line#"$file "}
    fi
    given+=(--input "$line")
  done <<<"${DRRUN_INPUTS:-}"
}

# Git, whatever a hook has left in the environment, and no folder that only looks like a repository.
git() {
  env -u GIT_DIR -u GIT_WORK_TREE -u GIT_INDEX_FILE -u GIT_OBJECT_DIRECTORY -u GIT_COMMON_DIR -u GIT_PREFIX git -c safe.bareRepository=explicit -c core.fsmonitor=false "$@"
}

# The path of a file in its repository, whether it was named by a path that is relative or full.
path_of() {
  local prefix
  prefix=$(git -C "$(dirname -- "$1")" rev-parse --show-prefix) || return 1
  printf '%s%s\n' "$prefix" "${1##*/}"
}

# What has moved since the revision: new path to old.
read_moves() {
  local old new
  git diff --no-ext-diff -M --name-status --diff-filter=R -z "$DRRUN_AGAINST" -- >"$work/moves" || refuse "git cannot compare with $DRRUN_AGAINST"
  while IFS= read -r -d '' _ && IFS= read -r -d '' old && IFS= read -r -d '' new; do
    moved[$new]=$old
  done <"$work/moves"
}

# The options that hold one runbook against the revision, under the name that it had there; none for a runbook that is new.
against_of() {
  local path
  compared=()
  [[ -n ${DRRUN_AGAINST:-} ]] || return 0
  path=$(path_of "$1") || refuse "$1 is in no repository and cannot be held against $DRRUN_AGAINST"
  if git cat-file -e "$DRRUN_AGAINST:$path" 2>/dev/null; then
    compared=(--against "$DRRUN_AGAINST" --each-mode)
  elif [[ -n ${moved[$path]:-} ]]; then
    printf '%q was %q at %s\n' "$1" "${moved[$path]}" "$DRRUN_AGAINST"
    followed[${moved[$path]}]=$1
    compared=(--against "$DRRUN_AGAINST:${moved[$path]}" --each-mode)
  else
    echo "$1 is new since $DRRUN_AGAINST"
    return 0
  fi
  [[ -z ${DRRUN_ACCEPT:-} ]] || compared+=(--accept "$DRRUN_ACCEPT")
}

# Of the inputs that are given, those that the runbook has itself: what a change has dropped is for the plan at the revision alone.
drop_foreign_inputs() {
  local said option own=()
  ((${#compared[@]} > 0 && ${#given[@]} > 0)) || return 0
  said=$(drrun plan "$1" --offline --mode "$mode" "${given[@]}" 2>&1 >/dev/null) || true
  for option in "${given[@]}"; do
    [[ $option != --input ]] || continue
    [[ $said == *"a value is given for input '${option%%=*}', which is not declared"* ]] || own+=(--input "$option")
  done
  given=("${own[@]}")
}

# A runbook that the globs matched at the revision and that is gone is no longer a recovery: it fails unless it is meant.
report_gone() {
  local pattern path since top patterns=()
  top=$(git rev-parse --show-toplevel)
  since=$(git merge-base "$DRRUN_AGAINST" HEAD) || since=$DRRUN_AGAINST
  while IFS= read -r pattern; do
    pattern=${pattern%$'\r'}
    [[ -n $pattern ]] || continue
    [[ $pattern != "$top"/* ]] || pattern=/${pattern#"$top"/}
    if [[ $pattern == /* ]]; then patterns+=(":(top,glob)${pattern#/}"); else patterns+=(":(glob)$pattern"); fi
  done <<<"${DRRUN_RUNBOOKS:-}"
  git diff --no-ext-diff --no-renames --name-only --diff-filter=D -z "$DRRUN_AGAINST" -- "${patterns[@]}" >"$work/gone" || refuse "git cannot compare with $DRRUN_AGAINST"
  while IFS= read -r -d '' path; do
    [[ -z ${followed[$path]:-} ]] || continue
    # What came to the revision after this change had begun was not removed by it.
    git cat-file -e "$since:$path" 2>/dev/null || continue
    if grep -qxF -- "$path" <<<"${removed//$'\r'/}"; then
      printf '%q is gone since %s, as is meant\n' "$path" "$DRRUN_AGAINST"
      continue
    fi
    printf 'drrun: error: %q is gone since %s: a recovery that is meant to go is named in DRRUN_REMOVED\n' "$path" "$DRRUN_AGAINST" | tee -a "$summary" >&2
    if ((worst < 1)); then worst=1; fi
  done <"$work/gone"
}

case $mode in drill | disaster) ;; *) refuse "DRRUN_MODE '$mode' is neither drill nor disaster" ;; esac
files=()
given=()
compared=()
declare -A moved=() followed=()
read_files
check_words
if [[ -n ${DRRUN_AGAINST:-} ]]; then
  [[ $DRRUN_AGAINST != -* ]] || refuse "DRRUN_AGAINST '$DRRUN_AGAINST' is no revision"
  git rev-parse --quiet --verify "$DRRUN_AGAINST^{commit}" >/dev/null || refuse "DRRUN_AGAINST '$DRRUN_AGAINST' is no commit here; fetch it first"
fi
strict=()
if [[ ${DRRUN_STRICT:-} == true ]]; then strict=(--strict); fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DRRUN_STORE=$work/drrun.db
if [[ -n ${DRRUN_AGAINST:-} ]]; then read_moves; fi

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
  drop_foreign_inputs "$file"
  stage drrun rehearse "$file" --mode "$mode" "${given[@]}"
  if [[ ${DRRUN_EACH_FAILURE:-} == true ]]; then
    stage drrun rehearse "$file" --mode "$mode" "${given[@]}" --each-failure --format markdown >"$work/matrix.md"
    tail -n +2 "$work/matrix.md" | tee -a "$summary"
  fi
done
if [[ -n ${DRRUN_AGAINST:-} ]]; then report_gone; fi
exit "$worst"
