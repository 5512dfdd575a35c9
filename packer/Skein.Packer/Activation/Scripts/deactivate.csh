# Undoes bin/activate.csh; called through the alias "deactivate".

if ($?_SKEIN_ACTIVE) then
    foreach _skein_leaving (`ls $@prefix@:q/etc/conda/deactivate.d |& grep '\.csh$'`)
        source "$@prefix@/etc/conda/deactivate.d/$_skein_leaving"
    end
    unset _skein_leaving
@variables@
    setenv PATH "$_SKEIN_OLD_PATH"
    unset _SKEIN_OLD_PATH
    if ($?_SKEIN_OLD_PROMPT) then
        set prompt = "$_SKEIN_OLD_PROMPT"
        unset _SKEIN_OLD_PROMPT
    endif
    if ($?_SKEIN_OLD_@prefix@) then
        setenv @prefix@ "$_SKEIN_OLD_@prefix@"
        unset _SKEIN_OLD_@prefix@
    else
        unsetenv @prefix@
    endif
    unset _SKEIN_ACTIVE
    unalias deactivate
    rehash
endif
