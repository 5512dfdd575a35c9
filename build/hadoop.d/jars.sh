# Where Java and Hadoop's jars come from. Sets java_home, classpath (entries between colons, wildcards
# unexpanded) and, where there are such classes beside the jars, secure_io: what takes the place of Hadoop's native library.

find_java() {
  java_home=${JAVA_HOME:-}
  if [[ ! $java_home ]]; then
    local java; java=$(command -v java) || die "NO JAVA: a real Hadoop needs Java 17 or newer; install it or set JAVA_HOME" 3
    java_home=$(dirname "$(dirname "$(readlink -f "$java")")")
  fi
  [[ -x $java_home/bin/java ]] || die "NO JAVA: JAVA_HOME names $java_home, which holds no bin/java" 3
}

find_jars() {
  local home
  for home in "${SKEIN_HADOOP_HOME:-}" "$repository/../shared/hadoop" "$repository/.hadoop"; do
    [[ $home ]] && classpath_of "$(realpath -m "$home")" && return
    [[ $home != "${SKEIN_HADOOP_HOME:-}" || ! $home ]] || die "SKEIN_HADOOP_HOME names $home, which holds no Hadoop jars"
  done
  download_jars
  classpath_of "$repository/.hadoop" || die "Maven brought no hadoop-common into $repository/.hadoop/lib"
}

classpath_of() { # HOME: a directory with lib/*.jar, or the layout of a distribution
  if compgen -G "$1/lib/hadoop-common-*.jar" > /dev/null; then
    classpath="$1/lib/*"
  elif compgen -G "$1/share/hadoop/common/hadoop-common-*.jar" > /dev/null; then
    classpath=$(printf "$1/share/hadoop/%s/*:" common common/lib hdfs hdfs/lib yarn yarn/lib)
    classpath=${classpath%:}
  else
    return 1
  fi
  if [[ -d $1/secure-io ]]; then secure_io=$1/secure-io; fi
}

# Into a folder beside the final one first: a download that breaks off leaves nothing that looks complete.
download_jars() {
  local missing="NO HADOOP: neither SKEIN_HADOOP_HOME nor ../shared/hadoop holds Hadoop's jars" partial=$repository/.hadoop/partial
  command -v mvn > /dev/null || die "$missing, and there is no Maven to download them" 3
  echo "downloading Hadoop's jars into $repository/.hadoop" >&2
  rm -rf "$partial"
  mkdir -p "$repository/.hadoop"
  JAVA_HOME=$java_home mvn -q -B -f "$parts/pom.xml" dependency:copy-dependencies \
    -DincludeScope=runtime "-DoutputDirectory=$partial" > "$repository/.hadoop/download.log" 2>&1 ||
    die "$missing, and Maven can not download them; see $repository/.hadoop/download.log" 3
  rm -rf "$repository/.hadoop/lib"
  mv "$partial" "$repository/.hadoop/lib"
}
