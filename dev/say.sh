# shellcheck shell=bash
# Words for people, on standard error.

say() {
  printf '%s\n' "$*" >&2
}

# EX_UNAVAILABLE of sysexits.h: something on this machine is missing.
readonly EXIT_MISSING=69

# missing NAME DEBIAN FEDORA MACOS: names what is missing and the command that installs it here, and ends.
missing() {
  say "frostproof: $1 is missing."
  case $(platform) in
    debian) say "  Install it with:  $2" ;;
    fedora) say "  Install it with:  $3" ;;
    macos) say "  Install it with:  $4" ;;
    *)
      say "  Debian:  $2"
      say "  Fedora:  $3"
      say "  macOS:   $4"
      ;;
  esac
  exit "$EXIT_MISSING"
}

# debian (with its derivatives), fedora (likewise), macos or other
platform() {
  if [ "$(uname -s)" = Darwin ]; then
    echo macos
  elif command -v apt-get >/dev/null 2>&1; then
    echo debian
  elif command -v dnf >/dev/null 2>&1; then
    echo fedora
  else
    echo other
  fi
}
