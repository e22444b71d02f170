"""Which of two sets of bounds lets fewer values through."""

from typing import Any

from tools.diff.shape import LOWER, UPPER


def tighter(old: dict[str, Any], new: dict[str, Any], whole: bool = False) -> bool:
    """Whether some value that kept the bounds of before does not keep those of now; of whole numbers perhaps."""
    for plain, exclusive, sign in (("minimum", "exclusiveMinimum", 1), ("maximum", "exclusiveMaximum", -1)):
        if _limit(new, plain, exclusive, sign, whole) > _limit(old, plain, exclusive, sign, whole):
            return True
    return any(_tighter(key, old.get(key), bound) for key, bound in new.items() if "imum" not in key)


def _limit(bounds: dict[str, Any], plain: str, exclusive: str, sign: int, whole: bool) -> tuple[float, bool]:
    """How far up the range begins: a number, and whether that itself is out; downwards with the other sign."""
    limits = [(float("-inf"), False)]
    if plain in bounds:
        limits.append((sign * bounds[plain], False))
    if exclusive in bounds:
        limits.append((sign * bounds[exclusive] + 1, False) if whole else (sign * bounds[exclusive], True))
    return max(limits)


def _tighter(key: str, old: Any, new: Any) -> bool:
    if old is None:
        return True
    if key == "multipleOf":
        return bool(old % new)
    if key in LOWER:
        return bool(new > old)
    return bool(new < old) if key in UPPER else bool(new != old)
