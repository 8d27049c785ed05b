# shellcheck shell=bash
# Shared by ./quickstart and ./check: Debian's packages, and configuring when needed.

FUDA_BUILD_PACKAGES=(build-essential cmake ninja-build pkg-config libicu-dev libmecab-dev
    mecab-ipadic-utf8 libsqlite3-dev libstemmer-dev libjansson-dev libexpat1-dev libarchive-dev libyaml-dev libxxhash-dev)
FUDA_TEST_PACKAGES=(libcmocka-dev bats sqlite3 python3 mandoc shellcheck chromium fonts-noto-cjk)
# For ./check --interop only.
FUDA_INTEROP_PACKAGES=(python3-venv fasttext)

# Installs those of the named packages that are not there yet; as root, or through sudo.
fuda_install() {
    local missing=() package
    for package in "$@"; do
        if [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
            missing+=("$package")
        fi
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    local run=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "these packages are missing, and there is no sudo to install them: ${missing[*]}" >&2
            return 1
        fi
        run=(sudo)
    fi
    echo "installing ${missing[*]}" >&2
    "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "${missing[@]}" >/dev/null
}

# Configures a preset once; later builds reconfigure by themselves.
fuda_configure() {
    if [ ! -f "build/$1/build.ninja" ]; then
        cmake --preset "$1" >/dev/null
    fi
}
