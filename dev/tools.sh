# shellcheck shell=bash
# Commands for developers that need more than the product: a browser, real services, generated data. They are main methods among the
# tests of server, run with the class path of the tests.

tool_help() {
  case $1 in
    screenshots)
      cat <<'END'
Usage: ./frostproof screenshots [--out DIR]
       ./frostproof screenshots scenarios
       ./frostproof screenshots walk

Runs the demo until a quarantine is proposed and takes pictures of every page, at 360, 1280 and 1920 px, light and dark. The few that the
README shows go to docs/pictures (or DIR), everything to target/pictures. Needs Chromium.
scenarios: the pictures of docs/scenarios.md. walk: those of docs/walk-through.md, of somebody who decides about stock in the demo.
END
      ;;
    bench)
      cat <<'END'
Usage: ./frostproof bench face [OPTION...]
       ./frostproof bench ingest [OPTION...]
       ./frostproof bench protocol [--json]
       ./frostproof bench detection [--json]
       ./frostproof bench exposure [--json]
       ./frostproof bench decisions [--json]
       ./frostproof bench epcis [OPTION...]
       ./frostproof bench scale [OPTION...]
       ./frostproof bench order [OPTION...]
       ./frostproof bench chaos [--minutes N] [--seed S] [--json]

face: measures the pages and the API against their bars, with real parts and generated data, and prints one table. Exit code 1 if a bar was
missed or could not be measured.

  --only PART,...        overview, chart, csv, readers (default: all)
  --flavour FLAVOUR      plain (PostgreSQL that Maven brings; the default) or timescaledb
  --csv-readings N       readings in the CSV (default: 5000000)
  --readers N            concurrent readers of the API (default: 200)
  --pause MS             what each of them waits between two requests (default: 1000)

scale: makes a large network, starts the server on it as a process of its own, publishes one reading of each channel, and prints how long the
start took, how much memory was resident, and when all was stored. Exit code 1 if a bar was missed.

  --devices N            (default: 100000)
  --channels N           of each device (default: 4)
  --behind N             readings of each channel after its snapshot (default: 4)
  --flavour FLAVOUR      timescaledb (the default) or plain
  --heap SIZE            of the server (default: 640m)
  --details              also say what the server logged, and which objects there are at the end
  --json                 print one JSON object

order: a month of one-minute readings that comes in order, and the same month in a wholly random order, each to a server and database of its own:
how much longer that takes until everything is stored, evaluated and filed, and whether the excursions are the same. Exit code 1 if not.

  --devices N            of one channel (default: 20)
  --days N               (default: 30)
  --seed S               of the order (default: 1)
  --flavour FLAVOUR      timescaledb (the default where this machine has it) or plain
  --heap SIZE            of the server (default: 512m)
  --json                 print one JSON object

ingest: publishes readings as fast as they are stored, once with 20 and once with 1 in each message, beside what raw COPY and a bare
subscriber do in the same minutes, and prints one table. Exit code 1 if a bar was missed or a reading is not there.

  --readings N,...       readings in each message (default: 20,1)
  --messages N           in the unpaced run (default: as many as fit into --seconds)
  --seconds N            length of each measurement (default: 20)
  --warm-up N            seconds of full load before them (default: 20)
  --devices D            (default: 1000)
  --channels N           of each device (default: 1)
  --connections C        which the devices share (default: 10)
  --form FORM            binary (the default) or json
  --flavour FLAVOUR      timescaledb (the default where this machine has it) or plain
  --heap SIZE            of the server (default: 512m)
  --broker URI           one that is there, tcp://HOST:PORT, for anybody
  --database URL         one that is there, jdbc:postgresql://HOST:PORT/NAME?user=USER&password=PASSWORD; the bench makes databases of
                         its own in that server and drops them
  --jfr FILE             record the server during the unpaced runs; the size of the message is added to the name
  --json                 print one JSON object

protocol: measures the codec of the wire contract with JMH, on one core: readings decoded in a second from frames of 60 and from JSON
of 20, bytes a reading in a frame, bytes allocated by a decode. Exit code 1 if a bar was missed. Other options go to JMH.

detection: measures the conditions of a channel with JMH, on one core: readings in a second through a channel with four conditions, bytes of
state for each, how long the states of 400,000 take to be restored, and what a million timers cost that are not due. Exit code 1 if a bar was
missed. Other options go to JMH.

exposure: what 10,000 handling units lived through in 30 days of one-minute readings of 400 probes, reckoned on one thread, and once more for one unit
after late readings. Exit code 1 if a bar was missed.

decisions: a plan for the 10,000 handling units of 5 nodes of 25 that went dark, on one core: how long it takes, how far it is from a lower bound, and
what a greedy plan comes to. Exit code 1 if a bar was missed.

epcis: captures receipts of items and then their moves as EPCIS documents of 1,000 events, and prints how many a second were kept and how many were in
stock, with all that follows from them. Others warm the server up before; its first rates are printed as well. Exit code 1 if the bar was missed.

  --items N              (default: 20000)
  --warm-up N            so many times as many before (default: 3)
  --flavour FLAVOUR      timescaledb (the default where this machine has it) or plain
  --heap SIZE            of the server (default: 512m)
  --jfr FILE             record the server
  --json                 print one JSON object

chaos: a deployment for N (default: 2) minutes under faults at random moments that a seed decides: server, database and broker killed, the
network cut, held and slowed, the disk full, poison, duplicates, disorder and a backlog of 100 MB for each minute. A process of its own judges from
the devices' logs. Exit code 1 if anything is lost, doubled or late; the logs are kept then. See docs/chaos.md.

  --flavour FLAVOUR      plain or timescaledb (the default, if it is there)
  --devices N            live devices, 12 readings/s each (default: 60)
  --backlog-mb N         payload of the backlog (default: 100 for each minute)
  --backlog-window N     messages without receipt of each of its 8 devices (default: 4)
  --keep                 keep the logs of a run that went well, too
END
      ;;
    fuzz)
      cat <<'END'
Usage: ./frostproof fuzz protocol [--mutations N] [--seed S]
       ./frostproof fuzz coverage [--seconds N]

protocol: decodes N (default: 10000000) changes of the golden vectors, made by chance from a seed, and prints what came out: reasons, right
decodes, exceptions, memory. coverage: lets Jazzer look for inputs that reach new code, for N (default: 300) seconds; Maven downloads
it the first time. What it finds, and the inputs that it kept, are in firmware-protocol/target/fuzz. Exit code 1 if something got through.
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
  if [ "${1-}" = scenarios ]; then
    run_tool io.frostproof.server.browser.ScenarioPictures
    return
  fi
  if [ "${1-}" = walk ]; then
    run_tool io.frostproof.server.browser.WalkPictures
    return
  fi
  run_tool io.frostproof.server.browser.Screenshots "$@"
}

run_bench() {
  local part=${1-}
  case $part in
    face | ingest | scale | order | chaos | protocol | detection | exposure | decisions | epcis) shift ;;
    -h | --help)
      tool_help bench
      return
      ;;
    *)
      tool_help bench >&2
      return 64 # EX_USAGE
      ;;
  esac
  if [ "${1-}" = --help ] || [ "${1-}" = -h ]; then
    tool_help bench
    return
  fi
  case $part in
    face) run_tool io.frostproof.server.bench.FaceBench "$@" ;;
    ingest) run_tool io.frostproof.server.bench.IngestBench "$@" ;;
    scale) run_tool io.frostproof.server.bench.ScaleBench "$@" ;;
    order) run_tool io.frostproof.server.bench.OrderBench "$@" ;;
    chaos) run_tool io.frostproof.server.bench.chaos.ChaosBench "$@" ;;
    protocol) run_protocol_bench "$@" ;;
    detection) run_detection_bench "$@" ;;
    exposure) run_exposure_bench "$@" ;;
    decisions) run_decisions_bench "$@" ;;
    epcis) run_tool io.frostproof.server.bench.EpcisBench "$@" ;;
  esac
}

run_protocol_bench() {
  build_protocol_tools
  run_jmh firmware-protocol io.frostproof.protocol.bench.ProtocolBench "$@"
}

run_detection_bench() {
  local code=0 json=()
  build_room_tools alerts alerts/src
  run_jmh alerts io.frostproof.alerts.bench.DetectionBench "$@" || code=$?
  case " $* " in *" --json "*) json=(--json) ;; esac
  build_room_tools ingest alerts/src firmware-protocol/src ingest/src
  "$JDK_HOME/bin/java" -Xmx1g -cp "$(room_classpath ingest)" io.frostproof.ingest.lane.TimersBench "${json[@]}" || code=$?
  return "$code"
}

run_exposure_bench() {
  build_room_tools alerts alerts/src
  "$JDK_HOME/bin/java" -Xmx2g -cp "$(room_classpath alerts)" io.frostproof.alerts.bench.ExposureBench "$@"
}

run_decisions_bench() {
  build_room_tools alerts alerts/src
  "$JDK_HOME/bin/java" -Xmx1g -XX:ActiveProcessorCount=1 -cp "$(room_classpath alerts)" io.frostproof.alerts.bench.DecisionsBench "$@"
}

# run_jmh ROOM CLASS ARGUMENT...: generates what JMH needs for CLASS, and runs it
run_jmh() {
  local room=$1 class=$2 classpath
  shift 2
  classpath=$(room_classpath "$room")
  mkdir -p "$ROOT/$room/target/jmh"
  "$JDK_HOME/bin/javac" -proc:full -nowarn -d "$ROOT/$room/target/jmh" -cp "$classpath" \
    -processor org.openjdk.jmh.generators.BenchmarkProcessor \
    "$ROOT/$room/src/test/java/${class//.//}.java" 2>&1 |
    grep -v 'sun.misc.Unsafe\|^WARNING: Please consider' >&2 || true
  "$JDK_HOME/bin/java" --sun-misc-unsafe-memory-access=allow \
    -cp "$ROOT/$room/target/jmh:$classpath" "$class" "$@"
}

readonly JAZZER_VERSION=0.30.0

# Compiles firmware-protocol with its tests, when its sources have changed; sets JDK_HOME.
build_protocol_tools() {
  build_room_tools firmware-protocol firmware-protocol/src firmware-protocol/vectors
}

# build_room_tools ROOM FOLDER...: compiles a room and those it needs with their tests, when a file in the folders has changed; sets JDK_HOME.
build_room_tools() {
  local room=$1 stamp=$ROOT/target/$1-tools.stamp hash
  shift
  find_jdk
  hash=$(cd "$ROOT" && find pom.xml "$room/pom.xml" "$@" -type f |
    LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum | cksum | tr -d ' ')
  if [ -f "$ROOT/$room/target/deps.classpath" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$hash" ]; then
    return
  fi
  find_maven
  mkdir -p "$ROOT/target"
  say "building $room with its tests ..."
  maven -q -pl "$room" -am -DskipTests -Dspotless.check.skip=true package dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile=target/deps.classpath >&2
  echo "$hash" >"$stamp"
}

protocol_classpath() {
  room_classpath firmware-protocol
}

room_classpath() {
  printf '%s:%s:%s' "$ROOT/$1/target/test-classes" "$ROOT/$1/target/classes" "$(cat "$ROOT/$1/target/deps.classpath")"
}

run_fuzz() {
  case ${1-} in
    -h | --help) tool_help fuzz ;;
    protocol)
      shift
      build_protocol_tools
      "$JDK_HOME/bin/java" -cp "$(protocol_classpath)" io.frostproof.protocol.fuzz.MutationRun "$@"
      ;;
    coverage)
      shift
      run_coverage "$@"
      ;;
    *)
      tool_help fuzz >&2
      return 64 # EX_USAGE
      ;;
  esac
}

# Jazzer is a tool and not a dependency: it comes when it is asked for.
run_coverage() {
  local seconds=300 work=$ROOT/firmware-protocol/target/fuzz artifact
  if [ "${1-}" = --seconds ]; then
    seconds=${2-}
  fi
  case $seconds in
    '' | *[!0-9]*)
      say "frostproof fuzz coverage: --seconds was '$seconds', expected a number"
      return 64
      ;;
  esac
  build_protocol_tools
  find_maven
  mkdir -p "$work/found"
  for artifact in jazzer jazzer-api; do
    if [ ! -f "$work/$artifact-$JAZZER_VERSION.jar" ]; then
      maven -q dependency:copy "-Dartifact=com.code-intelligence:$artifact:$JAZZER_VERSION" "-DoutputDirectory=$work" \
        -pl firmware-protocol >&2
    fi
  done
  "$JDK_HOME/bin/java" -cp "$(protocol_classpath)" io.frostproof.protocol.fuzz.CodecFuzzer "$work/corpus"
  (
    cd "$work/found" || exit
    "$JDK_HOME/bin/java" -Xmx1g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
      -XX:+EnableDynamicAgentLoading -cp "$work/jazzer-$JAZZER_VERSION.jar:$work/jazzer-api-$JAZZER_VERSION.jar:$(protocol_classpath)" \
      com.code_intelligence.jazzer.Jazzer --target_class=io.frostproof.protocol.fuzz.CodecFuzzer \
      '--instrumentation_includes=io.frostproof.**' --reproducer_path=. -max_total_time="$seconds" -max_len=4096 -timeout=10 \
      -print_final_stats=1 "$work/corpus"
  )
}
