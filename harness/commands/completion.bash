# shellcheck shell=bash
# Completion for bash: source this file, or put it where bash-completion looks,
# as pidlab.

# _pidlab_files -f|-d WORD: files or folders, whatever their names hold.
_pidlab_files() {
  mapfile -t COMPREPLY < <(compgen "$1" -- "$2")
  # Only while bash completes: so that it quotes them and adds a slash.
  compopt -o filenames 2>/dev/null || :
}

# _pidlab_names WORD PIDLAB...: experiments and chapters, and once a slash is
# written CHAPTER/NAME.
_pidlab_names() {
  local form='$2 == "chapter" || $2 == "name" { print $4 }'
  [[ $1 != */* ]] ||
    form='$2 == "chapter" { chapter = $4 } $2 == "name" { print chapter "/" $4 }'
  "${@:2}" list --json 2>/dev/null | awk -F'"' "$form" | sort -u
}

_pidlab() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  # Bash takes --cell=user apart, into three words.
  if [ "$word" = = ]; then
    word=
  elif [ "$before" = = ]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  local pidlab=("${COMP_WORDS[0]}") at=1
  if [ "${COMP_WORDS[1]}" = --suite ]; then
    at=3
    [ "${COMP_WORDS[2]}" != = ] || at=4
    pidlab+=(--suite "${COMP_WORDS[at - 1]}")
  fi
  local command=${COMP_WORDS[at]-} words="" options="" names="" files=""

  case $before in
    --format)
      words="pretty ktap junit json"
      [ "$command" != matrix ] || words="text markdown json"
      ;;
    --cell) words="auto root user none" ;;
    --jobs | --repeat | --shuffle | --timeout) return ;;
    --dir | --suite) files=-d ;;
    --record | --html | --plot) files=-f ;;
    *)
      case $command in
        list) options="--json" names=yes ;;
        run) options="--format --record --trace --jobs --repeat --shuffle --timeout --cell" names=yes ;;
        show) names=yes ;;
        watch) options="--step --plain" names=yes ;;
        judge)
          options="--format" names=yes
          [ "$COMP_CWORD" -gt $((at + 1)) ] || files=-f
          ;;
        diff) files=-f ;;
        matrix) options="--format --missing" files=-f ;;
        report) options="--html --plot --course" files=-f ;;
        ns) options="--all --owner --parent" files=-f ;;
        predict) options="--again --deck" names=yes ;;
        exercise)
          words="list start check hint solve"
          if [ "$COMP_CWORD" -gt $((at + 1)) ]; then
            options="--dir"
            words=$("${pidlab[@]}" exercise list 2>/dev/null | cut -d' ' -f1)
          fi
          ;;
      esac
      if [ "$COMP_CWORD" -eq "$at" ]; then
        options="--help --version --suite" names="" files=""
        words="list run show watch judge diff matrix report doctor ns predict exercise"
      fi
      if [[ $word == -* ]]; then
        words=$options files=""
      elif [ -n "$names" ] && [ -z "$files" ]; then
        words=$(_pidlab_names "$word" "${pidlab[@]}")
      fi
      ;;
  esac
  if [ -n "$files" ]; then
    _pidlab_files "$files" "$word"
  else
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  fi
}
complete -F _pidlab pidlab
