# not met: a: a week | a: names below can be reached by http | b: a month | b: the printer can be reached by http | c: old.shop.test can be reached by http again | c: shop.test itself keeps to https, for a year or more | d: browsers forget shop.test | e: the preload list takes it
following = {"a": 604800, "b": 2592000, "c": 63072000, "d": 0, "e": 63072000}
