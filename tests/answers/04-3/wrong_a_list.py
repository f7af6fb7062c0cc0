# not met: a: a week | a: names below can be reached by http | b: a month | b: the printer can be reached by http | c: old.shop.test can be reached by http again | c: shop.test itself keeps to https, for a year or more | d: browsers forget shop.test | e: the preload list takes it
following = ["max-age=604800", "max-age=2592000", "max-age=63072000", "max-age=0", "preload"]
