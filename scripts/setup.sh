# Sourced by the other scripts: finds or installs what they need.
# Tools go into a cache folder of their own and are never put over the user's; what is on PATH
# in the right version is used as it is.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
TOOLS="${XDG_CACHE_HOME:-$HOME/.cache}/offprint/tools"
TARGET="${CARGO_TARGET_DIR:-$ROOT/target}"
TRUNK=0.21.14
BINARYEN=132
RUST_AT_LEAST=1.95.0
NODE_AT_LEAST=20.0.0

say() { printf '== %s\n' "$*" >&2; }
fail() { printf 'Offprint: %s\n' "$*" >&2; exit 1; }

# at_least 1.95.0 1.96.1 → true
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

# The first number with dots in what a program says of its version.
version_of() { "$@" --version 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)*' | head -n 1 || true; }

# hold <folder> <what>: one run at a time. A lock whose owner is gone is taken over.
HELD=()
hold() {
  local lock=$1 owner told=
  mkdir -p "$(dirname "$lock")"
  until mkdir "$lock" 2>/dev/null; do
    owner=$(cat "$lock/pid" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf "$lock"
      continue
    fi
    [ -n "$told" ] || say "another run (process ${owner:-just started}) does this already: $2; waiting for it"
    told=yes
    sleep 1
  done
  echo $$ >"$lock/pid"
  HELD+=("$lock")
}
release() {
  rm -rf "$1"
  local left=() held
  for held in "${HELD[@]}"; do [ "$held" = "$1" ] || left+=("$held"); done
  HELD=(${left[@]+"${left[@]}"})
}
# A tool that was being built when the run ended is thrown away with its lock.
HALF_DONE=
clean_up() {
  [ -z "$HALF_DONE" ] || rm -rf "$HALF_DONE"
  local held
  for held in ${HELD[@]+"${HELD[@]}"}; do rm -rf "$held"; done
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

need_rust() {
  command -v cargo >/dev/null || fail 'cargo is missing. Install Rust from https://rustup.rs, open a new shell and run this again.'
  local have
  have=$(cd "$ROOT" && version_of rustc)
  [ -n "$have" ] || fail 'rustc does not run. `rustup default stable` sets up a toolchain.'
  at_least "$RUST_AT_LEAST" "$have" || fail "rustc $have is too old, $RUST_AT_LEAST is the oldest that works: rustup update stable"
}

need_wasm_target() {
  local library
  library="$(cd "$ROOT" && rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown"
  [ ! -d "$library" ] || return 0
  command -v rustup >/dev/null || fail 'this Rust cannot compile to wasm32-unknown-unknown. With rustup (https://rustup.rs) this script adds the target itself; else install it the way you installed Rust.'
  say 'adding the wasm32 target to Rust (about a minute)'
  (cd "$ROOT" && rustup target add wasm32-unknown-unknown) >&2 || fail 'the wasm32 target could not be added. Check the network, then run: rustup target add wasm32-unknown-unknown'
}

need_node() {
  command -v node >/dev/null || fail "Node is missing. Install Node $NODE_AT_LEAST or newer (Debian: apt install nodejs npm; others: https://nodejs.org)."
  local have
  have=$(version_of node)
  at_least "$NODE_AT_LEAST" "$have" || fail "Node $have is too old, $NODE_AT_LEAST is the oldest that works: https://nodejs.org"
}

need_npm() {
  command -v npm >/dev/null || fail 'npm is missing. It comes with Node (Debian: apt install npm).'
}

need_c_compiler() {
  command -v cc >/dev/null || command -v gcc >/dev/null || command -v clang >/dev/null ||
    fail 'a C compiler is missing, which Rust needs to link (Debian: apt install build-essential; macOS: xcode-select --install).'
}

# use_tool <name> <version> <program> <folder of programs> <what it takes> <installer>
# Puts the tool on PATH: from PATH, from the cache, or by installing it into the cache.
use_tool() {
  local name=$1 version=$2 program=$3 programs=$4 takes=$5 installer=$6 home
  if [ "$(version_of "$program")" = "$version" ]; then return 0; fi
  home="$TOOLS/$name-$version"
  if [ ! -x "$home/$programs/$program" ]; then
    hold "$TOOLS/.lock-$name-$version" "installing $name $version"
    if [ ! -x "$home/$programs/$program" ]; then
      say "installing $name $version into $home ($takes, once)"
      HALF_DONE="$TOOLS/.making-$name-$version.$$"
      rm -rf "$HALF_DONE" "$home"
      mkdir -p "$HALF_DONE"
      "$installer" "$version" "$HALF_DONE" >&2 || fail "$name $version could not be installed; the lines above say why. Without a network, run this once where there is one."
      rm -rf "$HALF_DONE/.build"
      mv "$HALF_DONE" "$home"
      HALF_DONE=
    fi
    release "$TOOLS/.lock-$name-$version"
  fi
  export PATH="$home/$programs:$PATH"
}

# These tools run for seconds; a quick compile beats a fast program. Compiled outside the project, whose
# .cargo/config.toml and target folder are not theirs.
cargo_install() {
  local into=$1
  shift
  (cd "$into" && env -u RUSTFLAGS \
    CARGO_TARGET_DIR="$into/.build" \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0 \
    cargo install --quiet --root "$into" "$@")
}
install_trunk() { cargo_install "$2" trunk --version "$1" --locked --no-default-features --features rustls; }
# Without --locked: the lock file it ships may name a version too new to be found everywhere yet.
install_wasm_bindgen() { cargo_install "$2" wasm-bindgen-cli --version "$1"; }
install_binaryen() { npm install --silent --no-audit --no-fund --prefix "$2" "binaryen@$1"; }

# The command-line tool must be of exactly the version of the library.
wasm_bindgen_version() {
  awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/[^0-9.]/, ""); print; exit }' "$ROOT/Cargo.lock"
}

use_wasm_bindgen() {
  use_tool wasm-bindgen "$(wasm_bindgen_version)" wasm-bindgen bin 'about 1 to 3 minutes' install_wasm_bindgen
}

need_site_tools() {
  need_rust
  need_node
  need_c_compiler
  need_wasm_target
  use_wasm_bindgen
  use_tool trunk "$TRUNK" trunk bin 'about 1 to 5 minutes' install_trunk
  if [ "$(version_of wasm-opt)" != "$BINARYEN" ]; then need_npm; fi
  use_tool binaryen "$BINARYEN" wasm-opt node_modules/.bin 'seconds' install_binaryen
}

# All crates the lock file of a folder (the project's) names. Without a network this succeeds when they are here already.
fetch_crates() {
  local folder=${1:-$ROOT} log
  log=$(mktemp)
  if (cd "$folder" && cargo fetch --locked --quiet) 2>"$log" || (cd "$folder" && cargo fetch --locked --quiet --offline) 2>>"$log"; then
    rm -f "$log"
    return 0
  fi
  cat "$log" >&2
  rm -f "$log"
  fail 'the crates could not be fetched; the lines above say why. Without a network, run this once where there is one.'
}

on_path_or_in_usr_bin() {
  local name
  for name in "$@"; do
    command -v "$name" && return 0
    [ ! -x "/usr/bin/$name" ] || { echo "/usr/bin/$name"; return 0; }
  done
  return 1
}

find_browser() {
  [ -n "${CHROMIUM:-}" ] || CHROMIUM=$(on_path_or_in_usr_bin chromium chromium-browser google-chrome google-chrome-stable) || CHROMIUM=
  [ -n "${CHROMEDRIVER:-}" ] || CHROMEDRIVER=$(on_path_or_in_usr_bin chromedriver) || CHROMEDRIVER=
}

need_browser() {
  find_browser
  if [ -z "$CHROMIUM" ] || [ -z "$CHROMEDRIVER" ]; then
    local as_root=
    [ "$(id -u)" = 0 ] || as_root='sudo -n'
    if command -v apt-get >/dev/null && { [ -z "$as_root" ] || $as_root true 2>/dev/null; }; then
      say 'installing chromium and chromium-driver with apt-get (about a minute)'
      { $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends chromium chromium-driver; } >&2 || true
      find_browser
    fi
  fi
  export CHROMIUM CHROMEDRIVER
}
