"""What a report cites, by what its experiment uses."""

from __future__ import annotations

from collections.abc import Iterator

from trustsim.experiment.plan import DesignKind, Experiment

_DOI = "https://doi.org/"

ODD = (
    (
        "Grimm, V., Railsback, S. F., Vincenot, C. E. and others (2020). The ODD protocol for describing agent-based "
        "and other simulation models: A second update to improve clarity, replication, and structural realism. "
        "*Journal of Artificial Societies and Social Simulation* 23(2), 7."
    ),
    "10.18564/jasss.4259",
)
STRESS = (
    (
        "Monks, T., Currie, C. S. M., Onggo, B. S., Robinson, S., Kunc, M. and Taylor, S. J. E. (2019). Strengthening"
        " the reporting of empirical simulation studies: Introducing the STRESS guidelines. *Journal of Simulation* "
        "13(1), 55–67."
    ),
    "10.1080/17477778.2018.1442155",
)
MESA = (
    (
        "Kazil, J., Masad, D. and Crooks, A. (2020). Utilizing Python for agent-based modeling: The Mesa framework. In "
        "*Social, Cultural, and Behavioral Modeling*, LNCS 12268, 308–317."
    ),
    "10.1007/978-3-030-61255-9_30",
)
PHILOX = (
    (
        "Salmon, J. K., Moraes, M. A., Dror, R. O. and Shaw, D. E. (2011). Parallel random numbers: As easy as 1, 2, "
        "3. In *Proceedings of SC '11*, 1–12."
    ),
    "10.1145/2063384.2063405",
)
COMMON = (
    (
        "Glasserman, P. and Yao, D. D. (1992). Some guidelines and guarantees for common random numbers. *Management "
        "Science* 38(6), 884–908."
    ),
    "10.1287/mnsc.38.6.884",
)
SALIB = (
    (
        "Herman, J. and Usher, W. (2017). SALib: An open-source Python library for sensitivity analysis. *Journal of "
        "Open Source Software* 2(9), 97."
    ),
    "10.21105/joss.00097",
)
PRIM = (
    (
        "Friedman, J. H. and Fisher, N. I. (1999). Bump hunting in high-dimensional data. *Statistics and Computing* "
        "9, 123–143."
    ),
    "10.1023/A:1008894516817",
)

OF_DESIGN: dict[DesignKind, tuple[tuple[str, str], ...]] = {
    DesignKind.LHS: (
        (
            (
                "McKay, M. D., Beckman, R. J. and Conover, W. J. (1979). A comparison of three methods for selecting "
                "values of input variables in the analysis of output from a computer code. *Technometrics* 21(2), "
                "239–245."
            ),
            "10.1080/00401706.1979.10489755",
        ),
    ),
    DesignKind.SOBOL: (
        (
            (
                "Saltelli, A., Annoni, P., Azzini, I., Campolongo, F., Ratto, M. and Tarantola, S. (2010). Variance "
                "based sensitivity analysis of model output. Design and estimator for the total sensitivity index. "
                "*Computer Physics Communications* 181(2), 259–270."
            ),
            "10.1016/j.cpc.2009.09.018",
        ),
        (
            (
                "Sobol', I. M. (2001). Global sensitivity indices for nonlinear mathematical models and their Monte "
                "Carlo estimates. *Mathematics and Computers in Simulation* 55(1–3), 271–280."
            ),
            "10.1016/S0378-4754(00)00270-6",
        ),
        SALIB,
    ),
    DesignKind.MORRIS: (
        (
            (
                "Campolongo, F., Cariboni, J. and Saltelli, A. (2007). An effective screening design for sensitivity "
                "analysis of large models. *Environmental Modelling & Software* 22(10), 1509–1518."
            ),
            "10.1016/j.envsoft.2006.10.004",
        ),
        (
            (
                "Morris, M. D. (1991). Factorial sampling plans for preliminary computational experiments. "
                "*Technometrics* 33(2), 161–174."
            ),
            "10.1080/00401706.1991.10484804",
        ),
        SALIB,
    ),
}


def cited(experiment: Experiment) -> list[str]:
    """References in Markdown, in the order of their authors."""
    return [f"{text} [doi:{doi}](<{_DOI}{doi}>)" for text, doi in sorted(set(_used(experiment)))]


def _used(experiment: Experiment) -> Iterator[tuple[str, str]]:
    yield from (ODD, STRESS, MESA, PHILOX)
    yield from OF_DESIGN.get(experiment.design.kind, ())
    if experiment.common or len(experiment.bases) > 1:
        yield COMMON
    if experiment.discovery is not None:
        yield PRIM
