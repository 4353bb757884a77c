# shellcheck shell=bash
# Builds the product when its sources changed, into target/run/HASH, HASH being that of the sources. A finished image is never
# changed, so that a rebuild does not pull the jars from under a running server, and going back to earlier sources costs nothing.

readonly KEPT_IMAGES=4

# Sets RUN_CLASSPATH and RUN_IMAGE, for the launcher.
build_if_changed() {
  local hash image
  hash=$(sources_hash)
  image=$ROOT/target/run/$hash
  if ! image_is_whole "$image"; then
    find_maven
    mkdir -p "$ROOT/target/run"
    lock_take "$ROOT/target/run/lock" "another build of this checkout"
    trap 'lock_release "$ROOT/target/run/lock"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    # It may have been that very build.
    hash=$(sources_hash)
    image=$ROOT/target/run/$hash
    if ! image_is_whole "$image"; then
      build_image "$image"
    fi
    lock_release "$ROOT/target/run/lock"
    trap - EXIT INT TERM
  fi
  # shellcheck disable=SC2034
  RUN_IMAGE=$image
  # shellcheck disable=SC2034
  RUN_CLASSPATH=$(cat "$image/classpath")
}

# One number over the names and contents of everything the product is built from.
sources_hash() {
  (
    cd "$ROOT" || exit
    find pom.xml ./*/pom.xml ./*/src/main -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum | cksum | tr -d ' '
  )
}

# Whether the image is there with all that it refers to (a cleared Maven repository or a moved checkout is noticed).
image_is_whole() {
  local entry entries IFS
  [ -f "$1/classpath" ] || return 1
  entries=$(cat "$1/classpath")
  IFS=:
  for entry in $entries; do
    [ -f "$entry" ] || return 1
  done
}

build_image() {
  local image=$1 started=$SECONDS status=0
  if ls "$ROOT"/target/run/*/classpath >/dev/null 2>&1; then
    say "building Frostproof (sources changed) ..."
  else
    say "building Frostproof (first time: about 1 minute, and what Maven downloads) ..."
  fi
  maven -q -Dquick package >&2 || status=$?
  if [ $status -ne 0 ]; then
    say "frostproof: the build failed; the reason is above. All warnings: mvn -Dquick package"
    exit $status
  fi
  assemble_image "$image"
  rehearse "$image"
  remove_old_images
  say "built in $((SECONDS - started)) s"
}

# server/target/frostproof.classpath is written by the build (server/pom.xml): the run-time jars of server, its own jar excluded.
assemble_image() {
  local image=$1 half=$1.half entry classpath='' IFS=:
  rm -rf "$half" "$image"
  mkdir -p "$half"
  # The newest, as an earlier version's jar may lie beside it.
  # shellcheck disable=SC2012,SC2046 # jars have plain names; one class path entry per word is the point
  for entry in $(ls -t "$ROOT"/server/target/server-*.jar | head -n 1) $(cat "$ROOT/server/target/frostproof.classpath"); do
    case $entry in
      "$ROOT"/*)
        cp "$entry" "$half/"
        entry=$image/${entry##*/}
        ;;
    esac
    classpath=$classpath${classpath:+:}$entry
  done
  printf '%s\n' "$classpath" >"$half/classpath"
  mv "$half" "$image"
}

# The JVM keeps the classes of the server, parsed and checked, in an archive of the image; starts take half the time with it. It writes
# the archive at the end of a run, so a short one is made here. Without an archive everything works, only slower.
rehearse() {
  local folder
  folder=$(mktemp -d)
  # shellcheck disable=SC2086
  "$JDK_HOME/bin/java" $JAVA_OPTIONS -Xlog:cds=off -Xlog:cds+dynamic=off -Xlog:aot=off -XX:ArchiveClassesAtExit="$1/classes.jsa" \
    -cp "$(cat "$1/classpath")" io.frostproof.server.Main demo --rehearse --data "$folder/demo" --port 0 --mqtt-port 0 \
    >/dev/null 2>"$folder/why" || say "no class archive (slower starts): $(tail -n 1 "$folder/why")"
  rm -rf "$folder"
}

# The newest few stay: a server may be running from one of them.
remove_old_images() {
  local old
  find "$ROOT/target/run" -mindepth 1 -maxdepth 1 -type d -exec ls -dt {} + | tail -n +$((KEPT_IMAGES + 1)) |
    while IFS= read -r old; do
      rm -rf "$old"
    done
}
