# Activates this environment in fish:  source <environment>/bin/activate.fish
# The function "deactivate" undoes it.

if functions -q deactivate; and set -q _SKEIN_ACTIVE
    deactivate
end

function deactivate --description 'Leave the packed environment'
    set -l scripts $@prefix@/etc/conda/deactivate.d/*.fish
    for script in $scripts
        source $script
    end
@restore@
    if set -l index (contains -i -- $@prefix@/bin $PATH)
        set -e PATH[$index]
    end
    if functions -q _skein_old_fish_prompt
        functions -e fish_prompt
        functions -c _skein_old_fish_prompt fish_prompt
        functions -e _skein_old_fish_prompt
    end
    if set -q _SKEIN_OLD_@prefix@
        set -gx @prefix@ $_SKEIN_OLD_@prefix@
        set -e _SKEIN_OLD_@prefix@
    else
        set -e @prefix@
    end
    set -e _SKEIN_ACTIVE
    functions -e deactivate
end

if set -q @prefix@
    set -g _SKEIN_OLD_@prefix@ $@prefix@
end
# In a shell of its own: a command substitution of fish would take this one along to the directory.
set -gx @prefix@ (env CDPATH= sh -c 'cd -- "$1" && pwd' sh (dirname -- (status filename))/..)
set -g _SKEIN_ACTIVE 1
set -gx PATH $@prefix@/bin $PATH
if functions -q fish_prompt; and @prompted@
    functions -c fish_prompt _skein_old_fish_prompt
    function fish_prompt
        printf '(%s) ' (basename $@prefix@)
        _skein_old_fish_prompt
    end
end
@variables@
set -l scripts $@prefix@/etc/conda/activate.d/*.fish
for script in $scripts
    source $script
end
