# Undoes bin/activate in the shell that reads it:  . deactivate
# Does nothing when no packed environment is active.

if [ -n "${_SKEIN_ACTIVE-}" ]; then
    if [ -d "$CONDA_PREFIX/etc/conda/deactivate.d" ] && ls "$CONDA_PREFIX/etc/conda/deactivate.d" | grep -c '\.sh$' >/dev/null; then
        for _skein_script in "$CONDA_PREFIX"/etc/conda/deactivate.d/*.sh; do
            . "$_skein_script"
        done
        unset _skein_script
    fi
@variables@
    case :$PATH: in
        *":$CONDA_PREFIX/bin:"*)
            _skein_path=:$PATH:
            _skein_path=${_skein_path%%":$CONDA_PREFIX/bin:"*}:${_skein_path#*":$CONDA_PREFIX/bin:"}
            _skein_path=${_skein_path#:}
            PATH=${_skein_path%:}
            export PATH
            unset _skein_path
            ;;
    esac
    if [ -n "${_SKEIN_OLD_PS1+set}" ]; then
        PS1=$_SKEIN_OLD_PS1
        unset _SKEIN_OLD_PS1
    fi
    if [ -n "${_SKEIN_OLD_CONDA_PREFIX+set}" ]; then
        CONDA_PREFIX=$_SKEIN_OLD_CONDA_PREFIX
        export CONDA_PREFIX
        unset _SKEIN_OLD_CONDA_PREFIX
    else
        unset CONDA_PREFIX
    fi
    unset _SKEIN_ACTIVE
    hash -r 2>/dev/null || :
fi
