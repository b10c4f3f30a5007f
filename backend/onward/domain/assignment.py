"""Several units and several people who would have one of them: as many matches as there can be,
and of these the cheapest. What a single match costs is for `ranking`."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from onward.domain.refusals import Impossible

Pairs = NDArray[np.bool_]
Costs = NDArray[np.int64]
# Floats are exact up to here, and so are the solver's sums and differences below it.
_EXACT = 2**52


def assigned(costs: Costs, allowed: Pairs) -> dict[int, int]:
    """Which column (offer) each row (unit) gets: the greatest number of matches first, then the
    least sum of costs. Rows left out stay unmatched; a pair that is not allowed is never chosen.

    `costs` are whole minor units of shape (units, offers), negative ones too; `allowed` has the
    same shape. Each row has a dummy column of its own, "stay unmatched", which costs more than
    all matches together could save. Raises Impossible for costs so large that this could not be
    told exactly (a spread beyond 10^9 for a thousand units).
    """
    if costs.shape != allowed.shape or costs.ndim != 2:
        raise Impossible(f"costs of {costs.shape} and pairs of {allowed.shape}")
    rows, columns = costs.shape
    if not rows or not allowed.any():
        return {}
    possible = costs[allowed]
    least = int(possible.min())
    # Shifted to begin at nothing, which moves every full answer of the same size alike.
    spread = int(possible.max()) - least
    unmatched = rows * (spread + 1)
    forbidden = 2 * unmatched
    if forbidden * (rows + 1) >= _EXACT:
        raise Impossible(f"costs that spread over {spread} cannot be told apart for {rows} units")
    matrix = np.full((rows, columns + rows), float(forbidden))
    matrix[:, :columns][allowed] = possible - least
    matrix[np.arange(rows), columns + np.arange(rows)] = unmatched
    found_rows, found_columns = linear_sum_assignment(matrix)
    return {
        int(row): int(column)
        for row, column in zip(found_rows, found_columns, strict=True)
        if column < columns
    }
