# Activates this environment in fish:  source <environment>/bin/activate.fish
# The function "deactivate" undoes it.

if functions -q deactivate; and set -q _SKEIN_ACTIVE
    deactivate
end

function deactivate --description 'Leave the packed environment'
    set -l scripts $CONDA_PREFIX/etc/conda/deactivate.d/*.fish
    for script in $scripts
        source $script
    end
@restore@
    if set -l index (contains -i -- $CONDA_PREFIX/bin $PATH)
        set -e PATH[$index]
    end
    if functions -q _skein_old_fish_prompt
        functions -e fish_prompt
        functions -c _skein_old_fish_prompt fish_prompt
        functions -e _skein_old_fish_prompt
    end
    if set -q _SKEIN_OLD_CONDA_PREFIX
        set -gx CONDA_PREFIX $_SKEIN_OLD_CONDA_PREFIX
        set -e _SKEIN_OLD_CONDA_PREFIX
    else
        set -e CONDA_PREFIX
    end
    set -e _SKEIN_ACTIVE
    functions -e deactivate
end

if set -q CONDA_PREFIX
    set -g _SKEIN_OLD_CONDA_PREFIX $CONDA_PREFIX
end
set -gx CONDA_PREFIX (cd (dirname (status filename))/..; and pwd)
set -g _SKEIN_ACTIVE 1
set -gx PATH $CONDA_PREFIX/bin $PATH
if functions -q fish_prompt; and test "$CONDA_CHANGEPS1" != false
    functions -c fish_prompt _skein_old_fish_prompt
    function fish_prompt
        printf '(%s) ' (basename $CONDA_PREFIX)
        _skein_old_fish_prompt
    end
end
@variables@
set -l scripts $CONDA_PREFIX/etc/conda/activate.d/*.fish
for script in $scripts
    source $script
end
