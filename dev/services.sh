# shellcheck shell=bash
# The real parts that the tests run against: Mosquitto, Chromium, promtool and a C compiler from the system's packages, and TimescaleDB in a
# Debian 13 root of its own, as few systems have a package of it. As root on Debian they are installed and made here; elsewhere the tests that
# need them are skipped.
# (Embedded PostgreSQL comes with Maven and needs nothing.)

# The same place is looked at by TimescaleRoot.java of test-support.
timescale_root() {
  printf '%s\n' "${FROSTPROOF_TIMESCALEDB_ROOT:-${XDG_CACHE_HOME:-$HOME/.cache}/frostproof/trixie-timescaledb}"
}

prepare_services() {
  local packages=''
  if can_install; then
    has_mosquitto || packages="$packages mosquitto"
    has_chromium || packages="$packages chromium"
    has_promtool || packages="$packages prometheus"
    has_c_compiler || packages="$packages gcc libc6-dev make"
    has_libmosquitto || packages="$packages libmosquitto-dev"
    if needs_timescale_root; then
      command -v debootstrap >/dev/null 2>&1 || packages="$packages debootstrap"
      [ -f /usr/share/keyrings/debian-archive-keyring.gpg ] || packages="$packages debian-archive-keyring"
    fi
    if [ -n "$packages" ]; then
      install_packages "$packages"
    fi
    if needs_timescale_root && command -v debootstrap >/dev/null 2>&1; then
      make_timescale_root || say "  no TimescaleDB root was made; the tests that need it will say so"
    fi
  fi
  announce_skips
}

can_install() {
  [ "$(id -u)" = 0 ] && [ "$(platform)" = debian ]
}

# A root that was named by hand is used as it is, and never made here.
needs_timescale_root() {
  [ -z "${FROSTPROOF_TIMESCALEDB_ROOT-}" ] && ! [ -d "$(timescale_root)" ]
}

has_mosquitto() {
  PATH=$PATH:/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin command -v mosquitto >/dev/null 2>&1
}

has_chromium() {
  [ -n "${FROSTPROOF_CHROMIUM-}" ] || has_one_of chromium google-chrome google-chrome-stable
}

has_promtool() {
  has_one_of promtool
}

has_c_compiler() {
  command -v cc >/dev/null 2>&1 && command -v make >/dev/null 2>&1
}

# The header, with which the library comes; where compilers look, and where Homebrew puts it.
has_libmosquitto() {
  local place
  for place in /usr/include /usr/local/include /opt/homebrew/include; do
    ! [ -f "$place/mosquitto.h" ] || return 0
  done
  return 1
}

has_one_of() {
  local program
  for program in "$@"; do
    ! PATH=$PATH:/opt/homebrew/bin command -v "$program" >/dev/null 2>&1 || return 0
  done
  return 1
}

announce_skips() {
  local fate=SKIPPED
  if [ "${FROSTPROOF_REQUIRE_SERVICES-}" = true ]; then
    fate='FAILED, as services are required'
  fi
  if ! has_mosquitto; then
    say "WILL BE $fate: tests with Mosquitto, which is not installed."
    say "  To run them:  sudo apt-get install mosquitto | sudo dnf install mosquitto | brew install mosquitto"
  fi
  if ! has_chromium; then
    say "WILL BE $fate: tests of the pages with Chromium, which is not installed."
    say "  To run them:  sudo apt-get install chromium | sudo dnf install chromium | brew install --cask google-chrome and FROSTPROOF_CHROMIUM"
  fi
  if ! has_promtool; then
    say "WILL BE $fate: the test of the metrics with promtool, which is not installed."
    say "  To run it:  sudo apt-get install prometheus | sudo dnf install golang-github-prometheus | brew install prometheus"
  fi
  if ! has_c_compiler; then
    say "WILL BE $fate: tests of the C reference code, which need cc and make."
    say "  To run them:  sudo apt-get install gcc libc6-dev make | sudo dnf install gcc make libasan libubsan | xcode-select --install"
  fi
  if ! has_libmosquitto; then
    say "WILL BE $fate: tests with the example device in C, which needs libmosquitto's header."
    say "  To run them:  sudo apt-get install libmosquitto-dev | sudo dnf install mosquitto-devel | brew install mosquitto"
  fi
  if [ -n "${FROSTPROOF_TIMESCALEDB_ROOT-}" ] && ! [ -d "$FROSTPROOF_TIMESCALEDB_ROOT" ]; then
    say "WILL BE $fate: tests with TimescaleDB; FROSTPROOF_TIMESCALEDB_ROOT=$FROSTPROOF_TIMESCALEDB_ROOT is no directory."
  elif ! [ -d "$(timescale_root)" ] || [ "$(id -u)" != 0 ]; then
    say "WILL BE $fate: tests with TimescaleDB, which run in a Debian 13 root ($(timescale_root))."
    say "  To run them:  ./frostproof test as root on Debian or Ubuntu, a container will do"
  fi
}

# install_packages "NAME NAME": one after the other, so that one that this system does not have keeps no other out
install_packages() {
  local log=$ROOT/target/apt.log package
  say "installing with apt-get:$1"
  if [ -d /run/systemd/system ]; then
    say "  (a package may start its own service as well; the tests use none of those)"
  fi
  apt-get update >"$log" 2>&1 </dev/null || true
  for package in $1; do
    if ! DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$package" >>"$log" 2>&1 </dev/null; then
      tail -n 5 "$log" >&2
      say "  could not install $package; the tests that need it will say so"
    fi
  done
}

# Made beside its place and renamed when complete, so that an interrupted run never leaves half a root to be found.
make_timescale_root() {
  local place half lock status=0
  place=$(timescale_root)
  lock=$place.lock
  mkdir -p "$(dirname "$place")"
  lock_take "$lock" "another run that makes the TimescaleDB root"
  if ! [ -d "$place" ]; then
    half=$place.half
    remove_root "$half" && bootstrap "$half" && unmount_below "$half" && mv "$half" "$place" || status=$?
  fi
  lock_release "$lock"
  return $status
}

bootstrap() {
  local half=$1 log=$ROOT/target/debootstrap.log mirror proxy started=$SECONDS
  mirror=$(debian_mirror)
  proxy=$(apt_proxy)
  say "making a Debian 13 root with TimescaleDB in $(timescale_root) (once; a few minutes, about 700 MB) ..."
  if ! http_proxy=${http_proxy:-$proxy} debootstrap --variant=minbase \
    --include=postgresql-17,postgresql-17-timescaledb --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
    trixie "$half" ${mirror:+"$mirror"} 2>&1 </dev/null | tee "$log" | bootstrap_progress; then
    say "  debootstrap failed; the end of $log:"
    tail -n 15 "$log" >&2
    return 1
  fi
  rm -f "$half"/var/cache/apt/archives/*.deb
  say "  made in $((SECONDS - started)) s"
}

# One line for each stage instead of one for each package.
bootstrap_progress() {
  awk '/^I: (Retrieving|Validating|Extracting|Unpacking|Configuring) / && !($2 in said) { said[$2]; print "  " tolower($2) " packages ..." }' >&2
}

# The mirror that this machine's own apt uses, if it is a Debian; nothing otherwise, which means debootstrap's default.
debian_mirror() {
  grep -qx 'ID=debian' /etc/os-release 2>/dev/null || return 0
  {
    sed -n 's/^URIs: *\([^ ]*\).*/\1/p' /etc/apt/sources.list.d/*.sources 2>/dev/null
    sed -n 's/^deb  *\(\[[^]]*\]  *\)\{0,1\}\([^ ]*\).*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null
  } | grep '^https\{0,1\}://.*debian/*$' | grep -v security | head -n 1 || true
}

apt_proxy() {
  apt-config dump Acquire::http::Proxy 2>/dev/null | sed -n 's/^Acquire::http::Proxy "\(.*\)";$/\1/p'
}

# debootstrap mounts /proc while it works, and cannot take it away again when it is killed.
unmount_below() {
  local mounted
  mounts_below "$1" | sort -r | while IFS= read -r mounted; do
    umount "$mounted"
  done
  if [ -n "$(mounts_below "$1")" ]; then
    say "  $(mounts_below "$1" | head -n 1) is still mounted; nothing there is touched"
    return 1
  fi
}

mounts_below() {
  awk -v dir="$1/" 'index($2 "/", dir) == 1 { print $2 }' /proc/mounts
}

# Never removes through a mount: that would remove what is mounted there.
remove_root() {
  [ -d "$1" ] || return 0
  unmount_below "$1" || return 1
  rm -rf --one-file-system "$1"
}
