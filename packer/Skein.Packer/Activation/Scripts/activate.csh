# Activates this environment in csh and tcsh:  source <environment>/bin/activate.csh
# The alias "deactivate" undoes it.

# These shells do not tell which file they read, but they hold it open.
set _skein_script = "`ls -l /proc/$$/fd |& sed -n 's|^.* -> \(/.*/bin/activate\.csh\)"'$'"|\1|p' | tail -n 1`"
if ("$_skein_script" == "") then
    echo "activate.csh: can not tell where the script is; set path and @prefix@ by hand"
    unset _skein_script
    exit 1
endif
# In a line of its own, where alone an alias is looked up.
if ($?_SKEIN_ACTIVE) then
    deactivate
endif
set _skein_prefix = "$_skein_script:h"
set _skein_prefix = "$_skein_prefix:h"
unset _skein_script

set _SKEIN_ACTIVE = 1
set _SKEIN_OLD_PATH = "$PATH"
# Not in one line, where the variable would be replaced before the question is answered.
if ($?@prefix@) then
    set _SKEIN_OLD_@prefix@ = "$@prefix@"
endif
setenv @prefix@ "$_skein_prefix"
unset _skein_prefix
setenv PATH "$@prefix@/bin:$PATH"
set _skein_prompted
if ($?@prompting@) then
    if ("$@prompting@" @refuses@) unset _skein_prompted
endif
if ($?prompt && $?_skein_prompted) then
    set _SKEIN_OLD_PROMPT = "$prompt"
    set prompt = "($@prefix@:t) $prompt"
endif
unset _skein_prompted
@variables@
foreach _skein_script (`ls $@prefix@:q/etc/conda/activate.d |& grep '\.csh$'`)
    source "$@prefix@/etc/conda/activate.d/$_skein_script"
end
unset _skein_script
alias deactivate 'source "$@prefix@/bin/deactivate.csh"'
rehash
