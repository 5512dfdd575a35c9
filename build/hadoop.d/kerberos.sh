# The Kerberos realm of a cluster: its KDC, the keytabs of services and users, and the settings that make Hadoop use them.

realm=EXAMPLE.COM

# What Hadoop reaches into of Java's Kerberos.
java_security=(--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED)

find_kerberos() {
  local program
  PATH=$PATH:/usr/sbin:/sbin
  for program in krb5kdc kdb5_util kadmin.local kinit; do
    command -v "$program" > /dev/null || die "NO KDC: $program is missing; install krb5-kdc, krb5-admin-server and krb5-user" 3
  done
  [[ $secure_io ]] || compile_secure_io
}

# Under Kerberos Hadoop opens the files of logs by its native library, which no jar carries: a class of ours stands in for it.
compile_secure_io() {
  secure_io=$repository/.hadoop/secure-io
  local source=$parts/SecureIOUtils.java
  [[ ! $secure_io/org/apache/hadoop/io/SecureIOUtils.class -nt $source ]] || return 0
  [[ -x $java_home/bin/javac ]] || die "NO JAVAC: $java_home has no Java compiler, which a cluster with Kerberos needs; install openjdk-17-jdk-headless" 3
  rm -rf "$secure_io.partial"
  mkdir -p "$secure_io.partial"
  "$java_home/bin/javac" -nowarn -cp "$classpath" -d "$secure_io.partial" "$source" 2> "$secure_io.log" || die "javac refuses $source: $(< "$secure_io.log")"
  rm -rf "$secure_io"
  mv "$secure_io.partial" "$secure_io"
}

kerberos_properties() {
  local user; user=$(id -un)
  # Services act as the Unix user that runs them; everybody else is the first part of his name.
  cat <<TEXT
hadoop.security.authorization true
hadoop.security.auth_to_local RULE:[2:\$1/\$2@\$0](.*/localhost@$realm)s/.*/$user/ DEFAULT
ignore.secure.ports.for.testing true
dfs.namenode.kerberos.principal hdfs/_HOST@$realm
dfs.namenode.keytab.file $cluster/kerberos/hdfs.keytab
dfs.datanode.kerberos.principal hdfs/_HOST@$realm
dfs.datanode.keytab.file $cluster/kerberos/hdfs.keytab
dfs.datanode.hostname localhost
dfs.web.authentication.kerberos.principal HTTP/_HOST@$realm
dfs.web.authentication.kerberos.keytab $cluster/kerberos/HTTP.keytab
yarn.resourcemanager.principal yarn/_HOST@$realm
yarn.resourcemanager.keytab $cluster/kerberos/yarn.keytab
yarn.nodemanager.principal yarn/localhost@$realm
yarn.nodemanager.keytab $cluster/kerberos/yarn.keytab
TEXT
  if [[ $web_login ]]; then
    echo "hadoop.http.authentication.kerberos.principal HTTP/_HOST@$realm"
    echo "hadoop.http.authentication.kerberos.keytab $cluster/kerberos/HTTP.keytab"
  fi
  [[ ! $data_protection ]] || echo "dfs.data.transfer.protection $data_protection"
}

kerberos_users() { printf '%s\n' "$(id -un)" testuser alice viewer modifier stranger | sort -u; }

make_realm() {
  local name users services=(hdfs yarn HTTP)
  users=$(kerberos_users)
  mkdir -p "$cluster/kerberos"
  chmod 700 "$cluster/kerberos"
  cat > "$cluster/conf/krb5.conf" <<TEXT
[libdefaults]
  default_realm = $realm
  dns_lookup_kdc = false
  dns_lookup_realm = false
  dns_canonicalize_hostname = false
  rdns = false
  forwardable = true
  renew_lifetime = 7d
  udp_preference_limit = 1
[realms]
  $realm = {
    kdc = 127.0.0.1:${ports[kdc.kerberos]}
  }
[domain_realm]
  localhost = $realm
TEXT
  cat > "$cluster/conf/kdc.conf" <<TEXT
[kdcdefaults]
  kdc_listen = ""
  kdc_tcp_listen = 127.0.0.1:${ports[kdc.kerberos]}
[realms]
  $realm = {
    database_name = $cluster/kerberos/principal
    key_stash_file = $cluster/kerberos/stash
    acl_file = $cluster/kerberos/acl
    max_renewable_life = 7d
    supported_enctypes = aes256-cts:normal aes128-cts:normal
  }
TEXT
  {
    # The key of the database: nobody types it, it stays in the stash file.
    kdc_environment kdb5_util create -s -r "$realm" -P "$SRANDOM$SRANDOM$SRANDOM$SRANDOM" &&
    {
      for name in "${services[@]}"; do
        echo "addprinc -randkey $name/localhost"
        echo "ktadd -k $cluster/kerberos/$name.keytab $name/localhost"
      done
      for name in $users; do
        echo "addprinc -randkey $name"
        echo "ktadd -k $cluster/kerberos/$name.keytab $name"
      done
    } | kdc_environment kadmin.local -r "$realm"
  } > "$cluster/log/realm.log" 2>&1 {lock}>&- || failed realm "could not be made"
}

kdc_environment() { env -i "PATH=$PATH" "KRB5_CONFIG=$cluster/conf/krb5.conf" "KRB5_KDC_PROFILE=$cluster/conf/kdc.conf" "$@"; }

kdc_mark() { echo "$cluster/kerberos/kdc.pid"; }

kdc_command() {
  run=(env -i "PATH=$PATH:/usr/sbin:/sbin" "KRB5_CONFIG=$cluster/conf/krb5.conf" "KRB5_KDC_PROFILE=$cluster/conf/kdc.conf"
    krb5kdc -n -r "$realm" -P "$(kdc_mark)")
}

kdc_is_ready() { ( exec 3<> "/dev/tcp/127.0.0.1/${ports[kdc.kerberos]}" ) 2> /dev/null; }

# A ticket cache for each user beside his keytab, as kinit leaves it.
log_users_in() {
  local name
  for name in $(kerberos_users); do
    KRB5_CONFIG=$cluster/conf/krb5.conf kinit -c "FILE:$cluster/kerberos/$name.cache" -kt "$cluster/kerberos/$name.keytab" "$name" ||
      failed kdc "gives $name no ticket"
  done
}
