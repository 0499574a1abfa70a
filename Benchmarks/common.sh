# What the benchmarks share; sourced by them once `usage` is defined.

source "$(dirname "${BASH_SOURCE[0]}")/../Scripts/common.sh"

benchmark=Benchmarks/$(basename "$0")
environment=${CALQUE_PYTHON_ENV:-$HOME/.cache/calque/python}
calque='' python=''

fail() {
    echo "$benchmark: $1" >&2
    exit "${2:-1}"
}

# Reads arguments into the variables of their names: `--fixed-length 20` into fixed_length. The first
# argument lists the names that there are.
read_arguments() {
    local known=" $1 " name
    shift
    while (($#)); do
        case $1 in
            --help | -h) usage && exit ;;
            --*)
                name=${1#--}
                [[ $known == *" $name "* ]] || fail "unknown argument $1; see --help" 64
                (($# > 1)) || fail "$1 needs a value" 64
                printf -v "${name//-/_}" %s "$2"
                shift 2
                ;;
            *) fail "unknown argument $1; see --help" 64 ;;
        esac
    done
}

# Each of the variables has to name something that can be read.
require_readable() {
    local variable
    for variable in "$@"; do
        [[ -n ${!variable} ]] || fail "--$variable is missing; see --help" 64
        [[ -r ${!variable} ]] || fail "${!variable} cannot be read"
    done
}

# Sets `python` to a Python that has these modules, unless the user chose one, which has to.
find_python() {
    if [[ -z $python ]]; then
        python=$environment/bin/python
        [[ -x $python ]] || python=python3
    fi
    "$python" -c "import $1" 2>/dev/null ||
        fail "$python lacks one of $1; Scripts/check-interop makes an environment with all"
}
