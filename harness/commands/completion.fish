# Completion for fish: put it where fish looks, as pidlab.fish. The words come from
# `pidlab --complete`.

function __pidlab_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l found ($words[1] --complete $words[2..-1] $word 2>/dev/null)
    switch "$found"
        case '<file>'
            __fish_complete_path $word
        case '<folder>'
            __fish_complete_directories $word
        case '*'
            printf '%s\n' $found
    end
end
complete -c pidlab -f -a '(__pidlab_complete)'
