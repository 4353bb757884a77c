# shellcheck shell=bash
# ./frostproof test: every test with the real parts, and a closing table of what ran, what did not, and why.

test_help() {
  cat <<'EOF'
Usage: ./frostproof test [--quick] [-Dname=value...] [ROOM...]

Runs every test and check: what continuous integration runs. As root on Debian it installs what the tests need (Mosquitto, Chromium,
promtool, a C compiler and libmosquitto from the packages; TimescaleDB in a Debian 13 root under ~/.cache/frostproof, once); elsewhere
tests that lack a service are skipped and listed.

  ROOM...         only these rooms (such as store) and the rooms they use
  --quick         only the fast tests (*Test), without services and style checks
  -Dname=value    handed to Maven, such as -Dtest=ArrivalOrderIT

Environment:
  FROSTPROOF_REQUIRE_SERVICES=true   a skipped test is a failure (the default where CI=true)
  FROSTPROOF_TIMESCALEDB_ROOT=DIR    use this Debian root
  FROSTPROOF_CHROMIUM=PROGRAM        use this browser
  FROSTPROOF_JAVA_HOME=DIR           use this JDK 25
  FROSTPROOF_TEST_FORKS=N            test N classes at the same time (2 with two processors and 11 GB of memory, else 1)

Exit code: 0 if all passed; 1 if a test failed, or was skipped that may not be; Maven's if the build failed;
69 if a JDK or Maven is missing.
EOF
}

run_tests() {
  local quick=no rooms='' room status=0 required
  local options
  # A test that fails hides no room that stands on it: they are all tested, and what Maven calls an error is counted below.
  options=(--fail-at-end -Dmaven.test.failure.ignore=true)
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help)
        test_help
        return 0
        ;;
      --quick) quick=yes ;;
      -Dtest=*) options+=("$1" -Dsurefire.failIfNoSpecifiedTests=false) ;;
      -D*) options+=("$1") ;;
      -*)
        say "frostproof test: unknown option $1; see ./frostproof test --help"
        return 64 # EX_USAGE
        ;;
      *)
        room=${1%/}
        if ! [ -f "$ROOT/$room/pom.xml" ]; then
          say "frostproof test: no room $room; there is: $(rooms | tr '\n' ' ')"
          return 64
        fi
        rooms=$rooms${rooms:+,}$room
        ;;
    esac
    shift
  done

  find_jdk
  find_maven
  mkdir -p "$ROOT/target"
  required=$(services_required)
  export FROSTPROOF_REQUIRE_SERVICES=$required
  export FROSTPROOF_SERVICE_REPORT=$ROOT/target/services.tsv
  : >"$FROSTPROOF_SERVICE_REPORT"
  # What is counted at the end is of this run.
  rm -rf "$ROOT"/*/target/surefire-reports

  if [ $quick = yes ]; then
    options+=(test -Dtest=*Test -Dsurefire.failIfNoSpecifiedTests=false)
  else
    prepare_services
    options+=(verify)
  fi
  if [ -n "$rooms" ]; then
    options+=(-pl "$rooms" -am)
  fi

  say "testing with JDK $JDK_HOME, $(test_forks) at a time; everything that Maven says goes to target/test.log"
  # Surefire hands classes out to several JVMs in Maven's own, which then has to be able to read them.
  options+=("-Dtest.forks=$(test_forks)")
  MAVEN_JAVA_HOME=$JDK_HOME maven "${options[@]}" 2>&1 | tee "$ROOT/target/test.log" | readable || status=$?

  if [ $status -eq 0 ] && errors_told; then
    status=1
  fi

  closing_table
  if [ $status -ne 0 ]; then
    echo "FAILED: see above and target/test.log"
  elif [ "$required" = true ] && something_was_skipped; then
    echo "FAILED: everything that ran has passed, but something was skipped, which FROSTPROOF_REQUIRE_SERVICES=true forbids"
    status=1
  elif something_was_skipped; then
    echo "passed, except what was skipped (see the table)"
  else
    echo "passed"
  fi
  return $status
}

# Classes that are tested at the same time: tests wait for real parts more than they compute, and each JVM with what it starts takes up to
# some 4 GB. One on a machine with one processor, or with little memory, or where neither can be asked.
test_forks() {
  local processors memory
  if [ -n "${FROSTPROOF_TEST_FORKS-}" ]; then
    echo "$FROSTPROOF_TEST_FORKS"
    return
  fi
  processors=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
  memory=$(awk '/^MemTotal:/ { print int($2 / 1048576) }' /proc/meminfo 2>/dev/null || echo 0)
  if [ "$processors" -ge 2 ] && [ "${memory:-0}" -ge 11 ]; then
    echo 2
  else
    echo 1
  fi
}

services_required() {
  if [ -n "${FROSTPROOF_REQUIRE_SERVICES-}" ]; then
    echo "$FROSTPROOF_REQUIRE_SERVICES"
  elif [ "${CI-}" = true ]; then
    echo true
  else
    echo false
  fi
}

# In the order of the arrows.
rooms() {
  sed -n 's/.*<module>\(.*\)<\/module>.*/\1/p' "$ROOT/pom.xml"
}

# Of Maven's output: which room, which test class with which result, and everything that is wrong.
readable() {
  awk '
    { gsub(/\033\[[0-9;]*m/, "") }
    /^\[INFO\] Building Frostproof / { sub(/^\[INFO\] Building Frostproof /, ""); sub(/ [0-9][^ ]*( +\[.*)?$/, ""); room = $0; next }
    /^\[(INFO|WARNING|ERROR)\] Tests run:.* -- in / {
      line = $0
      sub(/^\[[A-Z]+\] /, "", line)
      split(line, part, " -- in ")
      sub(/, Time elapsed: /, "  ", part[1])
      printf "%-18s %-70s %s\n", room, part[2], part[1]
      fflush()
      next
    }
    /^\[INFO\] BUILD/ { sub(/^\[INFO\] /, ""); print; next }
    /^\[INFO\]/ { next }
    /^\[ERROR\] *$/ || /^ *$/ { next }
    /^\[ERROR\] (See |-> \[Help|To see the full|Re-run Maven|For more information|After correcting|  mvn <args>|\[Help)/ { next }
    /^\[(ERROR|WARNING)\]/ { print; fflush() }
  '
}

# Whether Maven told of an error: of a test that failed, and of a JVM that died in the middle of its tests, which no report has.
errors_told() {
  sed 's/\x1b\[[0-9;]*m//g' "$ROOT/target/test.log" | grep '^\[ERROR\]' >/dev/null
}

something_was_skipped() {
  grep -q "^skipped" "$ROOT/target/services.tsv" || [ "$(skipped_tests | head -n 1)" != "" ]
}

closing_table() {
  local room
  echo
  printf '%-18s %7s %7s %7s %8s\n' room run passed failed skipped
  for room in $(rooms); do
    room_line "$room"
  done
  echo
  services_table
  skipped_tests | sed 's/^/skipped: /'
  echo
}

# Counts of one room, out of the first lines of its surefire reports.
room_line() {
  local reports=$ROOT/$1/target/surefire-reports
  if ls "$reports"/TEST-*.xml >/dev/null 2>&1; then
    cat "$reports"/TEST-*.xml | awk -v room="$1" '
      function count(name) {
        return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0 : 0
      }
      /<testsuite / { tests += count("tests"); bad += count("failures") + count("errors"); skipped += count("skipped") }
      END { printf "%-18s %7d %7d %7d %8d\n", room, tests - skipped, tests - skipped - bad, bad, skipped }'
  elif [ -d "$ROOT/$1/src/test/java" ]; then
    printf '%-18s %7s   (has tests; none ran)\n' "$1" -
  else
    printf '%-18s %7s   (no tests yet)\n' "$1" -
  fi
}

# One line for each service and outcome, with the rooms it was in.
services_table() {
  awk -F '\t' '
    { key = $2 FS $1 FS $4
      if (!(key in rooms)) { order[++n] = key; rooms[key] = $3 }
      else if (index(", " rooms[key] ", ", ", " $3 ", ") == 0) rooms[key] = rooms[key] ", " $3
      asked[$2] = 1 }
    END {
      printf "%-18s %-8s %s\n", "service", "", "what, in which room"
      for (i = 1; i <= n; i++) {
        split(order[i], part, FS)
        printf "%-18s %-8s %s (%s)\n", part[1], part[2] == "started" ? "ran" : part[2], part[3], rooms[order[i]]
      }
      m = split("PostgreSQL,TimescaleDB,Mosquitto,Chromium,promtool,C compiler,libmosquitto", known, ",")
      for (i = 1; i <= m; i++) if (!(known[i] in asked)) printf "%-18s %-8s %s\n", known[i], "-", "no test that ran asked for it"
    }' "$ROOT/target/services.tsv"
}

# Class, name and reason of every test that was skipped.
skipped_tests() {
  local report
  for report in "$ROOT"/*/target/surefire-reports/TEST-*.xml; do
    [ -f "$report" ] || continue
    awk '
      function value(line, name) {
        return match(line, " " name "=\"[^\"]*\"") ? substr(line, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
      }
      /<testcase / { test = value($0, "classname") "." value($0, "name") }
      /<skipped/ {
        reason = value($0, "message")
        if (reason == "" && match($0, /<!\[CDATA\[/)) {
          reason = substr($0, RSTART + RLENGTH)
          sub(/^[A-Za-z0-9_.$]+: /, "", reason)
          sub(/\]\]>.*/, "", reason)
        }
        gsub(/&quot;/, "\"", reason); gsub(/&apos;/, "\047", reason); gsub(/&lt;/, "<", reason); gsub(/&gt;/, ">", reason)
        gsub(/&#10;/, " ", reason); gsub(/&amp;/, "\\&", reason)
        print test ": " (reason == "" ? "no reason given" : reason)
      }' "$report"
  done
}
