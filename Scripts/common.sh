# What the scripts share; sourced by them.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Says what went wrong, and ends with a status, 1 by default.
fail() {
    echo "$(basename "$0"): $1" >&2
    exit "${2:-1}"
}

# Installs those of these Debian packages that are missing, or says which they are where it cannot.
install_packages() {
    local missing=() package elevate=()
    command -v dpkg-query >/dev/null ||
        fail "this is not a Debian system. Install what these packages of Debian's have: $*"
    for package in "$@"; do
        dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null |
            grep -qx installed || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    if (($(id -u))); then
        command -v sudo >/dev/null ||
            fail "missing: ${missing[*]}. Install them as root: apt-get install ${missing[*]}"
        elevate=(sudo)
    fi
    echo "$(basename "$0"): installing ${missing[*]}" >&2
    "${elevate[@]}" apt-get update -qq
    "${elevate[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null ||
        fail "these packages could not be installed: ${missing[*]}"
}

# Compiles the C kernels, and what calls them all (Scripts/memory), to objects in a folder; then come the compiler
# and its flags.
compile_kernels() {
    local folder=$1
    shift
    mkdir -p "$folder"
    rm -f "$folder"/*.o
    # shellcheck disable=SC2016
    printf '%s\n' "$root"/Sources/CKernels/*.c "$root/Scripts/memory/kernels.c" |
        xargs -P "$(nproc)" -I '{}' bash -c '"${@:3}" -c "$1" -o "$2/$(basename "$1").o"' - '{}' \
            "$folder" "$@" -std=gnu11 "-I$root/Sources/CKernels/include"
}

# Installs the requirements in a file into a Python environment, unless it was made from these very ones.
# What else is given goes to pip.
make_environment() {
    local requirements=$1 environment=$2
    shift 2
    cmp -s "$requirements" "$environment/requirements.txt" && return
    echo "making the Python environment in $environment" >&2
    python3 -m venv "$environment" ||
        fail "python3 cannot make an environment; on Debian: apt-get install python3-venv"
    "$environment/bin/pip" install --quiet --disable-pip-version-check \
        --requirement "$requirements" "$@" >&2 ||
        fail "the Python packages could not be installed in $environment"
    cp "$requirements" "$environment/requirements.txt"
}

# Sets `calque` to the executable, built if the user gave none.
find_calque() {
    [[ -z $calque ]] || return 0
    swift build --package-path "$root" --configuration release --product calque >&2 ||
        fail "calque could not be built"
    calque=$(swift build --package-path "$root" --configuration release --show-bin-path)/calque
}

# Trains a small model from English into French on the embedded corpus: "$work/model", and its text in "$work/corpus".
# What is given goes to `calque train`.
train_small() {
    local corpus=$work/corpus
    "$calque" demo --export "$corpus" >&2 || fail "calque demo --export failed"
    "$calque" train --size tiny \
        --source "$corpus/train.en" --target "$corpus/train.fr" \
        --validation-source "$corpus/validation.en" --validation-target "$corpus/validation.fr" \
        --output "$work/model" "$@" >&2 || fail "calque train failed"
}

passed=0 failed=0
# Runs a check and adds the counts of its last line to `passed` and `failed`; one without them counts as one.
# Its name comes first.
add_check() {
    local name=$1 status=0
    shift
    "$@" | tee "$work/output" || status=$?
    if [[ $(tail -n 1 "$work/output") =~ ([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1]))
        failed=$((failed + BASH_REMATCH[2]))
        # A failure that the counts do not show still is one.
        ((status == 0 || BASH_REMATCH[2] > 0)) || failed=$((failed + 1))
    elif ((status == 0)); then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $name ended with status $status"
    fi
}

# Prints the path of a Python that has the programs which read Firefox's models; they would ask for
# others that they can do without.
find_students() {
    local environment=${CALQUE_STUDENTS_ENV:-$HOME/.cache/calque/students}
    make_environment "$root/Benchmarks/peers/students.txt" "$environment" --no-deps
    echo "$environment/bin/python"
}
