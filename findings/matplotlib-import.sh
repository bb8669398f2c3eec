#!/usr/bin/env bash
# What a notebook leaves in the environment makes `import matplotlib` fail in the programs that it starts.
#
# Guess: MPLBACKEND is looked at when pyplot is, and is only a wish: a program that makes a Figure and saves it does
#   not care, and a backend that is not there is reported when a window is wanted, as for a name in a matplotlibrc.
# What happens: MPLBACKEND=module://matplotlib_inline.backend_inline, which a notebook's kernel sets, and "inline",
#   its short name, raise a ValueError on `import matplotlib` where matplotlib_inline is not installed, pyplot or not.
#   The same name in a matplotlibrc is a line on stderr and no more. And MPLBACKEND=module://no_such_module, of which
#   nothing exists at all, is taken without a word.
# Versions: matplotlib 3.11.2, with numpy 2.4.6; Python 3.11 or later.
# Where it hurts: a laboratory in an environment of its own, called from a notebook by `!command` or subprocess,
#   cannot make a report, though its pictures need no backend but their own.
# What was done: matplotlib is imported without the variable, which is put back afterwards; a backend that matplotlib
#   knows is then chosen as it would have been.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'matplotlib==3.11.2' 'numpy==2.4.6'

cat > "$folder/probe.py" <<'END'
import matplotlib
from matplotlib.figure import Figure

Figure().savefig("picture.png")
print("a picture is saved")
END
mkdir "$folder/settings"
printf 'backend: inline\n' > "$folder/settings/matplotlibrc"
cd "$folder"

wrong=0
expect() {  # exit code, words on either output, then what the environment has
    local code=$1 words=$2 output found=0
    shift 2
    output=$(env "$@" "$folder/venv/bin/python" probe.py 2>&1) || found=$?
    if [ "$found" = "$code" ] && grep -q "$words" <<<"$output"; then
        echo "  $*: exit code $code, $(tail -n 1 <<<"$output" | cut -c 1-70)"
    else
        echo "  $*: no longer so; exit code $found, $output"
        wrong=1
    fi
}

unset MPLBACKEND MATPLOTLIBRC
echo "matplotlib $("$folder/venv/bin/python" -c 'import matplotlib; print(matplotlib.__version__)')"
expect 1 "ValueError.*is not a valid value" MPLBACKEND=module://matplotlib_inline.backend_inline
expect 1 "ValueError.*is not a valid value" MPLBACKEND=inline
expect 0 "is not a valid value" MATPLOTLIBRC=settings
expect 0 "a picture is saved" MPLBACKEND=module://no_such_module
exit "$wrong"
