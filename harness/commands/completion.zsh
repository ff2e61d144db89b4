#compdef pidlab
# Completion for zsh: put it in a folder of $fpath, as _pidlab. The words come from
# `pidlab --complete`.

local -a found
found=(${(f)"$(${~words[1]} --complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)"})
case $found in
  '<file>' | '<folder>')
    compset -P '--*='
    [[ $found = '<file>' ]] && _files || _files -/
    ;;
  *) compadd -a found ;;
esac
