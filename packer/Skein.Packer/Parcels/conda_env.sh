#!/bin/sh
# Read by services that use the parcel; the names PARCELS_ROOT and PARCEL_DIRNAME are Cloudera Manager's.
if [ -z "${CDH_PYTHON:-}" ]; then
    export CDH_PYTHON="$PARCELS_ROOT/$PARCEL_DIRNAME/bin/python"
fi
for _skein_script in "$PARCELS_ROOT/$PARCEL_DIRNAME"/etc/conda/activate.d/*.sh; do
    if [ -f "$_skein_script" ]; then
        . "$_skein_script"
    fi
done
unset _skein_script
