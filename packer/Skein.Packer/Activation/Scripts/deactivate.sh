# Undoes bin/activate in the shell that reads it:  deactivate, or  . deactivate
# Does nothing when no packed environment is active.

if [ -n "${_SKEIN_ACTIVE-}" ]; then
    if [ -d "$@prefix@/etc/conda/deactivate.d" ] && ls "$@prefix@/etc/conda/deactivate.d" | grep -c '\.sh$' >/dev/null; then
        for _skein_script in "$@prefix@"/etc/conda/deactivate.d/*.sh; do
            . "$_skein_script"
        done
        unset _skein_script
    fi
@variables@
    case :$PATH: in
        *":$@prefix@/bin:"*)
            _skein_path=:$PATH:
            _skein_path=${_skein_path%%":$@prefix@/bin:"*}:${_skein_path#*":$@prefix@/bin:"}
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
    if [ -n "${_SKEIN_OLD_@prefix@+set}" ]; then
        @prefix@=$_SKEIN_OLD_@prefix@
        export @prefix@
        unset _SKEIN_OLD_@prefix@
    else
        unset @prefix@
    fi
    unset _SKEIN_ACTIVE
    unset -f deactivate 2>/dev/null || :
    hash -r 2>/dev/null || :
fi
