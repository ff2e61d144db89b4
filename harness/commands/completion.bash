# shellcheck shell=bash
# Completion for bash: source this file, or put it where bash-completion looks,
# as pidlab. The words come from `pidlab --complete`.

_pidlab() {
  local word=${COMP_WORDS[COMP_CWORD]} kind
  mapfile -t COMPREPLY < <(
    "${COMP_WORDS[0]}" --complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  case ${COMPREPLY[*]} in
    "<file>") kind=-f ;;
    "<folder>") kind=-d ;;
    *) return ;;
  esac
  [ "$word" != = ] || word=
  mapfile -t COMPREPLY < <(compgen "$kind" -- "$word")
  # While bash completes, this makes it quote the names and add a slash.
  # Elsewhere it fails.
  compopt -o filenames 2>/dev/null || :
}
complete -F _pidlab pidlab
