# shellcheck shell=bash
# Finds the JDK 25 that compiles and runs Frostproof, and the Maven that builds it.

readonly JAVA_RELEASE=25

# Sets JDK_HOME, or says how to install a JDK and ends.
find_jdk() {
  local candidate
  while IFS= read -r candidate; do
    if is_right_jdk "$candidate"; then
      JDK_HOME=$candidate
      return
    fi
  done <<EOF
$(jdk_candidates)
EOF
  if [ -n "${FROSTPROOF_JAVA_HOME-}" ]; then
    say "frostproof: FROSTPROOF_JAVA_HOME=$FROSTPROOF_JAVA_HOME is no JDK $JAVA_RELEASE"
  fi
  missing "a JDK $JAVA_RELEASE (looked at FROSTPROOF_JAVA_HOME, JAVA_HOME, the usual folders and PATH)" \
    "sudo apt-get install openjdk-25-jdk-headless   # Debian 14; before that temurin-25-jdk, see https://adoptium.net/installation/linux/" \
    "sudo dnf install java-25-openjdk-devel" \
    "brew install openjdk@25"
}

# One possible JDK home per line, the preferred ones first.
jdk_candidates() {
  local home
  if [ -n "${FROSTPROOF_JAVA_HOME-}" ]; then
    # Whoever names one means it: nothing else is tried.
    echo "$FROSTPROOF_JAVA_HOME"
    return
  fi
  if [ -n "${JAVA_HOME-}" ]; then
    echo "$JAVA_HOME"
  fi
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v "$JAVA_RELEASE" 2>/dev/null || true
  fi
  for home in /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/* \
    /opt/homebrew/opt/openjdk@"$JAVA_RELEASE"/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk@"$JAVA_RELEASE"/libexec/openjdk.jdk/Contents/Home; do
    if [ -f "$home/release" ]; then
      echo "$home"
    fi
  done
  if command -v java >/dev/null 2>&1; then
    java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
  fi
}

# A JDK (a JRE has no javac) whose release file names the version: much faster than starting it.
is_right_jdk() {
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] && [ -f "$1/release" ] &&
    grep -q "^JAVA_VERSION=\"${JAVA_RELEASE}[.\"+-]" "$1/release"
}

find_maven() {
  if ! command -v mvn >/dev/null 2>&1; then
    missing "Maven 3.8.6 or newer" "sudo apt-get install maven" "sudo dnf install maven" "brew install maven"
  fi
}

# maven ARGUMENT...: in the checkout, without standard input. Maven itself may run on an older Java (or on MAVEN_JAVA_HOME); JAVA25_HOME is
# how its toolchain discovery learns of a JDK that lies somewhere unusual.
maven() {
  (
    cd "$ROOT" || exit
    export "JAVA${JAVA_RELEASE}_HOME=$JDK_HOME"
    if [ -n "${MAVEN_JAVA_HOME-}" ]; then
      export JAVA_HOME=$MAVEN_JAVA_HOME
    elif [ -z "${JAVA_HOME-}" ] && ! command -v java >/dev/null 2>&1; then
      export JAVA_HOME=$JDK_HOME
    fi
    exec mvn -B -Dstyle.color=never "$@" </dev/null
  )
}
