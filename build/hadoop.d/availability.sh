# High availability: two NameNodes under the name `ns` and two ResourceManagers, of which ZooKeeper elects the active ones.

# Seconds after which whoever is silent has lost its role.
session=5

single_properties() {
  cat <<TEXT
fs.defaultFS hdfs://localhost:${ports[nn.rpc]}
dfs.namenode.rpc-address localhost:${ports[nn.rpc]}
dfs.namenode.http-address localhost:${ports[nn.http]}
yarn.resourcemanager.hostname localhost
yarn.resourcemanager.address localhost:${ports[rm.client]}
yarn.resourcemanager.scheduler.address localhost:${ports[rm.scheduler]}
yarn.resourcemanager.resource-tracker.address localhost:${ports[rm.tracker]}
yarn.resourcemanager.admin.address localhost:${ports[rm.admin]}
yarn.resourcemanager.webapp.address localhost:${ports[rm.http]}
yarn.resourcemanager.store.class org.apache.hadoop.yarn.server.resourcemanager.recovery.LeveldbRMStateStore
yarn.resourcemanager.leveldb-state-store.path $cluster/data/rm
TEXT
}

ha_properties() {
  local n
  # A folder in place of JournalNodes: on one machine nothing can be cut off from it.
  cat <<TEXT
fs.defaultFS hdfs://ns
ha.zookeeper.quorum localhost:${ports[zk.client]}
ha.zookeeper.session-timeout.ms ${session}000
hadoop.zk.address localhost:${ports[zk.client]}
hadoop.zk.timeout-ms ${session}000
dfs.nameservices ns
dfs.ha.namenodes.ns nn1,nn2
dfs.client.failover.proxy.provider.ns org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider
dfs.namenode.shared.edits.dir file://$cluster/data/shared-edits
dfs.ha.automatic-failover.enabled true
dfs.ha.fencing.methods shell(/bin/true)
dfs.ha.tail-edits.period 1
yarn.resourcemanager.ha.enabled true
yarn.resourcemanager.ha.rm-ids rm1,rm2
yarn.resourcemanager.cluster-id skein
yarn.resourcemanager.store.class org.apache.hadoop.yarn.server.resourcemanager.recovery.ZKRMStateStore
TEXT
  for n in 1 2; do
    cat <<TEXT
dfs.namenode.rpc-address.ns.nn$n localhost:${ports[nn$n.rpc]}
dfs.namenode.http-address.ns.nn$n localhost:${ports[nn$n.http]}
dfs.ha.zkfc.port.ns.nn$n ${ports[zkfc$n.rpc]}
yarn.resourcemanager.hostname.rm$n localhost
yarn.resourcemanager.address.rm$n localhost:${ports[rm$n.client]}
yarn.resourcemanager.scheduler.address.rm$n localhost:${ports[rm$n.scheduler]}
yarn.resourcemanager.resource-tracker.address.rm$n localhost:${ports[rm$n.tracker]}
yarn.resourcemanager.admin.address.rm$n localhost:${ports[rm$n.admin]}
yarn.resourcemanager.webapp.address.rm$n localhost:${ports[rm$n.http]}
TEXT
  done
}

write_zookeeper_configuration() {
  printf '%s\n' tickTime=500 "dataDir=$cluster/data/zk" clientPortAddress=127.0.0.1 "clientPort=${ports[zk.client]}" maxClientCnxns=0 > "$cluster/conf/zoo.cfg"
}

zk_is_ready() { ( exec 3<> "/dev/tcp/127.0.0.1/${ports[zk.client]}" ) 2> /dev/null; }

# The second NameNode begins with a copy of what the first one has been formatted with; the controllers need a place in ZooKeeper.
format_availability() {
  cp -a "$cluster/data/nn1" "$cluster/data/nn2"
  command_of zkfc1
  "${run[@]}" -formatZK -nonInteractive
}

# ACTIVE or STANDBY: what a NameNode or ResourceManager calls itself. One without another to stand in for it is active.
ha_state() { # ROLE
  local answer page=/ws/v1/cluster/info
  [[ $1 != nn* ]] || page='/jmx?qry=Hadoop:service=NameNode,name=FSNamesystem'
  answer=$(http GET "${ports[$1.http]}" "$page") || return 1
  [[ ${answer^^} =~ HASTATE\"[[:space:]]*:[[:space:]]*\"(ACTIVE|STANDBY)\" ]] && echo "${BASH_REMATCH[1]}"
}

elected() { # nn or rm: prints the active one once all that run have a role
  local role
  for role in $(running "$1"); do ha_state "$role" > /dev/null || return 1; done
  active "$1"
}

active() { # nn or rm: the role that is; fails while there is none
  in_state ACTIVE "$1"
}

in_state() { # STATE KIND
  local role
  for role in $(running "$2"); do
    if [[ $(ha_state "$role") == "$1" ]]; then echo "$role"; return; fi
  done
  return 1
}

# The standby one becomes active, the active one standby; both go on running.
failover() { # nn or rm
  local from to
  [[ $ha ]] || die "there is one $1 only; build/hadoop up --ha makes two" 2
  from=$(active "$1") && to=$(in_state STANDBY "$1") || die "no active $1, or no standby one"
  if [[ $1 == nn ]]; then
    ha_admin -failover "$from" "$to" > "$cluster/log/failover.log" 2>&1 || failed failover "was refused"
  else
    # It can not be asked to: silent for longer than its session lasts, it finds its role gone.
    kill -STOP "$(< "$cluster/pid/$from")"
    await has_moved "$to"
    kill -CONT "$(< "$cluster/pid/$from")"
  fi
  await has_moved "$to"
  await has_stood_down "$from"
  settle
  echo "$to is active, $from standby"
}
ha_admin() {
  local java_settings=(-XX:TieredStopAtLevel=1)
  [[ $security == simple ]] || java_settings+=("${java_security[@]}" "-Djava.security.krb5.conf=$cluster/conf/krb5.conf")
  KRB5CCNAME="FILE:$cluster/kerberos/$(id -un).cache" \
    "$java_home/bin/java" "${java_settings[@]}" -cp "$cluster/conf:$classpath" org.apache.hadoop.hdfs.tools.DFSHAAdmin "$@"
}
has_moved() { [[ $(ha_state "$to") == ACTIVE ]]; }
has_stood_down() { [[ $(ha_state "$from") == STANDBY ]]; }
