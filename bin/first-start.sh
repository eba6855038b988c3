# shellcheck shell=sh disable=SC3013,SC3067,SC2154
# The part of bin/launch.sh that runs when something is missing, old or vanished. It sets java,
# app, classpath, jna and cache, and remembers them in $own/start.
#
# Everything it says goes to standard error. What it makes gets its final name by one rename, so
# that being killed at any moment leaves nothing half-made in use.

say() {
  printf '%s: %s\n' "$program" "$*" >&2
}

fail() {
  say "$*"
  exit "$failure"
}

# The feature release of the JDK at $1; nothing if there is none.
release_of() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  while read -r line; do
    case $line in
      JAVA_VERSION=\"*)
        release=${line#*\"}
        echo "${release%%[!0-9]*}"
        ;;
    esac
  done <"$1/release"
}

find_jdk() {
  if [ -n "${MINI_DOCKER_JAVA-}" ]; then
    set -- "${MINI_DOCKER_JAVA%/bin/java}"
  else
    on_path=$(readlink -f "$(command -v java 2>/dev/null)" 2>/dev/null)
    set -- "${JAVA_HOME-}" "${on_path%/bin/java}" /usr/lib/jvm/*
  fi
  newest=16
  java_home=
  for candidate in "$@"; do
    release=$(release_of "$candidate")
    if [ "${release:-0}" -gt "$newest" ]; then
      newest=$release
      java_home=$candidate
    fi
  done
  if [ -z "$java_home" ]; then
    fail "found no JDK of version 17 or later (looked at ${MINI_DOCKER_JAVA:-JAVA_HOME, PATH and" \
      "/usr/lib/jvm}). Install one, for example with: apt-get install openjdk-17-jdk-headless"
  fi
  java=$java_home/bin/java
}

# What the build reads, relative to the checkout. Directories are among it because their time says
# that a file came or went.
list_sources() {
  (
    set --
    cd "$root" || exit
    for tree in $trees; do
      set -- "$@" "$tree"/*/pom.xml "$tree"/*/src/main
    done
    find pom.xml .mvn "$@" 2>/dev/null
  )
}

# Shows each module as Maven comes to it, and keeps all the rest for the log.
show_progress() {
  outcome=1
  while IFS= read -r line; do
    printf '%s\n' "$line" >&8
    case $line in
      *"Building "*"["*/*"]"*)
        module=${line##*Building }
        say "building ${module%% *} [${module##*\[}"
        ;;
      *"maven ended with "*) outcome=${line##* } ;;
    esac
  done
  return "$outcome"
}

# Builds the checkout at $1. A source that is edited meanwhile must count as newer than the build.
build() {
  command -v mvn >/dev/null \
    || fail "needs Maven 3.8 or later to build itself. Install it, for example with: apt-get install maven"
  say "building with $java_home; the first time, this downloads what is missing"
  : >"$own/begun"
  {
    # without the formatter's check: who is in the middle of an edit wants to try it
    JAVA_HOME=$java_home mvn -B -Dstyle.color=never -f "$1/pom.xml" -pl "$module" -am \
      -DskipTests -Dspotless.check.skip package </dev/null 2>&1
    echo "maven ended with $?"
  } | show_progress 8>"$own/build.log" || {
    grep '^\[ERROR\]' "$own/build.log" | head -n 10 >&2
    fail "the build failed; all of its output is in $own/build.log"
  }
  touch -r "$own/begun" "$app/BUILT"
}

# Another's checkout is used as it is if it is built; if not, a copy is built.
provide_jars() {
  sources=$(list_sources)
  app=$root/$module/target/app
  if up_to_date; then
    return
  fi
  [ -n "$writable" ] || fail "is not built yet, and neither $root nor $own can be written"
  tree=$root
  case $own in
    "$root"/*) ;;
    *)
      tree=$own/checkout
      app=$tree/$module/target/app
      if up_to_date; then
        return
      fi
      rm -rf "$tree"
      mkdir "$tree"
      (cd "$root" && tar -cf - --exclude=target --exclude=.git .) \
        | (cd "$tree" && tar -xf -) || fail "cannot copy $root, which is another user's and not built, to $tree"
      ;;
  esac
  build "$tree"
}

name_jars() {
  classpath=$app/$program.jar
  jna=$app/com/sun/jna/linux-x86-64
  if [ "$(uname -m)" = aarch64 ]; then
    jna=$app/com/sun/jna/linux-aarch64
  fi
}

# Trains once, and has the virtual machine write down what it loaded and linked for that.
make_cache() {
  say "making the start-up cache"
  if [ "$newest" -ge 25 ]; then
    cache=$$.aot
    option=-XX:AOTCacheOutput=$own/$cache
  else
    cache=$$.jsa
    option=-XX:ArchiveClassesAtExit=$own/$cache
  fi
  start_once "$option"
  if [ "$newest" -ge 25 ]; then
    start_once "-XX:AOTCache=$own/$cache"
  else
    start_once "-XX:SharedArchiveFile=$own/$cache"
  fi
  # none is slower, but right; a full disk leaves half a file, on which the virtual machine dies
  if [ $? -ge 128 ] || [ ! -s "$own/$cache" ]; then
    cache=
  fi
}

start_once() {
  # shellcheck disable=SC2086 # several words on purpose
  train "$java" "$1" $one_compiler $flags "-XX:ErrorFile=$own/crash.log" "-Djna.boot.library.path=$jna" \
    -cp "$classpath" "$main" >"$own/training.log" 2>&1
}

quote() {
  printf "'%s'\n" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"
}

remember() {
  {
    printf 'java=%s\napp=%s\n' "$(quote "$java")" "$(quote "$app")"
    printf 'jna=%s\nclasspath=%s\n' "$(quote "$jna")" "$(quote "$classpath")"
    printf 'cache=%s\nsources=%s\n' "$cache" "$(quote "$sources")"
  } >"$own/$$.start" && mv -f "$own/$$.start" "$own/start"
  for old in "$own"/*.aot "$own"/*.aot.* "$own"/*.jsa "$own"/*.start; do
    [ "$old" = "$own/$cache" ] || rm -f "$old"
  done
}

writable=
if mkdir -p "$own" 2>/dev/null && [ -O "$own" ] && [ -w "$own" ]; then
  writable=yes
  # two first starts at once must not build twice, nor in the same directories; the kernel gives the
  # lock back, whatever happens
  lock=$own/lock
  case $own in
    "$root"/*) mkdir -p "$root/target" && [ -w "$root/target" ] && lock=$root/target/start.lock ;;
  esac
  exec 9>"$lock"
  if command -v flock >/dev/null && ! flock -n 9; then
    say "waiting for another start, which is building"
    flock 9
  fi
fi
if [ -z "$writable" ] || ! remembered; then
  find_jdk
  provide_jars
  name_jars
  cache=
  if [ -n "$writable" ]; then
    make_cache
    remember
  fi
fi
exec 9>&-
