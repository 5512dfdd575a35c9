# The ports of a cluster and its site files.

# The daemons.
roles() {
  local masters=(nn rm)
  [[ ! $ha ]] || masters=(zk nn1 nn2 zkfc1 zkfc2 rm1 rm2)
  printf '%s\n' $([[ $security == simple ]] || echo kdc) "${masters[@]}" $(seq -f dn%g "$datanodes") $(seq -f nm%g "$nodemanagers")
}

select_roles() { # ROLE, a kind of roles, or nothing for all
  roles | grep -E "^$1[0-9]*$" || { [[ ! $1 ]] && roles; } ||
    die "no role ${1@Q} here; one of: $(roles | tr '\n' ' ')" 2
}

# Fills ports[ROLE.PURPOSE] with ports nobody listens on, from below the range the kernel hands out itself.
choose_ports() {
  local name port taken here
  here=$(roles)
  taken=$(awk '$4 == "0A" { sub(/.*:/, "", $2); print $2 }' /proc/net/tcp /proc/net/tcp6 2> /dev/null || true)
  for name in kdc.kerberos zk.client {nn,nn1,nn2}.{rpc,http} zkfc{1,2}.rpc {dn{1..9}.{data,ipc,http},nm{1..9}.{rpc,localizer,http}} \
    {rm,rm1,rm2}.{client,scheduler,tracker,admin,http}; do
    grep -qx "${name%.*}" <<< "$here" || continue
    until
      port=$(( 12000 + SRANDOM % 20000 ))
      ! grep -qix "$(printf %04X "$port")" <<< "$taken"
    do :; done
    ports[$name]=$port
    taken+=$'\n'$(printf %04X "$port")
  done
}

# Every property as "KEY VALUE", one a line; a later one replaces an earlier one.
properties() {
  local user log_formats=$log_format copies=$(( datanodes < 3 ? datanodes : 3 ))
  user=$(id -un)
  [[ $log_format == TFile ]] && log_formats+=,IndexedFile || log_formats+=,TFile
  if [[ $ha ]]; then ha_properties; else single_properties; fi
  cat <<TEXT
hadoop.security.authentication $security
hadoop.rpc.protection $rpc_protection
hadoop.tmp.dir $cluster/tmp
hadoop.http.staticuser.user $user
hadoop.user.group.static.mapping.overrides testuser=testuser;alice=alice
hadoop.proxyuser.$user.hosts *
hadoop.proxyuser.$user.users *
hadoop.proxyuser.testuser.hosts *
hadoop.proxyuser.testuser.users *

dfs.replication $copies
dfs.permissions.superusergroup $user
dfs.namenode.safemode.extension 0
dfs.namenode.datanode.registration.ip-hostname-check false
dfs.heartbeat.interval 1
dfs.namenode.heartbeat.recheck-interval 3000
dfs.block.access.token.enable $([[ $security$encrypt_data == simplefalse ]] && echo false || echo true)
dfs.encrypt.data.transfer $encrypt_data

yarn.acl.enable true
yarn.admin.acl $user
yarn.application.classpath $cluster/conf,${classpath//:/,}
yarn.nm.liveness-monitor.expiry-interval-ms 30000
yarn.am.liveness-monitor.expiry-interval-ms 120000
yarn.scheduler.minimum-allocation-mb 32
yarn.scheduler.maximum-allocation-mb 8192
yarn.resource-types.memory-mb.increment-allocation 32
yarn.log-aggregation-enable true
yarn.log-aggregation.file-formats $log_formats
yarn.log-aggregation.file-controller.TFile.class org.apache.hadoop.yarn.logaggregation.filecontroller.tfile.LogAggregationTFileController
yarn.log-aggregation.file-controller.IndexedFile.class org.apache.hadoop.yarn.logaggregation.filecontroller.ifile.LogAggregationIndexedFileController

yarn.resourcemanager.scheduler.class org.apache.hadoop.yarn.server.resourcemanager.scheduler.capacity.CapacityScheduler
yarn.resourcemanager.am.max-attempts 4
yarn.resourcemanager.nodemanagers.heartbeat-interval-ms 1000
yarn.resourcemanager.connect.retry-interval.ms 1000
yarn.resourcemanager.recovery.enabled true
yarn.resourcemanager.work-preserving-recovery.scheduling-wait-ms 1000
yarn.node-labels.fs-store.root-dir file://$cluster/data/labels
yarn.node-attribute.fs-store.root-dir file://$cluster/data/attributes

yarn.nodemanager.remote-app-log-dir /tmp/logs
yarn.nodemanager.resource.memory-mb 16384
yarn.nodemanager.resource.cpu-vcores 16
yarn.nodemanager.vmem-check-enabled false
yarn.nodemanager.resource.memory.enforced false
yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage 99
yarn.nodemanager.recovery.enabled true
yarn.nodemanager.env-whitelist JAVA_HOME,HADOOP_CONF_DIR,KRB5_CONFIG,LANG,TZ

yarn.scheduler.capacity.resource-calculator org.apache.hadoop.yarn.util.resource.DominantResourceCalculator
yarn.scheduler.capacity.maximum-am-resource-percent 0.8
yarn.scheduler.capacity.node-locality-delay -1
yarn.scheduler.capacity.root.acl_administer_queue $user
yarn.scheduler.capacity.root.queues default,fruit
yarn.scheduler.capacity.root.default.capacity 70
yarn.scheduler.capacity.root.fruit.capacity 30
yarn.scheduler.capacity.root.fruit.queues apples,bananas,oranges
yarn.scheduler.capacity.root.fruit.apples.capacity 33
yarn.scheduler.capacity.root.fruit.bananas.capacity 33
yarn.scheduler.capacity.root.fruit.oranges.capacity 34
TEXT
  if [[ $separate_hosts ]]; then
    echo "net.topology.node.switch.mapping.impl org.apache.hadoop.net.TableMapping"
    echo "net.topology.table.file.name $cluster/conf/racks"
  fi
  [[ $security == simple ]] || kerberos_properties
  local property
  for property in ${properties[@]+"${properties[@]}"}; do
    [[ $property =~ $one_role ]] || echo "${property/=/ }"
  done
}

# What a property of one daemon alone begins with.
one_role='^(nn[12]?|rm[12]?|dn[1-9]|nm[1-9]):'

# The host name of a NodeManager.
host_of() { [[ $separate_hosts ]] && echo "127.0.0.${1#nm}" || echo localhost; }

site() { # FILE PATTERN: a site file of the properties whose key matches
  { echo '<configuration>'
    properties | grep -P "^(?:$2)" | tac | awk '!seen[$1]++' | tac |
      sed -E 's/&/\&amp;/g; s/</\&lt;/g; s#^([^ ]+) *(.*)#  <property><name>\1</name><value>\2</value></property>#'
    echo '</configuration>'; } > "$cluster/conf/$1"
}

write_configuration() {
  local page
  mkdir -p "$cluster"/{conf,log,pid,data,tmp}
  site core-site.xml '(?!dfs\.|ignore\.|yarn\.)'"[a-z]"
  site hdfs-site.xml '(dfs|ignore)\.'
  site yarn-site.xml 'yarn\.(?!scheduler\.capacity\.)'
  site capacity-scheduler.xml 'yarn\.scheduler\.capacity\.'
  cat > "$cluster/conf/log4j.properties" <<'TEXT'
log4j.rootLogger=INFO,console
log4j.appender.console=org.apache.log4j.ConsoleAppender
log4j.appender.console.target=System.err
log4j.appender.console.layout=org.apache.log4j.PatternLayout
log4j.appender.console.layout.ConversionPattern=%d{ISO8601} %p %c{2}: %m%n
TEXT
  [[ ! $ha ]] || write_zookeeper_configuration
  if [[ $separate_hosts ]]; then seq "$nodemanagers" | sed 's#.*#127.0.0.& /rack&#' > "$cluster/conf/racks"; fi
  # NameNode and DataNode look for their pages on the class path, and HDFS's jars bring none.
  for page in hdfs datanode; do
    mkdir -p "$cluster/web/webapps/$page/WEB-INF"
    echo '<web-app/>' > "$cluster/web/webapps/$page/WEB-INF/web.xml"
  done
}
