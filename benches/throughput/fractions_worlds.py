"""The five statements of statements.proof, tried with Python's exact fractions on the smallest worlds: the instances
that `rationale test` goes through first, in the same order, evaluated as the statements are written. Nothing is kept from
one instance for another but what both keep: the elements of a product, and the law of n signs. Prints for each statement how many were drawn, refused and decided, and how many a second.

    python3 benches/throughput/fractions_worlds.py [LIMIT] [STATEMENT…]

LIMIT is the number of choices for each size of the types: 300 as in `rationale test`, 30000 as with `--exhaustive`.
"""

import functools
import itertools
import sys
import time
from fractions import Fraction

HALF = Fraction(1, 2)
REALS = [Fraction(0), Fraction(1), HALF, Fraction(-1)]


class Odometer:
    """All sequences of choices, the last digit fastest."""

    def __init__(self):
        self.digits, self.bases, self.position = [], [], 0

    def choose(self, base):
        if base <= 1:
            return 0
        if self.position == len(self.digits):
            self.digits.append(0)
            self.bases.append(base)
        self.position += 1
        return self.digits[self.position - 1]

    def advance(self):
        del self.digits[self.position:], self.bases[self.position:]
        self.position = 0
        while self.digits:
            digit, base = self.digits.pop(), self.bases.pop()
            if digit + 1 < base:
                self.digits.append(digit + 1)
                self.bases.append(base)
                return True
        return False


def worlds(count):
    """Sizes of the type variables: the smallest sums first."""
    sizes = sorted(itertools.product((1, 2, 3), repeat=min(count, 5)), key=sum)
    return [list(size) for size in sizes[:40]]


# How values are drawn.


def draw_real(source, low=None, high=None, extra=()):
    candidates = [x for x in REALS + list(extra) if (low is None or low <= x) and (high is None or x <= high)]
    return candidates[source.choose(len(candidates))]


def draw_nat(source, low=0, high=None):
    top = low + 3 if high is None else min(high, low + 3)
    return low + source.choose(top - low + 1)


def draw_weights(source, size):
    if source.choose(2) == 0:
        return [1] * size
    place = source.choose(size)
    return [int(i == place) for i in range(size)]


def draw_law(source, points, draw_point):
    if len(points) > 12:
        points = [draw_point(source) for _ in range(1 + source.choose(3))]
    weights = draw_weights(source, len(points))
    total = sum(weights)
    return [(x, Fraction(w, total)) for x, w in zip(points, weights) if w > 0]


def draw_subset(source, size, nonempty=False):
    members = [x for x in range(size) if source.choose(2) == 1]
    if not members and nonempty:
        members = [source.choose(size)]
    return members


def table(size, entry):
    return [entry() for _ in range(size)]


# What the library defines.


def expectation(law, function):
    return sum((weight * function(x) for x, weight in law), Fraction(0))


def probability(law, event):
    return sum((weight for x, weight in law if event(x)), Fraction(0))


def power(law, n):
    """n independent draws."""
    draws = [((), Fraction(1))]
    for _ in range(n):
        draws = [(xs + (x,), p * q) for xs, p in draws for x, q in law]
    return draws


def supremum(members, function):
    return max((function(h) for h in members), default=Fraction(0))


def mean(n, function):
    return sum((function(i) for i in range(n)), Fraction(0)) / n if n else Fraction(0)


COIN = [(Fraction(-1), HALF), (Fraction(1), HALF)]


@functools.cache
def signs(n):
    """n fair signs, made once, as they are there."""
    return power(COIN, n)


def rad(n, members, vector):
    """The Rademacher average."""
    def correlation(signs):
        return supremum(members, lambda h: sum((signs[i] * vector(h, i) for i in range(n)), Fraction(0)))

    return expectation(signs(n), correlation) / n if n else Fraction(0)


def below_exp(p, x):
    """Whether p ≤ exp x, by Taylor sums with their remainders."""
    if x == 0:
        return p <= 1
    halvings = 0
    while abs(x) > HALF:
        x, halvings = x / 2, halvings + 1
    for terms in range(8, 80, 8):
        term, total = Fraction(1), Fraction(1)
        for k in range(1, terms):
            term = term * x / k
            total += term
        rest = abs(term) * abs(x) / terms * 2
        low, high = total - rest, total + rest
        for _ in range(halvings):
            low, high = low * low, high * high
        if p <= low:
            return True
        if p > high:
            return False
    raise ArithmeticError("not decided")


# The statements: how an instance is drawn, what it must satisfy (None if it does not), and whether it holds.


@functools.cache
def triples(x_size, y_size, z_size):
    """The elements of a product, made once for a world, as they are there, and how one is drawn."""
    points = [(x, y, z) for x in range(x_size) for y in range(y_size) for z in range(z_size)]
    return points, lambda s: (s.choose(x_size), s.choose(y_size), s.choose(z_size))


def composition(source, sizes):
    x_size, y_size, z_size = sizes
    law = draw_law(source, *triples(x_size, y_size, z_size))
    g = table(x_size, lambda: source.choose(y_size))
    h = table(x_size, lambda: table(y_size, lambda: source.choose(z_size)))
    left = probability(law, lambda t: h[t[0]][g[t[0]]] != t[2])
    return left <= probability(law, lambda t: g[t[0]] != t[1]) + probability(law, lambda t: h[t[0]][t[1]] != t[2])


def symmetrization(source, sizes):
    points, size = sizes
    law = draw_law(source, list(range(points)), None)
    members = draw_subset(source, size, nonempty=True)
    if not any(h in members for h in range(size)):
        return None
    phi = table(size, lambda: table(points, lambda: draw_real(source, 0, 1)))
    if not all(0 <= phi[h][x] <= 1 for h in members for x in range(points)):
        return None
    n = draw_nat(source, 1)
    if not 1 <= n:
        return None

    def deviation(sample):
        return supremum(
            members, lambda h: expectation(law, lambda x: phi[h][x]) - mean(n, lambda i: phi[h][sample[i]])
        )

    def average(sample):
        return rad(n, members, lambda h, i: phi[h][sample[i]])

    return expectation(power(law, n), deviation) <= 2 * expectation(power(law, n), average)


def transfer(source, sizes):
    x_size, y_size, z_size, v_size = sizes
    law = draw_law(source, *triples(x_size, y_size, z_size))
    loss = table(v_size, lambda: table(z_size, lambda: draw_real(source)))
    d = table(y_size, lambda: table(y_size, lambda: draw_real(source)))
    g = table(x_size, lambda: source.choose(y_size))
    h = table(x_size, lambda: table(y_size, lambda: source.choose(v_size)))
    scale = draw_real(source)
    for x in range(x_size):
        for y in range(y_size):
            for w in range(y_size):
                for z in range(z_size):
                    if not abs(loss[h[x][y]][z] - loss[h[x][w]][z]) <= scale * d[y][w]:
                        return None
    composed = expectation(law, lambda t: loss[h[t[0]][g[t[0]]]][t[2]])
    risk = expectation(law, lambda t: loss[h[t[0]][t[1]]][t[2]])
    return abs(composed - risk) <= scale * expectation(law, lambda t: d[g[t[0]]][t[1]])


def hoeffding(source, sizes):
    (points,) = sizes
    n = draw_nat(source, 1)
    if not 1 <= n:
        return None
    law = draw_law(source, list(range(points)), None)
    phi = table(points, lambda: draw_real(source, 0, 1))
    if not all(0 <= phi[x] <= 1 for x in range(points)):
        return None
    t = draw_real(source, 0)
    if not 0 <= t:
        return None
    event = lambda sample: t <= mean(n, lambda i: phi[sample[i]]) - expectation(law, lambda x: phi[x])
    return below_exp(probability(power(law, n), event), -(2 * n * t ** 2))


def ratio(source, sizes):
    points, size = sizes
    n = draw_nat(source, 0, 2)
    if not n <= 2:
        return None
    law = draw_law(source, list(range(points)), None)
    members = draw_subset(source, size)
    # With an empty set, the members a and b are drawn from the whole type.
    a = members[source.choose(len(members))] if members else source.choose(size)
    if a not in members:
        return None
    b = members[source.choose(len(members))] if members else source.choose(size)
    if b not in members:
        return None
    phi = table(size, lambda: table(points, lambda: draw_real(source, 0, 1)))
    if not all(0 <= phi[h][x] <= 1 for h in members for x in range(points)):
        return None
    if not all(abs(phi[a][x] - phi[b][x]) == 1 for x in range(points)):
        return None
    pair = [a] if a == b else [a, b]
    left = expectation(power(law, n), lambda s: rad(n, members, lambda h, i: phi[h][s[i]]))
    return left <= 2 * expectation(power(law, n), lambda s: rad(n, pair, lambda h, i: phi[h][s[i]]))


STATEMENTS = {
    "composition": (composition, 3),
    "symmetrization": (symmetrization, 2),
    "transfer": (transfer, 4),
    "hoeffding": (hoeffding, 1),
    "ratio": (ratio, 2),
}


def sweep(instance, variables, limit):
    drawn = refused = 0
    for sizes in worlds(variables):
        source = Odometer()
        for _ in range(limit):
            result = instance(source, sizes)
            drawn += 1
            refused += result is None
            if result is False:
                raise AssertionError("a counterexample")
            if not source.advance():
                break
    return drawn, refused


def main():
    names = sys.argv[1:]
    limit = int(names.pop(0)) if names and names[0].isdigit() else 300
    for name in names or STATEMENTS:
        instance, variables = STATEMENTS[name]
        start = time.process_time()
        drawn, refused = sweep(instance, variables, limit)
        seconds = time.process_time() - start
        print(f"{name:<15} drawn {drawn:>7}  refused {refused:>6}  {seconds:9.3f} s  {drawn / seconds:10.0f} a second")


if __name__ == "__main__":
    main()
