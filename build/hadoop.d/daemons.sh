# The daemons: starting, asking whether they are ready, ending.

# Main class of a role with the properties that tell it from others of its kind; sets `run`.
command_of() {
  local heap main property host data=$cluster/data/$1 settings=() java_settings=() environment=() classes=$classpath
  if [[ $1 == kdc ]]; then kdc_command; return; fi
  if [[ $security == kerberos ]]; then
    java_settings=("${java_security[@]}" "-Djava.security.krb5.conf=$cluster/conf/krb5.conf")
    environment=("KRB5_CONFIG=$cluster/conf/krb5.conf")
    classes=$secure_io:$classpath
  fi
  case $1 in
    zk)  heap=64m main=org.apache.zookeeper.server.ZooKeeperServerMain settings=("$cluster/conf/zoo.cfg")
         java_settings+=(-Dzookeeper.admin.enableServer=false) ;;
    zkfc*) heap=64m main=org.apache.hadoop.hdfs.tools.DFSZKFailoverController settings=("-Ddfs.ha.namenode.id=nn${1#zkfc}") ;;
    nn*) heap=256m main=org.apache.hadoop.hdfs.server.namenode.NameNode
         settings=("-Ddfs.namenode.name.dir=$data" ${ha:+"-Ddfs.ha.namenode.id=$1"})
         [[ ! $web_login ]] || settings+=(-Dhadoop.http.authentication.type=kerberos) ;;
    dn*) heap=192m main=org.apache.hadoop.hdfs.server.datanode.DataNode
         settings=("-Ddfs.datanode.data.dir=$data" "-Ddfs.datanode.address=localhost:${ports[$1.data]}"
           "-Ddfs.datanode.ipc.address=localhost:${ports[$1.ipc]}" "-Ddfs.datanode.http.address=localhost:${ports[$1.http]}") ;;
    rm*) heap=384m main=org.apache.hadoop.yarn.server.resourcemanager.ResourceManager
         settings=(${ha:+"-Dyarn.resourcemanager.ha.id=$1"}) ;;
    nm*) heap=256m main=org.apache.hadoop.yarn.server.nodemanager.NodeManager host=$(host_of "$1")
         settings=("-Dyarn.nodemanager.hostname=$host" "-Dyarn.nodemanager.address=$host:${ports[$1.rpc]}"
           "-Dyarn.nodemanager.localizer.address=$host:${ports[$1.localizer]}"
           "-Dyarn.nodemanager.webapp.address=$host:${ports[$1.http]}"
           "-Dyarn.nodemanager.local-dirs=$data/local" "-Dyarn.nodemanager.log-dirs=$data/log"
           "-Dyarn.nodemanager.recovery.dir=$data/recovery") ;;
  esac
  for property in ${properties[@]+"${properties[@]}"}; do
    [[ $property != "$1":* ]] || settings+=("-D${property#*:}")
  done
  # The first compiler tier alone, one collector thread and no statistics file: short-lived daemons on few cores start faster.
  local tier=(-XX:TieredStopAtLevel=1)
  [[ ! $fast_daemons ]] || tier=()
  run=(env -i "PATH=$PATH" "HOME=${HOME:-/}" "USER=$(id -un)" "LANG=${LANG:-C.UTF-8}" "JAVA_HOME=$java_home"
    "HADOOP_CONF_DIR=$cluster/conf" ${environment[@]+"${environment[@]}"}
    "$java_home/bin/java" "$(mark "$1")" "-Xmx$heap" -XX:+UseSerialGC ${tier[@]+"${tier[@]}"} -XX:-UsePerfData
    -Djava.net.preferIPv4Stack=true "-Djava.io.tmpdir=$cluster/tmp" "-Dhadoop.home.dir=$cluster" "-Dhadoop.log.dir=$cluster/log"
    --add-opens=java.base/{java.{lang,lang.invoke,lang.reflect,io,math,net,nio,text,util,util.concurrent},sun.net.{dns,util},sun.nio.ch}=ALL-UNNAMED
    ${java_settings[@]+"${java_settings[@]}"}
    -cp "$cluster/conf:$cluster/web:$classes" "$main" ${settings[@]+"${settings[@]}"})
}

# A process is ended only if its command line still carries this: a number in a pid file alone may be anybody's by now.
mark() { if [[ $1 == kdc ]]; then kdc_mark; else echo "-Dskein.daemon=$cluster/$1"; fi; }

alive() {
  local pid
  pid=$(cat "$cluster/pid/$1" 2> /dev/null) && [[ $pid ]] && grep -qszxF -e "$(mark "$1")" "/proc/$pid/cmdline"
}

launch() { # in a session of its own, so that no signal of this terminal reaches it
  local log=$cluster/log/$1.log pid look
  command_of "$1"
  [[ ! -f $log ]] || mv --backup=numbered "$log" "$log.old"
  setsid "${run[@]}" > "$log" 2>&1 < /dev/null {lock}>&- &
  pid=$!
  disown
  echo "$pid" > "$cluster/pid/$1"
  # Until it has become its program its command line is this shell's, that of setsid or env, or none in between: whoever asks whether it
  # is alive may hear no.
  for (( look = 0; look < 1000; look++ )); do
    if [[ ! -d /proc/$pid ]] || { alive "$1" && [[ $(first_word "$pid") != @(|setsid|env) ]]; }; then break; fi
    sleep 0.01
  done
}

first_word() { # PID: of its command line; nothing if there is none
  local word=
  { IFS= read -rd '' word < "/proc/$1/cmdline"; } 2> /dev/null || true
  echo "$word"
}

format() { # an empty file system, once
  local first=nn${ha:+1}
  [[ ! -d $cluster/data/$first/current ]] || return 0
  command_of "$first"
  { "${run[@]}" -format -nonInteractive && { [[ ! $ha ]] || format_availability; }; } > "$cluster/log/format.log" 2>&1 {lock}>&- ||
    failed format "went wrong"
}

# The others retry until the NameNode and the ResourceManager are there, so all start at once; none comes up without the KDC,
# and what elects the active ones not without ZooKeeper.
start_daemons() { # ROLE...
  local role
  if [[ " $* " == *" kdc "* ]] && ! alive kdc; then launch kdc; await kdc_is_ready kdc; fi
  if [[ " $* " == *" zk "* ]] && ! alive zk; then launch zk; await zk_is_ready zk; fi
  for role in $(printf '%s\n' "$@" | sort -r); do
    if alive "$role"; then continue; fi
    [[ $role != @(nn|zkfc)* ]] || format
    launch "$role"
  done
}

end_daemon() {
  if alive "$1"; then
    kill -9 "$(< "$cluster/pid/$1")"
    while alive "$1"; do sleep 0.05; done
  fi
  rm -f "$cluster/pid/$1"
}

failed() {
  { echo "build/hadoop: $1 $2; the end of $cluster/log/$1.log:"; tail -n 30 "$cluster/log/$1.log" | cut -c 1-300; } >&2
  exit 1
}

# ---- readiness

http() { # METHOD PORT PATH [HOST]: the body of the answer; fails without one, or if it is none of success
  local answer
  if [[ $web_login ]] && is_port_of_nn "$2"; then http_by_login "$1" "$2" "$3"; return; fi
  # The subshell keeps a refused connection from ending this shell.
  answer=$( (
    exec 3<> "/dev/tcp/${4:-127.0.0.1}/$2"
    printf '%s %s HTTP/1.0\r\nHost: localhost\r\nAccept: application/json\r\nContent-Length: 0\r\n\r\n' "$1" "$3" >&3
    timeout 10 cat <&3 ) 2> /dev/null ) || return 1
  [[ $answer == HTTP/1.?\ 2* ]] || return 1
  printf '%s' "${answer#*$'\r\n\r\n'}"
}

is_port_of_nn() {
  local role
  for role in $(select_roles nn); do [[ $1 != "${ports[$role.http]}" ]] || return 0; done
  return 1
}

http_by_login() { # METHOD PORT PATH: the same as whoever made the cluster
  KRB5_CONFIG=$cluster/conf/krb5.conf KRB5CCNAME=FILE:$cluster/kerberos/$(id -un).cache \
    curl -sf --max-time 10 --negotiate -u : -X "$1" -H 'Content-Length: 0' "http://localhost:$2$3"
}

number() { # NAME: its first value in the JSON text of standard input
  [[ $(cat) =~ \"$1\"[[:space:]]*:[[:space:]]*([0-9]+) ]] && echo "${BASH_REMATCH[1]}"
}

hdfs_is_ready() { # out of safe mode, and every DataNode that runs is registered, by its own word and the NameNode's
  local role state live dns
  elected nn > /dev/null || return 1
  dns=$(running dn)
  for role in $(running nn); do
    state=$(http GET "${ports[$role.http]}" '/jmx?qry=Hadoop:service=NameNode,name=FSNamesystemState') || return 1
    live=$(number NumLiveDataNodes <<< "$state") && [[ $state == *'"Operational"'* ]] || return 1
    (( live >= $(wc -w <<< "$dns") )) || return 1
  done
  for role in $dns; do
    state=$(http GET "${ports[$role.http]}" '/jmx?qry=Hadoop:service=DataNode,name=DataNodeInfo') || return 1
    [[ $state == *RUNNING* ]] || return 1
  done
}

yarn_is_ready() { # the ResourceManager has heard of every NodeManager that runs since that one's last start
  local role node started heard rm
  rm=$(elected rm) || return 1
  for role in $(running nm); do
    node=$(http GET "${ports[$role.http]}" /ws/v1/node/info "$(host_of "$role")") && started=$(number nmStartupTime <<< "$node") || return 1
    # It calls itself by the name that its address resolves to.
    [[ $node =~ \"id\":\"([^\"]+:${ports[$role.rpc]})\" ]] || return 1
    node=$(http GET "${ports[$rm.http]}" "/ws/v1/cluster/nodes/${BASH_REMATCH[1]}") || return 1
    heard=$(number lastHealthUpdate <<< "$node") && [[ $node == *'"RUNNING"'* ]] && (( heard >= started )) || return 1
  done
}

running() { # KIND, or nothing for all: the roles of it that run
  local role
  for role in $(select_roles "${1:-}"); do if alive "$role"; then echo "$role"; fi; done
}

await() { # COMMAND ROLE...: until the command succeeds; fails if one of the roles ends first, or when time is up
  local role end=$(( SECONDS + ${SKEIN_CLUSTER_TIMEOUT:-180} ))
  until "$1"; do
    for role in "${@:2}"; do alive "$role" || failed "$role" "has ended"; done
    (( SECONDS < end )) || failed "$2" "is not ready in time"
    sleep 0.2
  done
}

settle() { # whatever runs is ready; where NameNode or ResourceManager is down there is nothing to wait for
  # shellcheck disable=SC2046 # one word for each role
  {
    if [[ $(running nn) ]]; then await hdfs_is_ready $(running | grep -E '^(nn|dn)'); fi
    if [[ $(running rm) ]]; then await yarn_is_ready $(running | grep -E '^(rm|nm)'); fi
  }
}

# By the NameNode's own HTTP interface: a Java command line costs more than a second.
make_folders() {
  local user admin nn; admin=$(id -un)
  nn=$(active nn) || failed nn "is not active"
  hdfs_call "/tmp?op=MKDIRS&permission=1777"
  hdfs_call "/tmp?op=SETPERMISSION&permission=1777"
  for user in root testuser alice; do
    hdfs_call "/user/$user?op=MKDIRS&permission=755"
    hdfs_call "/user/$user?op=SETOWNER&owner=$user&group=$user"
  done
}
hdfs_call() { http PUT "${ports[$nn.http]}" "/webhdfs/v1$1&user.name=$admin" > /dev/null || failed "$nn" "refuses $1"; }
