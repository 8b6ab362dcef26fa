# Read by the scripts beside it: finds a Python and keeps .venv in step with requirements/.
# It deliberately knows no package host: pip's own configuration (index, proxy, certificates) decides.

set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
venv=$root/.venv

say() { printf '%s\n' "$*" >&2; }

# prepare run|postgres|demo|dev|bench|mutation: make .venv hold at least that group; run is in all, dev in bench and in
# mutation, the rest in dev.
prepare() {
    case $1 in
        run) enough="run postgres demo dev bench mutation" ;;
        postgres) enough="postgres dev bench mutation" ;;
        demo) enough="demo dev bench mutation" ;;
        dev) enough="dev bench mutation" ;;
        bench) enough="bench" ;;
        mutation) enough="mutation" ;;
    esac
    any_current $enough || add "$1"
    if [ "$(project_stamp)" != "$(cat "$venv/installed-project" 2>/dev/null)" ]; then
        install --no-deps --no-build-isolation --editable "$root"
        project_stamp >"$venv/installed-project"
    fi
}

add() {
    if any_current run postgres demo dev bench mutation; then python=; else python=$(find_python); fi
    say "Installing what Tiger Tally needs into .venv (first run only) ..."
    [ -z "$python" ] || logged "$python" -m venv --clear "$venv"
    install --require-hashes -r "$root/requirements/build.txt"
    # Sources without a wheel are built with what build.txt pinned, not with whatever is newest today.
    install --require-hashes --no-build-isolation --use-pep517 -r "$root/requirements/$1.txt"
    stamp "$1" >"$venv/installed-$1"
}

# A stamp changes when the lock files do, and when the folder was moved or copied: a venv holds its own path.
stamp() { { echo "$root"; cat "$root/requirements/build.txt" "$root/requirements/$1.txt"; } | cksum; }
project_stamp() { cksum <"$root/pyproject.toml"; }

any_current() {
    [ -x "$venv/bin/python" ] || return 1
    for group in "$@"; do
        [ "$(stamp "$group")" != "$(cat "$venv/installed-$group" 2>/dev/null)" ] || return 0
    done
    return 1
}

find_python() {
    for name in python3.13 python3.12 python3.11 python3; do
        if "$name" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            echo "$name"
            return
        fi
    done
    say "Tiger Tally needs Python 3.11 or newer with its venv module (on Debian: the package python3-venv)."
    say "None of python3.13, python3.12, python3.11 and python3 on this PATH is one that runs."
    return 1
}

# pip reads its own configuration; all that is added is the certificate file that OpenSSL, requests or curl is told of.
install() {
    case $("$venv/bin/python" -I -m pip config list) in
        *.cert=*) ca_file= ;;
        *) ca_file=${SSL_CERT_FILE:-${REQUESTS_CA_BUNDLE:-${CURL_CA_BUNDLE:-}}} ;;
    esac
    logged env PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1 ${ca_file:+"PIP_CERT=$ca_file"} \
        "$venv/bin/python" -I -m pip install --no-input "$@"
}

# Silent when all is well; says everything when it is not.
logged() {
    log=$(mktemp)
    if "$@" >"$log" 2>&1; then
        rm -f "$log"
    else
        cat "$log" >&2
        rm -f "$log"
        say "Failed: $*"
        exit 1
    fi
}
