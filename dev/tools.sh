# shellcheck shell=bash
# Commands for developers that need more than the product: a browser, real services, generated data. They are main methods among the
# tests of server, run with the class path of the tests.

tool_help() {
  case $1 in
    screenshots)
      cat <<'END'
Usage: ./frostproof screenshots [--out DIR]

Runs the demo until a quarantine is proposed and takes pictures of every page, at 360, 1280 and 1920 px, light and dark. The few that the
README shows go to docs/pictures (or DIR), everything to target/pictures. Needs Chromium.
END
      ;;
    bench)
      cat <<'END'
Usage: ./frostproof bench face [OPTION...]

Measures the pages and the API against their bars, with real parts and generated data, and prints one table. Exit code 1 if a bar was
missed or could not be measured.

  --only PART,...        overview, chart, csv, readers (default: all)
  --flavour FLAVOUR      plain (PostgreSQL that Maven brings; the default) or timescaledb
  --csv-readings N       readings in the CSV (default: 5000000)
  --readers N            concurrent readers of the API (default: 200)
  --pause MS             what each of them waits between two requests (default: 1000)
END
      ;;
  esac
}

# run_tool CLASS ARGUMENT...
run_tool() {
  local class=$1
  shift
  find_jdk
  build_tools
  "$JDK_HOME/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    "-Dfrostproof.checkout=$ROOT" -Dlogback.configurationFile=frostproof-logback.xml \
    -cp "$(cat "$ROOT/server/target/tools.classpath")" "$class" "$@"
}

# Compiles everything with its tests, when a source has changed.
build_tools() {
  local stamp=$ROOT/target/tools.stamp hash
  hash=$(all_sources_hash)
  if [ -f "$ROOT/server/target/tools.classpath" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$hash" ]; then
    return
  fi
  find_maven
  mkdir -p "$ROOT/target"
  say "building Frostproof with its tests (the first time Maven downloads the browser's driver, 200 MB) ..."
  maven -q -DskipTests -Dspotless.check.skip=true package dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile=target/deps.classpath >&2
  printf '%s:%s:%s\n' "$ROOT/server/target/test-classes" "$ROOT/server/target/classes" \
    "$(cat "$ROOT/server/target/deps.classpath")" >"$ROOT/server/target/tools.classpath"
  echo "$hash" >"$stamp"
}

all_sources_hash() {
  (
    cd "$ROOT" || exit
    find pom.xml ./*/pom.xml ./*/src -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum | cksum | tr -d ' '
  )
}

run_screenshots() {
  if [ "${1-}" = --help ] || [ "${1-}" = -h ]; then
    tool_help screenshots
    return
  fi
  run_tool io.frostproof.server.browser.Screenshots "$@"
}

run_bench() {
  case ${1-} in
    face)
      shift
      if [ "${1-}" = --help ] || [ "${1-}" = -h ]; then
        tool_help bench
        return
      fi
      run_tool io.frostproof.server.bench.FaceBench "$@"
      ;;
    -h | --help) tool_help bench ;;
    *)
      tool_help bench >&2
      return 64 # EX_USAGE
      ;;
  esac
}
