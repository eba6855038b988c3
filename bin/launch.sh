# shellcheck shell=sh disable=SC3013,SC3067,SC2154
# What the scripts in bin/ have in common: runs $main of $module in java. Before, they set root,
# program, module, main, trees (where the sources are), failure and train.
#
# What takes time (finding a JDK, building, making the start-up cache) happens once, in
# first-start.sh, which remembers its choices in $own/start. From then on this starts no process
# but java.

# Who owns the checkout keeps everything in it; in another's checkout nothing is written, so that
# root leaves no files behind that their owner cannot delete.
if [ -O "$root/pom.xml" ] && [ -w "$root/$module" ]; then
  own=$root/$module/target/start
else
  own=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/mini-docker$root
  if [ "$program" != mini-docker ]; then
    own=$own/$module
  fi
fi
if [ -n "${MINI_DOCKER_JAVA-}" ]; then # this java and no other, remembered apart
  own=$own$MINI_DOCKER_JAVA
fi

# The simplest collector starts fastest; nothing that the virtual machine has to say may get into a
# container's output.
flags='-XX:+UseSerialGC -XX:-UsePerfData -Xlog:disable -Xlog:all=off
  --enable-native-access=ALL-UNNAMED -Djna.nosys=true -Djna.nounpack=true'
# What is called by reflection is called once; picocli shall not look for Groovy in the whole
# archive, nor bring the types of times and databases, which no option has.
flags="$flags -Djdk.reflect.useNativeAccessorOnly=true
  -Dpicocli.disable.closures=true -Dpicocli.converters.excludes=java.*"

# One compiler starts fastest, too. But only the other one knows the processor's instructions for
# SHA-256, which are what counts for those who read or write whole images.
one_compiler=-XX:TieredStopAtLevel=1
compilers=$one_compiler
for word; do
  case $word in
    -*) continue ;;
    load | save | pull | push | import | export | build | commit)
      # the cache remembers what its makers compiled, and with one compiler; the option is JDK 25's
      compilers='-XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining'
      # what uncompresses zstd uses what later JDKs will not have, and 25 warns of
      compilers="$compilers --sun-misc-unsafe-memory-access=allow"
      ;;
  esac
  break
done

# Nobody should run yesterday's code unawares: is anything that was built from newer than the build?
up_to_date() {
  [ -r "$app/BUILT" ] || return 1
  changed=
  IFS='
'
  for source in $sources; do
    if [ "$root/$source" -nt "$app/BUILT" ] || [ ! -e "$root/$source" ]; then
      changed=$source
      break
    fi
  done
  unset IFS
  [ -z "$changed" ]
}

# A JDK that was added or replaced since has changed the time of the directory that it is in.
remembered() {
  [ -O "$own/start" ] || return 1
  # shellcheck source=/dev/null
  . "$own/start"
  [ -x "$java" ] && [ ! "${java%/*}" -nt "$own/start" ] && [ ! /usr/lib/jvm -nt "$own/start" ] \
    && [ ! "$app/BUILT" -nt "$own/start" ] && up_to_date
}

if ! remembered; then
  # shellcheck source=bin/first-start.sh
  . "$root/bin/first-start.sh"
fi

# A descriptor that the caller has closed would go to the first file that java opens, and be handed
# to the container as its input or output.
{ true 3<&0; } 2>/dev/null || exec </dev/null
{ true 3>&1; } 2>/dev/null || exec >/dev/null
true 3>&2 || exec 2>/dev/null

# Java reads its arguments, and writes its messages, in the encoding of the locale; what the user's
# terminal can show, only the user's own locale says.
locale=${LC_ALL:-${LC_CTYPE:-${LANG:-}}}
LC_ALL=C.UTF-8
export LC_ALL

# Where java's own libraries are, it knows from /proc; without one, lab doctor should still say so.
if [ ! -e /proc/self/exe ]; then
  LD_LIBRARY_PATH=${java%/bin/java}/lib
  export LD_LIBRARY_PATH
fi

# Java would say that it has picked them up, in the midst of a container's output. For mini-docker
# only: where the lab's files go is said in them, too.
if [ "$program" = mini-docker ]; then
  unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
fi

case $cache in
  *.aot) set -- "-XX:AOTCache=$own/$cache" "$main" "$@" ;;
  *.jsa) set -- "-XX:SharedArchiveFile=$own/$cache" -Xshare:auto "$main" "$@" ;;
  *) set -- "$main" "$@" ;;
esac
# shellcheck disable=SC2086 # several words on purpose
exec "$java" $compilers $flags "-Djna.boot.library.path=$jna" "-Dlaunch.locale=$locale" "-Dlaunch.root=$root" -cp "$classpath" "$@"
