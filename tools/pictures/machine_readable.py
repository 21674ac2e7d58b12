"""Writes the machine-readable lines of a card, with the check digits of ICAO Doc 9303."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def check_digit(field: str) -> str:
    """Weighted sum of a field's characters, modulo 10 (ICAO Doc 9303-3, section 4.9)."""
    values = (0 if letter == "<" else ALPHABET.index(letter) for letter in field)
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


def with_check_digit(field: str) -> str:
    """The field followed by its check digit."""
    return field + check_digit(field)


def lines(
    surname: str, given_names: str, number: str, born: str, sex: str, expires: str
) -> list[str]:
    """The two lines of 36 characters (format TD2); dates are YYMMDD, `number` has 9 characters."""
    name = f"{surname}<<{given_names}".replace(" ", "<")
    dates = with_check_digit(number) + "UTO" + with_check_digit(born)
    second = dates + sex + with_check_digit(expires) + "<" * 7
    covered = second[0:10] + second[13:20] + second[21:35]
    return [f"I<UTO{name}".ljust(36, "<"), second + check_digit(covered)]
