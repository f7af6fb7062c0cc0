# not met: a: a week | b: a month | c: old.shop.test can be reached by http again | d: browsers forget shop.test | e: the preload list takes it
following = ["max-age=604800", "max-age=2592000", "max-age=63072000", "max-age=0", "preload"]
