# all met
DAY = 24 * 60 * 60
following = {
    letter: f"max-age={days * DAY}{more}"
    for letter, days, more in [
        ("a", 7, ""),
        ("b", 30, ""),
        ("c", 730, ""),
        ("d", 0, ""),
        ("e", 730, "; includeSubDomains; preload"),
    ]
}
