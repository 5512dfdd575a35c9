# Activates this environment in the shell that reads it:  . <environment>/bin/activate
# The function "deactivate" undoes it.
# For sh (dash, busybox), bash, zsh and ksh; may be used under "set -eu".

_skein_script=
if [ -n "${BASH_VERSION-}" ]; then
    # shellcheck disable=SC3028,SC3054,SC2128
    _skein_script=$BASH_SOURCE
elif [ -n "${ZSH_VERSION-}" ]; then
    eval '_skein_script=${(%):-%x}'
elif [ -n "${KSH_VERSION-}" ] && [ -n "$(eval 'echo "${.sh.file}"' 2>/dev/null || :)" ]; then
    eval '_skein_script=${.sh.file}'
else
    # Other shells do not tell which file they read, but they hold it open.
    for _skein_open in "/proc/$(exec sh -c 'echo "$PPID"')"/fd/*; do
        case $(readlink "$_skein_open" || :) in
            */bin/activate) _skein_script=$(readlink "$_skein_open") ;;
        esac
    done
    unset _skein_open
fi
_skein_prefix=
if [ -n "$_skein_script" ]; then
    _skein_prefix=$(CDPATH='' cd -- "$(dirname -- "$_skein_script")/.." >/dev/null && pwd) || _skein_prefix=
fi
unset _skein_script

if [ -z "$_skein_prefix" ]; then
    echo "activate: this shell does not tell where the script is; use bash, or set PATH and @prefix@ by hand" >&2
    unset _skein_prefix
    return 1
fi

if [ "${_SKEIN_ACTIVE-}" = "$_skein_prefix" ]; then
    unset _skein_prefix
    return 0
fi

# An environment of the same making gives way; one that was activated otherwise is restored at deactivation.
if [ -n "${_SKEIN_ACTIVE-}" ] && [ -r "$_SKEIN_ACTIVE/bin/deactivate" ]; then
    . "$_SKEIN_ACTIVE/bin/deactivate"
fi
if [ -n "${@prefix@-}" ]; then
    _SKEIN_OLD_@prefix@=$@prefix@
fi
@prefix@=$_skein_prefix
unset _skein_prefix
_SKEIN_ACTIVE=$@prefix@
export @prefix@
PATH=$@prefix@/bin${PATH:+:$PATH}
export PATH
if [ -n "${PS1-}" ] && @prompted@; then
    _SKEIN_OLD_PS1=$PS1
    PS1="(${@prefix@##*/}) $PS1"
fi
@variables@
if [ -d "$@prefix@/etc/conda/activate.d" ] && ls "$@prefix@/etc/conda/activate.d" | grep -c '\.sh$' >/dev/null; then
    for _skein_script in "$@prefix@"/etc/conda/activate.d/*.sh; do
        . "$_skein_script"
    done
    unset _skein_script
fi
hash -r 2>/dev/null || :
deactivate() {
    . "$_SKEIN_ACTIVE/bin/deactivate"
}
