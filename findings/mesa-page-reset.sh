#!/usr/bin/env bash
# The reset button of Mesa's page makes another model than the one it shows; and a name can keep the page shut.
#
# Guess: SolaraViz makes a model with what model_params says; `scenario` is a parameter like any other, and Reset
#   gives the model as it was. Any **settings of the model's __init__ are optional, as in Python.
# What happens: Mesa 3.5.1 puts a Scenario of its own under the keyword `scenario` at each reset, if the model takes
#   one, in place of the user's value. Where the model does use Mesa's Scenario, the one that it was made with is not
#   kept: its values go back to the defaults of the class and its seed is lost, though nobody touched anything. Mesa
#   3.3.1 does not open a model with **settings: it misses a value for the "required parameter" settings. Only the
#   name kwargs is spared.
# Versions: Mesa 3.3.1 and 3.5.1, with networkx 3.7, numpy 2.4.6, pandas 3.1.1, solara 1.64.1 and ipyvuetify 1.12.0;
#   Python 3.12 or later. No browser is needed: the page's widgets are made, and the button is pressed, in Python.
# Where it hurts: whoever watches a scenario, resets it and watches again sees another world, under the same title.
# What was done: for a page, TrustModel takes its scenario as `world`, which goes before `scenario`; given Mesa's
#   Scenario alone it says so. What else it takes is called **kwargs.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -c 'import sys; sys.exit(sys.version_info < (3, 12))' || { echo "needs Python 3.12"; exit 2; }

cat > "$folder/probe.py" <<'END'
import io
import logging
import sys
import warnings
from contextlib import redirect_stdout

warnings.simplefilter("ignore")
logging.disable()
import ipyvuetify
import mesa
import solara
from mesa.visualization import SolaraViz

OLD = mesa.__version__.startswith("3.3.")
made = []


class Town(mesa.Model):
    def __init__(self, scenario="calm", rng=None):
        super().__init__(rng=rng)
        self.weather = scenario
        made.append(self)


class Open(Town):
    def __init__(self, scenario="calm", rng=None, **settings):
        super().__init__(scenario, rng)


class OpenByName(Town):
    def __init__(self, scenario="calm", rng=None, **kwargs):
        super().__init__(scenario, rng)


def rendered(page):
    with redirect_stdout(io.StringIO()):  # else each widget is told of
        return solara.render(solara.AppLayout(children=[page]), handle_error=False)[1]


def reset(model, parameters):
    """The model after the page of this one was made and its button Reset pressed."""
    found = rendered(SolaraViz(model, components=[], model_params=parameters))
    button = next(one for one in found.find(ipyvuetify.Btn).widgets if "Reset" in str(one.children))
    with redirect_stdout(io.StringIO()):
        button.click()
        found.close()
    return made[-1]


def opened(kind):
    try:
        rendered(SolaraViz(kind(), components=[])).close()
    except ValueError as error:
        return str(error)
    return "opens"


def main():
    print(f"Mesa {mesa.__version__}")
    weather = reset(Town("storm", rng=1), {"scenario": "storm", "rng": 1}).weather
    print(f"  scenario='storm' after a reset: {weather if weather == 'storm' else type(weather)}")
    good = [(weather == "storm") == OLD]
    said = opened(Open), opened(OpenByName)
    print(f"  a model with **settings: {said[0]}; with **kwargs: {said[1]}")
    good.append(said == ("Missing required model parameter: settings" if OLD else "opens", "opens"))
    if not OLD:
        from mesa.experimental.scenarios import Scenario

        class Weather(Scenario):
            wind: float = 0.1

        class Coast(mesa.Model):
            def __init__(self, scenario=None):
                super().__init__(scenario=scenario)
                made.append(self)

        one = Coast(Weather(wind=0.9, rng=7))
        other = reset(one, {})
        values = [(model.scenario.wind, model.scenario.rng) for model in (one, other)]
        print(f"  Mesa's own Scenario, wind and seed before a reset: {values[0]}; after it: {values[1]}")
        good.append(values == [(0.9, 7), (0.1, None)])
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
END

for version in 3.3.1 3.5.1; do
    "${PYTHON:-python3}" -m venv --clear "$folder/venv"
    "$folder/venv/bin/pip" install --quiet --disable-pip-version-check "mesa[viz]==$version" 'networkx==3.7' \
        'numpy==2.4.6' 'pandas==3.1.1' 'solara==1.64.1' 'ipyvuetify==1.12.0' 'ipyvue==1.13.0'
    "$folder/venv/bin/python" "$folder/probe.py" || { echo "no longer so"; exit 1; }
done
