# shellcheck shell=bash
# Completion for bash: source this file, or put it where bash-completion looks,
# as pidlab.

_pidlab() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local command=${COMP_WORDS[1]} words
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="list run show watch judge diff matrix report doctor ns predict exercise --help --version --suite"
  else
    case $before in
      --format) words="pretty ktap junit json" ;;
      --cell) words="auto root user none" ;;
      --dir) words=$(compgen -d -- "$word") ;;
      --jobs | --repeat | --shuffle | --timeout) return ;;
      --record | --suite | --html | --plot | judge | diff | matrix) words=$(compgen -f -- "$word") ;;
      *)
        case $command in
          run) words="--format --record --trace --jobs --repeat --shuffle --timeout --cell" ;;
          judge) words="--format" ;;
          diff) words=$(compgen -f -- "$word") ;;
          matrix) words="--format --missing $(compgen -f -- "$word")" ;;
          report) words="--html --plot --course $(compgen -f -- "$word")" ;;
          list) words="--json" ;;
          watch) words="--step --plain" ;;
          predict) words="--again --deck" ;;
          ns) words="--all --owner --parent $(compgen -f -- "$word")" ;;
          exercise)
            words="list start check hint solve"
            [ "$COMP_CWORD" -eq 2 ] ||
              words="--dir $("${COMP_WORDS[0]}" exercise list 2>/dev/null | cut -d' ' -f1)"
            ;;
        esac
        case $command in
          list | run | show | watch | judge | predict)
            words+=" $("${COMP_WORDS[0]}" list --json 2>/dev/null |
              sed -nE 's/^ *"(chapter|name)": "(.*)",$/\2/p' | sort -u)"
            ;;
        esac
        ;;
    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -F _pidlab pidlab
