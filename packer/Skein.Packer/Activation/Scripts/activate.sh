# Activates this environment in the shell that reads it:  . <environment>/bin/activate
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
    echo "activate: this shell does not tell where the script is; use bash, or set PATH and CONDA_PREFIX by hand" >&2
    unset _skein_prefix
    return 1
fi

if [ "${CONDA_PREFIX-}" = "$_skein_prefix" ] && [ -n "${_SKEIN_ACTIVE-}" ]; then
    unset _skein_prefix
    return 0
fi

# An environment of the same making gives way; one that conda activated is restored at deactivation.
if [ -n "${_SKEIN_ACTIVE-}" ] && [ -r "${CONDA_PREFIX-}/bin/deactivate" ]; then
    . "$CONDA_PREFIX/bin/deactivate"
fi
if [ -n "${CONDA_PREFIX-}" ]; then
    _SKEIN_OLD_CONDA_PREFIX=$CONDA_PREFIX
fi
CONDA_PREFIX=$_skein_prefix
unset _skein_prefix
_SKEIN_ACTIVE=1
export CONDA_PREFIX
PATH=$CONDA_PREFIX/bin${PATH:+:$PATH}
export PATH
if [ -n "${PS1-}" ] && [ "${CONDA_CHANGEPS1-}" != false ]; then
    _SKEIN_OLD_PS1=$PS1
    PS1="(${CONDA_PREFIX##*/}) $PS1"
fi
@variables@
if [ -d "$CONDA_PREFIX/etc/conda/activate.d" ] && ls "$CONDA_PREFIX/etc/conda/activate.d" | grep -c '\.sh$' >/dev/null; then
    for _skein_script in "$CONDA_PREFIX"/etc/conda/activate.d/*.sh; do
        . "$_skein_script"
    done
    unset _skein_script
fi
hash -r 2>/dev/null || :
