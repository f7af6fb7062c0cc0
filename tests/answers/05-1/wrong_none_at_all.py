# not met: a: everything from the shop itself, and no more | b: that, and styles in the page | c: the shop's scripts, and images of every https site | d: no script, and everything else of the shop | e: everything of the shop, and fonts.test's fonts | f: scripts of the shop and of cdn.test | g: everything of the shop, and data: images | h: everything from the shop itself, and no more
fixed = {
    'a': "default-src 'none'",
    'b': "default-src 'none'",
    'c': "default-src 'none'",
    'd': "default-src 'none'",
    'e': "default-src 'none'",
    'f': "default-src 'none'",
    'g': "default-src 'none'",
    'h': "default-src 'none'",
}
