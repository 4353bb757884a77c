# shellcheck shell=bash
# A lock between invocations, without flock, which macOS does not have: a symbolic link whose target is the owner's pid. Making a link
# is atomic and fails if it exists, and unlike a file it never exists without its content.

# lock_take LINK WHAT: waits until the lock is ours; says once what it waits for. A lock whose owner has died is taken over.
lock_take() {
  local link=$1 what=$2 owner told=no
  while ! ln -s "$$" "$link" 2>/dev/null; do
    owner=$(readlink "$link" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null && ! [ -d "/proc/$owner" ]; then
      lock_take_over "$link" "$owner"
      continue
    fi
    if ! [ -w "$(dirname "$link")" ]; then
      say "frostproof: cannot write in $(dirname "$link")"
      exit 73 # EX_CANTCREAT
    fi
    if [ $told = no ]; then
      say "waiting for $what (process $owner) ..."
      told=yes
    fi
    sleep 0.2
  done
}

# Moves the dead owner's link away. Somebody else may have been faster and hold a fresh link by now: that one is put back.
lock_take_over() {
  local link=$1 dead=$2 moved=$1.dead.$$
  mv "$link" "$moved" 2>/dev/null || return 0
  if [ "$(readlink "$moved")" != "$dead" ]; then
    mv "$moved" "$link"
    return 0
  fi
  rm -f "$moved"
}

lock_release() {
  rm -f "$1"
}
