# The containers of a cluster. They live in sessions of their own and outlive a NodeManager killed with -9; every process of one
# carries the NodeManager's folder in its environment, whatever it has become the child of.

containers() { # "CONTAINER PID" for each process of each container
  local environment pid id
  for environment in $(grep -lsz -e "^LOCAL_DIRS=$cluster/data/" /proc/[0-9]*/environ || true); do
    pid=${environment#/proc/}; pid=${pid%/environ}
    id=$(tr '\0' '\n' 2> /dev/null < "$environment" | sed -n 's/^CONTAINER_ID=//p') || continue
    [[ ! $id || $pid == $$ ]] || echo "$id $pid"
  done
}

kill_containers() { # PATTERN: every process of the containers whose id matches, until none is left that a dying one may have made
  local found
  while found=$(containers | grep -E "^$1 " | cut -d ' ' -f 2); [[ $found ]]; do
    # shellcheck disable=SC2086 # one word for each process
    kill -9 $found 2> /dev/null || true
    sleep 0.05
  done
}

end_containers() { kill_containers '.*'; }

kill_application_master() { # [APPLICATION]: that of the newest one if none is given
  local id
  id=$(containers | cut -d ' ' -f 1 | grep -E "_${1#application_}${1:+_}.*_000001\$" | sort -uV | tail -n 1) ||
    die "no application master ${1:+of $1 }runs here"
  kill_containers "$id"
  echo "killed $id"
}
