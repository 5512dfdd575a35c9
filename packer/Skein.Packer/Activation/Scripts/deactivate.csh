# Undoes bin/activate.csh; called through the alias "deactivate".

if ($?_SKEIN_ACTIVE) then
    foreach _skein_script (`ls $CONDA_PREFIX:q/etc/conda/deactivate.d |& grep '\.csh$'`)
        source "$CONDA_PREFIX/etc/conda/deactivate.d/$_skein_script"
    end
@variables@
    setenv PATH "$_SKEIN_OLD_PATH"
    unset _SKEIN_OLD_PATH
    if ($?_SKEIN_OLD_PROMPT) then
        set prompt = "$_SKEIN_OLD_PROMPT"
        unset _SKEIN_OLD_PROMPT
    endif
    if ($?_SKEIN_OLD_CONDA_PREFIX) then
        setenv CONDA_PREFIX "$_SKEIN_OLD_CONDA_PREFIX"
        unset _SKEIN_OLD_CONDA_PREFIX
    else
        unsetenv CONDA_PREFIX
    endif
    unset _SKEIN_ACTIVE
    unalias deactivate
    rehash
endif
